import { barChart } from './barChart.ts';
import { Card, type Drawing } from './card.ts';
import { Choices } from './choices.ts';
import { measureName, measures } from './measures.ts';
import { atOnce, freshness, named, tellObjectsApart, readNames } from './names.ts';
import { listed, orders, rankingList, type Order, type Ranking } from './rankingList.ts';
import { showRisks } from './risks.ts';
import { changeSentence } from './sentences.ts';
import { readAverages, type Kind, type Measure } from './service.ts';
import { showing } from './showing.ts';
import { overPeriod, recentDays, snapshot, type Snapshot } from './snapshot.ts';
import { showStrip } from './strip.ts';
import { daysAfter, daysBetween, inSentence, longDate, monthsBefore, text, today } from './texts.ts';

const panel = document.getElementById('panel')!;
const form = document.getElementById('choices') as HTMLFormElement;
const search = document.getElementById('search') as HTMLInputElement;
const choices = new Choices(form, {
  show: { values: ['threats', 'vulnerabilities', 'risks'] },
  by: { values: measures },
  order: { values: orders },
  period: { values: ['latest', '3', '6', '12'] },
  all: { values: [''], accepts: all => all === '1' },
}, () => void show());

let cards: Card[] = [];
let shown = '';
/** What is listed now, so that typing needs no other answer from the service. */
let redraw: () => void = () => undefined;
search.addEventListener('input', () => redraw());

function show() {
  const kind = choices.get('show');
  const risks = kind === 'risks';
  for (const control of form.querySelectorAll<HTMLElement>('[data-for=objects]')) control.hidden = risks;
  document.getElementById('rate')!.textContent = measureName('averageRate', kind as Kind);
  if (shown !== kind) {
    panel.replaceChildren();
    document.getElementById('changed')!.textContent = '';
    cards = (risks ? ['bars', 'areas'] : [kind]).map(() => new Card(panel));
    shown = kind;
  }
  void showStrip(document.getElementById('strip')!);
  return showing(
    isCurrent => (risks ? showRisks(cards, choices.get('period'), isCurrent) : showObjects(kind as Kind, isCurrent)),
    failure => cards.forEach(card => card.failed(failure, () => {
      cards.forEach(one => one.loading());
      void show();
    })));
}

async function showObjects(kind: Kind, isCurrent: () => boolean) {
  const by = choices.get('by') as Measure;
  const period = choices.get('period');
  const [found, fresh] = await Promise.all([period === 'latest' ? newestOf(kind, by) : averagesOf(kind, by, Number(period)), freshness(kind)]);
  // Those that are seen first are named first; the search and the CSV need the names of all.
  const uuids = found.items.toSorted((a, b) => a.place - b.place).map(item => item.averages.object);
  await readNames(uuids.slice(0, atOnce));
  if (!isCurrent()) return;
  if (found.items.length === 0) return cards[0]!.empty(period === 'latest' ? 'empty' : 'emptyPeriod');
  document.getElementById('changed')!.textContent = changeSentence(found);
  redraw = () => void cards[0]!.show(listDrawing({
    kind, by, order: choices.get('order') as Order, snapshot: found, search: search.value, all: choices.get('all') === '1',
  }, `${basis(found, period)} ${fresh}`.trim()));
  redraw();
  if (uuids.length <= atOnce) return;
  await readNames(uuids);
  if (isCurrent()) redraw();
}

/** The newest day that is over; of an instance that has had nothing for weeks, its last. */
async function newestOf(kind: Kind, by: Measure): Promise<Snapshot> {
  const recent = await readAverages(kind, `days=${recentDays}`);
  return snapshot(recent.length > 0 ? recent : await readAverages(kind, 'days=365'), by, today());
}

async function averagesOf(kind: Kind, by: Measure, months: number): Promise<Snapshot> {
  const days = daysBetween(monthsBefore(today(), months), today());
  return overPeriod(await readAverages(kind, `days=${days}`), by, daysAfter(today(), 1 - days), today());
}

/** What the list rests on, in a sentence. */
function basis({ day, before }: Snapshot, period: string): string {
  if (day === null) return text('months', { n: period });
  const rests = text(day === today() ? 'dayBegun' : 'dayOver', { date: longDate(day) });
  return before === null ? rests : `${rests} ${text('compared', { date: longDate(before) })}`;
}

function listDrawing(ranking: Ranking, note: string): Drawing {
  const { kind, by, snapshot: { items } } = ranking;
  const measure = measureName(by, kind);
  const highest = Math.max(0, ...items.map(item => item.values[by]));
  const top = listed(ranking).slice(0, 12);
  const apart = tellObjectsApart(items.map(item => item.averages));
  let content: HTMLElement | undefined;
  return {
    title: text('ranking', { kind: text(kind), measure: inSentence(measure) }),
    note,
    file: `${kind}-${by}`,
    data: async () => ({
      columns: [text('place'), text(kind === 'threats' ? 'threat' : 'vulnerability'), ...measures.map(one => measureName(one, kind)), 'UUID'],
      rows: listed({ ...ranking, search: '' }).map(item => [item.place, named(item.averages), ...measures.map(one => item.values[one]), item.averages.object]),
    }),
    picture: barChart(top.map(item => ({ item, name: named(item.averages).name + apart(item.averages.object) })), kind, by, highest),
    height: () => 0,
    content: () => content ??= rankingList(ranking, chosen => choices.set(chosen), () => choices.set({ all: '1' })),
  };
}

void show();
