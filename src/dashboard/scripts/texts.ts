const texts: Record<string, string> = JSON.parse(document.getElementById('texts')!.textContent!);

export const language = document.documentElement.lang;

/** The text of a key in the page's language, with `{name}` replaced by the value of that name. */
export function text(key: string, values: Record<string, string | number> = {}): string {
  return (texts[key] ?? key).replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}

// English as it is written in Europe: the day before the month.
const locale = language === 'en' ? 'en-GB' : language;

/** A word of a heading in the middle of a sentence: only German keeps its capital. */
export const inSentence = (word: string) => (language === 'de' ? word : word.toLocaleLowerCase(locale));

const decimals = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
export const number = (value: number) => decimals.format(value);

const long = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
const month = new Intl.DateTimeFormat(locale, { month: 'short', year: '2-digit', timeZone: 'UTC' });

/** Dates are days in UTC, written `YYYY-MM-DD` as in the API. */
export const longDate = (day: string) => long.format(new Date(day));
export const monthName = (day: string) => month.format(new Date(day));

export const today = () => new Date().toISOString().slice(0, 10);

export function monthsBefore(day: string, months: number): string {
  const date = new Date(day);
  date.setUTCMonth(date.getUTCMonth() - months);
  return date.toISOString().slice(0, 10);
}

export const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

export const dayAfter = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
