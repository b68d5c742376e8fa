import { lineColour } from './lineChart.ts';
import { most, type Line } from './lines.ts';
import { roving } from './roving.ts';
import { svg } from './svg.ts';
import { text } from './texts.ts';

/** The names of all objects, in the order of the ranking: each is a button that highlights its line. */
export class Chooser {
  readonly #element: HTMLElement;
  readonly #list: HTMLElement;
  readonly #search: HTMLInputElement;
  readonly #choose: (keys: string[]) => void;
  #lines: Line[] = [];
  #refresh = () => undefined as void;

  constructor(place: HTMLElement, choose: (keys: string[]) => void) {
    const template = document.getElementById('chooser') as HTMLTemplateElement;
    this.#element = template.content.firstElementChild!.cloneNode(true) as HTMLElement;
    this.#list = this.#element.querySelector('ul')!;
    this.#search = this.#element.querySelector('input')!;
    this.#choose = choose;
    this.#search.addEventListener('input', () => this.#filter());
    this.#element.querySelector('[data-do=first]')!.addEventListener('click', () => choose([]));
    this.#refresh = roving(this.#list, 'button');
    this.hide();
    place.append(this.#element);
  }

  show(lines: Line[]) {
    const same = lines.map(line => line.key).join() === this.#lines.map(line => line.key).join();
    this.#lines = lines;
    // The same lines keep their buttons, and so the focus.
    if (!same) this.#list.replaceChildren(...lines.map(line => this.#item(line)));
    this.#element.hidden = false;
    const full = lines.filter(line => line.colour !== null).length >= most;
    lines.forEach((line, at) => {
      const button = this.#list.children[at]!.firstElementChild as HTMLButtonElement;
      button.ariaPressed = String(line.colour !== null);
      button.ariaDisabled = String(full && line.colour === null);
      button.querySelector('rect')!.setAttribute('fill', lineColour(line));
    });
    this.#filter();
  }

  hide() {
    this.#element.hidden = true;
  }

  #item({ key, name }: Line): HTMLElement {
    const item = document.createElement('li');
    const button = document.createElement('button');
    button.type = 'button';
    const label = document.createElement('span');
    label.textContent = name;
    button.append(svg('svg', { width: 18, height: 10, 'aria-hidden': 'true' }, svg('rect', { y: 3, width: 18, height: 4, rx: 2 })), label);
    button.addEventListener('click', () => {
      const chosen = this.#lines.filter(line => line.colour !== null).map(line => line.key);
      if (chosen.includes(key)) this.#choose(chosen.length === 1 ? [] : chosen.filter(one => one !== key));
      else if (chosen.length < most) this.#choose([...chosen, key]);
    });
    item.append(button);
    return item;
  }

  #filter() {
    const wanted = this.#search.value.toLocaleLowerCase();
    let found = 0;
    this.#lines.forEach((line, at) => {
      const item = this.#list.children[at] as HTMLElement;
      item.hidden = !line.name.toLocaleLowerCase().includes(wanted);
      if (!item.hidden) found++;
    });
    this.#element.querySelector('.nothing')!.textContent = found === 0 ? text('notFound', { what: this.#search.value }) : '';
    this.#refresh();
  }
}
