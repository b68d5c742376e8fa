import { scaleLinear, type ScaleLinear } from 'd3-scale';
import { svg } from './svg.ts';
import { dayName, even, mediumDate, monthName } from './texts.ts';

export type Scale = ScaleLinear<number, number>;

/** Where a chart's marks lie in its box. */
export interface Frame { left: number; right: number; top: number; bottom: number }

export const dayScale = (days: string[], { left, right }: Frame): Scale =>
  scaleLinear([0, Math.max(1, days.length - 1)], [left, right]);

/** Horizontal lines with their values, on a scale that ends at round numbers; of places each one, where there is room. */
export function valueAxis(scale: Scale, { left, right, top, bottom }: Frame, places = false): SVGElement {
  const most = places ? Math.floor((bottom - top) / 20) : Math.max(2, Math.min(6, Math.floor((bottom - top) / 45)));
  const ticks = scale.ticks(most).filter(tick => !places || Number.isInteger(tick));
  const written = even(ticks);
  return svg('g', { class: 'axis' },
    ...ticks.flatMap((value, at) => [
      svg('line', { x1: left, x2: right, y1: scale(value), y2: scale(value), stroke: 'var(--line)' }),
      svg('text', { x: left - 8, y: scale(value), 'text-anchor': 'end', 'dominant-baseline': 'central', fill: 'var(--quiet)', 'font-size': 12, 'data-tick': value }, written[at]!),
    ]));
}

/** The months under a chart, as many as have room. */
export function dayAxis(days: string[], scale: Scale, { bottom, left, right }: Frame): SVGElement {
  const few = days.length <= 62;
  const all = days.flatMap((day, at) => (few ? at % 7 === 0 : day.endsWith('-01')) ? [{ day, at }] : []);
  // Where single days of two years stand beside each other, each tells its year.
  const years = few && days[0]!.slice(0, 4) !== days.at(-1)!.slice(0, 4);
  const step = Math.ceil(all.length / Math.max(1, Math.floor((right - left) / (years ? 100 : 62))));
  return svg('g', { class: 'axis', fill: 'var(--quiet)', 'font-size': 12 },
    svg('line', { x1: left, x2: right, y1: bottom, y2: bottom, stroke: 'var(--control)' }),
    ...all.filter((_, at) => at % step === 0).flatMap(({ day, at }) => [
      svg('line', { x1: scale(at), x2: scale(at), y1: bottom, y2: bottom + 4, stroke: 'var(--control)' }),
      svg('text', { x: scale(at), y: bottom + 17, 'text-anchor': 'middle' }, years ? mediumDate(day) : few ? dayName(day) : monthName(day)),
    ]));
}
