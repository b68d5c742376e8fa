import { line } from 'd3-shape';
import { svg } from './svg.ts';

/** A line as high as a word, on a scale of its own; the numbers stand beside it. */
export function sparkline(series: (number | null)[], width = 84, height = 22): SVGSVGElement {
  const known = series.filter(value => value !== null);
  const low = Math.min(...known);
  const span = Math.max(...known) - low;
  const x = (at: number) => 2 + (at / Math.max(1, series.length - 1)) * (width - 6);
  const y = (value: number) => (span === 0 ? height / 2 : height - 3 - ((value - low) / span) * (height - 6));
  const last = series.findLastIndex(value => value !== null);
  const d = line<number | null>((_, at) => x(at), value => y(value!)).defined(value => value !== null).digits(1)(series) ?? '';
  return svg('svg', { class: 'sparkline', width, height, viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' },
    svg('path', { d, fill: 'none', stroke: 'var(--control)', 'stroke-width': 1.4, 'stroke-linejoin': 'round' }),
    last < 0 ? null : svg('circle', { cx: x(last), cy: y(series[last]!), r: 2.4, fill: 'var(--accent)' }));
}
