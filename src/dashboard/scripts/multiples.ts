import { dayScale } from './axes.ts';
import { curve, lineColour, valueScale, type LineModel } from './lineChart.ts';
import { inPieces } from './showing.ts';
import { drawing, lines as broken, svg, textLines } from './svg.ts';
import { mean, mediumDate } from './texts.ts';

const columnsIn = (width: number) => Math.max(2, Math.min(5, Math.floor(width / 190)));

export const multiplesHeight = ({ lines }: LineModel, width: number) => Math.ceil(Math.min(20, lines.length) / columnsIn(width)) * 118 + 20;

/** One small chart for each of the first twenty lines, all on one scale. */
export async function multiples(model: LineModel, width: number, height: number): Promise<SVGSVGElement> {
  const shown = model.lines.slice(0, 20);
  const columns = columnsIn(width);
  const rows = Math.ceil(shown.length / columns);
  const [across, down] = [width / columns, (height - 16) / rows];
  const y = valueScale({ ...model, lines: shown }, { left: 0, right: 0, top: 46, bottom: down - 12 });
  const panels = await inPieces(shown, (line, at) => {
    const [left, top] = [(at % columns) * across, Math.floor(at / columns) * down];
    const frame = { left: 0, right: across - 50, top: 46, bottom: down - 12 };
    const x = dayScale(model.days, frame);
    const colour = line.colour === null ? 'var(--control)' : lineColour(line);
    const day = line.values.findLastIndex(value => value !== null);
    return svg('g', { transform: `translate(${left},${top})`, 'data-panel': line.key },
      textLines(broken(line.name, across - 20, 12.5, 2, 560), 0, 9, 15, { 'font-size': 12.5, 'font-weight': 560 }),
      svg('line', { x1: 0, x2: frame.right, y1: frame.bottom, y2: frame.bottom, stroke: 'var(--line)' }),
      curve(line, x, y, 2, { colour }),
      ...(day < 0 ? [] : [
        svg('circle', { cx: x(day), cy: y(line.values[day]!), r: 3, fill: colour }),
        textLines([mean(line.values[day]!)], x(day) + 6, y(line.values[day]!), 0, { 'font-size': 12, 'font-weight': 560 }),
      ]));
  });
  return drawing(width, height,
    ...panels,
    textLines([`${model.unit}, ${mediumDate(model.days[0]!)} – ${mediumDate(model.days.at(-1)!)}`], 0, height - 8, 0, { 'font-size': 12, fill: 'var(--quiet)' }));
}
