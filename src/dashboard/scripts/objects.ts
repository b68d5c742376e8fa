import { barChart } from './barChart.ts';
import type { Card, Drawing } from './card.ts';
import { measureName, measures } from './measures.ts';
import { tellApart } from './names.ts';
import { highestOf, listed, rankingList, type ListModel, type Order } from './rankingList.ts';
import { rests } from './rests.ts';
import { headlines } from './sentences.ts';
import { readRanking, type Kind, type Measure, type Ranking } from './service.ts';
import { inSentence, longDate, text } from './texts.ts';

export interface Wishes { kind: Kind; by: Measure; order: Order; period: string; all: boolean }

/** Lists the threats or the vulnerabilities; gives what lists those anew that are searched for. */
export async function showObjects(
  card: Card, { kind, by, order, period, all }: Wishes, search: () => string, choose: (chosen: Record<string, string>) => void, isCurrent: () => boolean,
): Promise<() => unknown> {
  const ranking = await readRanking(kind, by, period === 'latest' ? undefined : period);
  if (!isCurrent()) return () => undefined;
  if (ranking.objects.length === 0) {
    card.empty(period === 'latest' ? 'empty' : 'emptyPeriod');
    return () => undefined;
  }
  document.getElementById('changed')!.replaceChildren(...headlines(ranking, kind, by));
  const note = period === 'latest'
    ? `${rests(ranking)} ${ranking.before === null ? '' : text('compared', { date: longDate(ranking.before) })} ${text('meansOfReporting')}`
    : `${text('months', { n: period })} ${text('meansOfReporting')}`;
  const list = () => card.show(listDrawing({ kind, by, order, ranking, search: search(), all }, note.replaceAll(/ +/g, ' '), choose));
  await list();
  return list;
}

/** The first of the list as a picture by itself. */
export function rankingPicture(kind: Kind, by: Measure, ranking: Ranking): Drawing {
  const { content, ...picture } = listDrawing({ kind, by, order: 'highest', ranking, search: '', all: false }, rests(ranking), () => undefined);
  return { ...picture, height: () => 480 };
}

function listDrawing(model: ListModel, note: string, choose: (chosen: Record<string, string>) => void): Drawing {
  const { kind, by, ranking: { objects, day, to } } = model;
  const apart = tellApart(objects);
  const told = objects.some(item => item.organisationMeans !== null);
  let content: Promise<HTMLElement> | undefined;
  return {
    title: text('ranking', { kind: text(kind), measure: inSentence(measureName(by, kind)) }),
    note,
    file: `${kind}-${by}-${day ?? to}`,
    data: async () => ({
      columns: [text('place'), text(kind === 'threats' ? 'threat' : 'vulnerability'), ...measures.map(one => measureName(one, kind)), text('riskAnalyses'), ...(told ? measures.map(one => text('medianOf', { measure: inSentence(measureName(one, kind)) })) : []), 'UUID'],
      rows: listed({ ...model, search: '' }).map(item => [item.place, item.name, ...item.now, item.analyses, ...(told ? measures.map((_, at) => item.organisationMeans?.[at]![1] ?? null) : []), item.object]),
    }),
    picture: barChart(listed(model).slice(0, 12).map(item => ({ item, name: item.name + apart(item.object) })), kind, by, highestOf(objects, by)),
    height: () => 0,
    content: () => content ??= rankingList(model, choose, () => choose({ all: '1' })),
  };
}
