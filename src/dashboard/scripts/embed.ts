import '../styles/embed.css';
import { Card } from './card.ts';
import { evolutionDrawing, type Wishes } from './evolutionDrawing.ts';
import { measures } from './measures.ts';
import { rankingPicture } from './objects.ts';
import { barDrawing } from './risks.ts';
import { newestDay, riskOn } from './riskDays.ts';
import { rests } from './rests.ts';
import { readEvolution, readRanking, readRiskEvolution, type Kind, type Measure } from './service.ts';
import { root } from './shell.ts';
import { showing } from './showing.ts';
import { stepsOf } from './lines.ts';
import { daysAfter, monthsBefore, today } from './texts.ts';

/** One picture in another site's page, by the last part of the address: what it shows is in the query, as on the pages. */
const what = location.pathname.replace(/\/$/, '').split('/').at(-1)!;
const asked = new URLSearchParams(location.search);
const one = <T extends string>(name: string, allowed: readonly T[]) => allowed.find(value => value === asked.get(name)) ?? allowed[0]!;

const card = new Card(document.getElementById('panel')!);
const kind = one('show', ['threats', 'vulnerabilities'] as const) as Kind;
const by = one('by', measures) as Measure;
const months = Number(one('months', ['12', '3', '6'] as const));

const draw: Record<string, () => Promise<unknown>> = {
  ranking: async () => {
    const ranking = await readRanking(kind, by);
    return ranking.objects.length === 0 ? card.empty('empty') : card.show(rankingPicture(kind, by, ranking));
  },
  evolution: async () => {
    const evolution = await readEvolution(kind, { from: daysAfter(monthsBefore(today(), months), 1), to: today(), by });
    const wishes: Wishes = { kind, by, view: 'lines', smooth: asked.get('smooth') === '7', lines: asked.get('lines') ?? '' };
    return evolution.objects.length === 0 ? card.empty('empty') : card.show(evolutionDrawing(evolution, null, wishes));
  },
  risks: async () => {
    const evolution = await readRiskEvolution(daysAfter(monthsBefore(today(), 1), 1), today());
    const days = stepsOf(evolution);
    const now = newestDay(evolution, days);
    return now === undefined ? card.empty('empty')
      : card.show(barDrawing(riskOn(evolution, now), rests({ day: days[now]!, analyses: evolution.analyses[now] ?? null, contributors: evolution.organisations?.[now] ?? null })));
  },
};

function show() {
  return showing(() => (draw[what] ?? draw.ranking!)(), failure => card.failed(failure, () => {
    card.loading();
    void show();
  }));
}

const link = document.getElementById('whole') as HTMLAnchorElement;
const page = new URL(what === 'evolution' ? 'evolution' : '', root);
page.search = location.search;
if (what === 'risks') page.searchParams.set('show', 'risks');
link.href = page.href;
void show();
