import type { ComponentChildren } from 'preact';
import { t, word } from '../i18n';
import type { Host, Slots as SlotCounts } from '../api/types';
import type { ApiFailure } from '../api/client';

/** A panel with a heading. */
export function Panel(props: { title: string; side?: ComponentChildren; flush?: boolean; class?: string; children: ComponentChildren }) {
  return (
    <section class={`panel ${props.class ?? ''}`} aria-label={props.title}>
      <header><h2>{props.title}</h2>{props.side ? <span class="dim small">{props.side}</span> : null}</header>
      <div class={props.flush ? 'flush' : 'body'}>{props.children}</div>
    </section>
  );
}

/** A status: a dot and its word, never the colour alone. */
export function State(props: { of: string; kind?: 'status' | 'circuit' }) {
  return <span class="state"><span class={`dot ${props.of}`} aria-hidden="true" />{word(props.kind ?? 'status', props.of)}</span>;
}

/** A machine's status; one whose nodes are not all there says how many are. `brief` shows the dot alone to those who see. */
export function HostState(props: { of: Host; brief?: boolean }) {
  const { status, circuit, nodes } = props.of;
  const here = nodes.filter((node) => node.status === 'online').length;
  const partly = status === 'online' && here < nodes.length;
  const text = partly ? t('fleet.partly', { n: here, all: nodes.length }) : word('status', status);
  return <span class="state" title={text}><span class={`dot ${status !== 'online' ? status : partly ? 'degraded' : circuit}`} aria-hidden="true" /><span class={props.brief ? 'hidden' : ''}>{text}</span></span>;
}

const mostCells = 32;

/** Slots as cells; beyond a few dozen the figure alone. */
export function Slots(props: { slots: SlotCounts; offline?: boolean }) {
  const { total, used } = props.slots;
  const label = t('fleet.slots', { used, total });
  if (total > mostCells) return <span class="small mono">{used}/{total}</span>;
  return (
    <span class={`slots ${props.offline ? 'offline' : ''}`} role="img" aria-label={label} title={label}>
      {Array.from({ length: total }, (_, i) => <i class={i < used ? 'used' : ''} />)}
    </span>
  );
}

/** Models a device has: those in memory first and marked. */
export function Models(props: { names: string[]; loaded: string[]; forbidden?: Record<string, string> | undefined; most?: number }) {
  const loaded = new Set(props.loaded);
  const names = [...props.names].sort((a, b) => Number(loaded.has(b)) - Number(loaded.has(a)));
  const shown = names.slice(0, props.most ?? 40);
  return (
    <span class="chips">
      {shown.map((name) => {
        const why = props.forbidden?.[name];
        const hot = loaded.has(name);
        return (
          <span key={name} class={`chip ${hot ? 'loaded' : ''} ${why ? 'forbidden' : ''}`} title={why ?? (hot ? `${name}: ${t('word.loaded')}` : name)}>
            {hot ? <span aria-hidden="true">● </span> : null}{name}{hot ? <span class="hidden"> ({t('word.loaded')})</span> : null}
          </span>
        );
      })}
      {names.length > shown.length ? <span class="chip">+{names.length - shown.length}</span> : null}
    </span>
  );
}

export function Simulated(props: { is: boolean | undefined }) {
  return props.is ? <span class="tag sim">{t('word.simulated')}</span> : null;
}

export const Note = (props: { children: ComponentChildren }) => <p class="note">{props.children}</p>;

/** What stands where nothing could be read (yet). */
export function Missing(props: { failure: ApiFailure | null }) {
  if (!props.failure) return <Note>{t('state.loading')}</Note>;
  if (props.failure.isKey) return <p class="note">{t('key.why')} <button onClick={() => window.dispatchEvent(new Event('llm-mcp.ask-key'))}>{t('key.enter')}</button></p>;
  return <Note>{props.failure.isAway ? t('live.away.first') : t('state.failed', { why: props.failure.message })}</Note>;
}

export function jobLink(id: string) {
  return <a class="mono" href={`#/jobs/${id}`} title={id}>{id.slice(-8)}</a>;
}
