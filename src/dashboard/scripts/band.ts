import { area, line as path } from 'd3-shape';
import type { Scale } from './axes.ts';
import type { Quartiles } from './answers.ts';
import { svg, textLines, textWidth } from './svg.ts';
import { text } from './texts.ts';

/** How far organisations differ: the quartiles of their own means, a day each; null where there are none. */
export type Band = Record<'lower' | 'median' | 'upper', (number | null)[]>;

/** Undefined where there are none at all. */
export function bandOf(days: (Quartiles | null)[]): Band | undefined {
  const [lower, median, upper] = [0, 1, 2].map(at => days.map(quartiles => quartiles?.[at] ?? null));
  return days.some(quartiles => quartiles !== null) ? { lower: lower!, median: median!, upper: upper! } : undefined;
}

const size = 11.5;
const swatch = 16;
const rowHeight = 18;

/** What stands in the legend: a mark, and what it is. */
const entries = () => [
  { name: text('band'), mark: () => svg('rect', { width: swatch, height: 10, y: -5, fill: 'var(--band)', class: 'band-mark' }) },
  { name: text('bandMedian'), mark: () => svg('line', { x2: swatch, y1: 0, y2: 0, ...medianLine }) },
];
const widthOf = (name: string) => swatch + 6 + textWidth(name, size) + 16;
const medianLine = { stroke: 'var(--quiet)', 'stroke-width': 1.4, 'stroke-dasharray': '4 3' };

const isOneRow = (width: number) => entries().reduce((sum, { name }) => sum + widthOf(name), 0) <= width;

/** How much room the legend asks for above the lines. */
export const legendHeight = (width: number) => rowHeight * (isOneRow(width) ? 1 : 2);

export function bandLegend(width: number, top: number): SVGElement {
  const besides = isOneRow(width);
  let [x, y] = [0, top];
  return svg('g', { class: 'band-legend' }, ...entries().map(({ name, mark }) => {
    const entry = svg('g', { transform: `translate(${x} ${y})` }, mark(), textLines([name], swatch + 6, 0, 0, { 'font-size': size, fill: 'var(--quiet)' }));
    if (besides) x += widthOf(name);
    else y += rowHeight;
    return entry;
  }));
}

/** The band and its median. A day between two days without any has an outline alone. */
export function bandMarks({ lower, median, upper }: Band, x: Scale, y: Scale): SVGElement {
  const known = (_: unknown, day: number) => lower[day] !== null;
  const filled = area<number | null>((_, day) => x(day), (_, day) => y(lower[day]!), (_, day) => y(upper[day]!)).defined(known).digits(1)(median) ?? '';
  const line = path<number | null>((_, day) => x(day), value => y(value!)).defined(known).digits(1)(median) ?? '';
  return svg('g', { class: 'band' },
    svg('path', { class: 'band-mark', d: filled, fill: 'var(--band)', stroke: 'var(--band)', 'stroke-width': 1.5, 'stroke-linejoin': 'round' }),
    svg('path', { d: line, fill: 'none', ...medianLine }));
}
