import { daysAfter } from './texts.ts';

/** How many lines can be told apart, also by those who see few colours. */
export const most = 6;

/** One object over the days of the chart; null on a day without statistics. */
export interface Line {
  key: string;
  name: string;
  /** What stands at its end, where that is not its name. */
  label?: string;
  /** Its colour, or null where it is only the background of others. */
  colour: number | null;
  values: (number | null)[];
  /** The values of an earlier period, of as many days. */
  earlier?: (number | null)[];
}

/** The days, each the first of its step, from which on an answer's values are. */
export function stepsOf({ from, to, step }: { from: string; to: string; step: number }): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = daysAfter(day, step)) days.push(day);
  return days;
}

/** Each value's mean with those of the days before it, seven in all; a day without statistics stays empty. */
export function smoothed(values: (number | null)[]): (number | null)[] {
  return values.map((value, at) => {
    if (value === null) return null;
    const week = values.slice(Math.max(0, at - 6), at + 1).filter(one => one !== null);
    return week.reduce((sum, one) => sum + one, 0) / week.length;
  });
}

/** How many places in time a picture of ranks has at most. */
const rankSteps = 27;

/** Some of a list, evenly and the last among them, so that places that change each day make a picture. */
export function thinned<T>(list: T[]): T[] {
  const step = Math.ceil(list.length / rankSteps);
  return list.filter((_, at) => (list.length - 1 - at) % step === 0);
}

/** A day on which many more or fewer reported than before, and how many. */
export interface Jump { at: number; by: number }

/** How many days before and after count: one silent weekend is no jump. */
const around = 7;
const mostJumps = 4;

/** The days from which on clearly more or fewer take part: changes of at least two, and of a seventh, that last. */
export function jumps(counts: (number | null)[]): Jump[] {
  const median = (from: number, to: number) => {
    const some = counts.slice(Math.max(0, from), to).filter(value => value !== null).sort((a, b) => a - b);
    return some.length < 3 ? null : some[Math.floor(some.length / 2)]!;
  };
  const found = counts.flatMap((_, at) => {
    const [before, after] = [median(at - around, at), median(at, at + around)];
    if (before === null || after === null) return [];
    const by = after - before;
    // The step itself, and not a day in its neighbourhood: here the count leaves what it was before.
    const sharp = Math.abs((counts[at] ?? before) - before) >= Math.abs(by) / 2 && Math.abs((counts[at - 1] ?? before) - before) < Math.abs(by) / 2;
    return sharp && Math.abs(by) >= Math.max(2, before / 7) ? [{ at, by }] : [];
  });
  return found.sort((a, b) => Math.abs(b.by) - Math.abs(a.by)).slice(0, mostJumps).sort((a, b) => a.at - b.at);
}
