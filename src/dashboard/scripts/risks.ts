import type { ChartConfiguration } from 'chart.js';
import type { Drawing } from './card.ts';
import { barValues } from './chart.ts';
import { levels, type Risks, type RiskState, type RiskType } from './service.ts';
import { colour } from './shell.ts';
import { number, text } from './texts.ts';

const names = () => [text('low'), text('medium'), text('high')];
const states: RiskState[] = ['current', 'residual'];

/** Current beside residual for each level, in the colours that risk people know; residual is the paler one. */
export function riskDrawing(type: RiskType, risks: Risks, note: string): Drawing {
  return {
    title: text(type),
    note,
    file: `risks-${type}`,
    columns: [text('level'), text('current'), text('residual')],
    rows: levels.map((level, at) => [names()[at]!, risks.current[type][level], risks.residual[type][level]]),
    height: 340,
    chart: () => bars(type, risks),
  };
}

function bars(type: RiskType, risks: Risks): ChartConfiguration {
  const colours = ['low', 'medium', 'high'].map(colour);
  const pale = ['low-pale', 'medium-pale', 'high-pale'].map(colour);
  return {
    type: 'bar',
    data: {
      labels: names(),
      datasets: states.map(state => ({
        label: text(state),
        data: levels.map(level => risks[state][type][level]),
        backgroundColor: state === 'current' ? colours : pale,
        borderColor: colours,
        borderWidth: 2,
        borderRadius: 4,
        maxBarThickness: 72,
      })),
    },
    options: {
      layout: { padding: { top: 22 } },
      scales: {
        x: { grid: { display: false } },
        y: { beginAtZero: true, grid: { color: colour('line') }, border: { display: false } },
      },
      plugins: { tooltip: { callbacks: { label: item => `${item.dataset.label}: ${number(item.parsed.y ?? 0)}` } } },
    },
    plugins: [barValues],
  } as ChartConfiguration;
}
