import { Card, type Drawing } from './card.ts';
import { Chooser, most } from './chooser.ts';
import { Choices } from './choices.ts';
import { between, daysOf, places, smoothed, valuesOn, type Line } from './lines.ts';
import { lineChart, type LineModel } from './lineChart.ts';
import { measureName, measures } from './measures.ts';
import { multiples } from './multiples.ts';
import { freshness, named, tellObjectsApart, readNames } from './names.ts';
import { readAverages, type Averages, type Kind, type Measure } from './service.ts';
import { showing } from './showing.ts';
import { daysAfter, daysBetween, inSentence, isDay, longDate, monthsBefore, text, today } from './texts.ts';
import { tooltip } from './tooltip.ts';

/** How many grey lines still make a background and no wall. */
const context = 40;
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
  // The highlighted lines, by the first part of their UUIDs; none named are the first six.
  lines: { values: [''], accepts: keys => /^[0-9a-f]{8}(,[0-9a-f]{8}){0,5}$/.test(keys) },
}, () => void show());

const card = new Card(panel);
const chooser = new Chooser(panel, keys => choices.set({ lines: keys.join(',') }));
let shown = '';

for (const input of form.querySelectorAll<HTMLInputElement>('input[type=date]')) {
  input.min = earliest;
  input.max = today();
}

function show() {
  const kind = choices.get('show') as Kind;
  const [from, to] = range();
  for (const control of form.querySelectorAll<HTMLElement>('[data-for=range]')) control.hidden = choices.get('months') !== 'range';
  for (const [name, value] of [['from', from], ['to', to]] as const) {
    const input = form.elements.namedItem(name) as HTMLInputElement;
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
      const [list, fresh] = await Promise.all([readAverages(kind, `days=${daysBetween(from, today()) + 1}`), freshness(kind)]);
      const ranked = inOrder(between(list, from, to), choices.get('by') as Measure, choices.get('order'));
      await readNames(ranked.map(object => object.object));
      if (!isCurrent()) return;
      shown = `${kind}${from}${to}`;
      if (ranked.length === 0) {
        chooser.hide();
        return card.empty(fresh === '' ? 'empty' : 'emptyPeriod');
      }
      await draw(kind, ranked, daysOf(from, to), fresh);
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

/** What is equal stays in the order of the objects' ids, so that it never jumps. */
function inOrder(list: Averages[], by: Measure, order: string): Averages[] {
  const sign = order === 'lowest' ? 1 : -1;
  return list.toSorted((a, b) => sign * (a.averages[by] - b.averages[by]) || a.object.localeCompare(b.object));
}

function draw(kind: Kind, ranked: Averages[], days: string[], fresh: string) {
  const by = choices.get('by') as Measure;
  const smooth = choices.get('smooth') !== '';
  const apart = tellObjectsApart(ranked);
  const nameWith = (suffix: (object: Averages) => string) => ranked.map(object => named(object).name + suffix(object));
  const names = nameWith(({ object }) => apart(object));
  const raw = ranked.map(object => valuesOn(days, object, by));
  const drawn = smooth ? raw.map(smoothed) : raw;
  const isRank = choices.get('view') === 'rank';
  const keys = ranked.map(object => object.object.slice(0, 8));
  const wanted = choices.get('lines').split(',').filter(key => keys.includes(key));
  const chosen = wanted.length > 0 ? wanted : keys.slice(0, most);
  const values = isRank ? places(drawn, days.length) : drawn;
  const all: Line[] = keys.map((key, at) => ({ key, name: names[at]!, colour: chosen.includes(key) ? chosen.indexOf(key) : null, values: values[at]! }));
  const measure = measureName(by, kind);
  const model: LineModel = {
    days, isRank, unit: isRank ? text('placeBy', { measure: inSentence(measure) }) : measure,
    lines: all.filter((line, at) => line.colour !== null || at < context),
  };
  chooser.show(all);
  return card.show(drawing(kind, model, { measure, smooth, fresh, all: { names: nameWith(({ object }) => (apart(object) === '' ? '' : ` (${object})`)), raw } }));
}

type Basis = { measure: string; smooth: boolean; fresh: string; all: { names: string[]; raw: (number | null)[][] } };

function drawing(kind: Kind, model: LineModel, { measure, smooth, fresh, all }: Basis): Drawing {
  const { days } = model;
  const small = choices.get('view') === 'small';
  return {
    title: text(model.isRank ? 'evolutionRank' : 'evolution', { kind: text(kind), measure: inSentence(measure), from: longDate(days[0]!), to: longDate(days.at(-1)!) }),
    note: `${text(smooth ? 'smoothed' : 'daily')} ${fresh}`.trim(),
    file: `${kind}-${choices.get('by')}-${days[0]}-${days.at(-1)}`,
    data: async () => ({
      columns: [text('date'), ...all.names],
      rows: days.map((date, at) => [date, ...all.raw.map(values => values[at]!)]).filter(row => row.some((value, at) => at > 0 && value !== null)),
    }),
    picture: (width, height) => (small ? multiples : lineChart)(model, width, height),
    height: width => (small ? Math.ceil(Math.min(20, model.lines.length) / Math.max(2, Math.min(5, Math.floor(width / 190)))) * 150 + 20 : width < 600 ? 420 : 560),
    ...(small ? {} : { drawn: (stage: HTMLElement, chart: SVGSVGElement) => tooltip(stage, chart, model) }),
  };
}

void show();
