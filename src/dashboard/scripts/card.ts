import { csv, save, type Cell } from './csv.ts';
import { pngFile, svgFile } from './exporting.ts';
import { copyLink } from './link.ts';
import { roving } from './roving.ts';
import { painted, pause } from './showing.ts';
import { hide, showEmpty, showFailure, showLoading } from './state.ts';
import { fontReady, type Picture } from './svg.ts';
import { mean, text } from './texts.ts';

export interface Data { columns: string[]; rows: Cell[][] }

/** All that a card shows: what is drawn in it, and the numbers that this is drawn from. */
export interface Drawing {
  title: string;
  /** What the picture says, in a sentence or two. */
  told?: string;
  note: string;
  /** Without extension. */
  file: string;
  /** The whole of the data, for the CSV, made when it is asked for. */
  data: () => Promise<Data>;
  /** What is drawn, for the table, where the whole would be more than anybody reads. */
  table?: () => Promise<Data>;
  /** For files, and for the card itself unless it has `content`. */
  picture: Picture;
  /** In CSS pixels, for a card of a width. */
  height: (width: number) => number;
  /** Stands in the card instead of the picture; a list needs no other table. */
  content?: () => Promise<HTMLElement>;
  /** Makes the drawn picture answer to the pointer. */
  drawn?: (stage: HTMLElement, chart: SVGSVGElement) => void;
}

/** A chart with its title, its table, its exports, and what stands there while it is loading, empty or failed. */
export class Card {
  readonly element: HTMLElement;
  #drawing?: Drawing;
  #width = 0;
  #drawn = 0;

  constructor(place: HTMLElement) {
    const template = document.getElementById('card') as HTMLTemplateElement;
    this.element = template.content.firstElementChild!.cloneNode(true) as HTMLElement;
    place.append(this.element);
    const does: Record<string, () => unknown> = {
      png: async () => this.#save(await pngFile(this.#drawing!), 'png'),
      svg: async () => this.#save(await svgFile(this.#drawing!), 'svg'),
      csv: async () => {
        const { columns, rows } = await this.#drawing!.data();
        this.#save(csv(columns, rows), 'csv');
      },
      table: () => this.#toggleTable(),
      link: async () => this.#say(await copyLink()),
    };
    for (const [name, act] of Object.entries(does)) this.#part(`[data-do=${name}]`).addEventListener('click', () => void act());
    roving(this.#part('.actions'), 'button');
    new ResizeObserver(() => this.#stage.clientWidth !== this.#width && void this.#draw()).observe(this.#stage);
    this.loading();
  }

  get #stage() {
    return this.#part('.stage');
  }

  loading() {
    showLoading(this.#clear());
  }

  empty(what: 'empty' | 'emptyPeriod') {
    showEmpty(this.#clear(), what);
  }

  failed(failure: unknown, again: () => void) {
    showFailure(this.#clear(), failure, again);
  }

  async show(drawing: Drawing) {
    this.#drawing = drawing;
    await fontReady;
    await pause();
    if (this.#drawing !== drawing) return;
    hide(this.#part('.state'));
    this.element.dataset.state = 'drawn';
    this.element.toggleAttribute('data-list', drawing.content !== undefined);
    this.#part('h2').textContent = drawing.title;
    this.#part('.told').textContent = drawing.told ?? '';
    this.#part('.note').textContent = drawing.note;
    this.#part('[data-do=table]').hidden = drawing.content !== undefined;
    await this.#draw();
    if (this.#drawing !== drawing) return;
    if (!this.#part('.data').hidden) await this.#fillTable();
  }

  async #draw() {
    const drawing = this.#drawing;
    if (drawing === undefined || this.element.dataset.state !== 'drawn') return;
    const own = ++this.#drawn;
    if (drawing.content !== undefined) {
      const content = await drawing.content();
      if (own !== this.#drawn || this.#drawing !== drawing || this.#stage.firstElementChild === content) return;
      const focused = this.#stage.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset.key : undefined;
      // What a first screen has no room for is laid out after what is seen; later it stands there already, and must not go for a moment.
      const isFirst = this.#stage.childElementCount === 0;
      this.#stage.toggleAttribute('data-begun', isFirst);
      this.#stage.replaceChildren(content);
      // The same control stands there anew, and keeps the focus.
      if (focused !== undefined) (content.querySelector<HTMLElement>(`[data-key=${focused}]`) ?? content.querySelector<HTMLElement>('a, button'))?.focus();
      if (isFirst) await painted();
      this.#stage.removeAttribute('data-begun');
      return;
    }
    this.#width = this.#stage.clientWidth;
    // A card that is hidden is drawn once it is seen.
    if (this.#width === 0) return;
    await pause();
    const chart = await drawing.picture(this.#width, drawing.height(this.#width));
    // What was drawn before stands there until all of it is; who draws later takes over.
    if (own !== this.#drawn || this.#drawing !== drawing) return;
    chart.setAttribute('role', 'img');
    chart.setAttribute('aria-label', drawing.title);
    this.#stage.replaceChildren(chart);
    drawing.drawn?.(this.#stage, chart);
  }

  #clear(): HTMLElement {
    this.#drawing = undefined;
    this.element.dataset.state = 'waiting';
    for (const part of ['h2', '.told', '.note', '.stage', '.data', '.done']) this.#part(part).replaceChildren();
    return this.#part('.state');
  }

  #save(content: Blob, extension: string) {
    const file = `${this.#drawing!.file}.${extension}`;
    save(content, file);
    this.#say(text('saved', { file }));
  }

  async #toggleTable() {
    const place = this.#part('.data');
    const button = this.#part('[data-do=table]');
    place.hidden = !place.hidden;
    button.setAttribute('aria-pressed', String(!place.hidden));
    button.textContent = text(place.hidden ? 'showTable' : 'hideTable');
    if (!place.hidden) await this.#fillTable();
  }

  async #fillTable() {
    const drawing = this.#drawing!;
    const { columns, rows } = await (drawing.table ?? drawing.data)();
    if (this.#drawing === drawing) this.#part('.data').replaceChildren(table(drawing.title, columns, rows));
  }

  #say(what: string) {
    this.#part('.done').textContent = what;
  }

  #part<T extends HTMLElement = HTMLElement>(selector: string): T {
    return this.element.querySelector<T>(selector)!;
  }
}

function table(title: string, columns: string[], rows: Cell[][]): HTMLTableElement {
  const element = document.createElement('table');
  element.createCaption().textContent = title;
  const head = element.createTHead().insertRow();
  for (const column of columns) head.append(cell('th', column, 'col'));
  const body = element.createTBody();
  for (const row of rows) body.insertRow().append(...row.map((value, at) => cell(at === 0 ? 'th' : 'td', value, 'row')));
  return element;
}

function cell(kind: 'th' | 'td', value: Cell, scope: string): HTMLTableCellElement {
  const element = document.createElement(kind);
  if (kind === 'th') element.scope = scope;
  element.append(typeof value === 'number' ? mean(value) : value ?? '');
  if (typeof value === 'number') element.className = 'number';
  return element;
}
