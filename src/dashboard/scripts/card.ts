import type { ChartConfiguration } from 'chart.js';
import { Chart, fontReady, takeColours } from './chart.ts';
import { csv, save, type Cell } from './csv.ts';
import { copyLink } from './link.ts';
import { nameElement, type Named } from './names.ts';
import { png } from './png.ts';
import { onColours } from './shell.ts';
import { hide, showEmpty, showFailure, showLoading } from './state.ts';
import { number, text } from './texts.ts';

/** All that a card shows: one set of rows for the table and the CSV, and the chart drawn from the same numbers. */
export interface Drawing {
  title: string;
  note: string;
  /** Without extension. */
  file: string;
  columns: (string | Named)[];
  rows: Cell[][];
  /** In CSS pixels. */
  height: number;
  /** Built again whenever the colours change. */
  chart: () => ChartConfiguration;
}

/** A chart with its title, its table, its exports, and what stands there while it is loading, empty or failed. */
export class Card {
  readonly element: HTMLElement;
  chart?: Chart;
  #drawing?: Drawing;

  constructor(place: HTMLElement) {
    const template = document.getElementById('card') as HTMLTemplateElement;
    this.element = template.content.firstElementChild!.cloneNode(true) as HTMLElement;
    place.append(this.element);
    this.#button('png').addEventListener('click', () => this.#savePng());
    this.#button('csv').addEventListener('click', () => this.#save(csv(this.#drawing!.columns, this.#drawing!.rows), 'csv'));
    this.#button('table').addEventListener('click', () => this.#toggleTable());
    this.#button('link').addEventListener('click', async () => this.#say(await copyLink()));
    onColours(() => this.element.isConnected && this.#draw());
    this.loading();
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
    if (this.#drawing !== drawing) return;
    hide(this.#part('.state'));
    this.element.dataset.state = 'drawn';
    this.#part('h2').textContent = drawing.title;
    this.#part('.note').textContent = drawing.note;
    this.#part('.stage').style.height = `${drawing.height}px`;
    this.#part('canvas').setAttribute('aria-label', drawing.title);
    this.#part('.data').replaceChildren(table(drawing));
    this.#draw();
  }

  #draw() {
    if (this.#drawing === undefined || this.element.dataset.state !== 'drawn') return;
    this.chart?.destroy();
    takeColours();
    this.chart = new Chart(this.#part<HTMLCanvasElement>('canvas'), this.#drawing.chart());
  }

  #clear(): HTMLElement {
    this.#drawing = undefined;
    this.chart?.destroy();
    this.chart = undefined;
    this.element.dataset.state = 'waiting';
    for (const part of ['h2', '.note', '.data', '.done']) this.#part(part).replaceChildren();
    return this.#part('.state');
  }

  async #savePng() {
    const { title, note } = this.#drawing!;
    this.#save(await png(this.#part<HTMLCanvasElement>('canvas'), title, note), 'png');
  }

  #save(content: Blob, extension: string) {
    const file = `${this.#drawing!.file}.${extension}`;
    save(content, file);
    this.#say(text('saved', { file }));
  }

  #toggleTable() {
    const hidden = this.#part('.data').classList.toggle('visually-hidden');
    this.#button('table').setAttribute('aria-pressed', String(!hidden));
    this.#button('table').textContent = text(hidden ? 'showTable' : 'hideTable');
  }

  #say(what: string) {
    this.#part('.done').textContent = what;
  }

  #button(name: string) {
    return this.#part<HTMLButtonElement>(`[data-do=${name}]`);
  }

  #part<T extends HTMLElement = HTMLElement>(selector: string): T {
    return this.element.querySelector<T>(selector)!;
  }
}

function table({ title, columns, rows }: Drawing): HTMLTableElement {
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
  element.append(typeof value === 'object' && value !== null ? nameElement(value) : typeof value === 'number' ? number(value) : value ?? '');
  if (typeof value === 'number') element.className = 'number';
  return element;
}
