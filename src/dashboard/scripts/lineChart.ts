import { scaleLinear } from 'd3-scale';
import { line as path } from 'd3-shape';
import { dayAxis, dayScale, valueAxis, type Frame, type Scale } from './axes.ts';
import type { Line } from './lines.ts';
import { drawing, lines as broken, svg, textLines } from './svg.ts';

export interface LineModel {
  days: string[];
  lines: Line[];
  /** What stands above the values' axis. */
  unit: string;
  /** Places count downwards from one. */
  isRank: boolean;
}

export const lineColour = (line: Line) => (line.colour === null ? 'var(--faded)' : `var(--line-${line.colour})`);

const labelHeight = 15;
/** Below this width there is little room beside the lines. */
const narrow = 640;

export const frameOf = (width: number, height: number): Frame => ({ left: 34, right: width - (width < narrow ? 116 : 200), top: 26, bottom: height - 24 });

/** Lines over time: some highlighted, with their names at their ends, over the others in grey. */
export function lineChart(model: LineModel, width: number, height: number): SVGSVGElement {
  const frame = frameOf(width, height);
  const x = dayScale(model.days, frame);
  const y = valueScale(model, frame);
  const behind = model.lines.filter(line => line.colour === null);
  const front = model.lines.filter(line => line.colour !== null);
  return drawing(width, height,
    textLines([model.unit], 0, 8, 0, { 'font-size': 12, fill: 'var(--quiet)' }),
    valueAxis(y, frame),
    dayAxis(model.days, x, frame),
    ...behind.map(line => curve(line, x, y, 1.1)),
    ...front.toReversed().map(line => curve(line, x, y, 2.4)),
    ...labels(front, y, frame, width));
}

export function valueScale({ lines, isRank }: LineModel, { top, bottom }: Frame): Scale {
  const values = lines.flatMap(line => line.values).filter(value => value !== null);
  const low = values.reduce((least, value) => Math.min(least, value), values[0] ?? 0);
  const high = values.reduce((most, value) => Math.max(most, value), values[0] ?? 0);
  if (isRank) return scaleLinear([1, Math.max(2, high)], [top + 6, bottom - 6]);
  return scaleLinear([low, high === low ? low + 1 : high], [bottom, top]).nice(5);
}

export function curve(line: Line, x: Scale, y: Scale, weight: number, colour = lineColour(line)): SVGElement {
  const at = (value: number | null) => value !== null;
  const d = path<number | null>((_, day) => x(day), value => y(value!)).defined(at).digits(1)(line.values) ?? '';
  const alone = line.values.flatMap((value, day) =>
    value !== null && (line.values[day - 1] ?? null) === null && (line.values[day + 1] ?? null) === null ? [{ value, day }] : []);
  return svg('g', { 'data-line': line.key, class: line.colour === null ? 'behind' : 'front' },
    svg('title', {}, line.name),
    svg('path', { d, fill: 'none', stroke: colour, 'stroke-width': weight, 'stroke-linejoin': 'round', 'stroke-linecap': 'round' }),
    // A day between two days without statistics has no line: it is a dot.
    ...alone.map(({ value, day }) => svg('circle', { cx: x(day), cy: y(value), r: weight * 0.9, fill: colour })));
}

/** The names at the ends of their lines, moved apart where they would cover each other. */
function labels(lines: Line[], y: Scale, { right, top, bottom }: Frame, width: number): SVGElement[] {
  const size = width < narrow ? 11.5 : 12.5;
  const room = width - right - 16;
  const placed = lines.flatMap(line => {
    const last = line.values.findLast(value => value !== null);
    if (last === undefined) return [];
    const content = broken(line.name, room, size, 2, 560);
    return [{ line, content, end: y(last!), at: y(last!), size: content.length * labelHeight + 4 }];
  }).sort((a, b) => a.end - b.end);
  apart(placed, top - 12, bottom + 8);
  return placed.map(({ line, content, end, at, size: tall }) => svg('g', { class: 'label', 'data-line': line.key },
    svg('path', { d: `M${right + 3},${end}L${right + 12},${at}`, fill: 'none', stroke: lineColour(line), 'stroke-width': 1.2 }),
    textLines(content, right + 16, at - tall / 2 + labelHeight / 2 + 2, labelHeight, { 'font-size': size, 'font-weight': 560, fill: lineColour(line) })));
}

/** Moves boxes, given by their middle and size, as little as it takes for none to cover another. */
export function apart(boxes: { at: number; size: number }[], top: number, bottom: number) {
  let free = top;
  for (const box of boxes) {
    box.at = Math.max(box.at, free + box.size / 2);
    free = box.at + box.size / 2;
  }
  free = bottom;
  for (const box of boxes.toReversed()) {
    box.at = Math.min(box.at, free - box.size / 2);
    free = box.at - box.size / 2;
  }
}
