import type { Dashboard, Issue } from '../api/types';
import { Chart, Legend, type Series } from '../parts/Chart';
import { HostState, Note, Panel, Simulated, Slots, jobLink } from '../parts/basics';
import { issueText, number, span, t, time, usd } from '../i18n';

export function Overview(props: { board: Dashboard }) {
  const { board } = props;
  return (
    <div class="stack">
      <h1 class="hidden">{t('nav.overview')}</h1>
      <Issues issues={board.issue_details} />
      <Figures board={board} />
      <div class="grid">
        <div class="w8 stack">
          <Panel title={t('overview.throughput')} side={<Legend series={lines(board)} />}><Throughput board={board} /></Panel>
          <Panel title={t('overview.now')} flush side={(board.jobs.running ?? 0) > board.running_jobs.length ? t('overview.now.newest', { n: board.jobs.running ?? 0 }) : null}><Running board={board} /></Panel>
        </div>
        <div class="w4 stack">
          <Panel title={t('overview.fleet')} side={<a href="#/fleet">{t('fleet.hosts', { hosts: board.hosts.length, nodes: board.devices.length })}</a>}><Fleet board={board} /></Panel>
          <Panel title={t('overview.queue')}><Queue board={board} /></Panel>
        </div>
      </div>
    </div>
  );
}

function Issues(props: { issues: Issue[] }) {
  if (props.issues.length === 0) return <p class="panel fine"><span class="dot ok" aria-hidden="true" />{t('overview.healthy')}</p>;
  return (
    <section class="panel issues" aria-label={t('overview.health')}>
      <header><h2>{t('overview.issues', { n: props.issues.length })}</h2></header>
      <ul class="body" aria-live="polite">{props.issues.map((issue) => <li key={issue.text}><span class="dot" aria-hidden="true" /><span>{issueText(issue)}</span></li>)}</ul>
    </section>
  );
}

function Figures(props: { board: Dashboard }) {
  const { board } = props;
  const sum = (pick: (minute: Dashboard['throughput'][number]) => number) => board.throughput.reduce((total, minute) => total + pick(minute), 0);
  const errors = sum((minute) => minute.error);
  const waits = [
    board.queue.oldest_seconds === null ? '' : t('overview.oldest', { span: span(board.queue.oldest_seconds) }),
    board.queue.waiting > 0 ? t('overview.waiting', { n: number(board.queue.waiting) }) : '',
  ].filter(Boolean).join(', ');
  return (
    <dl class="figures">
      <Figure name={t('overview.queued')} value={number(board.queue.queued)} more={waits || t('overview.queue.none')} />
      <Figure name={t('overview.running')} value={number(board.jobs.running ?? 0)} more={t('overview.slots', { used: board.slots.used, total: board.slots.total })} />
      <Figure name={t('overview.lasthour')} value={number(sum((minute) => minute.done))} more={errors > 0 ? t('overview.errors', { n: number(errors) }) : t('overview.noerrors')} bad={errors > 0} />
      <Success board={board} />
      <Figure name={t('overview.workers')} value={number(board.workers_online)} more={t('overview.models', { n: number(board.models_count) })} />
      <Figure name={t('overview.cost')} value={usd(board.costs.today)} more={t('overview.cost.more', { week: usd(board.costs.week), month: usd(board.costs.month) })} />
    </dl>
  );
}

function Success(props: { board: Dashboard }) {
  const known = props.board.hosts.flatMap((host) => (host.stats ? [host.stats] : []));
  const total = known.reduce((sum, stats) => sum + stats.total_jobs_7d, 0);
  const done = known.reduce((sum, stats) => sum + stats.done_jobs_7d, 0);
  return <Figure name={t('overview.success')} value={total === 0 ? '–' : `${number((100 * done) / total, 1)} %`} more={t('overview.success.of', { n: number(total) })} />;
}

function Figure(props: { name: string; value: string; more: string; bad?: boolean }) {
  return <div class="figure"><dt>{props.name}</dt><dd>{props.value}</dd><dd class={props.bad ? 'bad' : ''}>{props.more}</dd></div>;
}

const lines = (board: Dashboard): Series[] => [
  { name: t('overview.done'), color: 'c1', values: board.throughput.map((minute) => minute.done) },
  { name: t('overview.submitted'), color: 'c2', values: board.throughput.map((minute) => minute.submitted) },
  { name: t('overview.error'), color: 'c5', values: board.throughput.map((minute) => minute.error) },
];

function Throughput(props: { board: Dashboard }) {
  const minutes = props.board.throughput;
  return (
    <Chart
      label={t('overview.throughput')} kind="lines" least={4} x={minutes.map((_, i) => i)} series={lines(props.board)} height={212}
      xFormat={(x) => time(minutes[x]!.minute).slice(-8, -3)}
    />
  );
}

function Running(props: { board: Dashboard }) {
  const jobs = props.board.running_jobs;
  if (jobs.length === 0) return <Note>{t('overview.now.none')}</Note>;
  return (
    <div class="scroll">
      <table>
        <thead><tr><th>{t('column.job')}</th><th>{t('column.model')}</th><th>{t('column.device')}</th><th>{t('column.source')}</th><th class="num">{t('column.age')}</th><th class="num">{t('column.speed')}</th></tr></thead>
        <tbody>
          {jobs.map((job) => (
            <tr key={job.id}>
              <td>{jobLink(job.id)}</td>
              <td><div class="cut" title={job.model || job.kind}>{job.model || job.kind}</div></td>
              <td><div class="cut" title={job.device_id}>{job.device_id}</div></td>
              <td><div class="cut" title={job.source}>{job.source}</div></td>
              <td class="num">{span(job.age_seconds)}</td>
              <td class="num">{job.tokens_per_second === null ? '' : `${number(job.tokens_per_second, 1)} ${t('unit.tps')}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Queue(props: { board: Dashboard }) {
  const { queue } = props.board;
  if (queue.queued === 0) return <p class="dim">{t('overview.queue.none')}</p>;
  return (
    <div class="stack">
      <Bars title={t('overview.bymodel')} items={queue.by_model.map((one) => [one.model === 'auto' ? t('overview.auto') : one.model, one.queued])} />
      <Bars title={t('overview.bysource')} items={queue.by_source.map((one) => [one.source || t('overview.nosource'), one.queued])} />
      <Bars title={t('overview.bykind')} items={queue.by_kind.filter((one) => one.queued > 0).map((one) => [one.kind, one.queued])} />
      {queue.at_least ? <p class="dim small">{t('overview.queue.atleast')}</p> : null}
    </div>
  );
}

const mostBars = 5;

function Bars(props: { title: string; items: [string, number][] }) {
  if (props.items.length === 0) return null;
  const most = Math.max(1, ...props.items.map(([, count]) => count));
  return (
    <div>
      <h3>{props.title}</h3>
      <ul class="bars">
        {props.items.slice(0, mostBars).map(([name, count]) => (
          <li key={name}><span class="name" title={name}>{name}</span><span class="num">{number(count)}</span><meter min={0} max={most} value={count} aria-hidden="true" /></li>
        ))}
      </ul>
    </div>
  );
}

const mostHosts = 14;

function Fleet(props: { board: Dashboard }) {
  const { hosts, cloud, devices } = props.board;
  if (hosts.length === 0 && cloud.length === 0) return <p class="dim">{t('overview.fleet.none')}</p>;
  const simulated = new Set(devices.filter((device) => device.simulated).map((device) => device.id));
  return (
    <ul class="hosts">
      {hosts.slice(0, mostHosts).map((host) => (
        <li key={host.id}>
          <HostState of={host} brief />
          <span class="name" title={host.name}>{host.name}</span>
          <Simulated is={host.nodes.some((node) => simulated.has(node.device_id))} />
          <Slots slots={{ total: host.total_slots, used: host.nodes.reduce((sum, node) => sum + node.slots.used, 0) }} offline={host.status !== 'online'} />
        </li>
      ))}
      {hosts.length > mostHosts ? <li><a href="#/fleet">+{hosts.length - mostHosts}</a></li> : null}
    </ul>
  );
}
