import { ApiFailure, send } from './client';

export interface StreamEvent {
  name: string;
  data: unknown;
}

export const isFinal = (status: string): boolean => status === 'done' || status === 'error' || status === 'canceled';

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((done) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', () => { clearTimeout(timer); done(); }, { once: true });
  });

/**
 * Follows a job until it ends. EventSource cannot send a key, so the stream is read by fetch; a broken one goes on where it
 * stopped. Returns when the job is final, throws when Core refuses.
 */
export async function followJob(id: string, onEvent: (event: StreamEvent) => void, signal: AbortSignal): Promise<void> {
  let last = '';
  let final = false;
  for (let wait = 500; !signal.aborted && !final; wait = Math.min(wait * 2, 8000)) {
    try {
      const answer = await send(`/v1/jobs/${id}/stream`, { signal, headers: last ? { 'Last-Event-ID': last } : {} });
      for await (const event of read(answer)) {
        wait = 500;
        if (event.id) last = event.id;
        final ||= event.name === 'status' && isFinal((event.data as { status: string }).status);
        onEvent(event);
      }
    } catch (failure) {
      if (signal.aborted) return;
      if (failure instanceof ApiFailure && !failure.isAway) throw failure;
    }

    if (!final) await pause(wait, signal);
  }
}

async function* read(answer: Response): AsyncGenerator<StreamEvent & { id: string }> {
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const frames = (text + value).split('\n\n');
    text = frames.pop()!;
    for (const frame of frames) {
      const fields = { event: '', id: '', data: '' } as Record<string, string>;
      for (const line of frame.split('\n')) {
        const colon = line.indexOf(': ');
        if (colon > 0) fields[line.slice(0, colon)] = line.slice(colon + 2);
      }

      if (fields.event) yield { name: fields.event, id: fields.id ?? '', data: JSON.parse(fields.data || 'null') };
    }
  }
}
