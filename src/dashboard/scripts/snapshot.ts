import { places, valuesOn, daysOf } from './lines.ts';
import { measures } from './measures.ts';
import type { Averages, Measure, Measures } from './service.ts';
import { daysAfter, daysBetween } from './texts.ts';

/** An object as the list shows it. */
export interface Item {
  averages: Averages;
  values: Measures;
  /** Its place by the chosen measure, from one, the highest first. */
  place: number;
  /** Its place thirty days before, and by how much its value has changed since; null where it had none. */
  before: { place: number; change: number } | null;
  /** The measure over the days, the oldest first; null on a day without statistics. */
  series: (number | null)[];
}

export interface Snapshot {
  items: Item[];
  /** The day that the values are of; null where they are means over a period. */
  day: string | null;
  /** The day that they are compared with. */
  before: string | null;
}

/** How many days of statistics a view of "now" asks for: enough to find a day about thirty days before the newest. */
export const recentDays = 35;

/**
 * The newest day that is over, for while a day lasts the statistics of some are still missing; the day that has begun only where
 * there is no other. It is compared with the day closest to thirty days before, if there are statistics within three days of it.
 */
export function newestDay(days: string[], today: string): { day: string; before: string | null } | null {
  const day = days.findLast(one => one < today) ?? days[0];
  if (day === undefined) return null;
  const far = (one: string) => Math.abs(daysBetween(one, day) - 30);
  const before = days.filter(one => far(one) <= 3).sort((a, b) => far(a) - far(b) || a.localeCompare(b))[0] ?? null;
  return { day, before };
}

export function snapshot(list: Averages[], by: Measure, today: string): Snapshot {
  const found = newestDay([...new Set(list.flatMap(object => object.values.map(value => value.date)))].sort(), today);
  if (found === null) return { items: [], day: null, before: null };
  const { day, before } = found;
  const on = (object: Averages, date: string | null) => object.values.find(value => value.date === date) ?? null;
  const present = list.flatMap(object => {
    const values = on(object, day);
    return values === null ? [] : [{ object, values }];
  });
  const days = daysOf(daysAfter(day, -30), day);
  const earlier = placesOf(list.flatMap(object => {
    const values = on(object, before);
    return values === null ? [] : [{ id: object.object, value: values[by] }];
  }));
  const now = placesOf(present.map(({ object, values }) => ({ id: object.object, value: values[by] })));
  return {
    day,
    before,
    items: present.map(({ object, values }) => {
      const was = earlier.get(object.object);
      return {
        averages: object,
        values,
        place: now.get(object.object)!,
        before: was === undefined ? null : { place: was, change: values[by] - on(object, before)![by] },
        series: valuesOn(days, object, by),
      };
    }),
  };
}

/** Means over a whole period, with a mean a week as their line. */
export function overPeriod(list: Averages[], by: Measure, from: string, to: string): Snapshot {
  const now = placesOf(list.map(object => ({ id: object.object, value: object.averages[by] })));
  const days = daysOf(from, to);
  return {
    day: null,
    before: null,
    items: list.map(object => ({
      averages: object,
      values: Object.fromEntries(measures.map(measure => [measure, object.averages[measure]])) as Measures,
      place: now.get(object.object)!,
      before: null,
      series: weekly(valuesOn(days, object, by)),
    })),
  };
}

/** What is equal stays in the order of the objects' ids, so that it never jumps. */
function placesOf(values: { id: string; value: number }[]): Map<string, number> {
  const sorted = values.toSorted((a, b) => a.id.localeCompare(b.id));
  const found = places(sorted.map(({ value }) => [value]), 1);
  return new Map(sorted.map(({ id }, at) => [id, found[at]![0]!]));
}

function weekly(values: (number | null)[]): (number | null)[] {
  return Array.from({ length: Math.ceil(values.length / 7) }, (_, week) => {
    const some = values.slice(week * 7, week * 7 + 7).filter(value => value !== null);
    return some.length === 0 ? null : some.reduce((sum, value) => sum + value, 0) / some.length;
  });
}
