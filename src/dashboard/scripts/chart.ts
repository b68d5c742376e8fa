import {
  BarController, BarElement, CategoryScale, Chart, LinearScale, LineController, LineElement, PointElement, Tooltip, type Plugin,
} from 'chart.js';
import { colour } from './shell.ts';
import { number } from './texts.ts';

Chart.register(BarController, BarElement, CategoryScale, LinearScale, LineController, LineElement, PointElement, Tooltip);
Chart.defaults.animation = false;
Chart.defaults.maintainAspectRatio = false;
Chart.defaults.font.family = "'Inter Variable', system-ui, sans-serif";
Chart.defaults.font.size = 13;

/** The page's colours, for what is drawn from now on. */
export function takeColours() {
  Chart.defaults.color = colour('text');
  Chart.defaults.borderColor = colour('line');
  Object.assign(Chart.defaults.plugins.tooltip, {
    backgroundColor: colour('text'), titleColor: colour('surface'), bodyColor: colour('surface'), padding: 10, cornerRadius: 6, boxPadding: 4,
  });
}

/** Canvas text does not wait for its font. */
export const fontReady = document.fonts.load("13px 'Inter Variable'").catch(() => []);

/** Writes each bar's value at its end. */
export const barValues: Plugin<'bar'> = {
  id: 'barValues',
  afterDatasetsDraw(chart) {
    const { ctx, data, options } = chart;
    ctx.save();
    ctx.fillStyle = colour('text');
    ctx.font = `600 12px ${Chart.defaults.font.family}`;
    const horizontal = options.indexAxis === 'y';
    ctx.textBaseline = horizontal ? 'middle' : 'bottom';
    ctx.textAlign = horizontal ? 'left' : 'center';
    data.datasets.forEach((dataset, index) => chart.getDatasetMeta(index).data.forEach((bar, at) => {
      const value = dataset.data[at];
      if (typeof value === 'number') ctx.fillText(number(value), bar.x + (horizontal ? 6 : 0), bar.y - (horizontal ? 0 : 3));
    }));
    ctx.restore();
  },
};

/** Breaks a name into lines of at most `width` characters; what does not fit into `most` of them ends with an ellipsis. */
export function lines(name: string, width: number, most: number): string[] {
  if (name.length <= width) return [name];
  if (most === 1) return [name.slice(0, width - 1).trim() + '…'];
  const at = name.lastIndexOf(' ', width);
  const first = name.slice(0, at > 0 ? at : width).trim();
  return [first, ...lines(name.slice(first.length).trim(), width, most - 1)];
}

export { Chart };
