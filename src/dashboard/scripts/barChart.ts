import { measureScale } from './measures.ts';
import { valueOf } from './rankingList.ts';
import type { Kind, Measure, Ranked } from './service.ts';
import { drawing, lines, svg, textLines } from './svg.ts';
import { mean, number } from './texts.ts';

/** The first items of a list with their bars, for a picture that leaves the page. */
export function barChart(items: { item: Ranked; name: string }[], kind: Kind, by: Measure, highest: number) {
  return (width: number, height: number) => {
    const { end, words: [least, most] } = measureScale(by, kind, highest);
    const [left, right, top] = [Math.min(440, width * 0.4), width - 56, 22];
    const row = Math.min(44, (height - top) / Math.max(1, items.length));
    const thick = Math.min(22, row * 0.6);
    const at = (value: number) => left + (Math.min(value, end) / end) * (right - left);
    return drawing(width, height,
      textLines([`0 ${least}`.trim()], left, 8, 0, { fill: 'var(--quiet)' }),
      textLines([`${most} ${number(end)}`.trim()], right, 8, 0, { fill: 'var(--quiet)', 'text-anchor': 'end' }),
      ...items.flatMap(({ item, name }, index) => {
        const middle = top + (index + 0.5) * row;
        return [
          textLines([`${item.place}`], 24, middle, 0, { 'text-anchor': 'end', fill: 'var(--quiet)', 'font-size': 15 }),
          textLines(lines(name, left - 52, 15, 1, 560), 36, middle, 0, { 'font-size': 15, 'font-weight': 560 }),
          svg('rect', { x: left, y: middle - thick / 2, width: right - left, height: thick, rx: 3, fill: 'var(--track)' }),
          svg('rect', { x: left, y: middle - thick / 2, width: at(valueOf(item, by)) - left, height: thick, rx: 3, fill: `var(--${kind})` }),
          textLines([mean(valueOf(item, by))], width, middle, 0, { 'text-anchor': 'end', 'font-size': 15, 'font-weight': 650 }),
        ];
      }));
  };
}
