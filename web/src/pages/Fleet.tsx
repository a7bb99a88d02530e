import { useMemo, useState } from 'preact/hooks';
import { call } from '../api/client';
import type { Dashboard, Device, Host, HostNode, Probe } from '../api/types';
import { usePoll } from '../state/poll';
import { HostState, Models, Note, Panel, Simulated, Slots, State } from '../parts/basics';
import { NodeDetails } from '../parts/NodeDetails';
import { tell } from '../parts/toast';
import { milliseconds, number, t, time, word } from '../i18n';

export function Fleet(props: { board: Dashboard; reload: () => void }) {
  const [filter, setFilter] = useState('');
  const [looking, setLooking] = useState(false);
  const devices = usePoll<{ devices: Device[] }>('/v1/devices', 5000);
  const known = useMemo(() => new Map((devices.data?.devices ?? []).map((device) => [device.id, device])), [devices.data]);
  const simulated = useMemo(() => new Set(props.board.devices.filter((device) => device.simulated).map((device) => device.id)), [props.board]);
  const wanted = filter.trim().toLowerCase();
  const hosts = props.board.hosts.filter((host) => wanted === '' || [host.name, host.id, ...host.nodes.flatMap((node) => [node.device_id, ...node.model_names])].some((text) => text.toLowerCase().includes(wanted)));
  const changed = () => { props.reload(); devices.reload(); };

  async function look() {
    setLooking(true);
    await tell(() => call<{ online: number }>('/v1/discovery/run'), (round) => t('fleet.discovered', { n: round.online }));
    setLooking(false);
    changed();
  }

  return (
    <div class="stack">
      <div class="top">
        <h1>{t('nav.fleet')}</h1>
        <span class="dim">{t('fleet.hosts', { hosts: props.board.hosts.length, nodes: props.board.devices.length })}</span>
        <span class="grow" />
        <input type="search" placeholder={t('fleet.filter')} aria-label={t('fleet.filter')} value={filter} onInput={(event) => setFilter(event.currentTarget.value)} />
        <button onClick={look} disabled={looking}>{t('fleet.discover')}</button>
      </div>
      {props.board.hosts.length === 0 ? <div class="panel"><Note>{t('overview.fleet.none')}</Note></div> : null}
      {hosts.length === 0 && props.board.hosts.length > 0 ? <div class="panel"><Note>{t('fleet.none.match')}</Note></div> : null}
      {hosts.map((host) => <Machine key={host.id} host={host} known={known} simulated={simulated} changed={changed} />)}
      {props.board.cloud.length > 0 ? (
        <Panel title={t('fleet.cloud')} flush>
          {props.board.cloud.map((cloud) => (
            <div class={`node ${cloud.status === 'online' ? '' : 'down'}`} key={cloud.id}>
              <div><div class="id">{cloud.provider}</div><div class="facts"><State of={cloud.status} /></div></div>
              <div class="facts"><span class="actions"><Slots slots={cloud.slots} /><span>{cloud.slots.used}/{cloud.slots.total}</span></span><span>{t('fleet.breaker')}: <State kind="circuit" of={cloud.circuit} /></span></div>
              <div />
              <Actions id={cloud.id} online={cloud.status === 'online'} circuit={cloud.circuit} cloud changed={changed} />
            </div>
          ))}
        </Panel>
      ) : null}
    </div>
  );
}

function Machine(props: { host: Host; known: Map<string, Device>; simulated: Set<string>; changed: () => void }) {
  const { host } = props;
  return (
    <section class="panel host" aria-label={host.name}>
      <header>
        <h2>{host.name}</h2>
        <HostState of={host} />
        <span class="dim small">{[host.platform, t('fleet.models', { n: host.total_models }), host.status !== 'online' && host.last_seen ? t('fleet.lastseen', { time: time(host.last_seen) }) : ''].filter(Boolean).join(' · ')}</span>
      </header>
      {host.nodes.map((node) => <Node key={node.device_id} node={node} simulated={props.simulated.has(node.device_id)} device={props.known.get(node.device_id)} changed={props.changed} />)}
    </section>
  );
}

function Node(props: { node: HostNode; simulated: boolean; device: Device | undefined; changed: () => void }) {
  const { node, device } = props;
  const [open, setOpen] = useState(false);
  return (
    <div class={`node ${node.status === 'online' ? '' : 'down'}`} data-device={node.device_id}>
      <div>
        <div class="id">{node.device_id} <Simulated is={props.simulated} /></div>
        <div class="facts">
          <span class="actions"><State of={node.status} />{device?.hold ? <span class="tag bad" title={t('fleet.held')}>{t('word.held')}</span> : null}</span>
          <span>{node.provider} · {word('fleet.role', node.role)}</span>
        </div>
      </div>
      <div class="facts">
        <span class="actions"><Slots slots={node.slots} offline={node.status !== 'online'} /><span>{node.slots.used}/{node.slots.total}</span><span>{t('fleet.breaker')}: <State kind="circuit" of={node.circuit} /></span></span>
        <span>{node.stats ? t('fleet.rating', { rate: number(node.stats.success_rate, 1), jobs: number(node.stats.total_jobs_7d) }) : t('fleet.norating')}{node.latency_ms === null ? null : <span title={t('column.latency')}> · {milliseconds(node.latency_ms)}</span>}</span>
      </div>
      <Models names={node.model_names} loaded={node.loaded} forbidden={device?.forbidden} />
      <Actions id={node.device_id} online={node.status === 'online' && !device?.hold} circuit={node.circuit} changed={props.changed} />
      <details onToggle={(event) => setOpen((event.currentTarget as HTMLDetailsElement).open)}>
        <summary>{t('fleet.details')}<span class="hidden"> {node.device_id}</span></summary>
        {open && device ? <NodeDetails device={device} changed={props.changed} /> : null}
      </details>
    </div>
  );
}

function Actions(props: { id: string; online: boolean; circuit: string; cloud?: boolean; changed: () => void }) {
  const [busy, setBusy] = useState(false);
  async function act<T>(send: () => Promise<T>, done: (value: T) => string) {
    setBusy(true);
    await tell(send, done);
    setBusy(false);
    props.changed();
  }

  const name = props.id;
  return (
    <div class="actions" role="group" aria-label={name}>
      {props.cloud ? null : <button disabled={busy} onClick={() => act(() => call<Probe>(`/v1/devices/${encodeURIComponent(name)}/probe`), (probe) => found(name, probe))}>{t('fleet.probe')}</button>}
      {props.circuit === 'ok' ? null : <button disabled={busy} onClick={() => act(() => call(`/v1/devices/${encodeURIComponent(name)}/circuit/reset`), () => t('fleet.did.reset', { name }))}>{t('fleet.reset')}</button>}
      {props.cloud || !props.online ? null : <button disabled={busy} onClick={() => act(() => call<{ job_ids: string[] }>('/v1/benchmarks/run', { device_id: name }), (run) => t('fleet.did.benchmark', { n: run.job_ids.length }))}>{t('fleet.benchmark')}</button>}
      {props.cloud ? null : props.online
        ? <button class="danger" disabled={busy} onClick={() => act(() => call('/v1/devices/offline', { device_id: name, reason: 'taken offline on the dashboard', hold: true }), () => t('fleet.did.offline', { name }))}>{t('fleet.offline')}</button>
        : <button disabled={busy} onClick={() => act(() => call('/v1/devices/online', { device_id: name }), () => t('fleet.did.online', { name }))}>{t('fleet.online')}</button>}
    </div>
  );
}

/** What a probe says of a node, as a sentence. */
function found(name: string, { answered, reason, device }: Probe): string {
  if (answered) return t(device.hold ? 'fleet.probed.held' : 'fleet.probed', { name, latency: device.latency_ms === null ? '' : milliseconds(device.latency_ms), n: device.models.length });
  return t(device.status === 'online' ? 'fleet.probed.missed' : 'fleet.probed.silent', { name, why: reason });
}
