type Child = SVGElement | string | null;

/** An SVG element. Colours are written as `var(--name)`, so a drawing follows the page's colours without being drawn again. */
export function svg<K extends keyof SVGElementTagNameMap>(
  name: K, attributes: Record<string, string | number | null> = {}, ...children: Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null) element.setAttribute(key, String(value));
  element.append(...children.filter(child => child !== null));
  return element;
}

/** Draws something into a box of this size, in CSS pixels; what takes long is drawn in pieces, with pauses between them. */
export type Picture = (width: number, height: number) => SVGSVGElement | Promise<SVGSVGElement>;

export const drawing = (width: number, height: number, ...children: Child[]) =>
  svg('svg', { width, height, viewBox: `0 0 ${width} ${height}`, 'font-family': fontFamily, 'font-size': 13, fill: 'var(--text)' }, ...children);

export const fontFamily = "'Inter Variable', Inter, system-ui, sans-serif";

/** Text can only be measured once its font is there. */
export const fontReady = document.fonts.load("13px 'Inter Variable'").catch(() => []);

const context = document.createElement('canvas').getContext('2d')!;

export function textWidth(text: string, size: number, weight = 400): number {
  context.font = `${weight} ${size}px ${fontFamily}`;
  return context.measureText(text).width;
}

/**
 * Breaks a text into lines that fit into the width; what does not fit into `most` of them ends with an ellipsis. The beginning of a
 * UUID at the text's end, which tells an object from its namesake, stays behind the ellipsis.
 */
export function lines(text: string, width: number, size: number, most: number, weight = 400): string[] {
  const ending = / \([0-9a-f]{8}\)$/.exec(text)?.[0] ?? '';
  const fits = (line: string) => textWidth(line, size, weight) <= width;
  const result: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || fits(longer)) line = longer;
    else {
      result.push(line);
      line = word;
    }
  }
  result.push(line);
  const cut = result.slice(0, most);
  const rest = result.length > most;
  return cut.map((one, at) => (rest && at === cut.length - 1 ? shortened(one, line => fits(line + ending), true) + ending : shortened(one, fits, false)));
}

function shortened(line: string, fits: (line: string) => boolean, more: boolean): string {
  if (!more && fits(line)) return line;
  let short = line;
  while (short.length > 1 && !fits(`${short}…`)) short = short.slice(0, -1);
  return `${short.trimEnd()}…`;
}

/** Lines of text below each other; `y` is the middle of the first. */
export const textLines = (content: string[], x: number, y: number, height: number, attributes: Record<string, string | number> = {}) =>
  svg('text', { x, y, 'dominant-baseline': 'central', ...attributes },
    ...content.map((line, at) => svg('tspan', { x, ...(at > 0 ? { dy: height } : {}) }, line)));
