import { readKey } from './key';

/** What Core refused, in its own words; status 0 when it did not answer at all. */
export class ApiFailure extends Error {
  constructor(readonly status: number, readonly code: string, message: string) {
    super(message);
  }

  get isKey(): boolean {
    return this.status === 401;
  }

  get isAway(): boolean {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504;
  }
}

type KeyListener = (failure: ApiFailure, deliberate: boolean) => void;

const asked = new Set<KeyListener>();

/** Calls back when a call is refused for want of a key; deliberate ones are those somebody pressed a button for. */
export function onKeyWanted(listener: KeyListener): () => void {
  asked.add(listener);
  return () => asked.delete(listener);
}

export function headers(): Record<string, string> {
  const key = readKey();
  return key ? { 'X-API-Key': key } : {};
}

/** Sends a call; throws ApiFailure for whatever is not a success. */
export async function send(path: string, init: RequestInit = {}): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(path, { ...init, headers: { ...headers(), ...(init.headers as Record<string, string>) } });
  } catch (failure) {
    if (init.signal?.aborted) throw failure;
    throw new ApiFailure(0, 'away', '');
  }

  if (answer.ok) return answer;
  const failure = await failureOf(answer);
  if (failure.isKey) asked.forEach((listener) => listener(failure, init.method !== undefined));
  throw failure;
}

export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await send(path, signal ? { signal } : {})).json() as Promise<T>;
}

export async function call<T>(path: string, body?: unknown, method = 'POST', signal?: AbortSignal): Promise<T> {
  const init: RequestInit = { method };
  if (signal) init.signal = signal;
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { 'Content-Type': 'application/json' };
  }

  return (await send(path, init)).json() as Promise<T>;
}

async function failureOf(answer: Response): Promise<ApiFailure> {
  try {
    const body = (await answer.json()) as { error?: string; message?: string; detail?: string };
    return new ApiFailure(answer.status, body.error ?? '', body.message ?? body.detail ?? answer.statusText);
  } catch {
    return new ApiFailure(answer.status, '', answer.statusText || `HTTP ${answer.status}`);
  }
}
