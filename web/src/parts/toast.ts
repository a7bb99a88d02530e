import { ApiFailure } from '../api/client';
import { t } from '../i18n';

const shownMs = 5000;
let timer = 0;

/** Says something in passing; read out politely. */
export function say(text: string): void {
  const place = document.getElementById('toast');
  if (!place) return;
  place.textContent = text;
  clearTimeout(timer);
  timer = window.setTimeout(() => { place.textContent = ''; }, shownMs);
}

/** Does something and tells what became of it. */
export async function tell<T>(act: () => Promise<T>, done: (value: T) => string): Promise<T | null> {
  try {
    const value = await act();
    say(done(value));
    return value;
  } catch (failure) {
    if (!(failure instanceof ApiFailure)) throw failure;
    say(failure.isAway ? t('live.away.first') : t('state.failed', { why: failure.message }));
    return null;
  }
}
