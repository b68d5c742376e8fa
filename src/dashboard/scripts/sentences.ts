import { named, tellObjectsApart } from './names.ts';
import type { Snapshot } from './snapshot.ts';
import { longDate, ordinal, text } from './texts.ts';

/** How far down the list a place is still worth a sentence. */
const notable = 15;

/** From fifth to third is more than from fifteenth to thirteenth. */
const weight = ({ from, to }: { from: number; to: number }) => Math.abs(Math.log(from / to));

/** What rose and what fell most among the first of the list, in a sentence; empty where nothing did. */
export function changeSentence({ items, before }: Snapshot): string {
  if (before === null) return '';
  const moves = items.flatMap(item => (item.before === null ? [] : [{ item, from: item.before.place, to: item.place }]))
    .filter(({ from, to }) => Math.min(from, to) <= notable && from !== to)
    .sort((a, b) => weight(b) - weight(a) || a.to - b.to);
  const rose = moves.find(({ from, to }) => to < from && to <= notable);
  const fell = moves.find(({ from, to }) => to > from && from <= notable);
  const apart = tellObjectsApart(items.map(item => item.averages));
  const part = (key: string, move: typeof rose) =>
    move === undefined ? [] : [text(key, { name: named(move.item.averages).name + apart(move.item.averages.object), from: ordinal(move.from), to: ordinal(move.to) })];
  const parts = [...part('rose', rose), ...part('fell', fell)];
  return parts.length === 0 ? text('unchanged', { date: longDate(before) }) : text('changed', { date: longDate(before), what: parts.join('; ') });
}
