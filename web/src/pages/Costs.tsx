import { useMemo, useState } from 'preact/hooks';
import type { Balance, CostPoint, CostSeries } from '../api/types';
import { usePoll } from '../state/poll';
import { Chart, Legend, type Series } from '../parts/Chart';
import { Missing, Note, Panel } from '../parts/basics';
import { dateOf, number, t, usd } from '../i18n';

const periods = ['day', 'week', 'month'] as const;
const groupings = ['provider', 'model', 'source', 'device'] as const;
const measures = ['cost_usd', 'tokens', 'jobs'] as const;
const refreshMs = 30_000;
type Measure = (typeof measures)[number];

const valueOf = (point: CostPoint, of: Measure) => (of === 'tokens' ? point.tokens_in + point.tokens_out : point[of]);
const hoursOf = { day: 1, week: 24, month: 24 };

/** Every bucket of the period, also those in which nothing was spent. */
function bucketsOf(series: CostSeries): string[] {
  const step = hoursOf[series.period as keyof typeof hoursOf] * 3_600_000;
  const count = { day: 25, week: 8, month: 31 }[series.period] ?? 8;
  const last = Math.floor(Date.now() / step) * step;
  return Array.from({ length: count }, (_, i) => new Date(last - (count - 1 - i) * step).toISOString());
}

export function Costs() {
  const [period, setPeriod] = useState<(typeof periods)[number]>('week');
  const [by, setBy] = useState<(typeof groupings)[number]>('model');
  const [chosen, setOf] = useState<Measure | null>(null);
  const series = usePoll<CostSeries>(`/v1/costs/series?period=${period}&by=${by}`, refreshMs);
  const balance = usePoll<Balance>('/v1/costs/balance', refreshMs);
  // Who runs everything at home pays nothing: tokens then say more than a flat line.
  const of = chosen ?? (series.data?.points.length && series.data.points.every((point) => point.cost_usd === 0) ? 'tokens' : 'cost_usd');
  const format = (value: number) => (of === 'cost_usd' ? usd(value) : short(value));
  const drawn = useMemo(() => draw(series.data, of), [series.data, of]);

  return (
    <div class="stack">
      <div class="top">
        <h1>{t('nav.costs')}</h1>
        <span class="grow" />
        <label class="inline">{t('costs.period')}<select value={period} onChange={(event) => setPeriod(event.currentTarget.value as typeof period)}>{periods.map((one) => <option key={one} value={one}>{t(`costs.${one}`)}</option>)}</select></label>
        <label class="inline">{t('costs.by')}<select value={by} onChange={(event) => setBy(event.currentTarget.value as typeof by)}>{groupings.map((one) => <option key={one} value={one}>{t(`costs.by.${one}`)}</option>)}</select></label>
        <label class="inline">{t('costs.of')}<select value={of} onChange={(event) => setOf(event.currentTarget.value as Measure)}>{measures.map((one) => <option key={one} value={one}>{t(`costs.of.${one}`)}</option>)}</select></label>
      </div>
      {balance.data ? (
        <dl class="figures few">
          {([['costs.day', balance.data.spend_today_usd], ['costs.week', balance.data.spend_week_usd], ['costs.month', balance.data.spend_month_usd], ['costs.balance', balance.data.openrouter_balance_usd]] as const)
            .map(([name, value]) => value === null ? null : <div class="figure" key={name}><dt>{t(name)}</dt><dd>{usd(value)}</dd></div>)}
        </dl>
      ) : null}
      {series.data === null ? <div class="panel"><Missing failure={series.failure} /></div> : drawn.totals.length === 0 ? <div class="panel"><Note>{t('costs.none')}</Note></div> : (
        <>
          <Panel title={t('costs.chart', { of: t(`costs.of.${of}`), by: t(`costs.by.${by}`), period: t(`costs.${period}`) })} side={<Legend series={drawn.series} />}>
            <Chart label={t('nav.costs')} kind="bars" height={260} x={drawn.buckets.map((_, i) => i)} series={drawn.series} least={of === 'cost_usd' ? 0.01 : 10} format={format} xFormat={(x) => dateOf(drawn.buckets[x]!, series.data!.bucket)} />
          </Panel>
          <Panel title={t('costs.total')} flush><Totals totals={drawn.totals} /></Panel>
        </>
      )}
    </div>
  );
}

const short = (value: number) => value >= 1e6 ? `${number(value / 1e6, 1)}M` : value >= 1e4 ? `${number(value / 1e3, 1)}K` : number(value);

interface Total { name: string; cost_usd: number; jobs: number; tokens_in: number; tokens_out: number }

function draw(series: CostSeries | null, of: Measure): { buckets: string[]; series: Series[]; totals: Total[] } {
  if (!series) return { buckets: [], series: [], totals: [] };
  const buckets = bucketsOf(series);
  const index = new Map(buckets.map((bucket, i) => [Date.parse(bucket), i]));
  const totals = new Map<string, Total>();
  for (const point of series.points) {
    const total = totals.get(point.name) ?? { name: point.name, cost_usd: 0, jobs: 0, tokens_in: 0, tokens_out: 0 };
    totals.set(point.name, { name: point.name, cost_usd: total.cost_usd + point.cost_usd, jobs: total.jobs + point.jobs, tokens_in: total.tokens_in + point.tokens_in, tokens_out: total.tokens_out + point.tokens_out });
  }

  const ordered = [...totals.values()].sort((a, b) => b.cost_usd - a.cost_usd || b.tokens_out - a.tokens_out);
  return {
    buckets,
    totals: ordered,
    series: ordered.map((total, i) => {
      const values = buckets.map(() => 0);
      for (const point of series.points) {
        const at = index.get(Date.parse(point.at));
        if (point.name === total.name && at !== undefined) values[at] = values[at]! + valueOf(point, of);
      }

      return { name: nameOf(total.name), color: total.name === 'other' ? 'c9' : `c${(i % 8) + 1}`, values };
    }),
  };
}

const nameOf = (name: string) => (name === 'other' ? t('costs.other') : name || '–');

function Totals(props: { totals: Total[] }) {
  return (
    <div class="scroll">
      <table>
        <thead><tr><th>{t('column.name')}</th><th class="num">{t('column.cost')}</th><th class="num">{t('column.jobs')}</th><th class="num">{t('column.tokens')}</th></tr></thead>
        <tbody>{props.totals.map((total) => (
          <tr key={total.name}><td><div class="cut wide" title={total.name}>{nameOf(total.name)}</div></td><td class="num">{usd(total.cost_usd)}</td><td class="num">{number(total.jobs)}</td><td class="num">{number(total.tokens_in)} / {number(total.tokens_out)}</td></tr>
        ))}</tbody>
      </table>
    </div>
  );
}
