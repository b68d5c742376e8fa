import { stepsOf } from './lines.ts';
import type { Evolution } from './service.ts';
import { longDate, mean, number, text, today } from './texts.ts';

/** An object with the values that are drawn of it. */
export interface Compared { name: string; values: (number | null)[] }

/** How far two lie apart on the newest day that is over and on the first, and which lay above how often: a sentence each. */
export function comparison([one, other]: [Compared, Compared], evolution: Evolution): string {
  const days = stepsOf(evolution);
  const known = days.flatMap((day, at) => {
    const [first, second] = [one.values[at] ?? null, other.values[at] ?? null];
    return first === null || second === null || day >= today() ? [] : [{ day, first, second }];
  });
  const [earliest, newest] = [known[0], known.at(-1)];
  if (earliest === undefined || newest === undefined) return '';
  const at = ({ day, first, second }: typeof newest) => {
    const date = evolution.step === 1 ? longDate(day) : text('weekOf', { date: longDate(day) });
    // What looks equal is equal.
    if (mean(first) === mean(second)) return text('comparedEqual', { date, value: mean(first) });
    const [upper, lower] = first > second ? [one, other] : [other, one];
    return text('comparedApart', {
      date, upper: upper.name, lower: lower.name, difference: mean(Math.abs(first - second)), high: mean(Math.max(first, second)), low: mean(Math.min(first, second)),
    });
  };
  const above = known.filter(({ first, second }) => first > second).length;
  const times = text(evolution.step === 1 ? 'comparedDays' : 'comparedWeeks', { name: one.name, n: number(above), of: number(known.length) });
  return known.length === 1 ? at(newest) : `${at(newest)} ${at(earliest)} ${times}`;
}
