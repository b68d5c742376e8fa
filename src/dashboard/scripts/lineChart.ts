import { scaleLinear } from 'd3-scale';
import { curveBumpX, curveLinear, line as path } from 'd3-shape';
import { dayAxis, dayScale, valueAxis, type Frame, type Scale } from './axes.ts';
import { bandLegend, bandMarks, legendHeight, type Band } from './band.ts';
import type { Line } from './lines.ts';
import { inPieces, pause } from './showing.ts';
import { drawing, lines as broken, svg, textLines, textWidth } from './svg.ts';

export interface LineModel {
  days: string[];
  lines: Line[];
  /** What stands above the values' axis. */
  unit: string;
  /** Places count downwards from one. */
  isRank: boolean;
  /** What is to be known of single days. */
  notes: { at: number; text: string }[];
  /** Lies behind the lines. */
  band?: Band;
}

export const lineColour = (line: Line) => (line.colour === null ? 'var(--faded)' : `var(--line-${line.colour})`);

const labelHeight = 15;
/** Up to so many places in time each has a dot, and the line swings from one to the next. */
const fewPlaces = 31;
/** What differs less than this is drawn as flat as it is; on a scale of its own it would fill the chart, between two numbers that are written alike. */
const leastSpan = 0.1;
/** Below this width there is little room beside the lines. */
const narrow = 640;

/** As much room at the right as the names at the ends of the lines ask for, up to a bound. */
export function frameOf({ lines, band }: LineModel, width: number, height: number): Frame {
  const widest = Math.max(0, ...lines.filter(line => line.colour !== null).map(line => textWidth(labelOf(line), labelSize(width), 560)));
  return { left: 34, right: width - Math.min(width < narrow ? 116 : 200, widest + 22), top: 26 + (band === undefined ? 0 : legendHeight(width)), bottom: height - 24 };
}

const labelOf = (line: Line) => line.label ?? line.name;
const labelSize = (width: number) => (width < narrow ? 11.5 : 12.5);

/** Lines over time: some highlighted, with their names at their ends, over the others in grey. */
export async function lineChart(model: LineModel, width: number, height: number): Promise<SVGSVGElement> {
  const frame = frameOf(model, width, height);
  const x = dayScale(model.days, frame);
  const y = valueScale(model, frame);
  const bump = model.isRank && model.days.length <= fewPlaces;
  const front = model.lines.filter(line => line.colour !== null);
  const behind = await inPieces(model.lines.filter(line => line.colour === null), line => curve(line, x, y, 1.1, { bump }));
  await pause();
  const ahead = await inPieces(front.toReversed(), line => curve(line, x, y, bump ? 3 : 2.4, { bump }));
  await pause();
  return drawing(width, height,
    textLines([model.unit], 0, 8, 0, { 'font-size': 12, fill: 'var(--quiet)' }),
    valueAxis(y, frame, model.isRank),
    dayAxis(model.days, x, frame),
    ...noteMarks(model, x, frame),
    ...(model.band === undefined ? [] : [bandLegend(width, 27), bandMarks(model.band, x, y)]),
    ...front.flatMap(line => (line.earlier === undefined ? [] : [earlierCurve(line, x, y)])),
    ...behind,
    ...ahead,
    ...labels(front, y, frame, width));
}

export function valueScale({ lines, isRank, band }: LineModel, { top, bottom }: Frame): Scale {
  const values = [...lines.flatMap(line => [...line.values, ...(line.earlier ?? [])]), ...(band === undefined ? [] : [...band.lower, ...band.upper])].filter(value => value !== null);
  const low = values.reduce((least, value) => Math.min(least, value), values[0] ?? 0);
  const high = values.reduce((most, value) => Math.max(most, value), values[0] ?? 0);
  // One line by itself needs no room up to the first place.
  if (isRank) return scaleLinear([lines.length === 1 ? Math.max(1, low - 2) : 1, Math.max(2, lines.length === 1 ? high + 2 : high)], [top + 6, bottom - 6]);
  const from = Math.max(0, low - Math.max(0, leastSpan - (high - low)) / 2);
  return scaleLinear([from, Math.max(high, from + leastSpan)], [bottom, top]).nice(5);
}

/** The days to which a note belongs, each with a rule; it stands at the left of it where there is no room at the right. */
function noteMarks({ notes }: LineModel, x: Scale, { top, bottom, right }: Frame): SVGElement[] {
  return notes.map(({ at, text }) => {
    const fits = x(at) + textWidth(text, 11) + 6 < right;
    return svg('g', { class: 'annotation', 'data-day': at },
      svg('line', { x1: x(at), x2: x(at), y1: top - 1, y2: bottom, stroke: 'var(--control)', 'stroke-dasharray': '2 3' }),
      textLines([text], x(at) + (fits ? -3 : 3), top - 8, 0, { 'font-size': 11, fill: 'var(--quiet)', 'text-anchor': fits ? 'start' : 'end' }));
  });
}

function earlierCurve(line: Line, x: Scale, y: Scale): SVGElement {
  const d = path<number | null>((_, day) => x(day), value => y(value!)).defined(value => value !== null).digits(1)(line.earlier!) ?? '';
  return svg('g', { class: 'earlier', 'data-line': line.key }, svg('title', {}, line.name),
    svg('path', { d, fill: 'none', stroke: lineColour(line), 'stroke-width': 1.6, 'stroke-dasharray': '5 4', opacity: 0.75 }));
}

export function curve(line: Line, x: Scale, y: Scale, weight: number, { colour = lineColour(line), bump = false } = {}): SVGElement {
  const at = (value: number | null) => value !== null;
  const d = path<number | null>((_, day) => x(day), value => y(value!)).defined(at).curve(bump ? curveBumpX : curveLinear).digits(1)(line.values) ?? '';
  const alone = line.values.flatMap((value, day) =>
    value !== null && (line.values[day - 1] ?? null) === null && (line.values[day + 1] ?? null) === null ? [{ value, day }] : []);
  return svg('g', { 'data-line': line.key, class: line.colour === null ? 'behind' : 'front' },
    svg('title', {}, line.name),
    svg('path', { d, fill: 'none', stroke: colour, 'stroke-width': weight, 'stroke-linejoin': 'round', 'stroke-linecap': 'round' }),
    // A day between two days without statistics has no line: it is a dot.
    ...alone.map(({ value, day }) => svg('circle', { cx: x(day), cy: y(value), r: weight * 0.9, fill: colour })),
    // Between two places lies none: the dots tell which are counted.
    ...(bump && line.colour !== null ? line.values.flatMap((value, day) => (value === null ? [] : [svg('circle', { class: 'dot', cx: x(day), cy: y(value), r: 3.2, fill: colour })])) : []));
}

/** The names at the ends of their lines, moved apart where they would cover each other. */
function labels(lines: Line[], y: Scale, { right, top, bottom }: Frame, width: number): SVGElement[] {
  const size = labelSize(width);
  const room = width - right - 16;
  const placed = lines.flatMap(line => {
    const last = line.values.findLast(value => value !== null);
    if (last === undefined) return [];
    const content = broken(labelOf(line), room, size, 2, 560);
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
