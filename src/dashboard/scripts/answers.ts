import type { Basis } from './rests.ts';

export type Kind = 'threats' | 'vulnerabilities';
export type Measure = 'averageRate' | 'count' | 'maxRisk';
export type Measures = Record<Measure, number>;

/** A name in French, English, German and Dutch, as far as it has been given. */
export type Labels = Partial<Record<'label1' | 'label2' | 'label3' | 'label4', string | null>>;

/** A threat or a vulnerability; its page at MOSP, MONARC's catalogue, is null where it has none. */
export interface Named { object: string; name: string; url: string | null }

/** Lower quartile, median and upper quartile. */
export type Quartiles = [number, number, number];

/** An object as the list shows it: its place by the measure that was asked for, and each measure now and thirty days before. */
export interface Ranked extends Named {
  analyses: number;
  /** How many report it; null over months. */
  organisations: number | null;
  /** In the order of `measures`. */
  now: [number, number, number];
  before: [number, number, number] | null;
  /** How far organisations differ, in the order of `measures`; null where too few report it, and over months. */
  organisationMeans: Quartiles[] | null;
  place: number;
  placeBefore: number | null;
  /** The measure that was asked for, from the object's own lowest, 0, to its highest, 20; a day each, or a week each for a period of months. */
  trend: (number | null)[];
}

/** The newest day that is over, or means over a period of months, for which `day` is null. */
export interface Ranking extends Basis { before: string | null; from: string; to: string; objects: Ranked[] }

/** Values of every `step` days from `from` on. */
interface Steps { from: string; to: string; step: number; analyses: (number | null)[]; organisations?: (number | null)[] }

/** Values and places only of those that are drawn. */
export interface Evolving extends Named { mean: number; values?: (number | null)[]; places?: (number | null)[] }
export interface Evolution extends Steps { objects: Evolving[] }

export interface RiskEvolution extends Steps, RiskTree<(number | null)[]> {}

interface Figure { now: number; before: number | null; series?: (number | null)[] }

/** What there is on the newest day that is over, against thirty days before. */
export interface Summary {
  day: string | null;
  before: string | null;
  organisations: Figure | null;
  analyses: Figure | null;
  highRisks: Figure | null;
}

/** All about one threat or vulnerability over a year, a day each. */
export interface ObjectHistory {
  object: string;
  /** In the page's language, else in another; null where it has none that may be told. */
  name: string | null;
  names: Partial<Record<'en' | 'fr' | 'de' | 'nl', string>>;
  url: string | null;
  published: boolean | null;
  from: string;
  to: string;
  values: Record<Measure, (number | null)[]>;
  places: Record<Measure, (number | null)[]>;
  organisationMeans: Record<Measure, (Quartiles | null)[]>;
  of: number;
  analyses: (number | null)[];
  organisations: { now: number; of: number } | null;
  companions: Companions | null;
}

/** What the same organisations report clearly more often than by chance: of `of` organisations, `organisations` report the object. */
export interface Companions {
  day: string;
  organisations: number;
  of: number;
  /** `together` report both, `organisations` this one. */
  objects: (Named & { together: number; organisations: number })[];
}

/** What the v1 processor of this name writes, as far as it is drawn. */
export interface Averages {
  object: string;
  values: ({ date: string } & Measures)[];
}

export const riskStates = ['current', 'residual'] as const;
export type RiskState = (typeof riskStates)[number];
export const riskTypes = ['informational', 'operational'] as const;
export type RiskType = (typeof riskTypes)[number];
export const levels = ['Low risks', 'Medium risks', 'High risks'] as const;
export type Level = (typeof levels)[number];
type RiskTree<T> = Record<RiskState, Record<RiskType, Record<Level, T>>>;
export type Risks = RiskTree<number>;

/** Mean numbers of risks, by impact and by what crosses it. */
export type Grid = Record<string, Record<string, number>>;

export type Cartography = { scales: Record<'impact' | 'likelihood' | 'probability', number[]> } & Record<RiskState, Record<RiskType, Grid>>;

/** The shares of 1 to which a category's controls are in place, and are meant to be; null where nobody says. */
export interface Category { labels: Labels; controls: number | null; current: number | null; target: number | null }
/** `stats` statistics use it: of one day, as many analyses. */
export interface Referential { referential: string; labels: Labels; stats: number; categories: Category[] }

/** What is counted most on average, and its UUID; two empty texts where the newest statistics report nothing. */
type Most = [number, string] | ['', ''];

export interface Client {
  latitude: number;
  longitude: number;
  max_threat: Most;
  max_vulnerability: Most;
}

/** Under which anybody may use what the instance publishes: its name, and the page that holds it where it has one. */
export interface License { name: string; url?: string }

/** What the instance tells of itself; without a licence where the operator names none. */
export interface About { version: string; contact: string; data_license?: License }

/** What the averages of each kind rest on; null where there are no statistics. */
export type Figures = { runtime: string; stats: number } & Record<Kind | 'risks', { newest: string; analyses: number; contributors: number } | null>;
