import type { About, Averages, Cartography, Evolution, Figures, Kind, Labels, Measure, ObjectHistory, Ranking, Referential, RiskEvolution, Risks, Summary } from './answers.ts';
import type { Basis } from './rests.ts';
import { root } from './shell.ts';
import { language, text } from './texts.ts';

export * from './answers.ts';

const answers = new Map<string, Promise<unknown>>();

/** Reads a public document of this instance, once while the page is open; a failure is not kept. */
export function read<T>(path: string, signal?: AbortSignal): Promise<T> {
  let answer = answers.get(path);
  if (answer === undefined) {
    answer = fetchJson(path, signal);
    answers.set(path, answer);
    answer.catch(() => answers.delete(path));
  }
  return answer as Promise<T>;
}

async function fetchJson(path: string, signal?: AbortSignal): Promise<unknown> {
  const response = await fetch(new URL(path, root), { signal: signal ?? null });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return response.json();
}

/** Asks for what is drawn, in the page's language; what is not given is not asked for. */
const readStats = <T>(path: string, query: Record<string, string | undefined> = {}) =>
  read<T>(`stats/${path}.json?${new URLSearchParams({ ...Object.fromEntries(Object.entries(query).filter(([, value]) => value)) as Record<string, string>, language })}`);

export const readRanking = (kind: Kind, by: Measure, months?: string) => readStats<Ranking>(`ranking/${kind}`, { by, months }).then(named);

export const readEvolution = (kind: Kind, query: { from: string; to: string; by: Measure; order?: string; objects?: string; places?: string }) =>
  readStats<Evolution>(`evolution/${kind}`, query).then(named);

/** The service tells null for a name that may be free text of one organisation's risk analysis. */
function named<T extends { objects: { object: string; name: string | null }[] }>(answer: T): T {
  for (const object of answer.objects) object.name ??= unnamed(object.object);
  return answer;
}

/** What an object is called that has no name that may be told; short, so that pictures still tell it from others. */
export const unnamed = (uuid: string) => text('noName', { uuid: uuid.slice(0, 8) });

export const readRiskEvolution = (from: string, to: string) => readStats<RiskEvolution>('evolution/risks', { from, to });

export const readObject = (kind: Kind, uuid: string) => readStats<ObjectHistory>(`objects/${kind}`, { uuid }).then(history => {
  if (history.companions !== null) named(history.companions);
  return history;
});

export const readSummary = () => readStats<Summary>('summary');

/** Everything of a kind, which is much: for those who want to have it all. */
export const readAverages = (kind: Kind, days: number) => read<Averages[]>(`stats/${kind}.json?days=${days}`);

export const readAbout = () => read<About>('about.json');

export const readFigures = () => read<Figures>('about/figures.json');

/** The means over so many days; null where there are no statistics. */
export async function readRisks(days: number): Promise<Risks | null> {
  const risks = await read<Risks | []>(`stats/risks.json?days=${days}`);
  return Array.isArray(risks) ? null : risks;
}

/** Of the newest day that is over, or over so many months; null where there are no statistics. */
export const readCartography = (months?: string) => readStats<Basis & { average: Cartography | null }>('cartography', { months });

/** As the cartography. */
export const readCompliance = (months?: string) => readStats<Basis & { average: Referential[] | null }>('compliance', { months });

const labels = { fr: 'label1', en: 'label2', de: 'label3', nl: 'label4' } as const;

/** The name in the page's language, else in English or any other that there is; null where there is none. */
export function nameOf(given: Labels): string | null {
  const own = labels[language as keyof typeof labels];
  return [own, labels.en, labels.fr, labels.de, labels.nl].map(key => given[key]?.trim()).find(name => name) ?? null;
}
