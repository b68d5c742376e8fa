import type { Chart, ChartConfiguration } from 'chart.js';
import type { Line } from './lines.ts';
import { colour } from './shell.ts';
import { longDate, monthName, number } from './texts.ts';

/** Ten colours, then the same dashed: twenty lines that can be told apart, also without seeing colours well. */
export const lineStyle = (at: number) => ({ colour: colour(`line-${at % 10}`), dash: at < 10 ? [] : [5, 3] });

export function lineChart(lines: Line[], days: string[], measure: string): ChartConfiguration {
  return {
    type: 'line',
    data: {
      labels: days,
      datasets: lines.map(({ key, at, named, hidden, values }) => ({
        key,
        label: named.name,
        data: values,
        hidden,
        borderColor: lineStyle(at).colour,
        backgroundColor: lineStyle(at).colour,
        borderDash: lineStyle(at).dash,
        borderWidth: 1.5,
        // A day between two days without statistics has no line: it is a dot.
        pointRadius: values.map((_, day) => ((values[day - 1] ?? null) === null && (values[day + 1] ?? null) === null ? 2 : 0)),
        pointHitRadius: 6,
        pointHoverRadius: 4,
      })),
    },
    options: {
      normalized: true,
      spanGaps: false,
      interaction: { mode: 'nearest', axis: 'xy', intersect: false },
      onHover: (_, elements, chart) => emphasise(chart, elements.length === 0 ? null : keyOf(chart, elements[0]!.datasetIndex)),
      scales: {
        x: { grid: { color: colour('line') }, ticks: { autoSkip: false, maxRotation: 0, callback: (_, at) => monthTick(days, at) } },
        y: { title: { display: true, text: measure }, grid: { color: colour('line') }, border: { display: false } },
      },
      plugins: {
        tooltip: {
          callbacks: { title: ([item]) => longDate(days[item!.dataIndex]!), label: item => `${item.dataset.label}: ${number(item.parsed.y ?? 0)}` },
        },
      },
    },
  } as ChartConfiguration;
}

/** A month's name on its first day; every other month where there are many. */
function monthTick(days: string[], at: number): string | null {
  const day = days[at]!;
  const few = days.length <= 45;
  if (few ? at % 7 !== 0 : !day.endsWith('-01')) return null;
  if (few) return day.slice(8) + '.' + day.slice(5, 7) + '.';
  return days.length > 200 && innerWidth < 700 && Number(day.slice(5, 7)) % 3 !== 1 ? '' : monthName(day);
}

const emphasised = new WeakMap<Chart, string | null>();

type Keyed = { key: string };
const keyOf = (chart: Chart, at: number) => (chart.data.datasets[at] as unknown as Keyed).key;

/** Brings one line forward and lets the others fade; null brings all back. */
export function emphasise(chart: Chart | undefined, key: string | null) {
  if (chart === undefined || emphasised.get(chart) === key) return;
  emphasised.set(chart, key);
  chart.data.datasets.forEach((dataset, at) => {
    const style = lineStyle(at).colour;
    const fades = key !== null && keyOf(chart, at) !== key;
    Object.assign(dataset, { borderColor: fades ? colour('faded') : style, borderWidth: keyOf(chart, at) === key ? 3 : 1.5, order: fades ? 1 : 0 });
  });
  chart.update('none');
}
