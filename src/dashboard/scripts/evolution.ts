import { Card } from './card.ts';
import { Chooser } from './chooser.ts';
import { Choices } from './choices.ts';
import { evolutionDrawing, highlighted, namedLines, type Earlier, type Wishes } from './evolutionDrawing.ts';
import { measureName, measures } from './measures.ts';
import { readEvolution, type Evolution, type Kind, type Measure } from './service.ts';
import { pause, showing } from './showing.ts';
import { daysAfter, daysBetween, isDay, monthsBefore, today } from './texts.ts';

/** No statistics are older: the first version of MONARC that sends any is of 2021. */
const earliest = '2020-01-01';

const panel = document.getElementById('panel')!;
const form = document.getElementById('choices') as HTMLFormElement;
const choices = new Choices(form, {
  show: { values: ['threats', 'vulnerabilities'] },
  by: { values: measures },
  order: { values: ['highest', 'lowest'] },
  months: { values: ['12', '3', '6', 'range'] },
  from: { values: [''], accepts: isDay },
  to: { values: [''], accepts: isDay },
  view: { values: ['lines', 'rank', 'small'] },
  smooth: { values: [''], accepts: week => week === '7' },
  compare: { values: ['', 'before', 'year'] },
  // The highlighted lines, by the first part of their UUIDs; none named are the first six.
  lines: { values: [''], accepts: keys => /^[0-9a-f]{8}(,[0-9a-f]{8}){0,5}$/.test(keys) },
}, () => void show());

const card = new Card(panel);
const chooser = new Chooser(panel, keys => choices.set({ lines: keys.join(',') }));
let shown = '';

function show() {
  const kind = choices.get('show') as Kind;
  const [from, to] = range();
  const view = choices.get('view');
  const shows = [...(choices.get('months') === 'range' ? ['range'] : []), ...(view === 'rank' ? [] : ['values']), ...(view === 'lines' ? ['lines'] : [])];
  for (const control of form.querySelectorAll<HTMLElement>('[data-for]')) control.hidden = !shows.includes(control.dataset.for!);
  // Each change of a date field takes a browser long, so those that are hidden are left alone.
  for (const [name, value] of shows.includes('range') ? [['from', from], ['to', to]] as const : []) {
    const input = form.elements.namedItem(name) as HTMLInputElement;
    input.min = earliest;
    input.max = today();
    // A date that is being typed is not taken from under the fingers.
    if (input !== document.activeElement) input.value = value;
  }
  document.getElementById('rate')!.textContent = measureName('averageRate', kind);
  if (shown !== `${kind}${from}${to}`) {
    chooser.hide();
    card.loading();
  }
  return showing(
    async isCurrent => {
      const { evolution, earlier } = await ask(kind, from, to);
      if (!isCurrent()) return;
      shown = `${kind}${from}${to}`;
      if (evolution.objects.length === 0) {
        chooser.hide();
        return card.empty(choices.get('months') === '12' ? 'empty' : 'emptyPeriod');
      }
      const wishes = { kind, by: choices.get('by') as Measure, view, smooth: choices.get('smooth') !== '', lines: choices.get('lines') } as Wishes;
      await pause();
      const drawing = evolutionDrawing(evolution, earlier, wishes);
      await pause();
      if (isCurrent()) await Promise.all([card.show(drawing), chooser.show(namedLines(evolution, wishes.lines))]);
    },
    failure => {
      chooser.hide();
      card.failed(failure, () => {
        card.loading();
        void show();
      });
    });
}

/** The days that are shown. What lies outside of all statistics is moved to where they begin or end. */
function range(): [string, string] {
  const months = choices.get('months');
  if (months !== 'range') return [daysAfter(monthsBefore(today(), Number(months)), 1), today()];
  const within = (day: string) => (day < earliest ? earliest : day > today() ? today() : day);
  const [from, to] = [choices.get('from') || monthsBefore(today(), 3), choices.get('to') || today()].map(within).sort();
  return [from!, to!];
}

/** The lines that are drawn, and those of an earlier period beside them where that is wanted. */
async function ask(kind: Kind, from: string, to: string): Promise<{ evolution: Evolution; earlier: Earlier | null }> {
  const isRank = choices.get('view') === 'rank';
  const query = { by: choices.get('by') as Measure, order: choices.get('order'), ...(isRank ? { places: '1' } : {}) };
  let evolution = await readEvolution(kind, { from, to, ...query });
  const chosen = highlighted(evolution, choices.get('lines'));
  // Those far down the list come only when they are asked for.
  if (chosen.some(object => object.values === undefined)) evolution = await readEvolution(kind, { from, to, ...query, objects: chosen.map(object => object.object).join() });
  // A year of whole weeks, so that Mondays lie under Mondays.
  const shift = { '': 0, before: daysBetween(from, to) + 1, year: 364 }[choices.get('compare')]!;
  if (choices.get('view') !== 'lines' || shift === 0) return { evolution, earlier: null };
  const objects = chosen.map(object => object.object).join();
  return { evolution, earlier: { evolution: await readEvolution(kind, { from: daysAfter(from, -shift), to: daysAfter(to, -shift), ...query, objects }), shift } };
}

void show();
