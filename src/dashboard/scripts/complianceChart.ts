import { nameOf, type Referential } from './service.ts';
import { drawing, lines, svg, textLines, textWidth } from './svg.ts';
import { percent, text } from './texts.ts';

const keyHeight = 30;
const rowHeight = 44;

export const complianceHeight = ({ categories }: Referential) => () => keyHeight + categories.length * rowHeight;

/** How far the controls of each category are in place, as a bar, and how far they are meant to be, as a mark. */
export const complianceBars = ({ categories }: Referential) => (width: number, height: number) => {
  const narrow = width < 560;
  const down = Math.min(64, (height - keyHeight) / Math.max(1, categories.length));
  const values = narrow ? 0 : 110;
  const [left, right] = [narrow ? 0 : Math.min(360, width * 0.38), width - values];
  const at = (share: number) => left + Math.max(0, Math.min(1, share)) * (right - left);
  const key = textWidth(text('current'), 13) + 44;
  return drawing(width, height,
    svg('rect', { x: 0, y: 4, width: 18, height: 10, rx: 3, fill: 'var(--compliance)' }),
    textLines([text('current')], 24, 9.5, 0),
    svg('rect', { x: key, y: 1, width: 3, height: 16, fill: 'var(--text)' }),
    textLines([text('target')], key + 10, 9.5, 0),
    ...categories.flatMap((category, row) => {
      const top = keyHeight + row * down;
      const middle = narrow ? top + down - 12 : top + down / 2;
      const name = nameOf(category.labels) ?? '';
      const [current, target] = [category.current, category.target];
      const result = [current, target].map(share => (share === null ? '–' : percent(share))).join(' → ');
      return [svg('g', { 'data-category': name, 'data-current': current, 'data-target': target },
        narrow
          ? textLines(lines(name, width - 92, 13, 1, 560), 0, top + 12, 0, { 'font-weight': 560 })
          : textLines(lines(name, left - 20, 13, 2, 560), 0, middle - (lines(name, left - 20, 13, 2, 560).length - 1) * 8, 16, { 'font-weight': 560 }),
        svg('rect', { x: left, y: middle - 6, width: right - left, height: 12, rx: 3, fill: 'var(--track)' }),
        svg('rect', { x: left, y: middle - 6, width: at(current ?? 0) - left, height: 12, rx: 3, fill: 'var(--compliance)' }),
        target === null ? null : svg('rect', { x: at(target) - 1.5, y: middle - 11, width: 3, height: 22, fill: 'var(--text)' }),
        textLines([result], width, narrow ? top + 12 : middle, 0, { 'text-anchor': 'end', 'font-weight': 650 }))];
    }));
};
