import { riskStates, riskTypes, type Cartography, type Grid, type RiskType } from './service.ts';
import { drawing, svg, textLines } from './svg.ts';
import { inSentence, number, shortMean, text } from './texts.ts';

/** How many steps of colour there are above none. */
const steps = 4;
const rowHeight = 30;
const above = 34;
const below = 48;

/** What the columns of a kind's matrix are: information risks cross impact and likelihood, operational ones impact and probability. */
const columnsOf = ({ scales }: Cartography, type: RiskType) => (type === 'informational' ? scales.likelihood : scales.probability);

const at = (grid: Grid, impact: number, column: number) => grid[impact]?.[column] ?? 0;

/** Two beside each other where there is room, else all below each other. */
const isNarrow = (width: number) => width < 760;

export const heatMapHeight = ({ scales }: Cartography) => (width: number) => (isNarrow(width) ? 4 : 2) * (above + scales.impact.length * rowHeight + below);

/** Where the risks of an analysis lie: current beside residual, both of a kind in the same colours. */
export const heatMap = (cartography: Cartography) => (width: number, height: number) => {
  const narrow = isNarrow(width);
  const across = narrow ? width : width / 2 - 12;
  const down = height / (narrow ? 4 : 2);
  return drawing(width, height, ...riskTypes.flatMap((type, row) => {
    const columns = columnsOf(cartography, type);
    const highest = Math.max(...riskStates.flatMap(state => cartography.scales.impact.flatMap(impact => columns.map(column => at(cartography[state][type], impact, column)))));
    return riskStates.map((state, column) => {
      const [left, top] = narrow ? [0, (row * 2 + column) * down] : [column * (across + 24), row * down];
      return svg('g', { transform: `translate(${left},${top})`, 'data-matrix': `${state} ${type}` },
        ...matrix({ title: `${text(type)}: ${inSentence(text(state))}`, grid: cartography[state][type], impacts: cartography.scales.impact, columns, highest, type }, across, down));
    });
  }));
};

interface Matrix { title: string; grid: Grid; impacts: number[]; columns: number[]; highest: number; type: RiskType }

function matrix({ title, grid, impacts, columns, highest, type }: Matrix, width: number, height: number): SVGElement[] {
  const left = 46;
  const across = Math.min(64, (width - left) / columns.length);
  const down = Math.min(rowHeight * 1.6, (height - above - below) / impacts.length);
  const bottom = above + impacts.length * down;
  const wide = across >= 28;
  const right = left + columns.length * across;
  return [
    textLines([title], 0, 14, 0, { 'font-size': 15, 'font-weight': 640 }),
    svg('text', { transform: `translate(9,${(above + bottom) / 2}) rotate(-90)`, 'text-anchor': 'middle', 'dominant-baseline': 'central', 'font-size': 12, fill: 'var(--quiet)' }, text('impact')),
    textLines([text(type === 'informational' ? 'likelihood' : 'probability')], (left + right) / 2, bottom + 32, 0, { 'text-anchor': 'middle', 'font-size': 12, fill: 'var(--quiet)' }),
    // The highest impact stands on top, as in MONARC.
    ...impacts.toReversed().flatMap((impact, row) => [
      textLines([number(impact)], left - 8, above + (row + 0.5) * down, 0, { 'text-anchor': 'end', 'font-size': 12, fill: 'var(--quiet)' }),
      ...columns.flatMap((column, index) => {
        const value = at(grid, impact, column);
        const step = value === 0 ? 0 : Math.max(1, Math.ceil(steps * Math.sqrt(value / highest)));
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
