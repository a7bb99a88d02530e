import { useState } from 'preact/hooks';
import { call, get } from '../api/client';
import { isFinal } from '../api/stream';
import type { Device, Job } from '../api/types';
import { t } from '../i18n';
import { say, tell } from './toast';

/** The models of a node, and what brings them into its memory or out of it. */
export function NodeModels(props: { device: Device; changed: () => void }) {
  const { device } = props;
  const [busy, setBusy] = useState('');
  const loaded = new Set(device.loaded);
  const takesJobs = device.status === 'online' && !device.hold;

  async function move(model: string, what: 'load' | 'unload') {
    setBusy(model);
    const asked = await tell(() => call<{ job_id: string }>(`/v1/devices/${encodeURIComponent(device.id)}/models/${what}`, { model }), () => t(what === 'load' ? 'fleet.load.asked' : 'fleet.unload.asked', { model }));
    if (asked) await tell(() => ended(asked.job_id), (job) => (job.status === 'done' ? t(what === 'load' ? 'fleet.load.done' : 'fleet.unload.done', { model }) : t('state.failed', { why: job.error ?? job.status })));
    // What is in memory now is seen when the node is asked.
    if (asked) await call(`/v1/devices/${encodeURIComponent(device.id)}/probe`).catch(() => say(t('fleet.load.unseen')));
    setBusy('');
    props.changed();
  }

  if (device.models.length === 0) return null;
  return (
    <div>
      <h3>{t('nav.models')}</h3>
      <ul class="memory">
        {[...device.models].sort((a, b) => Number(loaded.has(b)) - Number(loaded.has(a)) || a.localeCompare(b)).map((model) => (
          <li key={model}>
            <span class="name" title={model}>{model}</span>
            {loaded.has(model) ? <span class="tag">{t('word.loaded')}</span> : null}
            {device.forbidden[model] ? <span class="tag bad" title={device.forbidden[model]}>{t('word.forbidden')}</span> : (
              <button disabled={busy !== '' || !takesJobs} aria-label={t(loaded.has(model) ? 'fleet.unload.name' : 'fleet.load.name', { model })} onClick={() => move(model, loaded.has(model) ? 'unload' : 'load')}>
                {busy === model ? t('fleet.load.busy') : t(loaded.has(model) ? 'fleet.unload' : 'fleet.load')}
              </button>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

const patienceSeconds = 60;

/** The job once it has ended, however long that takes. */
async function ended(id: string): Promise<Job> {
  for (;;) {
    const job = await get<Job>(`/v1/jobs/${id}?wait=${patienceSeconds}`);
    if (isFinal(job.status)) return job;
  }
}
