import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { ApiFailure, get } from '../api/client';

export interface Poll<T> {
  data: T | null;
  /** Why the newest call failed; null when it did not. The data of the last success stays. */
  failure: ApiFailure | null;
  reload: () => void;
}

/** Reads a path now and every so often while the page is visible; null reads nothing. */
export function usePoll<T>(path: string | null, everyMs: number): Poll<T> {
  const [state, setState] = useState<{ path: string | null; data: T | null; failure: ApiFailure | null }>({ path, data: null, failure: null });
  const again = useRef<() => void>(() => {});

  useEffect(() => {
    const leaving = new AbortController();
    let timer = 0;
    let busy = false;
    async function look() {
      clearTimeout(timer);
      if (busy || path === null) return;
      busy = true;
      try {
        const data = await get<T>(path, leaving.signal);
        if (!leaving.signal.aborted) setState({ path, data, failure: null });
      } catch (failure) {
        if (!leaving.signal.aborted && failure instanceof ApiFailure) setState((old) => ({ path, data: old.path === path ? old.data : null, failure }));
      } finally {
        busy = false;
        if (!leaving.signal.aborted && !document.hidden && everyMs > 0) timer = window.setTimeout(look, everyMs);
      }
    }

    const seen = () => { if (!document.hidden) void look(); };
    again.current = () => void look();
    document.addEventListener('visibilitychange', seen);
    window.addEventListener('llm-mcp.key', seen);
    void look();
    return () => {
      leaving.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', seen);
      window.removeEventListener('llm-mcp.key', seen);
    };
  }, [path, everyMs]);

  const reload = useCallback(() => again.current(), []);
  return { data: state.path === path ? state.data : null, failure: state.path === path ? state.failure : null, reload };
}
