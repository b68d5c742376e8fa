import { measureScale } from './measures.ts';
import { objectLink, tellApart } from './names.ts';
import { highestOf, valueOf } from './rankingList.ts';
import type { Kind, Measure, Ranked, Ranking } from './service.ts';
import { longDate, mean, number, ordinal, textParts } from './texts.ts';

/** How far down the list a place is still worth a sentence. */
const notable = 15;

/** From fifth to third is more than from fifteenth to thirteenth. */
const weight = (from: number, to: number) => Math.abs(Math.log(from / to));

/** What leads the list, and what rose and fell most among its first, in a sentence each. */
export function headlines({ objects, before }: Ranking, kind: Kind, by: Measure): HTMLElement[] {
  const apart = tellApart(objects);
  const link = (item: Ranked) => {
    const element = objectLink(kind, item);
    element.append(apart(item.object));
    return element;
  };
  const top = objects.find(item => item.place === 1);
  const lead = top === undefined ? [] : [sentence('first', `first.${kind}.${by}`, {
    name: link(top), value: mean(valueOf(top, by)), end: number(measureScale(by, kind, highestOf(objects, by)).end),
  })];
  if (before === null) return lead;
  const moves = objects.flatMap(item => (item.placeBefore === null ? [] : [{ item, from: item.placeBefore, to: item.place }]))
    .filter(({ from, to }) => Math.min(from, to) <= notable && from !== to)
    .sort((a, b) => weight(b.from, b.to) - weight(a.from, a.to) || a.to - b.to);
  const move = (name: 'rose' | 'fell', found: (typeof moves)[number] | undefined) =>
    found === undefined ? [] : [sentence(name, name, { name: link(found.item), from: ordinal(found.from), to: ordinal(found.to) })];
  const moved = [
    ...move('rose', moves.find(({ from, to }) => to < from && to <= notable)),
    ...move('fell', moves.find(({ from, to }) => to > from && from <= notable)),
  ];
  const since = sentence('since', moved.length === 0 ? 'unchanged' : 'changed', { date: longDate(before) });
  return [...lead, since, ...moved];
}

function sentence(name: string, key: string, values: Record<string, Node | string>): HTMLElement {
  const element = document.createElement('span');
  element.className = name;
  element.append(...textParts(key, values), ' ');
  return element;
}
