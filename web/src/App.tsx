import { useEffect, useRef, useState } from 'preact/hooks';
import { readKey, writeKey } from './api/key';
import type { Dashboard } from './api/types';
import { chooseLanguage, language, number, t, time, type Language, type Text } from './i18n';
import { KeyDialog } from './parts/KeyDialog';
import { Missing } from './parts/basics';
import { say } from './parts/toast';
import { Costs } from './pages/Costs';
import { Fleet } from './pages/Fleet';
import { JobPage } from './pages/JobPage';
import { Jobs } from './pages/Jobs';
import { Models } from './pages/Models';
import { Overview } from './pages/Overview';
import { Playground } from './pages/Playground';
import { usePlace } from './state/place';
import { usePoll } from './state/poll';
import { useTheme, type Theme } from './state/theme';

const pages = ['overview', 'fleet', 'jobs', 'models', 'costs', 'playground'] as const;
const refreshMs = 2000;

export function App() {
  const place = usePlace();
  const page = pages.find((name) => name === place[0]) ?? 'overview';
  const [, redraw] = useState(0);
  const board = usePoll<Dashboard>('/v1/dashboard', refreshMs);
  const away = board.failure?.isAway === true;
  const wasAway = useRef(false);

  useEffect(() => {
    if (wasAway.current && !away) say(t('live.back'));
    wasAway.current = away;
  }, [away]);

  useEffect(() => {
    const issues = board.data?.issues.length ?? 0;
    document.title = `${issues > 0 ? `(${issues}) ` : ''}${t(`nav.${page}` as Text)} · llm-mcp`;
  }, [page, board.data, language()]);

  // A new page begins at its top, for eyes and for readers of the screen.
  const main = useRef<HTMLElement>(null);
  const where = place.join('/');
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) { window.scrollTo(0, 0); main.current?.focus({ preventScroll: true }); }
    first.current = false;
    document.querySelector('.pages a[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [where]);

  return (
    <div class="shell" key={language()}>
      <a class="skip" href="#main" onClick={(event) => { event.preventDefault(); main.current?.focus(); }}>{t('nav.skip')}</a>
      <Side page={page} board={board.data} away={away} redraw={() => redraw((n) => n + 1)} />
      <main class="main" id="main" ref={main} tabIndex={-1}>
        <div role="status">
          {away ? <p class="panel away">{board.data ? t('live.away', { time: time(board.data.updated_at) }) : t('live.away.first')}</p> : null}
        </div>
        <Page page={page} place={place} board={board.data} reload={board.reload} failure={board.failure} />
      </main>
      <div id="toast" class="toast" role="status" aria-live="polite" />
      <KeyDialog />
    </div>
  );
}

function Page(props: { page: (typeof pages)[number]; place: string[]; board: Dashboard | null; reload: () => void; failure: ReturnType<typeof usePoll>['failure'] }) {
  const { board } = props;
  switch (props.page) {
    case 'jobs': return props.place[1] ? <JobPage key={props.place[1]} id={props.place[1]} /> : <Jobs />;
    case 'models': return <Models />;
    case 'costs': return <Costs />;
    case 'playground': return <Playground />;
    case 'fleet': return board ? <Fleet board={board} reload={props.reload} /> : <Missing failure={props.failure} />;
    default: return board ? <Overview board={board} /> : <Missing failure={props.failure} />;
  }
}

function Side(props: { page: string; board: Dashboard | null; away: boolean; redraw: () => void }) {
  const [theme, setTheme] = useTheme();
  const { board } = props;
  const active = (board?.jobs.queued ?? 0) + (board?.jobs.running ?? 0);
  const down = board?.devices.filter((device) => device.status === 'offline').length ?? 0;
  const counts: Partial<Record<string, preact.ComponentChild>> = {
    overview: board && board.issues.length > 0 ? <span class="count bad">{board.issues.length}</span> : null,
    fleet: down > 0 ? <span class="count bad">{down}</span> : null,
    jobs: active > 0 ? <span class="count">{number(active)}</span> : null,
  };
  return (
    <div class="side">
      <a class="brand" href="#/"><svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="7" fill="#0f766e" /><rect x="7" y="7" width="5" height="18" rx="1.5" fill="#fff" /><rect x="14" y="13" width="5" height="12" rx="1.5" fill="#cdeae6" /><rect x="21" y="17" width="4" height="8" rx="1.5" fill="#9fd3cc" /></svg>llm-mcp</a>
      <nav class="pages" aria-label={t('nav.label')}>
        {pages.map((name) => <a key={name} href={`#/${name}`} aria-current={props.page === name ? 'page' : undefined}>{t(`nav.${name}`)}{counts[name] ?? null}</a>)}
        <a href="/docs">{t('nav.api')}</a>
      </nav>
      <div class="foot">
        <span class="live"><span class={`dot ${props.away ? 'offline' : board ? 'ok' : 'unknown'}`} aria-hidden="true" /><span>{props.away ? t('live.away.first').split('.')[0] : board ? t('live.on') : t('state.loading')}</span></span>
        <select aria-label={t('theme.label')} value={theme} onChange={(event) => setTheme(event.currentTarget.value as Theme)}>
          {(['auto', 'light', 'dark'] as const).map((one) => <option key={one} value={one}>{t(`theme.${one}`)}</option>)}
        </select>
        <select aria-label={t('language.label')} value={language()} onChange={(event) => { chooseLanguage(event.currentTarget.value as Language); props.redraw(); }}>
          <option value="en" lang="en">English</option>
          <option value="ru" lang="ru">Русский</option>
        </select>
        {readKey()
          ? <button class="plain small" onClick={() => { writeKey('', false); props.redraw(); window.dispatchEvent(new Event('llm-mcp.key')); }}>{t('key.forget')}</button>
          : null}
      </div>
    </div>
  );
}
