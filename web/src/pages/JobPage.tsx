import { useEffect, useState } from 'preact/hooks';
import { call } from '../api/client';
import { isFinal } from '../api/stream';
import type { Attempt, Job } from '../api/types';
import { useJob } from '../state/follow';
import { usePoll } from '../state/poll';
import { Answer } from '../parts/Answer';
import { Missing, Note, Panel, State, jobLink } from '../parts/basics';
import { RouteView } from '../parts/RouteView';
import { tell } from '../parts/toast';
import { number, span, t, time, word } from '../i18n';

export function JobPage(props: { id: string }) {
  const followed = useJob(props.id);
  const { job } = followed;
  const explained = usePoll<Job>(`/v1/jobs/${props.id}?explain=1`, 0);
  const attempts = usePoll<{ attempts: Attempt[] }>(`/v1/jobs/${props.id}/attempts`, 0);
  // What is not in the stream is read again when the stream says that something happened.
  useEffect(() => { if (job) { explained.reload(); attempts.reload(); } }, [job?.status, job?.attempts]);

  if (!job) {
    return (
      <div class="panel">
        {followed.failure?.status === 404 ? <Note>{t('job.missing')}</Note> : <Missing failure={followed.failure} />}
        <p class="note"><a href="#/jobs">{t('job.back')}</a></p>
      </div>
    );
  }

  return (
    <div class="stack">
      <div class="top">
        <h1>{t('column.job')} <span class="mono">{job.id.slice(-8)}</span></h1>
        <State of={job.status} />
        <span class="grow" />
        {isFinal(job.status)
          ? <button onClick={async () => { const copy = await tell(() => call<{ job_id: string }>(`/v1/jobs/${job.id}/retry`), () => t('job.retried')); if (copy) location.hash = `#/jobs/${copy.job_id}`; }}>{t('job.retry')}</button>
          : <button class="danger" onClick={() => tell(() => call(`/v1/jobs/${job.id}`, undefined, 'DELETE'), () => t('job.canceled'))}>{t('job.cancel')}</button>}
        <a class="button" href="#/jobs">{t('job.back')}</a>
      </div>
      <div class="grid">
        <div class="w7 stack">
          <Panel title={t('job.answer')} side={tokensOf(job)}><Answer followed={followed} /></Panel>
          <Panel title={t('job.route')} side={explained.data?.route ? t(explained.data.route.mode === 'smart' ? 'job.route.smart' : 'job.route.classic') : null}>
            {explained.data ? explained.data.route ? <RouteView route={explained.data.route} /> : <p class="dim">{t('job.route.none')}</p> : <p class="dim">{t('state.loading')}</p>}
          </Panel>
        </div>
        <div class="w5 stack">
          <Panel title={t('job.timeline')}><Timeline job={job} attempts={attempts.data?.attempts ?? []} /></Panel>
          <Panel title={t('job.facts')}><Facts job={job} /></Panel>
          <Panel title={t('job.request')}><pre>{JSON.stringify(job.payload, null, 2)}</pre></Panel>
          {job.result ? <section class="panel"><div class="body"><details><summary>{t('job.raw')}</summary><pre>{JSON.stringify(job.result, null, 2)}</pre></details></div></section> : null}
        </div>
      </div>
    </div>
  );
}

function tokensOf(job: Job): string {
  const { result } = job;
  if (!result || result.tokens_out === undefined) return '';
  const seconds = job.started_at && job.finished_at ? (Date.parse(job.finished_at) - Date.parse(job.started_at)) / 1000 : 0;
  return [
    t('job.tokens', { in: number(result.tokens_in ?? 0), out: number(result.tokens_out) }), result.cost ?? '',
    seconds > 0 ? t('play.took', { span: span(seconds) }) : '',
  ].filter(Boolean).join(' · ');
}

function Timeline(props: { job: Job; attempts: Attempt[] }) {
  const { job } = props;
  const ended = [...props.attempts].reverse();
  const [, tick] = useState(0);
  useEffect(() => {
    if (isFinal(job.status)) return;
    const timer = setInterval(() => tick((n) => n + 1), 1000);
    return () => clearInterval(timer);
  }, [job.status]);
  const waits = [
    job.queue_position === undefined ? '' : t('job.timeline.place', { n: job.queue_position }),
    job.eta_seconds === undefined ? '' : t('job.timeline.eta', { span: span(job.eta_seconds) }),
    job.run_at ? t('job.timeline.retry', { time: time(job.run_at) }) : '',
  ].filter(Boolean).join(' · ');
  return (
    <ol class="steps">
      <li><span class="dot queued" aria-hidden="true" /><span>{t('job.timeline.queued')}</span><span class="num dim">{time(job.queued_at)}</span></li>
      {ended.map((attempt, i) => (
        <li key={attempt.claim_no}>
          <span class={`dot ${attempt.status}`} aria-hidden="true" />
          <span>{t('job.timeline.attempt', { n: i + 1 })}: {word('status', attempt.status)}</span>
          <span class="num dim">{time(attempt.started_at)} · {span((Date.parse(attempt.finished_at) - Date.parse(attempt.started_at)) / 1000)}</span>
          <span class="what">{[attempt.device_id, attempt.worker_id, attempt.error].filter(Boolean).join(' · ')}</span>
        </li>
      ))}
      {job.status === 'running' && job.started_at ? (
        <li><span class="dot running" aria-hidden="true" /><span>{t('job.timeline.attempt', { n: ended.length + 1 })}: {t('job.timeline.now', { span: span((Date.now() - Date.parse(job.started_at)) / 1000) })}</span><span class="num dim">{time(job.started_at)}</span><span class="what">{[job.device_id, job.worker_id].filter(Boolean).join(' · ')}</span></li>
      ) : null}
      {job.status === 'queued' ? <li><span class="dot queued" aria-hidden="true" /><span>{word('status', 'queued')}</span><span /><span class="what">{waits}</span></li> : null}
      {job.finished_at ? <li><span class={`dot ${job.status}`} aria-hidden="true" /><span>{word('status', job.status)}</span><span class="num dim">{time(job.finished_at)}</span></li> : null}
    </ol>
  );
}

function Facts(props: { job: Job }) {
  const { job } = props;
  const rows: [string, preact.ComponentChild][] = [
    ['ID', <span class="mono">{job.id}</span>], [t('column.kind'), job.kind], [t('column.model'), job.result?.model ?? (job.payload as { model?: string } | null)?.model],
    [t('column.tier'), job.result?.tier], [t('column.device'), job.device_id], [t('column.worker'), job.worker_id], [t('column.source'), job.source],
    [t('job.priority'), job.priority], [t('column.tries'), `${job.attempts}/${job.max_attempts}`], [t('job.timeout'), job.timeout_seconds ? span(job.timeout_seconds) : ''],
    [t('job.deadline'), job.deadline_at ? time(job.deadline_at) : ''], [t('job.retriedfrom'), job.retried_from ? jobLink(job.retried_from) : ''], [t('column.cost'), job.result?.cost],
  ];
  return <dl class="pairs">{rows.filter(([, value]) => value !== undefined && value !== '' && value !== null).map(([name, value]) => <><dt key={name}>{name}</dt><dd>{value}</dd></>)}</dl>;
}
