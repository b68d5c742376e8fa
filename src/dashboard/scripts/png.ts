import { colour } from './shell.ts';
import { lines } from './chart.ts';

const font = "'Inter Variable', system-ui, sans-serif";

/** The chart as a picture that explains itself: with its title, its note and where it comes from. */
export async function png(chart: HTMLCanvasElement, title: string, note: string): Promise<Blob> {
  const scale = chart.width / chart.clientWidth;
  const margin = 24;
  const width = chart.clientWidth + 2 * margin;
  const heading = lines(title, Math.floor((width - 2 * margin) / 10), 3);
  const top = margin + heading.length * 26 + 12;
  const canvas = document.createElement('canvas');
  canvas.width = width * scale;
  canvas.height = (top + chart.clientHeight + 2 * margin + 16) * scale;

  const context = canvas.getContext('2d')!;
  context.scale(scale, scale);
  context.fillStyle = colour('surface');
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = colour('text');
  context.textBaseline = 'top';
  context.font = `650 20px ${font}`;
  heading.forEach((line, at) => context.fillText(line, margin, margin + at * 26));
  context.drawImage(chart, margin, top, chart.clientWidth, chart.clientHeight);
  context.fillStyle = colour('quiet');
  context.font = `12px ${font}`;
  context.fillText(`${note} ${location.host}`, margin, top + chart.clientHeight + margin, width - 2 * margin);

  return new Promise((resolve, reject) =>
    canvas.toBlob(blob => (blob === null ? reject(new Error('The browser made no image.')) : resolve(blob)), 'image/png'));
}
