import { comparison, type Compared } from './comparison.ts';
import type { Drawing } from './card.ts';
import { jumps, most, smoothed, stepsOf, thinned, type Line } from './lines.ts';
import { lineChart, type LineModel } from './lineChart.ts';
import { measureName } from './measures.ts';
import { multiples, multiplesHeight } from './multiples.ts';
import { tellApart } from './names.ts';
import { rests } from './rests.ts';
import { readAverages, type Evolution, type Evolving, type Kind, type Measure } from './service.ts';
import { both, counted, daysAfter, daysBetween, inSentence, longDate, text, today } from './texts.ts';
import { tooltip } from './tooltip.ts';

export interface Wishes {
  kind: Kind;
  by: Measure;
  view: 'lines' | 'rank' | 'small';
  /** Means of seven days. */
  smooth: boolean;
  /** The highlighted lines, by the first part of their UUIDs with commas between; none for the first six. */
  lines: string;
}

/** An earlier period, and how many days it lies before. */
export interface Earlier { evolution: Evolution; shift: number }

/** How far down a picture of ranks goes at least. */
const rankDepth = 15;

const keyOf = ({ object }: Evolving) => object.slice(0, 8);

export function highlighted({ objects }: Evolution, lines: string): Evolving[] {
  const found = lines.split(',').flatMap(key => objects.find(object => keyOf(object) === key) ?? []);
  return found.length > 0 ? found : objects.slice(0, most);
}

/** The two that were chosen to be compared, with their values as they are drawn; null where more or fewer were. */
function compared(evolution: Evolution, { lines, smooth }: Wishes): [Compared, Compared] | null {
  const chosen = lines === '' ? [] : highlighted(evolution, lines);
  const apart = tellApart(evolution.objects);
  const [first, second, ...others] = chosen.map(({ object, name, values }) => ({ name: name + apart(object), values: series(values ?? [], evolution, smooth) }));
  return first === undefined || second === undefined || others.length > 0 ? null : [first, second];
}

const series = (values: (number | null)[], { step }: Evolution, smooth: boolean) => (smooth && step === 1 ? smoothed(values) : values);

/** All objects, with the colours of those that are highlighted. */
export function namedLines(evolution: Evolution, lines: string): Line[] {
  const apart = tellApart(evolution.objects);
  const chosen = highlighted(evolution, lines).map(keyOf);
  return evolution.objects.map(object => {
    const key = keyOf(object);
    return { key, name: object.name + apart(object.object), colour: chosen.includes(key) ? chosen.indexOf(key) : null, values: [] };
  });
}

function modelOf(evolution: Evolution, earlier: Earlier | null, { kind, by, view, smooth, lines }: Wishes, isComparison: boolean): LineModel {
  const { objects } = evolution;
  const isRank = view === 'rank';
  const deepest = Math.max(rankDepth, ...highlighted(evolution, lines).flatMap(object => object.places ?? []).map(place => (place ?? 0) + 1));
  const days = stepsOf(evolution);
  const measure = measureName(by, kind);
  return {
    days: isRank ? thinned(days) : days,
    isRank,
    unit: isRank ? text('placeBy', { measure: inSentence(measure) }) : measure,
    notes: view === 'lines' ? notesOf(evolution) : [],
    lines: namedLines(evolution, lines).flatMap((line, at): Line[] => {
      const { object, values, places } = objects[at]!;
      // Of two that are compared, the others would only flatten the difference.
      if (values === undefined || (line.colour === null && isComparison)) return [];
      if (isRank) return [{ ...line, values: thinned(places!.map(place => (place !== null && place > deepest ? null : place))) }];
      const before = line.colour === null || earlier === null ? undefined : earlierValues(object, days, earlier);
      return [{ ...line, values: series(values, evolution, smooth), ...(before === undefined ? {} : { earlier: series(before, evolution, smooth) }) }];
    }),
  };
}

/** The service tells only of days from the first statistics on: each day's value is looked up by its date. */
function earlierValues(uuid: string, days: string[], { evolution, shift }: Earlier): (number | null)[] | undefined {
  const values = evolution.objects.find(one => one.object === uuid)?.values;
  return values && days.map(day => values[Math.floor((daysBetween(evolution.from, day) - shift) / evolution.step)] ?? null);
}

/** The days on which the lines may move because others take part, and not because anything happened. */
function notesOf({ organisations, analyses }: Evolution): LineModel['notes'] {
  const [key, counts] = organisations === undefined ? ['analyses', analyses] as const : ['contributors', organisations] as const;
  return jumps(counts).map(({ at, by }) => ({ at, text: `${by > 0 ? '+' : '−'}${counted(key, Math.abs(by))}` }));
}

export function evolutionDrawing(evolution: Evolution, earlier: Earlier | null, wishes: Wishes): Drawing {
  const { kind, by, view } = wishes;
  const two = compared(evolution, wishes);
  const model = modelOf(evolution, earlier, wishes, two !== null);
  const [from, to] = [evolution.from, evolution.to];
  const small = view === 'small';
  return {
    title: text(model.isRank ? 'evolutionRank' : 'evolution', { kind: two === null ? text(kind) : both(two.map(({ name }) => name)), measure: inSentence(measureName(by, kind)), from: longDate(from), to: longDate(to) }),
    ...(two === null ? {} : { told: comparison(two, evolution) }),
    note: noteOf(evolution, earlier, model, wishes),
    file: `${kind}-${by}-${from}-${to}`,
    table: async () => {
      const front = model.lines.filter(line => line.colour !== null);
      return {
        columns: [text('date'), ...front.map(line => line.name)],
        rows: model.days.map((date, at) => [date, ...front.map(line => line.values[at]!)]).filter(row => row.some((value, at) => at > 0 && value !== null)),
      };
    },
    data: () => allValues(kind, by, evolution),
    picture: (width, height) => (small ? multiples : lineChart)(model, width, height),
    height: width => (small ? multiplesHeight(model, width) : width < 600 ? 420 : 560),
    ...(small ? {} : { drawn: (stage: HTMLElement, chart: SVGSVGElement) => tooltip(stage, chart, model) }),
  };
}

function noteOf(evolution: Evolution, earlier: Earlier | null, model: LineModel, { smooth }: Wishes): string {
  const days = stepsOf(evolution);
  const known = evolution.analyses.findLastIndex((value, at) => value !== null && days[at]! < today());
  return [
    text(model.isRank ? 'placesNote' : evolution.step > 1 ? 'byWeek' : smooth ? 'smoothed' : 'daily'),
    earlier === null ? '' : text(model.lines.some(line => line.earlier?.some(value => value !== null)) ? 'dashed' : 'noEarlier', { from: longDate(daysAfter(days[0]!, -earlier.shift)), to: longDate(daysAfter(evolution.to, -earlier.shift)) }),
    model.notes.length === 0 ? '' : text('jumpsNote'),
    known < 0 ? '' : text('atEnd', { rests: rests({ day: days[known]!, analyses: evolution.analyses[known]!, contributors: evolution.organisations?.[known] ?? null }) }),
  ].filter(part => part !== '').join(' ');
}

/** Each day's values of all objects, whether they are drawn or not. */
async function allValues(kind: Kind, by: Measure, { from, to, objects }: Evolution): Promise<Awaited<ReturnType<Drawing['data']>>> {
  const list = await readAverages(kind, daysBetween(from, today()) + 1);
  const values = new Map(list.map(object => [object.object, new Map(object.values.map(value => [value.date, value[by]]))]));
  const apart = tellApart(objects);
  return {
    columns: [text('date'), ...objects.map(({ object, name }) => (apart(object) === '' ? name : `${name} (${object})`))],
    rows: stepsOf({ from, to, step: 1 }).map(date => [date, ...objects.map(({ object }) => values.get(object)?.get(date) ?? null)])
      .filter(row => row.some((value, at) => at > 0 && value !== null)),
  };
}
