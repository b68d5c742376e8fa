import type { ChartConfiguration } from 'chart.js';
import { Card, type Drawing } from './card.ts';
import { barValues, lines } from './chart.ts';
import { Choices } from './choices.ts';
import { ranked } from './ranking.ts';
import { riskDrawing } from './risks.ts';
import { measureName, objectName, freshness } from './names.ts';
import { readAverages, readRisks, type Averages, type Kind, type Measure } from './service.ts';
import { colour } from './shell.ts';
import { daysBetween, inSentence, monthsBefore, number, text, today } from './texts.ts';

const panel = document.getElementById('panel')!;
const form = document.getElementById('choices') as HTMLFormElement;
const choices = new Choices(form, {
  show: { values: ['threats', 'vulnerabilities', 'risks'] },
  by: { values: ['averageRate', 'count', 'maxRisk'] },
  order: { values: ['highest', 'lowest'] },
  top: { values: ['10', '5', '15'] },
  period: { values: ['latest', '3', '6', '12'] },
}, show);

let cards: Card[] = [];
let shown = '';

function show() {
  const kind = choices.get('show');
  const risks = kind === 'risks';
  for (const control of form.querySelectorAll<HTMLElement>('[data-for=objects]')) control.hidden = risks;
  document.getElementById('rate')!.textContent = measureName('averageRate', kind as Kind);
  if (shown !== kind) {
    panel.replaceChildren();
    cards = (risks ? ['informational', 'operational'] : [kind]).map(() => new Card(panel));
    shown = kind;
  }
  return risks ? showRisks() : showObjects(kind as Kind);
}

const query = () => {
  const period = choices.get('period');
  return period === 'latest' ? 'last_stats=1' : `days=${daysBetween(monthsBefore(today(), Number(period)), today())}`;
};

async function load<T>(reading: Promise<T>, draw: (read: T) => Promise<unknown> | unknown) {
  const shownNow = cards;
  const address = location.href;
  panel.ariaBusy = 'true';
  try {
    const read = await reading;
    if (address === location.href) await draw(read);
  } catch (failure) {
    if (shownNow === cards) cards.forEach(card => card.failed(failure, () => {
      card.loading();
      show();
    }));
  } finally {
    if (address === location.href) panel.ariaBusy = 'false';
  }
}

const showObjects = (kind: Kind) => load(Promise.all([readAverages(kind, query()), freshness(kind)]), ([list, fresh]) => {
  if (list.length === 0) return cards[0]!.empty(choices.get('period') === 'latest' ? 'empty' : 'emptyPeriod');
  return cards[0]!.show(objectDrawing(kind, list, fresh));
});

const showRisks = () => load(Promise.all([readRisks(query()), freshness('risks')]), ([risks, fresh]) => {
  const latest = choices.get('period') === 'latest';
  if (risks === null) return cards.forEach(card => card.empty(latest ? 'empty' : 'emptyPeriod'));
  const note = `${text('risksNote')} ${periodNote('latestRisks')} ${fresh}`.trim();
  return Promise.all([cards[0]!.show(riskDrawing('informational', risks, note)), cards[1]!.show(riskDrawing('operational', risks, note))]);
});

function periodNote(latest: string): string {
  const period = choices.get('period');
  return period === 'latest' ? text(latest) : text('months', { n: period });
}

function objectDrawing(kind: Kind, list: Averages[], fresh: string): Drawing {
  const by = choices.get('by') as Measure;
  const top = ranked(list, by, choices.get('order'), Number(choices.get('top')));
  const measure = measureName(by, kind);
  return {
    title: text(choices.get('order'), { n: top.length, kind: text(kind), measure: inSentence(measure) }),
    note: `${periodNote('latest')} ${fresh}`.trim(),
    file: `${kind}-${by}-${choices.get('order')}-${top.length}`,
    columns: [text(kind === 'threats' ? 'threat' : 'vulnerability'), measureName('averageRate', kind), text('count'), text('maxRisk'), 'UUID'],
    rows: top.map(one => [objectName(one), one.averages.averageRate, one.averages.count, one.averages.maxRisk, one.object]),
    height: 50 + top.length * (panel.clientWidth < 600 ? 52 : 44),
    chart: () => bars(top, by, measure, colour(kind)),
  };
}

function bars(top: Averages[], by: Measure, measure: string, fill: string): ChartConfiguration {
  const narrow = panel.clientWidth < 600;
  return {
    type: 'bar',
    data: {
      labels: top.map(one => lines(objectName(one), narrow ? 18 : 44, narrow ? 3 : 2)),
      datasets: [{ data: top.map(one => one.averages[by]), backgroundColor: fill, borderRadius: 4, maxBarThickness: 24 }],
    },
    options: {
      indexAxis: 'y',
      layout: { padding: { right: 44 } },
      scales: {
        x: { beginAtZero: true, title: { display: true, text: measure }, grid: { color: colour('line') }, border: { display: false } },
        y: { grid: { display: false }, ticks: { autoSkip: false, font: { size: narrow ? 11 : 13 } } },
      },
      plugins: {
        tooltip: {
          displayColors: false,
          callbacks: { title: ([item]) => objectName(top[item!.dataIndex]!), label: item => `${measure}: ${number(item.parsed.x ?? 0)}` },
        },
      },
    },
    plugins: [barValues],
  } as ChartConfiguration;
}

show();
