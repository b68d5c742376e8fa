import { Card } from './card.ts';
import { Choices } from './choices.ts';
import { Legend } from './legend.ts';
import { lineChart, emphasise } from './lineChart.ts';
import { freshness, measureName, named, readNames } from './names.ts';
import { ranked } from './ranking.ts';
import { between, daysOf, type Line } from './lines.ts';
import { readAverages, type Averages, type Kind, type Measure } from './service.ts';
import { showing } from './showing.ts';
import { dayAfter, daysBetween, inSentence, longDate, monthsBefore, text, today } from './texts.ts';

const day = /^\d{4}-\d\d-\d\d$/;
const panel = document.getElementById('panel')!;
const form = document.getElementById('choices') as HTMLFormElement;
const choices = new Choices(form, {
  show: { values: ['threats', 'vulnerabilities'] },
  by: { values: ['averageRate', 'count', 'maxRisk'] },
  order: { values: ['highest', 'lowest'] },
  months: { values: ['12', '3', '6', 'range'] },
  from: { values: [''], accepts: day },
  to: { values: [''], accepts: day },
  // The lines switched off, by the first part of their UUIDs.
  hidden: { values: [''], accepts: /^[0-9a-f]{8}(,[0-9a-f]{8})*$/ },
}, () => void show());

const card = new Card(panel);
const legend = new Legend(panel, hidden => choices.set({ hidden: hidden.join(',') }), key => emphasise(card.chart, key));
let shown = '';

function show() {
  const kind = choices.get('show') as Kind;
  const [from, to] = range();
  for (const control of form.querySelectorAll<HTMLElement>('[data-for=range]')) control.hidden = choices.get('months') !== 'range';
  for (const [name, value] of [['from', from], ['to', to]] as const) {
    const input = form.elements.namedItem(name) as HTMLInputElement;
    input.value = value;
    input.max = today();
  }
  document.getElementById('rate')!.textContent = measureName('averageRate', kind);
  if (shown !== `${kind}${from}${to}`) card.loading();
  return showing(
    async isCurrent => {
      const [list, fresh] = await Promise.all([readAverages(kind, `days=${daysBetween(from, today()) + 1}`), freshness(kind)]);
      const by = choices.get('by') as Measure;
      const top = ranked(between(list, from, to), by, choices.get('order'), 20);
      await readNames(top.map(object => object.object));
      if (!isCurrent()) return;
      shown = `${kind}${from}${to}`;
      await draw(kind, top, from, to, fresh);
    },
    failure => {
      legend.hide();
      card.failed(failure, () => void show());
    });
}

function range(): [string, string] {
  const months = choices.get('months');
  if (months !== 'range') return [dayAfter(monthsBefore(today(), Number(months))), today()];
  const [from, to] = [choices.get('from') || monthsBefore(today(), 3), choices.get('to') || today()].sort();
  return [from!, to!];
}

function draw(kind: Kind, top: Averages[], from: string, to: string, fresh: string) {
  if (top.length === 0) {
    legend.hide();
    return card.empty(fresh === '' ? 'empty' : 'emptyPeriod');
  }
  const by = choices.get('by') as Measure;
  const days = daysOf(from, to);
  const hidden = choices.get('hidden').split(',');
  const lines: Line[] = top.map((object, at) => {
    const values = new Map(object.values.map(value => [value.date, value[by]]));
    const key = object.object.slice(0, 8);
    return { key, at, named: named(object), hidden: hidden.includes(key), values: days.map(date => values.get(date) ?? null) };
  });
  const visible = lines.filter(line => !line.hidden);
  const measure = measureName(by, kind);
  legend.show(lines);
  return card.show({
    title: text('evolution', { kind: text(kind), measure: inSentence(measure), from: longDate(from), to: longDate(to) }),
    note: fresh,
    file: `${kind}-${by}-${from}-${to}`,
    columns: [text('date'), ...visible.map(line => line.named)],
    rows: days.map((date, at) => [date, ...visible.map(line => line.values[at]!)]).filter(row => row.some((value, at) => at > 0 && value !== null)),
    height: panel.clientWidth < 600 ? 360 : 600,
    chart: () => lineChart(lines, days, measure),
  });
}

void show();
