import type { Named } from './names.ts';
import { dayAfter } from './texts.ts';
import type { Averages, Measure } from './service.ts';

/** One object over the days of the chart; null on a day without statistics. */
export interface Line {
  key: string;
  /** Its place among the lines, which gives it its colour. */
  at: number;
  named: Named;
  hidden: boolean;
  values: (number | null)[];
}

export function daysOf(from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = dayAfter(day)) days.push(day);
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
