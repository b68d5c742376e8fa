import type { ChartConfiguration } from 'chart.js';
import { Card, type Drawing } from './card.ts';
import { barValues, lines } from './chart.ts';
import { Choices } from './choices.ts';
import { ranked } from './ranking.ts';
import { riskDrawing } from './risks.ts';
import { freshness, leaves, measureName, named, readNames } from './names.ts';
import { readAverages, readRisks, type Averages, type Kind, type Measure } from './service.ts';
import { colour } from './shell.ts';
import { showing } from './showing.ts';
import { daysBetween, inSentence, monthsBefore, number, text, today } from './texts.ts';

const panel = document.getElementById('panel')!;
const form = document.getElementById('choices') as HTMLFormElement;
const choices = new Choices(form, {
  show: { values: ['threats', 'vulnerabilities', 'risks'] },
  by: { values: ['averageRate', 'count', 'maxRisk'] },
  order: { values: ['highest', 'lowest'] },
  top: { values: ['10', '5', '15'] },
  period: { values: ['latest', '3', '6', '12'] },
}, () => void show());

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
  return showing(
    isCurrent => (risks ? showRisks(isCurrent) : showObjects(kind as Kind, isCurrent)),
    failure => cards.forEach(card => card.failed(failure, () => {
      card.loading();
      void show();
    })));
}

const query = () => {
  const period = choices.get('period');
  return period === 'latest' ? 'last_stats=1' : `days=${daysBetween(monthsBefore(today(), Number(period)), today())}`;
};

async function showObjects(kind: Kind, isCurrent: () => boolean) {
  const [list, fresh] = await Promise.all([readAverages(kind, query()), freshness(kind)]);
  const top = ranked(list, choices.get('by') as Measure, choices.get('order'), Number(choices.get('top')));
  await readNames(top.map(one => one.object));
  if (!isCurrent()) return;
  if (top.length === 0) return cards[0]!.empty(choices.get('period') === 'latest' ? 'empty' : 'emptyPeriod');
  return cards[0]!.show(objectDrawing(kind, top, fresh));
}

async function showRisks(isCurrent: () => boolean) {
  const [risks, fresh] = await Promise.all([readRisks(query()), freshness('risks')]);
  if (!isCurrent()) return;
  if (risks === null) return cards.forEach(card => card.empty(choices.get('period') === 'latest' ? 'empty' : 'emptyPeriod'));
  const note = `${text('risksNote')} ${periodNote('latestRisks')} ${fresh}`.trim();
  await Promise.all([cards[0]!.show(riskDrawing('informational', risks, note)), cards[1]!.show(riskDrawing('operational', risks, note))]);
}

function periodNote(latest: string): string {
  const period = choices.get('period');
  return period === 'latest' ? text(latest) : text('months', { n: period });
}

function objectDrawing(kind: Kind, top: Averages[], fresh: string): Drawing {
  const by = choices.get('by') as Measure;
  const measure = measureName(by, kind);
  return {
    title: text(choices.get('order'), { n: top.length, kind: text(kind), measure: inSentence(measure) }),
    note: `${periodNote('latest')} ${fresh}`.trim(),
    file: `${kind}-${by}-${choices.get('order')}-${top.length}`,
    columns: [text(kind === 'threats' ? 'threat' : 'vulnerability'), measureName('averageRate', kind), text('count'), text('maxRisk'), 'UUID'],
    rows: top.map(one => [named(one), one.averages.averageRate, one.averages.count, one.averages.maxRisk, one.object]),
    height: 50 + top.length * (panel.clientWidth < 600 ? 52 : 44),
    chart: () => bars(top, by, measure, colour(kind)),
  };
}

function bars(top: Averages[], by: Measure, measure: string, fill: string): ChartConfiguration {
  const narrow = panel.clientWidth < 600;
  const names = top.map(named);
  return {
    type: 'bar',
    data: {
      labels: names.map(({ name }) => lines(name, narrow ? 18 : 44, narrow ? 3 : 2)),
      datasets: [{ data: top.map(one => one.averages[by]), backgroundColor: fill, borderRadius: 4, maxBarThickness: 24 }],
    },
    options: {
      indexAxis: 'y',
      layout: { padding: { right: 44 } },
      // The whole row answers, not only the bar in it.
      interaction: { mode: 'y', intersect: false },
      onClick: (_, [row]) => {
        const url = row && names[row.index]!.url;
        if (url) open(url, '_blank', 'noopener');
      },
      onHover: (_, [row], chart) => {
        chart.canvas.style.cursor = row && names[row.index]!.url !== null ? 'pointer' : '';
      },
      scales: {
        x: { beginAtZero: true, title: { display: true, text: measure }, grid: { color: colour('line') }, border: { display: false } },
        y: { grid: { display: false }, ticks: { autoSkip: false, font: { size: narrow ? 11 : 13 } } },
      },
      plugins: {
        tooltip: {
          displayColors: false,
          callbacks: {
            title: ([item]) => names[item!.dataIndex]!.name,
            label: item => `${measure}: ${number(item.parsed.x ?? 0)}`,
            footer: ([item]) => {
              const { url } = names[item!.dataIndex]!;
              return url === null ? [] : text('click', { what: leaves(url) });
            },
          },
        },
      },
    },
    plugins: [barValues],
  } as ChartConfiguration;
}

void show();
