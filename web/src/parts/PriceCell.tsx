import { useState } from 'preact/hooks';
import { call } from '../api/client';
import type { Price } from '../api/types';
import { number, t } from '../i18n';
import { tell } from './toast';

/** A price, and the form to change it. */
export function PriceCell(props: { name: string; path: string; price: Price | undefined; local: boolean; changed: () => void }) {
  const [editing, setEditing] = useState(false);
  const { price } = props;
  const money = (value: number) => number(value, 4);

  async function save(event: SubmitEvent) {
    event.preventDefault();
    const entered = new FormData(event.currentTarget as HTMLFormElement);
    const saved = await tell(
      () => call(`/v1/prices/${props.path}`, { price_in_1m: Number(entered.get('in')), price_out_1m: Number(entered.get('out')) }, 'PUT'), () => t('models.saved'));
    if (saved) { setEditing(false); props.changed(); }
  }

  if (!editing) {
    const text = price ? (price.price_in_1m === 0 && price.price_out_1m === 0 ? t('models.price.free') : `${money(price.price_in_1m)} / ${money(price.price_out_1m)}`) : props.local ? t('models.price.free') : t('models.price.none');
    return <button class="plain" aria-label={`${t('models.price.edit', { name: props.name })}: ${text}`} onClick={() => setEditing(true)}>{text} <span aria-hidden="true" class="dim">✎</span></button>;
  }

  return (
    <form class="actions" onSubmit={save}>
      <input name="in" type="number" min="0" step="any" required size={6} aria-label={t('models.price.in')} defaultValue={String(price?.price_in_1m ?? 0)} />
      <input name="out" type="number" min="0" step="any" required size={6} aria-label={t('models.price.out')} defaultValue={String(price?.price_out_1m ?? 0)} />
      <button class="main-button" type="submit">{t('models.price.save')}</button>
      <button type="button" onClick={() => setEditing(false)}>{t('models.price.cancel')}</button>
    </form>
  );
}
