import { useMemo, useState } from 'preact/hooks';
import { call } from '../api/client';
import type { Model, Price } from '../api/types';
import { usePoll } from '../state/poll';
import { Missing, Note } from '../parts/basics';
import { PriceCell } from '../parts/PriceCell';
import { tell } from '../parts/toast';
import { number, t } from '../i18n';

const tiers = ['tiny', 'small', 'medium', 'large', 'xl', 'cloud_economy', 'cloud_premium'];
const most = 300;
const refreshMs = 10_000;

export function Models() {
  const [filter, setFilter] = useState('');
  const [usable, setUsable] = useState(true);
  const models = usePoll<{ data: Model[] }>('/v1/models?all=1', refreshMs);
  const prices = usePoll<{ prices: Price[] }>('/v1/prices', refreshMs);
  const priceOf = useMemo(() => new Map((prices.data?.prices ?? []).map((price) => [`${price.provider}/${price.model}`, price])), [prices.data]);
  const wanted = filter.trim().toLowerCase();
  const all = models.data?.data ?? [];
  const found = all.filter((model) => (!usable || model.devices.length > 0) && (wanted === '' || [model.id, model.provider, model.tier ?? ''].some((text) => text.toLowerCase().includes(wanted))));
  const changed = () => { models.reload(); prices.reload(); };

  return (
    <div class="stack">
      <div class="top">
        <h1>{t('nav.models')}</h1>
        <span class="dim">{t('models.count', { n: number(Math.min(found.length, most)), all: number(all.length) })}</span>
        <span class="grow" />
        <label class="inline"><input type="checkbox" checked={usable} onChange={(event) => setUsable(event.currentTarget.checked)} />{t('models.usable')}</label>
        <input type="search" placeholder={t('models.filter')} aria-label={t('models.filter')} size={28} value={filter} onInput={(event) => setFilter(event.currentTarget.value)} />
      </div>
      <section class="panel" aria-label={t('nav.models')}>
        {models.data === null ? <Missing failure={models.failure} /> : found.length === 0 ? <Note>{t('models.none')}</Note> : (
          <div class="scroll">
            <table>
              <thead><tr>
                <th>{t('column.model')}</th><th>{t('column.provider')}</th><th>{t('column.tier')}</th><th class="num">{t('column.params')}</th><th class="num">{t('column.context')}</th>
                <th>{t('column.devices')}</th><th class="num wraps">{t('column.price')}</th>
              </tr></thead>
              <tbody>{found.slice(0, most).map((model) => <Row key={`${model.provider}/${model.id}`} model={model} price={priceOf.get(`${model.provider}/${model.id}`)} changed={changed} />)}</tbody>
            </table>
          </div>
        )}
      </section>
    </div>
  );
}

function Row(props: { model: Model; price: Price | undefined; changed: () => void }) {
  const { model } = props;
  const path = `${model.provider}/${model.id.split('/').map(encodeURIComponent).join('/')}`;

  async function pin(tier: string) {
    await tell(() => call(`/v1/models/${path}`, { pin_tier: tier || null }, 'PUT'), () => t('models.saved'));
    props.changed();
  }

  return (
    <tr>
      <td><div class="cut wide" title={model.id}>{model.id}</div>{model.thinking ? <span class="tag">{t('models.thinking')}</span> : null}{model.kind === 'embed' ? <span class="tag">{t('fleet.role.embed')}</span> : null}</td>
      <td>{model.provider}</td>
      <td>
        <select aria-label={t('models.pin', { name: model.id })} value={model.tier ?? ''} onChange={(event) => pin(event.currentTarget.value)}>
          <option value="">{model.tier ? 'auto' : t('models.unknown')}</option>
          {tiers.map((tier) => <option key={tier} value={tier}>{tier}</option>)}
        </select>
      </td>
      <td class="num">{model.params_b === null ? '' : `${number(model.params_b, 1)}B`}</td>
      <td class="num">{model.context === null ? '' : `${number(model.context / 1024)}K`}</td>
      <td>
        <div class="cut" title={model.devices.join('\n')}>{model.devices.length === 0 ? <span class="dim">–</span> : model.devices.length === 1 ? model.devices[0] : number(model.devices.length)}</div>
        {model.loaded_on.length > 0 ? <span class="tag">{t('word.loaded')} {model.loaded_on.length}</span> : null}
        {Object.keys(model.forbidden_on).length > 0 ? <span class="tag bad" title={Object.entries(model.forbidden_on).map(([device, why]) => `${device}: ${why}`).join('\n')}>{t('models.forbidden', { n: Object.keys(model.forbidden_on).length })}</span> : null}
      </td>
      <td class="num"><PriceCell name={model.id} path={path} price={props.price} local={model.provider === 'ollama' || model.provider === 'compat'} changed={props.changed} /></td>
    </tr>
  );
}
