import { readLicense } from './license.ts';
import { colour, inLight } from './shell.ts';
import { drawing, fontFamily, lines, svg, textLines, type Picture } from './svg.ts';
import { language, longDate, text, today } from './texts.ts';

const width = 1200;
const height = 675;
const margin = 48;
const scale = 2;

/** What every picture that leaves the page tells: what it shows, what that rests on, where and when it was taken. */
export interface Poster { title: string; told?: string; note: string; picture: Picture }

/** 1200 by 675, on white, complete in itself. */
export async function poster({ title, told, note, picture }: Poster): Promise<SVGSVGElement> {
  const license = await readLicense();
  const inner = width - 2 * margin;
  const heading = lines(title, inner, 26, 2, 650);
  const small = lines(told === undefined ? note : `${told} ${note}`, inner, 14, told === undefined ? 3 : 5);
  const top = margin + heading.length * 33 + 8;
  const bottom = height - margin + 14 - 26 - small.length * 19;
  const chart = await picture(inner, bottom - top);
  chart.setAttribute('x', String(margin));
  chart.setAttribute('y', String(top));
  const root = drawing(width, height,
    svg('rect', { width, height, fill: 'var(--surface)' }),
    textLines(heading, margin, margin + 4, 33, { 'font-size': 26, 'font-weight': 650, 'letter-spacing': '-0.3' }),
    chart,
    textLines(small, margin, bottom + 18, 19, { 'font-size': 14, fill: 'var(--quiet)' }),
    textLines([`${text('source')}: MONARC Stats Service, ${location.host}${location.pathname}${license === undefined ? '' : `, ${license.name}`}`], margin, height - margin + 16, 0, { 'font-size': 14, fill: 'var(--quiet)' }),
    textLines([longDate(today())], width - margin, height - margin + 16, 0, { 'font-size': 14, fill: 'var(--quiet)', 'text-anchor': 'end' }));
  root.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  root.setAttribute('lang', language);
  root.prepend(svg('title', {}, title));
  inLight(() => {
    for (const element of [root, ...root.querySelectorAll('*')])
      for (const { name, value } of [...element.attributes]) {
        const variable = /^var\(--([\w-]+)\)$/.exec(value)?.[1];
        if (variable !== undefined) element.setAttribute(name, colour(variable));
      }
  });
  return root;
}

const asFile = (root: SVGSVGElement) => new Blob([new XMLSerializer().serializeToString(root)], { type: 'image/svg+xml;charset=utf-8' });

export const svgFile = async (content: Poster) => asFile(await poster(content));

/** The same picture in points, twice as many of them as its size says. */
export async function pngFile(content: Poster): Promise<Blob> {
  const root = await poster(content);
  root.prepend(await fontStyle());
  const image = new Image();
  image.src = URL.createObjectURL(asFile(root));
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * scale;
  canvas.height = height * scale;
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(image.src);
  return new Promise((resolve, reject) =>
    canvas.toBlob(blob => (blob === null ? reject(new Error('The browser made no image.')) : resolve(blob)), 'image/png'));
}

/** An image has no access to the page's font, so it carries it along. */
async function fontStyle(): Promise<SVGStyleElement> {
  const link = document.querySelector<HTMLLinkElement>('link[as=font]')!;
  const bytes = new Uint8Array(await (await fetch(link.href)).arrayBuffer());
  const encoded = btoa(bytes.reduce((all, byte) => all + String.fromCharCode(byte), ''));
  return svg('style', {}, `@font-face{font-family:'Inter Variable';font-weight:100 900;src:url(data:font/woff2;base64,${encoded})}text{font-family:${fontFamily}}`);
}
