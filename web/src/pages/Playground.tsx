import { useEffect, useState } from 'preact/hooks';
import { ApiFailure, call } from '../api/client';
import { isFinal } from '../api/stream';
import type { DryRun, Model } from '../api/types';
import { useJob } from '../state/follow';
import { usePoll } from '../state/poll';
import { Answer } from '../parts/Answer';
import { Panel, State } from '../parts/basics';
import { RouteView } from '../parts/RouteView';
import { tell } from '../parts/toast';
import { number, span, t, usd } from '../i18n';

const qualities = ['turbo', 'economy', 'standard', 'premium', 'ultra', 'max'];
const providers = ['auto', 'ollama', 'compat', 'openai', 'openrouter'];
const places = ['any', 'prefer_local', 'local_only', 'force_cloud'] as const;

const empty = {
  prompt: '', system: '', task: 'chat', quality: 'standard', thinking: 'auto', model: '', provider: 'auto', maxTokens: '', temperature: '', place: 'any', maxCost: '', maxLatency: '', priority: '',
};
type Wish = typeof empty;

/** The request a wish stands for; what was left empty is left out. */
function requestOf(wish: Wish): Record<string, unknown> {
  const text = (value: string) => (value.trim() === '' ? undefined : value.trim());
  const figure = (value: string) => (value.trim() === '' ? undefined : Number(value));
  const constraints = { [wish.place]: wish.place === 'any' ? undefined : true, max_cost_usd: figure(wish.maxCost), max_latency_ms: figure(wish.maxLatency) };
  return {
    task: wish.task, prompt: wish.prompt, system: text(wish.system), quality: text(wish.model) ? undefined : text(wish.quality), model: text(wish.model),
    provider: wish.provider === 'auto' ? undefined : wish.provider, thinking: wish.thinking === 'auto' ? undefined : wish.thinking === 'yes',
    max_tokens: figure(wish.maxTokens), temperature: figure(wish.temperature), priority: figure(wish.priority),
    constraints: Object.values(constraints).some((value) => value !== undefined) ? constraints : undefined, stream: true, source: 'dashboard',
  };
}

export function Playground() {
  const [wish, setWish] = useState(empty);
  const [sent, setSent] = useState<{ id: string; at: number } | null>(null);
  const models = usePoll<{ data: Model[] }>('/v1/models', 30_000);
  const { route, refusal } = useDryRun(wish);
  const followed = useJob(sent?.id ?? null);
  const { job } = followed;
  const running = sent !== null && (job === null || !isFinal(job.status));

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    const at = Date.now();
    const accepted = await tell(() => call<{ job_id: string }>('/v1/llm/request', requestOf(wish)), () => '');
    if (accepted) setSent({ id: accepted.job_id, at });
  }

  const set = (name: keyof Wish) => (event: { currentTarget: { value: string } }) => setWish({ ...wish, [name]: event.currentTarget.value });
  const choice = (name: keyof Wish, label: string, options: [string, string][], disabled = false) => (
    <label class="field">{label}<select value={wish[name]} onChange={set(name)} disabled={disabled}>{options.map(([value, text]) => <option key={value} value={value}>{text}</option>)}</select></label>
  );
  const figure = (name: keyof Wish, label: string, step: string) => <label class="field">{label}<input type="number" min={name === 'priority' ? undefined : '0'} step={step} value={wish[name]} onInput={set(name)} /></label>;

  return (
    <div class="stack">
      <div class="top"><h1>{t('nav.playground')}</h1></div>
      <div class="grid">
        <form class="panel w5" onSubmit={submit} aria-label={t('job.request')}>
          <div class="body form">
            <label class="field full">{t('play.prompt')}<textarea rows={6} required placeholder={t('play.prompt.hint')} value={wish.prompt} onInput={set('prompt')} onKeyDown={(event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form!.requestSubmit(); }} /></label>
            <label class="field full">{t('play.system')}<textarea rows={1} value={wish.system} onInput={set('system')} /></label>
            {choice('task', t('play.task'), [['chat', t('play.task.chat')], ['reason', t('play.task.reason')], ['embed', t('play.task.embed')]])}
            {choice('quality', t('play.quality'), [...qualities.map((one): [string, string] => [one, one]), ['', t('play.quality.none')]], wish.model !== '')}
            {choice('thinking', t('play.thinking'), [['auto', t('play.thinking.auto')], ['yes', t('play.thinking.yes')], ['no', t('play.thinking.no')]])}
            <label class="field">{t('play.model')}<input list="models" placeholder={t('play.model.any')} value={wish.model} onInput={set('model')} /></label>
            <datalist id="models">{(models.data?.data ?? []).slice(0, 500).map((model) => <option key={`${model.provider}/${model.id}`} value={model.id}>{model.provider}</option>)}</datalist>
            {choice('provider', t('play.provider'), providers.map((one) => [one, one === 'auto' ? t('play.provider.auto') : one]))}
            {choice('place', t('play.where'), places.map((one) => [one, t(`play.where.${one}`)]))}
            {figure('maxTokens', t('play.maxtokens'), '1')}
            {figure('temperature', t('play.temperature'), 'any')}
            {figure('maxCost', t('play.maxcost'), 'any')}
            {figure('maxLatency', t('play.maxlatency'), '1')}
            {figure('priority', t('play.priority'), '1')}
            <div class="full actions">
              <button class="main-button" type="submit">{t('play.send')}</button>
              {running ? <button type="button" class="danger" onClick={() => tell(() => call(`/v1/jobs/${sent.id}`, undefined, 'DELETE'), () => t('job.canceled'))}>{t('play.stop')}</button> : null}
            </div>
          </div>
        </form>
        <div class="w7 stack">
          {sent ? (
            <Panel title={t('play.answer')} side={<span class="actions">{job ? <State of={job.status} /> : null}<span>{figuresOf(followed, sent.at)}</span><a href={`#/jobs/${sent.id}`}>{t('play.open')}</a></span>}>
              <div aria-live="polite" aria-busy={running}><Answer followed={followed} /></div>
              {job?.device_id || job?.result?.model ? <p class="dim small">{[job.result?.model, job.device_id].filter(Boolean).join(' · ')}</p> : null}
            </Panel>
          ) : null}
          <Panel title={t('play.route')} side={route ? [route.decision.model, route.decision.device].filter(Boolean).join(' · ') : null}>
            {refusal ? <p class="answer">{refusal}</p> : !route ? <p class="dim">{t('play.route.hint')}</p> : (
              <div class="stack">
                {route.waiting ? <p>{t('play.route.wait')}</p> : null}
                {route.expected_wait_seconds !== undefined || route.expected_cost_usd !== undefined
                  ? <p class="dim">{t('play.expected', { wait: route.expected_wait_seconds === undefined ? '–' : span(route.expected_wait_seconds), cost: route.expected_cost_usd === undefined ? '–' : usd(route.expected_cost_usd) })}</p> : null}
                <RouteView route={route} />
              </div>
            )}
          </Panel>
        </div>
      </div>
    </div>
  );
}

function figuresOf(followed: ReturnType<typeof useJob>, sentAt: number): string {
  const { job, firstAt } = followed;
  const result = job?.result;
  const took = job?.finished_at && job.started_at ? (Date.parse(job.finished_at) - Date.parse(job.started_at)) / 1000 : null;
  return [
    firstAt ? t('play.firsttoken', { span: span((firstAt - sentAt) / 1000) }) : '', took === null ? '' : t('play.took', { span: span(took) }),
    result?.tokens_out === undefined ? '' : t('job.tokens', { in: number(result.tokens_in ?? 0), out: number(result.tokens_out) }), result?.cost ?? '',
  ].filter(Boolean).join(' · ');
}

/** Where the request would go, asked anew when the writing pauses. */
function useDryRun(wish: Wish): { route: DryRun | null; refusal: string } {
  const [state, setState] = useState<{ route: DryRun | null; refusal: string }>({ route: null, refusal: '' });
  useEffect(() => {
    if (wish.prompt.trim() === '') { setState({ route: null, refusal: '' }); return; }
    const leaving = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const route = await call<DryRun>('/v1/llm/route', requestOf(wish), 'POST', leaving.signal);
        setState({ route, refusal: '' });
      } catch (failure) {
        if (failure instanceof ApiFailure) setState({ route: null, refusal: failure.isAway ? t('live.away.first') : failure.message });
      }
    }, 400);
    return () => { clearTimeout(timer); leaving.abort(); };
  }, [wish]);
  return state;
}
