import type { Followed } from '../state/follow';
import { isFinal } from '../api/stream';
import { t } from '../i18n';

/** The answer so far, or as it was stored. */
export function Answer(props: { followed: Followed }) {
  const { job, response, thinking } = props.followed;
  const final = job !== null && isFinal(job.status);
  const text = (final ? job.result?.response : undefined) ?? response;
  const thoughts = (final ? job.result?.thinking : undefined) ?? thinking;
  const vector = vectorOf(job?.result);
  return (
    <div>
      {thoughts ? <details open={!final && !text}><summary class="dim">{t('job.thinking')}</summary><div class="thoughts">{thoughts}</div></details> : null}
      {job?.error ? <p class="answer"><span class="tag bad">{t('job.error')}</span> {job.error}</p> : null}
      {vector ? <p class="answer mono">{t('play.vector', { n: vector.length, first: vector.slice(0, 4).map((one) => one.toFixed(4)).join(', ') })}</p> : null}
      {text || !job?.error && !vector ? (
        <div class={`answer ${job?.status === 'running' ? 'flowing' : ''}`} data-testid="answer">
          {text || <span class="dim">{final ? t('job.answer.none') : t('job.answer.wait')}</span>}
        </div>
      ) : null}
    </div>
  );
}

function vectorOf(result: unknown): number[] | null {
  const data = (result as { data?: { embedding?: unknown; data?: { embedding?: unknown }[] } } | null | undefined)?.data;
  const vector = data?.embedding ?? data?.data?.[0]?.embedding;
  return Array.isArray(vector) && vector.every((one) => typeof one === 'number') ? vector : null;
}
