import { scaleLinear } from 'd3-scale';
import { area, stack } from 'd3-shape';
import { dayAxis, dayScale, valueAxis } from './axes.ts';
import { levels, type Level, type RiskEvolution, type Risks, type RiskType, riskStates, riskTypes } from './service.ts';
import { drawing, svg, textLines, textWidth } from './svg.ts';
import { shortMean, text } from './texts.ts';

/** The highest first: what matters most begins at the common line. */
const order: readonly Level[] = levels.toReversed();
const names: Record<Level, string> = { 'Low risks': 'low', 'Medium risks': 'medium', 'High risks': 'high' };
const fill = (level: Level) => `var(--${names[level]})`;
export const levelName = (level: Level) => text(names[level]);

const keyHeight = 22;

/** The levels with their colours, in as many rows as the width asks for. */
function legend(width: number): { keys: SVGElement[]; height: number } {
  let [x, y] = [0, 0];
  const keys = order.map(level => {
    const long = textWidth(levelName(level), 13) + 22;
    if (x > 0 && x + long > width) [x, y] = [0, y + keyHeight];
    const at = x;
    x += long + 22;
    return svg('g', { class: 'key' },
      svg('rect', { x: at, y: y + 2, width: 14, height: 14, rx: 3, fill: fill(level) }),
      textLines([levelName(level)], at + 20, y + 9.5, 0));
  });
  return { keys, height: y + keyHeight };
}

/** Current beside residual of both kinds, all on one scale: four bars of high, medium and low risks. */
export const riskBars = (risks: Risks) => (width: number, height: number) => {
  const bars = riskTypes.flatMap(type => riskStates.map(state => ({ type, state, values: order.map(level => risks[state][type][level]) })));
  const total = (values: number[]) => values.reduce((sum, value) => sum + value, 0);
  const left = width < 560 ? 112 : 132;
  const { keys, height: above } = legend(width);
  const top = above + 12;
  const x = scaleLinear([0, Math.max(1, ...bars.map(bar => total(bar.values)))], [left, width - 50]);
  const group = (height - top) / riskTypes.length;
  const thick = Math.min(58, (group - 34) / 2 - 6);
  return drawing(width, height,
    ...keys,
    ...riskTypes.map((type, at) => textLines([text(type)], 0, top + at * group + 12, 0, { 'font-size': 15, 'font-weight': 650 })),
    ...bars.map(({ type, state, values }, index) => {
      const y = top + Math.floor(index / 2) * group + 28 + (index % 2) * (thick + 6);
      let sum = 0;
      return svg('g', { 'data-bar': `${state} ${type}` },
        textLines([text(state)], 0, y + thick / 2, 0, { fill: 'var(--quiet)' }),
        ...values.flatMap((value, at) => {
          const [from, to] = [x(sum), x(sum += value)];
          const label = shortMean(value);
          const fits = at > 0 && to - from > textWidth(label, 13, 650) + 8;
          return [
            svg('rect', { x: from, y, width: Math.max(0, to - from - 1), height: thick, fill: fill(order[at]!), 'data-level': order[at]!, 'data-value': value }),
            fits ? textLines([label], (from + to - 1) / 2, y + thick / 2, 0, { 'text-anchor': 'middle', 'font-weight': 650, fill: `var(--on-${names[order[at]!]})` }) : null,
          ];
        }),
        // The high risks are few and matter most: their number always stands before the bar.
        textLines([shortMean(values[0]!)], left - 8, y + thick / 2, 0, { 'text-anchor': 'end', 'font-weight': 650, fill: 'var(--high-text)' }),
        textLines([shortMean(sum)], x(sum) + 6, y + thick / 2, 0, { 'font-weight': 650 }));
    }));
};

/** The levels of the current risks over time, stacked; one picture for each kind, both on one scale. */
export const riskAreas = (risks: RiskEvolution, all: string[], first: number) => (width: number, height: number) => {
  const days = all.slice(first);
  const narrow = width < 640;
  const across = narrow ? width : width / 2;
  const { keys, height: above } = legend(width);
  const down = narrow ? (height - above) / 2 : height - above;
  const values = (type: RiskType) => days.map((_, at) => Object.fromEntries(order.map(level => [level, risks.current[type][level][first + at] ?? NaN])) as Record<Level, number>);
  const data = riskTypes.map(type => ({ type, values: values(type) }));
  const most = Math.max(1, ...data.flatMap(({ values }) => values.map(day => order.reduce((sum, level) => sum + day[level], 0))).filter(sum => !Number.isNaN(sum)));
  return drawing(width, height,
    ...keys,
    ...data.map(({ type, values }, at) => {
      const frame = { left: 34, right: across - 16, top: 32, bottom: down - 24 };
      const x = dayScale(days, frame);
      const y = scaleLinear([0, most], [frame.bottom, frame.top]).nice(5);
      const shape = area<[number, number]>((_, day) => x(day), part => y(part[0]), part => y(part[1])).defined(part => !Number.isNaN(part[0]) && !Number.isNaN(part[1])).digits(1);
      return svg('g', { transform: narrow ? `translate(0,${above + at * down})` : `translate(${at * across},${above})`, 'data-areas': type },
        textLines([text(type)], 0, 14, 0, { 'font-size': 15, 'font-weight': 650 }),
        valueAxis(y, frame),
        ...stack<Record<Level, number>, Level>().keys(order)(values).map(series =>
          svg('path', { d: shape(series as unknown as [number, number][]) ?? '', fill: fill(series.key), 'data-level': series.key })),
        dayAxis(days, x, frame));
    }));
};
