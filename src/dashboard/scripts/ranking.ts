import type { Averages, Measure } from './service.ts';

/** The `size` highest or lowest by a measure; what is equal stays in the order of the objects' ids, so that it never jumps. */
export function ranked(list: Averages[], by: Measure, order: string, size: number): Averages[] {
  const sign = order === 'lowest' ? 1 : -1;
  return list
    .toSorted((a, b) => sign * (a.averages[by] - b.averages[by]) || a.object.localeCompare(b.object))
    .slice(0, size);
}
