import { useEffect, useState } from 'preact/hooks';

export type Theme = 'auto' | 'light' | 'dark';
const name = 'llm-mcp.theme';

/** The reader's choice, else the machine's; written to the root element, where the style sheet looks. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(() => (localStorage.getItem(name) as Theme | null) ?? 'auto');
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    window.dispatchEvent(new Event('llm-mcp.theme'));
    localStorage.setItem(name, theme);
  }, [theme]);
  return [theme, setTheme];
}
