import type { Averages, Measure } from './service.ts';
import { daysAfter } from './texts.ts';

/** One object over the days of the chart; null on a day without statistics. */
export interface Line {
  key: string;
  name: string;
  /** Its colour, or null where it is only the background of others. */
  colour: number | null;
  values: (number | null)[];
}

export function daysOf(from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = daysAfter(day, 1)) days.push(day);
  return days;
}

/**
 * What has values in the range. The service's averages reach to the newest statistics; where the range ends before,
 * the ranking follows the mean of its daily values instead.
 */
export function between(list: Averages[], from: string, to: string): Averages[] {
  return list.flatMap(object => {
    const values = object.values.filter(value => value.date >= from && value.date <= to);
    if (values.length === 0) return [];
    if (values.length === object.values.length) return [object];
    const mean = (by: Measure) => values.reduce((sum, value) => sum + value[by], 0) / values.length;
    return [{ ...object, values, averages: { count: mean('count'), maxRisk: mean('maxRisk'), averageRate: mean('averageRate') } }];
  });
}

export function valuesOn(days: string[], object: Averages, by: Measure): (number | null)[] {
  const values = new Map(object.values.map(value => [value.date, value[by]]));
  return days.map(day => values.get(day) ?? null);
}

/** Each day's mean with up to six days before it; a day without statistics stays empty. */
export function smoothed(values: (number | null)[]): (number | null)[] {
  return values.map((value, at) => {
    if (value === null) return null;
    const week = values.slice(Math.max(0, at - 6), at + 1).filter(one => one !== null);
    return week.reduce((sum, one) => sum + one, 0) / week.length;
  });
}

/** Each day's places, the highest first, among those that have a value on it. */
export function places(lists: (number | null)[][], days: number): (number | null)[][] {
  const result = lists.map(() => new Array<number | null>(days).fill(null));
  for (let day = 0; day < days; day++)
    lists.flatMap((values, at) => (values[day] === null ? [] : [{ at, value: values[day]! }]))
      .sort((a, b) => b.value - a.value || a.at - b.at)
      .forEach(({ at }, place) => { result[at]![day] = place + 1; });
  return result;
}
