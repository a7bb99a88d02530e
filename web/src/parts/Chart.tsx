import uPlot from 'uplot';
import { useEffect, useRef, useState } from 'preact/hooks';
import { language, number } from '../i18n';

export interface Series {
  name: string;
  /** A colour of the style sheet, without the dashes. */
  color: string;
  values: number[];
}

interface Props {
  label: string;
  x: number[];
  series: Series[];
  kind: 'lines' | 'bars';
  /** The height the scale has at least. */
  least: number;
  format?: (value: number) => string;
  xFormat: (x: number) => string;
  height?: number;
}

const colorOf = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

// light-dark() is resolved by the browser only where it is used as a colour.
function resolved(name: string): string {
  const probe = document.createElement('i');
  probe.style.color = colorOf(name);
  document.body.append(probe);
  const color = getComputedStyle(probe).color;
  probe.remove();
  return color;
}

/** Lines over time, or bars on top of each other. */
export function Chart(props: Props) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const [theme, setTheme] = useState(0);
  const stacked = props.kind === 'bars' ? stack(props.series) : props.series.map((series) => series.values);
  const data = [props.x, ...(props.kind === 'bars' ? [...stacked].reverse() : stacked)] as uPlot.AlignedData;
  const shape = [props.kind, props.least, theme, language(), props.label, ...props.series.map((series) => `${series.name} ${series.color}`)].join('|');
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    const changed = () => setTheme((n) => n + 1);
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', changed);
    window.addEventListener('llm-mcp.theme', changed);
    return () => { dark.removeEventListener('change', changed); window.removeEventListener('llm-mcp.theme', changed); };
  }, []);

  useEffect(() => {
    const node = place.current!;
    chart.current = new uPlot(options(latest.current, node.clientWidth), data, node);
    const sizes = new ResizeObserver(() => {
      if (node.clientWidth > 0) chart.current?.setSize({ width: node.clientWidth, height: latest.current.height ?? 190 });
    });
    sizes.observe(node);
    return () => { sizes.disconnect(); chart.current?.destroy(); chart.current = null; };
  }, [shape]);

  useEffect(() => chart.current?.setData(data), [data]);
  return <div class="chart" ref={place} role="img" aria-label={props.label} />;
}

/** The colours of a chart and what they mean. */
export function Legend(props: { series: Series[] }) {
  return (
    <div class="legend">
      {props.series.map((series) => (
        <span key={series.name}><svg viewBox="0 0 10 10" aria-hidden="true"><rect width="10" height="10" rx="2" fill={`var(--${series.color})`} /></svg>{series.name}</span>
      ))}
    </div>
  );
}

function stack(series: Series[]): number[][] {
  const sums: number[] = [];
  return series.map(({ values }) => values.map((value, i) => (sums[i] = (sums[i] ?? 0) + value)));
}

function options(props: Props, width: number): uPlot.Options {
  const [line, dim] = [resolved('line'), resolved('dim')];
  const font = '11px system-ui, sans-serif';
  const format = props.format ?? ((value: number) => number(value));
  const axis = { stroke: dim, font, grid: { stroke: line, width: 1 }, ticks: { show: false } };
  const drawn = props.kind === 'bars' ? [...props.series].reverse() : props.series;
  return {
    width: Math.max(width, 100),
    height: props.height ?? 190,
    padding: [10, 16, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false, range: (_chart, low, high) => (props.kind === 'bars' ? [low - 0.6, high + 0.6] : [low, high]) }, y: { range: (_chart, _low, high) => [0, Math.max(high, props.least) * 1.08] } },
    axes: [
      { ...axis, grid: { show: false }, size: 26, space: 64, values: (_chart, splits) => splits.map((x) => (Number.isInteger(x) && x >= 0 && x < props.x.length ? latestX(props, x) : '')), incrs: [1, 2, 5, 10, 15, 20, 30] },
      { ...axis, size: 52, space: 36, values: (_chart, splits) => splits.map(format) },
    ],
    series: [
      {},
      ...drawn.map((series) => {
        const color = resolved(series.color);
        return props.kind === 'bars'
          ? { stroke: color, fill: color, width: 0, points: { show: false }, paths: uPlot.paths.bars!({ size: [0.72, 48] }) }
          : { stroke: color, width: 1.6, points: { show: false }, fill: series.color === 'c1' ? translucent(color) : 'transparent' };
      }),
    ],
  };
}

const latestX = (props: Props, x: number) => props.xFormat(x);

const translucent = (color: string) => color.replace(/^rgb\((.*)\)$/, 'rgba($1, 0.12)');
