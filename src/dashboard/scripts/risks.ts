import type { Card, Drawing } from './card.ts';
import { heatMap, heatMapHeight } from './heatMap.ts';
import { stepsOf } from './lines.ts';
import { rests, type Basis } from './rests.ts';
import { levelName, riskAreas, riskBars } from './riskChart.ts';
import { newestDay, riskDays, riskOn } from './riskDays.ts';
import { levels, readCartography, readFigures, readRiskEvolution, readRisks, riskStates, riskTypes, type Cartography, type RiskEvolution, type Risks } from './service.ts';
import { daysAfter, daysBetween, mediumDate, monthsBefore, text, today } from './texts.ts';

/** The risks of an analysis: current beside residual as they are now, how the current ones developed, and where they lie. */
export async function showRisks([bars, areas, map]: Card[], period: string, isCurrent: () => boolean) {
  const from = daysAfter(monthsBefore(today(), period === 'latest' ? 12 : Number(period)), 1);
  const [evolution, means, figures, cartography] = await Promise.all([
    readRiskEvolution(from, today()),
    period === 'latest' ? null : readRisks(daysBetween(from, today()) + 1),
    readFigures().catch(() => null),
    readCartography(period === 'latest' ? undefined : period).catch(() => null),
  ]);
  if (!isCurrent()) return;
  const days = stepsOf(evolution);
  const now = newestDay(evolution, days);
  for (const card of [areas!, map!]) card.element.hidden = now === undefined;
  if (now === undefined) return bars!.empty(period === 'latest' ? 'empty' : 'emptyPeriod');
  const basis = { day: days[now]!, analyses: evolution.analyses[now] ?? null, contributors: evolution.organisations?.[now] ?? figures?.risks?.contributors ?? null };
  const grid = cartography?.average ?? null;
  map!.element.hidden = grid === null;
  await Promise.all([
    bars!.show(barDrawing(means ?? riskOn(evolution, now), means === null ? rests(basis) : text('months', { n: period }))),
    areas!.show(areaDrawing(evolution, days.slice(0, now + 1), basis)),
    grid !== null && map!.show(mapDrawing(grid, period === 'latest' ? rests(cartography!) : text('months', { n: period }))),
  ]);
}

/** Current beside residual, as they are on one day or on average. */
export function barDrawing(risks: Risks, basis: string): Drawing {
  return {
    title: text('risksNow'),
    note: `${text('risksNote')} ${basis}`,
    file: 'risks',
    data: async () => ({
      columns: [text('kind'), text('state'), ...levels.map(levelName)],
      rows: riskTypes.flatMap(type => riskStates.map(state => [text(type), text(state), ...levels.map(level => risks[state][type][level])])),
    }),
    picture: riskBars(risks),
    height: () => 340,
  };
}

function areaDrawing(risks: RiskEvolution, days: string[], basis: Basis): Drawing {
  const known = riskDays(risks).filter(at => at < days.length);
  return {
    title: text('risksOverTime'),
    note: `${text('period', { from: mediumDate(days[known[0]!]!), to: mediumDate(days.at(-1)!) })} ${rests({ ...basis, day: null })}`,
    file: 'risks-by-day',
    data: async () => ({
      columns: [text('date'), ...riskStates.flatMap(state => riskTypes.flatMap(type => levels.map(level => `${text(type)}: ${text(state)}, ${levelName(level)}`)))],
      rows: known.map(at => [days[at]!, ...riskStates.flatMap(state => riskTypes.flatMap(type => levels.map(level => risks[state][type][level][at]!)))]),
    }),
    picture: riskAreas(risks, days, known[0]!),
    height: (width: number) => (width < 640 ? 560 : 360),
  };
}

function mapDrawing(cartography: Cartography, basis: string): Drawing {
  const { scales } = cartography;
  return {
    title: text('risksMap'),
    note: `${text('risksMapNote')} ${basis}`,
    file: 'cartography',
    data: async () => ({
      columns: [text('kind'), text('state'), text('impact'), text('likelihood'), text('risks')],
      rows: riskTypes.flatMap(type => riskStates.flatMap(state => scales.impact.flatMap(impact =>
        (type === 'informational' ? scales.likelihood : scales.probability).map(column => [text(type), text(state), impact, column, cartography[state][type][impact]?.[column] ?? 0])))),
    }),
    picture: heatMap(cartography),
    height: heatMapHeight(cartography),
  };
}
