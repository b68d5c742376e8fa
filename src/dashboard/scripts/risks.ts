import type { Card } from './card.ts';
import { freshness } from './names.ts';
import { levelName, riskAreas, riskBars } from './riskChart.ts';
import { riskDays, riskOn } from './riskDays.ts';
import { levels, readRisks, readRisksByDay, riskStates, riskTypes, type Risks, type RisksByDay } from './service.ts';
import { newestDay } from './snapshot.ts';
import { daysOf } from './lines.ts';
import { daysBetween, longDate, monthsBefore, text, today } from './texts.ts';

/** The risks of an analysis: current beside residual as they are now, and how the current ones developed. */
export async function showRisks([bars, areas]: Card[], period: string, isCurrent: () => boolean) {
  const months = period === 'latest' ? 12 : Number(period);
  const days = daysBetween(monthsBefore(today(), months), today());
  const [byDay, means, fresh] = await Promise.all([readRisksByDay(days), period === 'latest' ? null : readRisks(`days=${days}`), freshness('risks')]);
  if (!isCurrent()) return;
  const found = byDay === null ? null : newestDay(riskDays(byDay), today());
  if (byDay === null || found === null) {
    for (const card of [bars!, areas!]) card.empty(period === 'latest' ? 'empty' : 'emptyPeriod');
    return;
  }
  const basis = means === null ? text(found.day === today() ? 'risksBegun' : 'risksDay', { date: longDate(found.day) }) : text('months', { n: period });
  await Promise.all([
    bars!.show(barDrawing(means ?? riskOn(byDay, found.day), `${text('risksNote')} ${basis} ${fresh}`.trim())),
    areas!.show(areaDrawing(byDay, riskDays(byDay).filter(day => day <= found.day), fresh)),
  ]);
}

function barDrawing(risks: Risks, note: string) {
  return {
    title: text('risksNow'),
    note,
    file: 'risks',
    data: async () => ({
      columns: [text('kind'), text('state'), ...levels.map(levelName)],
      rows: riskTypes.flatMap(type => riskStates.map(state => [text(type), text(state), ...levels.map(level => risks[state][type][level])])),
    }),
    picture: riskBars(risks),
    height: () => 340,
  };
}

function areaDrawing(risks: RisksByDay, known: string[], note: string) {
  const days = daysOf(known[0]!, known.at(-1)!);
  return {
    title: text('risksOverTime'),
    note,
    file: 'risks-by-day',
    data: async () => ({
      columns: [text('date'), ...riskStates.flatMap(state => riskTypes.flatMap(type => levels.map(level => `${text(type)}: ${text(state)}, ${levelName(level)}`)))],
      rows: known.map(day => [day, ...riskStates.flatMap(state => riskTypes.flatMap(type => levels.map(level => riskOn(risks, day)[state][type][level])))]),
    }),
    picture: riskAreas(risks, days),
    height: (width: number) => (width < 640 ? 560 : 360),
  };
}
