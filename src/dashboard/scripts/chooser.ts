import { most, type Line } from './lines.ts';
import { roving } from './roving.ts';
import { pause } from './showing.ts';
import { text } from './texts.ts';

/** So many names are listed without a pause. */
const atOnce = 100;

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
    this.#list.addEventListener('click', event => {
      const button = (event.target as Element).closest('button');
      if (button !== null) this.#toggle(button.dataset.key!);
    });
    this.#element.querySelector('[data-do=first]')!.addEventListener('click', () => choose([]));
    this.#refresh = roving(this.#list, 'button');
    this.hide();
    place.append(this.#element);
  }

  /** Lists hundreds of names in pieces, of which the first is what is seen; it ends early where other lines are to be shown meanwhile. */
  async show(lines: Line[]) {
    // The same lines keep their buttons, and so the focus.
    if (lines.map(line => line.key).join() !== this.#lines.map(line => line.key).join()) this.#list.replaceChildren();
    this.#lines = lines;
    this.#element.hidden = false;
    const full = lines.filter(line => line.colour !== null).length >= most;
    for (let first = 0; first < lines.length; first += atOnce) {
      for (let at = first; at < Math.min(first + atOnce, lines.length); at++) {
        const button = (this.#list.children[at] ?? this.#list.appendChild(item(lines[at]!))).firstElementChild as HTMLButtonElement;
        mark(button, lines[at]!, full);
      }
      this.#filter();
      await pause();
      if (this.#lines !== lines) return;
    }
  }

  hide() {
    this.#element.hidden = true;
  }

  #toggle(key: string) {
    const chosen = this.#lines.filter(line => line.colour !== null).map(line => line.key);
    if (chosen.includes(key)) this.#choose(chosen.length === 1 ? [] : chosen.filter(one => one !== key));
    else if (chosen.length < most) this.#choose([...chosen, key]);
  }

  #filter() {
    const wanted = this.#search.value.toLocaleLowerCase();
    let found = 0;
    for (const [at, item] of [...this.#list.children].entries()) {
      (item as HTMLElement).hidden = !this.#lines[at]!.name.toLocaleLowerCase().includes(wanted);
      if (!(item as HTMLElement).hidden) found++;
    }
    this.#element.querySelector('.nothing')!.textContent = found === 0 ? text('notFound', { what: this.#search.value }) : '';
    this.#refresh();
  }
}

function item({ key, name }: Line): HTMLElement {
  const item = document.createElement('li');
  const button = document.createElement('button');
  button.type = 'button';
  button.tabIndex = -1;
  button.dataset.key = key;
  button.textContent = name;
  item.append(button);
  return item;
}

function mark(button: HTMLButtonElement, { colour }: Line, full: boolean) {
  button.ariaPressed = String(colour !== null);
  button.ariaDisabled = String(full && colour === null);
  button.dataset.line = String(colour ?? '');
}
