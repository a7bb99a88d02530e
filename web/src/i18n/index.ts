import en from './en.json';
import ru from './ru.json';
import type { Issue } from '../api/types';

export type Text = keyof typeof en;
export type Language = 'en' | 'ru';

// The types say that no text is missing in either; a test says so too.
const texts: Record<Language, Record<Text, string>> = { en, ru };
const name = 'llm-mcp.language';
const locales: Record<Language, string> = { en: 'en-GB', ru: 'ru-RU' };

let current: Language = (localStorage.getItem(name) as Language | null) ?? (navigator.language.startsWith('ru') ? 'ru' : 'en');
document.documentElement.lang = current;

export const language = (): Language => current;

export function chooseLanguage(chosen: Language): void {
  current = chosen;
  document.documentElement.lang = chosen;
  localStorage.setItem(name, chosen);
}

/** A text in the reader's language, `{name}` replaced. */
export function t(text: Text, values?: Record<string, string | number>): string {
  const found = texts[current][text];
  return values ? found.replace(/\{(\w+)\}/g, (_, key: string) => String(values[key] ?? '')) : found;
}

/** A text for a word of Core's, such as a status; the word itself where there is none. */
export function word(prefix: string, value: string): string {
  const key = `${prefix}.${value}`;
  return key in texts[current] ? texts[current][key as Text] : value;
}

/** What is wrong, in the reader's language; Core's own sentence where this page does not know it yet. */
export function issueText(issue: Issue): string {
  const key = `issue.${issue.code}`;
  if (!(key in texts[current])) return issue.text;
  const { silent_minutes: silent, ...rest } = issue.arguments;
  const values = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, typeof value === 'number' ? number(value, 1) : (value ?? '')]));
  const seen = silent === undefined ? '' : silent === null ? t('issue.seen.never') : t('issue.seen', { span: span(Number(silent) * 60) });
  return t(key as Text, { ...values, seen });
}

const whole = (digits: number) => new Intl.NumberFormat(locales[current], { maximumFractionDigits: digits });

export const number = (value: number, digits = 0): string => whole(digits).format(value);

/** USD with as many digits as the amount needs to be told from nothing. */
export function usd(value: number): string {
  const digits = value === 0 || Math.abs(value) >= 1 ? 2 : Math.abs(value) >= 0.01 ? 3 : 5;
  return '$' + new Intl.NumberFormat(locales[current], { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

/** 12 s, 3 min 5 s, 2 h 4 min, 3 d 1 h. */
export function span(seconds: number): string {
  const s = Math.max(0, seconds);
  if (s > 0 && s < 1) return `${Math.ceil(s * 1000)} ${t('unit.ms')}`;
  if (s < 10) return `${number(s, 1)} ${t('unit.s')}`;
  if (s < 60) return `${Math.round(s)} ${t('unit.s')}`;
  if (s < 3600) return `${Math.floor(s / 60)} ${t('unit.min')} ${Math.floor(s % 60)} ${t('unit.s')}`;
  if (s < 86400) return `${Math.floor(s / 3600)} ${t('unit.h')} ${Math.floor((s % 3600) / 60)} ${t('unit.min')}`;
  return `${Math.floor(s / 86400)} ${t('unit.d')} ${Math.floor((s % 86400) / 3600)} ${t('unit.h')}`;
}

export function milliseconds(value: number): string {
  return value < 1000 ? `${number(value)} ${t('unit.ms')}` : span(value / 1000);
}

/** Time of day, with the date when it was not today. */
export function time(iso: string): string {
  const at = new Date(iso);
  const today = at.toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(locales[current], {
    ...(today ? {} : { month: 'short', day: 'numeric' }), hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
  }).format(at);
}

export function dateOf(iso: string, bucket: 'hour' | 'day'): string {
  return new Intl.DateTimeFormat(locales[current], bucket === 'hour' ? { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } : { month: 'short', day: 'numeric', timeZone: 'UTC' }).format(new Date(iso));
}
