import { measureName, measures, measureScale } from './measures.ts';
import { objectLink, tellApart } from './names.ts';
import { roving } from './roving.ts';
import type { Kind, Measure, Ranked, Ranking } from './service.ts';
import { inPieces } from './showing.ts';
import { sparkline } from './sparkline.ts';
import { svg } from './svg.ts';
import { counted, difference, inSentence, mean, number, ordinal, text } from './texts.ts';

/** What the list is ordered by: a column and a direction. */
export const orders = ['highest', 'lowest', 'name', 'name-down', 'rising', 'falling', 'analyses', 'analyses-few'] as const;
export type Order = (typeof orders)[number];

export interface ListModel {
  kind: Kind;
  by: Measure;
  order: Order;
  ranking: Ranking;
  search: string;
  all: boolean;
}

/** How many stand there until all are asked for. */
export const first = 20;

const climbed = (item: Ranked) => (item.placeBefore === null ? -Infinity : item.placeBefore - item.place);
const compare: Record<Order, (a: Ranked, b: Ranked) => number> = {
  highest: (a, b) => a.place - b.place,
  lowest: (a, b) => b.place - a.place,
  name: (a, b) => a.name.localeCompare(b.name),
  'name-down': (a, b) => b.name.localeCompare(a.name),
  rising: (a, b) => climbed(b) - climbed(a) || a.place - b.place,
  falling: (a, b) => Number(a.placeBefore === null) - Number(b.placeBefore === null) || climbed(a) - climbed(b) || a.place - b.place,
  analyses: (a, b) => b.analyses - a.analyses || a.place - b.place,
  'analyses-few': (a, b) => a.analyses - b.analyses || a.place - b.place,
};

const plain = (word: string) => word.toLocaleLowerCase().normalize('NFD').replace(/\p{M}/gu, '');

/** The objects in the order of the list, those alone whose names hold every word that is searched. */
export function listed({ ranking: { objects }, order, search }: Pick<ListModel, 'ranking' | 'order' | 'search'>): Ranked[] {
  const words = plain(search).split(/\s+/).filter(word => word !== '');
  return objects.filter(item => words.every(word => plain(`${item.name} ${item.object}`).includes(word))).toSorted(compare[order]);
}

export const valueOf = (item: Ranked, by: Measure) => item.now[measures.indexOf(by)]!;

export const highestOf = (objects: Ranked[], by: Measure) => objects.reduce((most, item) => Math.max(most, valueOf(item, by)), 0);

/** The list of all objects: it is its own table. `choose` is told what a column's head was clicked for. */
export async function rankingList(model: ListModel, choose: (chosen: { by?: Measure; order?: Order }) => void, showAll: () => void): Promise<HTMLElement> {
  const { kind, by, order, ranking, all, search } = model;
  const found = listed(model);
  const shown = all ? found : found.slice(0, first);
  const others = measures.filter(measure => measure !== by);
  const scale = measureScale(by, kind, highestOf(ranking.objects, by));
  const compared = ranking.before !== null;
  const apart = tellApart(ranking.objects);

  const table = document.createElement('table');
  table.className = 'ranking';
  const row = table.createTHead().insertRow();
  const head = (name: string, content: string, pressed: 'ascending' | 'descending' | null, click: () => void) => {
    const cell = document.createElement('th');
    cell.scope = 'col';
    cell.className = name;
    if (pressed !== null) cell.ariaSort = pressed;
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = content;
    button.dataset.key = content.replace(/\W/g, '_');
    button.addEventListener('click', click);
    cell.append(button);
    row.append(cell);
    return cell;
  };
  head('place', text('place'), order === 'highest' ? 'ascending' : order === 'lowest' ? 'descending' : null, () => choose({ order: order === 'highest' ? 'lowest' : 'highest' }));
  if (compared) head('change', text('change'), order === 'rising' ? 'descending' : order === 'falling' ? 'ascending' : null, () => choose({ order: order === 'rising' ? 'falling' : 'rising' }));
  head('name', text(kind === 'threats' ? 'threat' : 'vulnerability'), order === 'name' ? 'ascending' : order === 'name-down' ? 'descending' : null, () => choose({ order: order === 'name' ? 'name-down' : 'name' }));
  const ends = document.createElement('th');
  ends.scope = 'col';
  ends.className = 'bar';
  ends.append(scaleEnds(scale));
  row.append(ends);
  head('value', measureName(by, kind), null, () => choose({ order: order === 'highest' ? 'lowest' : 'highest' }));
  const trend = document.createElement('th');
  trend.scope = 'col';
  trend.className = 'trend';
  trend.textContent = text(ranking.day === null ? 'trendPeriod' : 'trend');
  row.append(trend);
  for (const other of others) head('other', measureName(other, kind), null, () => choose({ by: other, order: 'highest' }));
  head('other', text('riskAnalyses'), order === 'analyses' ? 'descending' : order === 'analyses-few' ? 'ascending' : null, () => choose({ order: order === 'analyses' ? 'analyses-few' : 'analyses' }));

  const body = table.createTBody();
  await inPieces(shown, item => {
    const line = body.insertRow();
    line.dataset.object = item.object;
    const cell = (name: string, ...content: (Node | string)[]) => {
      const element = line.insertCell();
      element.className = name;
      element.append(...content);
      return element;
    };
    cell('place', String(item.place));
    if (compared) cell('change', moved(item));
    const title = document.createElement('th');
    title.scope = 'row';
    title.className = 'name';
    title.append(objectLink(kind, item), apart(item.object));
    line.append(title);
    cell('bar', bar(valueOf(item, by) / scale.end, kind));
    const value = cell('value', mean(valueOf(item, by)));
    const quartiles = item.organisationMeans?.[measures.indexOf(by)];
    if (quartiles) value.title = text('halfOf', { lower: mean(quartiles[0]), median: mean(quartiles[1]), upper: mean(quartiles[2]) });
    if (item.before !== null) {
      const change = document.createElement('small');
      change.textContent = difference(valueOf(item, by) - item.before[measures.indexOf(by)]!);
      value.append(' ', change);
    }
    cell('trend', sparkline(item.trend));
    for (const other of others) cell('other', mean(valueOf(item, other)));
    cell('other', number(item.analyses));
  });

  const element = document.createElement('div');
  element.append(table);
  roving(table.tHead!, 'button');
  roving(body as HTMLElement, 'a');
  if (found.length === 0) element.append(paragraph(text('notFound', { what: search })));
  if (shown.length < found.length) {
    const more = document.createElement('button');
    more.type = 'button';
    more.className = 'more';
    more.dataset.key = 'more';
    more.textContent = counted(`all.${kind}`, found.length);
    more.addEventListener('click', showAll);
    element.append(more);
  }
  return element;
}

/** "▲ 4": by how many places it moved, said in words to those who listen. */
function moved({ place, placeBefore }: Ranked): Node {
  const element = document.createElement('span');
  if (placeBefore === null) {
    element.className = 'new';
    element.textContent = text('new');
    return element;
  }
  const up = placeBefore - place;
  element.className = up > 0 ? 'up' : up < 0 ? 'down' : 'same';
  const sign = document.createElement('span');
  sign.ariaHidden = 'true';
  sign.textContent = up === 0 ? '–' : `${up > 0 ? '▲' : '▼'} ${Math.abs(up)}`;
  const spoken = document.createElement('span');
  spoken.className = 'visually-hidden';
  spoken.textContent = up === 0 ? text('unmoved') : text('movedFrom', { place: ordinal(placeBefore) });
  element.append(sign, spoken);
  element.title = spoken.textContent;
  return element;
}

function scaleEnds({ end, words: [least, most] }: { end: number; words: [string, string] }): HTMLElement {
  const element = document.createElement('span');
  element.className = 'ends';
  for (const content of [`0 ${least}`, `${most === '' ? '' : `${inSentence(most)} `}${number(end)}`]) element.append(Object.assign(document.createElement('span'), { textContent: content.trim() }));
  return element;
}

const bar = (share: number, kind: Kind) =>
  svg('svg', { class: 'measure', width: '100%', height: 12, 'aria-hidden': 'true' },
    svg('rect', { width: '100%', height: 12, rx: 3, fill: 'var(--track)' }),
    svg('rect', { width: `${Math.max(0, Math.min(1, share)) * 100}%`, height: 12, rx: 3, fill: `var(--${kind})` }));

function paragraph(content: string) {
  const element = document.createElement('p');
  element.className = 'nothing';
  element.textContent = content;
  return element;
}
