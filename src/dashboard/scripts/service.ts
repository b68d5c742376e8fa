import { language } from './texts.ts';
import { root } from './shell.ts';

export type Kind = 'threats' | 'vulnerabilities';
export type Measure = 'averageRate' | 'count' | 'maxRisk';
export type Measures = Record<Measure, number>;

/** A threat or a vulnerability with its means: `values` of each day, `averages` over all statistics. */
export interface Averages {
  object: string;
  labels: Partial<Record<'label1' | 'label2' | 'label3' | 'label4', string | null>>;
  values: ({ date: string } & Measures)[];
  averages: Measures;
}

export const riskStates = ['current', 'residual'] as const;
export type RiskState = (typeof riskStates)[number];
export const riskTypes = ['informational', 'operational'] as const;
export type RiskType = (typeof riskTypes)[number];
export const levels = ['Low risks', 'Medium risks', 'High risks'] as const;
export type Level = (typeof levels)[number];
type RiskTree<T> = Record<RiskState, Record<RiskType, Record<Level, T>>>;
export type Risks = RiskTree<number>;
export type RisksByDay = RiskTree<{ date: string; value: number }[]>;

/** What is counted most on average, and its UUID; two empty texts where the newest statistics report nothing. */
type Most = [number, string] | ['', ''];

export interface Client {
  latitude: number;
  longitude: number;
  max_threat: Most;
  max_vulnerability: Most;
}

/** What the averages of each kind rest on; null where there are no statistics. */
export type Figures = { runtime: string; stats: number } & Record<Kind | 'risks', { newest: string; analyses: number; contributors: number } | null>;

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

export const readAverages = (kind: Kind, query: string) => read<Averages[]>(`stats/${kind}.json?${query}`);

export const readFigures = () => read<Figures>('about/figures.json');

/** Null where there are no statistics. */
export async function readRisksByDay(days: number): Promise<RisksByDay | null> {
  const risks = await read<RisksByDay | []>(`stats/risks.json?days=${days}&processor=risk_averages_on_date`);
  return Array.isArray(risks) ? null : risks;
}

/** Null where there are no statistics. */
export async function readRisks(query: string): Promise<Risks | null> {
  const risks = await read<Risks | []>(`stats/risks.json?${query}`);
  return Array.isArray(risks) ? null : risks;
}

const labels = { fr: 'label1', en: 'label2', de: 'label3', nl: 'label4' } as const;

/** The object's name in the page's language, else in English or any other that it has; null when it has none. */
export function nameOf(averages: Averages): string | null {
  const own = labels[language as keyof typeof labels];
  return [own, labels.en, labels.fr, labels.de, labels.nl].map(key => averages.labels[key]?.trim()).find(name => name) ?? null;
}
