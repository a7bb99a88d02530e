import { useEffect, useRef, useState } from 'preact/hooks';
import { onKeyWanted, type ApiFailure } from '../api/client';
import { readKey, writeKey } from '../api/key';
import { t } from '../i18n';

/** Asks for the key when Core wants one; after a "not now" only for what somebody wants done. */
export function KeyDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const declined = useRef(false);
  const [refusal, setRefusal] = useState<ApiFailure | null>(null);

  useEffect(() => {
    const open = (failure: ApiFailure | null) => {
      if (dialog.current!.open) return;
      setRefusal(failure);
      dialog.current!.showModal();
      field.current!.focus();
    };
    const wanted = onKeyWanted((failure, deliberate) => { if (deliberate || !declined.current) open(failure); });
    const asked = () => { declined.current = false; open(null); };
    window.addEventListener('llm-mcp.ask-key', asked);
    return () => { wanted(); window.removeEventListener('llm-mcp.ask-key', asked); };
  }, []);

  function use(event: SubmitEvent) {
    event.preventDefault();
    const entered = new FormData(event.currentTarget as HTMLFormElement);
    writeKey(String(entered.get('key')).trim(), entered.get('remember') !== null);
    dialog.current!.close();
    window.dispatchEvent(new Event('llm-mcp.key'));
  }

  return (
    <dialog ref={dialog} aria-labelledby="key-title" onCancel={() => { declined.current = true; }}>
      <form onSubmit={use}>
        <h2 id="key-title">{t('key.title')}</h2>
        <p>{refusal?.code === 'wrong_key' && readKey() ? t('key.wrong') : t('key.why')}</p>
        <label class="field">{t('key.field')}<input ref={field} name="key" type="password" autocomplete="current-password" required /></label>
        <label class="inline"><input type="checkbox" name="remember" />{t('key.remember')}</label>
        <p class="dim small">{t('key.remember.hint')}</p>
        <div class="actions">
          <button class="main-button" type="submit">{t('key.use')}</button>
          <button type="button" onClick={() => { declined.current = true; dialog.current!.close(); }}>{t('key.later')}</button>
        </div>
      </form>
    </dialog>
  );
}
