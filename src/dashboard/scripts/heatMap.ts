import { riskStates, riskTypes, type Cartography, type Grid, type RiskType } from './service.ts';
import { drawing, svg, textLines, textWidth } from './svg.ts';
import { inSentence, number, shortMean, text } from './texts.ts';

/** How many steps of colour there are above none. */
const steps = 4;
const rowHeight = 30;
const above = 34;
const below = 48;
const legendHeight = 34;
/** Left of the cells: the impacts' name and numbers. */
const margin = 46;

/** What the columns of a kind's matrix are: information risks cross impact and likelihood, operational ones impact and probability. */
const columnsOf = ({ scales }: Cartography, type: RiskType) => (type === 'informational' ? scales.likelihood : scales.probability);

const at = (grid: Grid, impact: number, column: number) => grid[impact]?.[column] ?? 0;

/** Two beside each other where there is room, else all below each other. */
const isNarrow = (width: number) => width < 760;

export const heatMapHeight = ({ scales }: Cartography) => (width: number) => (isNarrow(width) ? 4 : 2) * (above + scales.impact.length * rowHeight + below) + 2 * legendHeight;

/** As it is written: what is less than 0.05 counts as none. */
const rounded = (value: number) => Math.round(value * 10) / 10;

/**
 * The means of each step of colour, from the lowest to the highest and each as it is written. A step holds a quarter of the cells that are
 * not empty: a few cells hold most risks, and would leave an even scale one colour for nearly all others. The highest step is always there.
 */
function scaleOf(values: number[]): { step: number; from: number; to: number }[] {
  const known = values.map(rounded).filter(value => value > 0).sort((a, b) => a - b);
  const ends = [...new Set(Array.from({ length: steps }, (_, at) => known[Math.ceil(((at + 1) * known.length) / steps) - 1]).filter(end => end !== undefined))];
  return ends.map((to, at) => ({ step: steps - ends.length + 1 + at, from: known.find(value => at === 0 || value > ends[at - 1]!)!, to }));
}

/** Where the risks of an analysis lie: current beside residual, both of a kind in the same colours. */
export const heatMap = (cartography: Cartography) => (width: number, height: number) => {
  const narrow = isNarrow(width);
  const across = narrow ? width : width / 2 - 12;
  const down = (height - 2 * legendHeight) / (narrow ? 4 : 2);
  return drawing(width, height, ...riskTypes.flatMap((type, row) => {
    const { scales: { impact: impacts } } = cartography;
    const columns = columnsOf(cartography, type);
    const scale = scaleOf(riskStates.flatMap(state => impacts.flatMap(impact => columns.map(column => at(cartography[state][type], impact, column)))));
    const top = row * ((narrow ? 2 : 1) * down + legendHeight);
    return [
      ...riskStates.map((state, column) => svg('g', { transform: `translate(${narrow ? 0 : column * (across + 24)},${top + (narrow ? column * down : 0)})`, 'data-matrix': `${state} ${type}` },
        ...matrix({ title: `${text(type)}: ${inSentence(text(state))}`, grid: cartography[state][type], impacts, columns, scale, type }, across, down))),
      legend(scale, type, top + (narrow ? 2 : 1) * down, width),
    ];
  }));
};

/** Which means a colour stands for. */
function legend(scale: Scale, type: RiskType, top: number, width: number): SVGElement {
  let [left, y] = [margin, 0];
  const entries = [{ step: 0, label: `< ${number(0.05)}` }, ...scale.map(({ step, from, to }) => ({ step, label: from === to ? shortMean(to) : `${shortMean(from)}–${shortMean(to)}` }))];
  return svg('g', { transform: `translate(0,${top})`, 'data-legend': type }, ...entries.flatMap(({ step, label }) => {
    const wide = 18 + textWidth(label, 12);
    // What has no room beside the others stands below them.
    if (left + wide > width) [left, y] = [margin, 18];
    const x = left;
    left += wide + 12;
    return [
      svg('rect', { x, y, width: 14, height: 14, rx: 3, fill: `var(--heat-${step})`, stroke: 'var(--control)', 'data-step': step }),
      textLines([label], x + 18, y + 7, 0, { 'font-size': 12, fill: 'var(--quiet)' }),
    ];
  }));
}

type Scale = ReturnType<typeof scaleOf>;
interface Matrix { title: string; grid: Grid; impacts: number[]; columns: number[]; scale: Scale; type: RiskType }

function matrix({ title, grid, impacts, columns, scale, type }: Matrix, width: number, height: number): SVGElement[] {
  const left = margin;
  const across = Math.min(64, (width - left) / columns.length);
  const down = Math.min(rowHeight * 1.6, (height - above - below) / impacts.length);
  const bottom = above + impacts.length * down;
  const wide = across >= 28;
  const right = left + columns.length * across;
  return [
    textLines([title], 0, 14, 0, { 'font-size': 15, 'font-weight': 650 }),
    svg('text', { transform: `translate(9,${(above + bottom) / 2}) rotate(-90)`, 'text-anchor': 'middle', 'dominant-baseline': 'central', 'font-size': 12, fill: 'var(--quiet)' }, text('impact')),
    textLines([text(type === 'informational' ? 'likelihood' : 'probability')], (left + right) / 2, bottom + 32, 0, { 'text-anchor': 'middle', 'font-size': 12, fill: 'var(--quiet)' }),
    // The highest impact stands on top, as in MONARC.
    ...impacts.toReversed().flatMap((impact, row) => [
      textLines([number(impact)], left - 8, above + (row + 0.5) * down, 0, { 'text-anchor': 'end', 'font-size': 12, fill: 'var(--quiet)' }),
      ...columns.flatMap((column, index) => {
        const value = at(grid, impact, column);
        const step = scale.find(({ to }) => rounded(value) <= to && rounded(value) > 0)?.step ?? 0;
        const [x, y] = [left + index * across, above + row * down];
        const content = wide ? (value >= 0.05 ? shortMean(value) : '') : value >= 0.5 ? number(Math.round(value)) : '';
        return [
          svg('rect', { x, y, width: across - 2, height: down - 2, rx: 3, fill: `var(--heat-${step})`, 'data-cell': `${impact} ${column}`, 'data-value': value },
            svg('title', {}, `${text('impact')} ${number(impact)}, ${text(type === 'informational' ? 'likelihood' : 'probability')} ${number(column)}: ${shortMean(value)}`)),
          content === '' ? null : textLines([content], x + across / 2 - 1, y + down / 2 - 1, 0,
            { 'text-anchor': 'middle', 'font-size': wide ? 12 : 10, fill: `var(--on-heat-${step})`, 'pointer-events': 'none' }),
        ];
      }).filter(element => element !== null),
    ]),
    ...columns.map((column, index) => textLines([number(column)], left + (index + 0.5) * across - 1, bottom + 12, 0, { 'text-anchor': 'middle', 'font-size': wide ? 12 : 10, fill: 'var(--quiet)' })),
  ];
}
