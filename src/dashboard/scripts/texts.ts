const texts: Record<string, string> = JSON.parse(document.getElementById('texts')!.textContent!);

export const language = document.documentElement.lang;

/** The text of a key in the page's language, with `{name}` replaced by the value of that name. */
export function text(key: string, values: Record<string, string | number> = {}): string {
  return (texts[key] ?? key).replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}

/** The same with elements among the values, as what stands beside each other. */
export const textParts = (key: string, values: Record<string, Node | string>): (Node | string)[] =>
  (texts[key] ?? key).split(/\{(\w+)\}/).map((part, at) => (at % 2 === 0 ? part : values[part] ?? ''));

// English as it is written in Europe: the day before the month.
const locale = language === 'en' ? 'en-GB' : language;

/** Makes something when it is first used. What writes numbers and dates takes a browser longer to make than a chart, and most pages need few of them. */
function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => made ??= make();
}
const numbers = (options: Intl.NumberFormatOptions) => lazily(() => new Intl.NumberFormat(locale, options));
const dates = (options: Intl.DateTimeFormatOptions) => lazily(() => new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }));

const plurals = lazily(() => new Intl.PluralRules(locale));
const ordinals = lazily(() => new Intl.PluralRules(locale, { type: 'ordinal' }));

/** The form of a text that a number asks for, as in "1 analysis" and "2 analyses". */
export const counted = (key: string, n: number) => text(`${key}.${plurals().select(n) === 'one' ? 'one' : 'other'}`, { n: number(n) });

/** "1st", "2nd", as the language writes them. */
export function ordinal(n: number): string {
  const form = `ordinal.${ordinals().select(n)}`;
  return text(form in texts ? form : 'ordinal.other', { n });
}

/** A word of a heading in the middle of a sentence: only German keeps its capital. */
export const inSentence = (word: string) => (language === 'de' ? word : word.charAt(0).toLocaleLowerCase(locale) + word.slice(1));

/** Names in a row: "A and B". */
export const both = (names: string[]) => new Intl.ListFormat(locale).format(names);

const upToTwo = numbers({ maximumFractionDigits: 2 });
const two = numbers({ minimumFractionDigits: 2, maximumFractionDigits: 2 });
const one = numbers({ minimumFractionDigits: 1, maximumFractionDigits: 1 });
const signed = numbers({ minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: 'exceptZero' });

/** A number by itself. */
export const number = (value: number) => upToTwo().format(value);

/** Numbers that stand below each other, with as many decimals as the one that needs most of them, at most two. */
export function even(values: number[]): string[] {
  const decimals = Math.max(0, ...values.map(value => upToTwo().formatToParts(value).find(part => part.type === 'fraction')?.value.length ?? 0));
  const format = new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  return values.map(value => format.format(value));
}

/** Means that stand below each other: all with two decimals, or with one. */
export const mean = (value: number) => two().format(value);
export const shortMean = (value: number) => one().format(value);
export const difference = (value: number) => signed().format(value);

const whole = numbers({ style: 'percent', maximumFractionDigits: 0 });

/** A share of one as per cent. */
export const percent = (share: number) => whole().format(share);

const signedWhole = numbers({ signDisplay: 'exceptZero' });

/** A change of a number of things. */
export const signedNumber = (value: number) => signedWhole().format(value);

/** What a spreadsheet of this language takes for a number, and what it separates cells by. */
export const decimalComma = lazily(() => two().format(0).includes(','));

const long = dates({ dateStyle: 'long' });
const medium = dates({ day: 'numeric', month: 'short', year: 'numeric' });
const short = dates({ day: 'numeric', month: 'short' });
const month = dates({ month: 'short', year: '2-digit' });

/** Dates are days in UTC, written `YYYY-MM-DD` as in the API. */
export const longDate = (day: string) => long().format(new Date(day));
export const mediumDate = (day: string) => medium().format(new Date(day));
export const dayName = (day: string) => short().format(new Date(day));
export const monthName = (day: string) => month().format(new Date(day));

// The first number and the first date that a page writes take a browser as long as a whole chart: it makes ready for each by itself, while the service's answer is on its way.
for (const write of [() => number(0), () => longDate(today())]) setTimeout(write);

export const isDay = (day: string) => /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().startsWith(day);

export const today = () => new Date().toISOString().slice(0, 10);

export function monthsBefore(day: string, months: number): string {
  const date = new Date(day);
  date.setUTCMonth(date.getUTCMonth() - months);
  return date.toISOString().slice(0, 10);
}

export const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

export const daysAfter = (day: string, days: number) => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
