import { useEffect, useState } from 'preact/hooks';
import { ApiFailure } from '../api/client';
import { followJob } from '../api/stream';
import type { Job } from '../api/types';

export interface Followed {
  job: Job | null;
  response: string;
  thinking: string;
  /** When the first piece came, by this browser's clock. */
  firstAt: number | null;
  failure: ApiFailure | null;
}

const nothing: Followed = { job: null, response: '', thinking: '', firstAt: null, failure: null };

/** A job as it happens: its state, and the pieces of its answer, drawn once a frame however many come. */
export function useJob(id: string | null): Followed {
  const [state, setState] = useState<Followed>(nothing);
  useEffect(() => {
    setState(nothing);
    if (id === null) return;
    const leaving = new AbortController();
    let now = nothing;
    let drawing = 0;
    const draw = (next: Followed) => {
      now = next;
      drawing ||= window.setTimeout(() => { drawing = 0; if (!leaving.signal.aborted) setState(now); }, 30);
    };

    followJob(id, ({ name, data }) => {
      if (name === 'status') draw({ ...now, job: data as Job });
      else if (name === 'queue') draw({ ...now, job: now.job && { ...now.job, ...(data as Partial<Job>) } });
      else if (name === 'reset') draw({ ...now, response: '', thinking: '', firstAt: null });
      else if (name === 'delta') {
        const piece = data as { response?: string; thinking?: string };
        draw({ ...now, response: now.response + (piece.response ?? ''), thinking: now.thinking + (piece.thinking ?? ''), firstAt: now.firstAt ?? Date.now() });
      } else if (name === 'error') draw({ ...now, failure: new ApiFailure(404, 'not_found', '') });
    }, leaving.signal).catch((failure) => {
      if (failure instanceof ApiFailure) draw({ ...now, failure });
    });
    return () => { leaving.abort(); clearTimeout(drawing); };
  }, [id]);
  return state;
}
