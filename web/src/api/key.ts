/** The key of whoever looks: kept in this tab, or in this browser if they say so. */
const name = 'llm-mcp.key';

export function readKey(): string {
  return sessionStorage.getItem(name) ?? localStorage.getItem(name) ?? '';
}

export function writeKey(key: string, remember: boolean): void {
  sessionStorage.removeItem(name);
  localStorage.removeItem(name);
  if (key) (remember ? localStorage : sessionStorage).setItem(name, key);
}
