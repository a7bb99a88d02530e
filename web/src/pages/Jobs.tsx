import { memo } from '../parts/memo';
import { useEffect, useState } from 'preact/hooks';
import { get } from '../api/client';
import type { Job } from '../api/types';
import { usePoll } from '../state/poll';
import { Missing, Note, State, jobLink } from '../parts/basics';
import { tell } from '../parts/toast';
import { number, span, t, time, word } from '../i18n';

interface JobPage { jobs: Job[]; next_after?: string }

const statuses = ['queued', 'running', 'done', 'error', 'canceled'];
const page = 100;
const refreshMs = 2000;

function pathOf(filter: Record<string, string>, after?: string): string {
  const query = new URLSearchParams({ brief: '1', limit: String(page) });
  for (const [key, value] of Object.entries(filter)) if (value.trim()) query.set(key, value.trim());
  if (after) query.set('after', after);
  return `/v1/jobs?${query}`;
}

export function Jobs() {
  const [filter, setFilter] = useState({ status: '', kind: '', source: '' });
  const [typed, setTyped] = useState(filter);
  const [older, setOlder] = useState<JobPage>({ jobs: [] });
  const newest = usePoll<JobPage>(pathOf(filter), refreshMs);

  // Typing asks once it pauses.
  useEffect(() => {
    const timer = setTimeout(() => { setFilter(typed); setOlder({ jobs: [] }); }, 300);
    return () => clearTimeout(timer);
  }, [typed]);

  const first = newest.data?.jobs ?? [];
  const seen = new Set(first.map((job) => job.id));
  const jobs = [...first, ...older.jobs.filter((job) => !seen.has(job.id))];
  const last = older.jobs.length > 0 ? older.next_after : newest.data?.next_after;
  const filtered = Object.values(filter).some((value) => value !== '');

  async function more() {
    const next = await tell(() => get<JobPage>(pathOf(filter, last)), () => '');
    if (next) setOlder({ ...next, jobs: [...older.jobs, ...next.jobs] });
  }

  const field = (name: 'kind' | 'source') => (
    <label class="inline">{t(`jobs.${name}`)}<input size={14} value={typed[name]} onInput={(event) => setTyped({ ...typed, [name]: event.currentTarget.value })} /></label>
  );
  return (
    <div class="stack">
      <div class="top">
        <h1>{t('nav.jobs')}</h1>
        <span class="grow" />
        <label class="inline">{t('jobs.status')}
          <select value={typed.status} onChange={(event) => setTyped({ ...typed, status: event.currentTarget.value })}>
            <option value="">{t('jobs.any')}</option>
            {statuses.map((status) => <option key={status} value={status}>{word('status', status)}</option>)}
          </select>
        </label>
        {field('kind')}
        {field('source')}
      </div>
      <section class="panel" aria-label={t('nav.jobs')}>
        {newest.data === null ? <Missing failure={newest.failure} /> : jobs.length === 0 ? <Note>{filtered ? t('jobs.none') : t('jobs.none.yet')}</Note> : (
          <div class="scroll">
            <table>
              <thead><tr>
                <th>{t('column.job')}</th><th>{t('column.status')}</th><th>{t('column.model')}</th><th class="small-hide">{t('column.kind')}</th><th>{t('column.device')}</th>
                <th>{t('column.source')}</th><th class="num">{t('column.tries')}</th><th class="num">{t('column.queued')}</th><th class="num">{t('column.took')}</th>
              </tr></thead>
              <tbody>{jobs.map((job) => <Row key={job.id} job={job} second={job.status === 'running' ? Math.floor(Date.now() / 1000) : 0} />)}</tbody>
            </table>
          </div>
        )}
      </section>
      <div class="actions">
        {last ? <button onClick={more}>{t('jobs.more')}</button> : null}
        {jobs.length > 0 ? <span class="dim small">{t('jobs.shown', { n: number(jobs.length) })}</span> : null}
      </div>
    </div>
  );
}

const modelOf = (job: Job) => (typeof job.payload === 'object' && job.payload !== null ? ((job.payload as { model?: unknown }).model as string | undefined) : undefined) ?? '';

// A thousand rows are looked at every two seconds; only those that changed are drawn anew.
const Row = memo<{ job: Job; second: number }>(({ job }) => {
  const model = modelOf(job);
  return (
    <tr>
      <td>{jobLink(job.id)}</td>
      <td><State of={job.status} /></td>
      <td><div class="cut" title={model}>{model}</div></td>
      <td class="small-hide">{job.kind}</td>
      <td><div class="cut" title={job.device_id}>{job.device_id}</div></td>
      <td><div class="cut" title={job.source}>{job.source}</div></td>
      <td class="num">{job.attempts}/{job.max_attempts}</td>
      <td class="num">{time(job.queued_at)}</td>
      <td class="num">{tookOf(job)}</td>
    </tr>
  );
}, (old, now) => old.second === now.second && old.job.updated_at === now.job.updated_at && old.job.status === now.job.status);

function tookOf(job: Job): string {
  if (!job.started_at) return '';
  const end = job.finished_at ? Date.parse(job.finished_at) : job.status === 'running' ? Date.now() : NaN;
  return Number.isNaN(end) ? '' : span((end - Date.parse(job.started_at)) / 1000);
}
