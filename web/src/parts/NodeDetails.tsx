import type { Benchmark, Device } from '../api/types';
import { usePoll } from '../state/poll';
import { NodeModels } from './NodeModels';
import { milliseconds, number, t, time } from '../i18n';

/** What a node has in memory, what it measured and what it must not do. */
export function NodeDetails(props: { device: Device; changed: () => void }) {
  const { device } = props;
  const benchmarks = usePoll<{ items: Benchmark[] }>(`/v1/benchmarks?limit=20&device_id=${encodeURIComponent(device.id)}`, 10_000);
  const forbidden = Object.entries(device.forbidden);
  const ms = (value: number | null) => (value === null ? '' : milliseconds(value));
  return (
    <div class="stack">
      {device.hold ? <p>{t('fleet.held')}</p> : null}
      {device.circuit.last_error ? <p class="dim">{t('fleet.lasterror')}: {device.circuit.last_error}</p> : null}
      {device.provider === 'ollama' ? <NodeModels device={device} changed={props.changed} /> : null}
      {forbidden.length > 0 ? <div><h3>{t('fleet.forbidden')}</h3><ul>{forbidden.map(([model, why]) => <li key={model}>{model}: <span class="dim">{why}</span></li>)}</ul></div> : null}
      <div>
        <h3>{t('fleet.speeds')}</h3>
        {device.speeds.length === 0 ? <p class="dim">{t('fleet.speeds.none')}</p> : (
          <div class="scroll"><table>
            <thead><tr><th>{t('column.model')}</th><th class="num">{t('column.speed')}</th><th class="num">{t('column.first')}</th><th class="num">{t('column.load')}</th><th class="num">{t('column.samples')}</th></tr></thead>
            <tbody>{device.speeds.map((speed) => (
              <tr key={`${speed.model} ${speed.task_type}`}>
                <td>{speed.model}</td><td class="num">{speed.tps === null ? '' : `${number(speed.tps, 1)} ${t('unit.tps')}`}</td>
                <td class="num">{ms(speed.ttft_ms)}</td><td class="num">{ms(speed.load_ms)}</td><td class="num">{number(speed.samples)}</td>
              </tr>
            ))}</tbody>
          </table></div>
        )}
      </div>
      <div>
        <h3>{t('fleet.benchmarks')}</h3>
        {(benchmarks.data?.items.length ?? 0) === 0 ? <p class="dim">{benchmarks.data ? t('fleet.benchmarks.none') : t('state.loading')}</p> : (
          <div class="scroll"><table>
            <thead><tr><th>{t('column.when')}</th><th>{t('column.model')}</th><th class="num">{t('column.speed')}</th><th class="num">{t('column.latency')}</th><th class="num">{t('column.load')}</th></tr></thead>
            <tbody>{benchmarks.data!.items.map((one) => (
              <tr key={`${one.created_at} ${one.model_id}`}>
                <td>{time(one.created_at)}</td><td>{one.model_id}</td><td class="num">{number(one.tps, 1)} {t('unit.tps')}</td><td class="num">{milliseconds(one.latency_ms)}</td><td class="num">{ms(one.load_ms)}</td>
              </tr>
            ))}</tbody>
          </table></div>
        )}
      </div>
    </div>
  );
}
