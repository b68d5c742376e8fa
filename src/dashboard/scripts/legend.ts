import { lineStyle } from './lineChart.ts';
import type { Line } from './lines.ts';
import { leaves, type Named } from './names.ts';
import { onColours } from './shell.ts';
import { text } from './texts.ts';

/** The lines by name: each is switched on and off, shown alone, and brought forward while the pointer or focus is on it. */
export class Legend {
  readonly #element: HTMLElement;
  readonly #list: HTMLElement;
  readonly #hide: (keys: string[]) => void;
  readonly #emphasise: (key: string | null) => void;
  #lines: Line[] = [];

  constructor(place: HTMLElement, hide: (keys: string[]) => void, emphasise: (key: string | null) => void) {
    const template = document.getElementById('legend') as HTMLTemplateElement;
    this.#element = template.content.firstElementChild!.cloneNode(true) as HTMLElement;
    this.#list = this.#element.querySelector('ul')!;
    this.#hide = hide;
    this.#emphasise = emphasise;
    this.#element.querySelector('[data-do=all]')!.addEventListener('click', () => hide([]));
    this.#element.querySelector('[data-do=invert]')!.addEventListener('click', () => this.#hideAllBut(line => line.hidden));
    onColours(() => this.#paint());
    this.hide();
    place.append(this.#element);
  }

  show(lines: Line[]) {
    const same = lines.map(line => line.key).join() === this.#lines.map(line => line.key).join();
    this.#lines = lines;
    // The same lines keep their buttons, and so the focus.
    if (!same) this.#list.replaceChildren(...lines.map((line, at) => this.#item(line, at)));
    this.#element.hidden = false;
    this.#paint();
  }

  hide() {
    this.#element.hidden = true;
  }

  #item({ key, named }: Line, at: number): HTMLElement {
    const { name } = named;
    const item = document.createElement('li');
    const toggle = button('', () => this.#hideAllBut(line => (line.key === key) === line.hidden));
    toggle.className = 'toggle';
    toggle.title = name;
    toggle.append(document.createElement('span'));
    toggle.firstElementChild!.textContent = name;
    const only = button(text('only'), () => {
      const alone = this.#lines.every(line => line.hidden === (line.key !== key));
      this.#hideAllBut(line => alone || line.key === key);
    });
    only.className = 'only';
    only.setAttribute('aria-label', `${text('only')}: ${name}`);
    for (const start of ['pointerenter', 'focusin']) item.addEventListener(start, () => this.#lines[at]!.hidden || this.#emphasise(key));
    for (const end of ['pointerleave', 'focusout']) item.addEventListener(end, () => this.#emphasise(null));
    item.append(toggle, only, ...pageLink(named));
    return item;
  }

  #hideAllBut(shows: (line: Line) => boolean) {
    this.#hide(this.#lines.filter(line => !shows(line)).map(line => line.key));
  }

  #paint() {
    this.#lines.forEach((line, at) => {
      const item = this.#list.children[at] as HTMLElement;
      item.querySelector('.toggle')!.setAttribute('aria-pressed', String(!line.hidden));
      item.style.setProperty('--line-colour', lineStyle(at).colour);
      item.classList.toggle('dashed', at >= 10);
    });
  }
}

/** The arrow that leads to an object's page, where it has one. */
function pageLink({ name, url }: Named): HTMLElement[] {
  if (url === null) return [];
  const link = document.createElement('a');
  link.href = url;
  link.rel = 'noopener external';
  link.className = 'away';
  link.title = leaves(url);
  link.setAttribute('aria-label', `${name} (${leaves(url)})`);
  return [link];
}

function button(content: string, click: () => void): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = content;
  element.addEventListener('click', click);
  return element;
}
