import { bandOf } from './band.ts';
import { Card, type Drawing } from './card.ts';
import { Choices } from './choices.ts';
import { showCompanions } from './companions.ts';
import { smoothed, stepsOf, thinned } from './lines.ts';
import { lineChart, type LineModel } from './lineChart.ts';
import { measureName, measures } from './measures.ts';
import { awayLink } from './names.ts';
import { readObject, unnamed, type Kind, type Measure, type ObjectHistory } from './service.ts';
import { keepLanguage, root } from './shell.ts';
import { showing } from './showing.ts';
import { fillStrip, type Tile } from './strip.ts';
import { counted, daysBetween, difference, inSentence, language, longDate, mean, mediumDate, monthsBefore, number, signedNumber, text, today } from './texts.ts';
import { tooltip } from './tooltip.ts';

const [, kind, uuid] = /(threats|vulnerabilities)\/([0-9a-f-]{36})\/?$/i.exec(location.pathname) as unknown as [string, Kind, string];
const element = (id: string) => document.getElementById(id)!;
const form = element('choices') as HTMLFormElement;
const choices = new Choices(form, {
  by: { values: measures },
  months: { values: ['12', '3', '6'] },
  smooth: { values: [''], accepts: week => week === '7' },
}, () => void show());
const cards = ['values', 'places'].map(() => new Card(element('panel')));

function show() {
  return showing(async isCurrent => {
    const history = await readObject(kind, uuid.toLowerCase());
    if (!isCurrent()) return;
    const name = nameOf(history);
    element('name').textContent = name;
    document.title = `${name} – Stats Service`;
    const days = stepsOf({ ...history, step: 1 });
    const now = history.values.averageRate.findLastIndex((value, at) => value !== null && days[at]! < today());
    identify(history);
    showCompanions(element('companions'), kind, uuid.toLowerCase(), history.companions);
    if (now < 0) return cards.forEach(card => card.empty('emptyPeriod'));
    element('rests').textContent = restsOn(history, days, now);
    fillStrip(element('strip'), tiles(history, days, now));
    const by = choices.get('by') as Measure;
    const first = Math.max(0, days.findIndex(day => day > monthsBefore(today(), Number(choices.get('months')))));
    await Promise.all([cards[0]!.show(valuesDrawing(history, by, days, first)), cards[1]!.show(placesDrawing(history, by, days, first))]);
  }, failure => cards.forEach(card => card.failed(failure, () => {
    cards.forEach(one => one.loading());
    void show();
  })));
}

const nameOf = ({ name }: ObjectHistory) => name ?? unnamed(uuid);

function restsOn({ organisations, analyses }: ObjectHistory, days: string[], now: number): string {
  const date = longDate(days[now]!);
  return organisations === null
    ? text('reportedBy', { date, analyses: counted('analyses', analyses[now] ?? 0) })
    : text('reportedByOf', { date, analyses: counted('analyses', analyses[now] ?? 0), now: number(organisations.now), contributors: counted('contributors', organisations.of) });
}

/** Where it stands by each measure, against the day closest to thirty days before. */
function tiles({ values, places, of }: ObjectHistory, days: string[], now: number): Tile[] {
  const by = choices.get('by') as Measure;
  const before = days.map((_, at) => at).filter(at => values.averageRate[at] !== null && Math.abs(daysBetween(days[at]!, days[now]!) - 30) <= 3)
    .sort((a, b) => Math.abs(now - a - 30) - Math.abs(now - b - 30))[0];
  const since = (series: (number | null)[], write: (change: number) => string) =>
    before === undefined || series[before] === null ? {} : { note: text('since', { change: write(series[now]! - series[before]!), date: mediumDate(days[before]!) }) };
  const month = (series: (number | null)[]) => series.slice(Math.max(0, now - 30), now + 1);
  return [
    { title: text('placeBy', { measure: inSentence(measureName(by, kind)) }), value: text('placeOf', { place: number(places[by][now]!), of: number(of) }), ...since(places[by].map(place => place && -place), signedNumber) },
    ...measures.map(one => ({ title: measureName(one, kind), value: mean(values[one][now]!), series: month(values[one]), ...since(values[one], difference) })),
  ].map(tile => ({ key: tile.title, ...tile }));
}

function modelOf(values: (number | null)[], label: string, name: string, days: string[], isRank: boolean): LineModel {
  return { days, isRank, unit: name, notes: [], lines: [{ key: uuid.slice(0, 8), name, label, colour: 0, values }] };
}

function valuesDrawing(history: ObjectHistory, by: Measure, days: string[], first: number): Drawing {
  const smooth = choices.get('smooth') !== '';
  const values = (smooth ? smoothed(history.values[by]) : history.values[by]).slice(first);
  const measure = measureName(by, kind);
  const shown = days.slice(first);
  const quartiles = bandOf(history.organisationMeans[by].slice(first));
  const band = quartiles && smooth ? { lower: smoothed(quartiles.lower), median: smoothed(quartiles.median), upper: smoothed(quartiles.upper) } : quartiles;
  return drawing({ ...modelOf(values, mean(values.findLast(value => value !== null) ?? 0), measure, shown, false), ...(band && { band }) }, {
    title: text('evolution', { kind: nameOf(history), measure: inSentence(measure), from: longDate(days[first]!), to: longDate(days.at(-1)!) }),
    note: `${text(smooth ? 'smoothed' : 'daily')} ${band ? text('bandNote') : ''}`.trim(), file: by, days: shown,
    columns: [measure, ...(quartiles ? [text('lowerQuartile'), text('median'), text('upperQuartile')] : [])],
    values: at => [history.values[by][first + at]!, ...(quartiles ? [quartiles.lower[at]!, quartiles.median[at]!, quartiles.upper[at]!] : [])],
  });
}

function placesDrawing(history: ObjectHistory, by: Measure, days: string[], first: number): Drawing {
  const places = history.places[by].slice(first);
  const measure = inSentence(measureName(by, kind));
  const last = places.findLast(place => place !== null) ?? 0;
  const shown = days.slice(first);
  return drawing(modelOf(thinned(places), text('placeOf', { place: number(last), of: number(history.of) }), text('placeBy', { measure }), thinned(shown), true), {
    title: text('evolutionRank', { kind: nameOf(history), measure, from: longDate(days[first]!), to: longDate(days.at(-1)!) }),
    note: text('placesNote'), file: `${by}-rank`, days: shown, columns: [text('place')], values: at => [places[at]!],
  });
}

/** `values` are those of a day, in the order of `columns`; a day without the first of them has none. */
interface Words { title: string; note: string; file: string; days: string[]; columns: string[]; values: (at: number) => (number | null)[] }

function drawing(model: LineModel, { title, note, file, days, columns, values }: Words): Drawing {
  return {
    title, note, file: `${uuid.slice(0, 8)}-${file}`,
    data: async () => ({ columns: [text('date'), ...columns], rows: days.flatMap((date, at) => (values(at)[0] === null ? [] : [[date, ...values(at)]])) }),
    picture: (width, height) => lineChart(model, width, height),
    height: width => (width < 600 ? 260 : 320),
    drawn: (stage, chart) => tooltip(stage, chart, model),
  };
}

/** What it is called, and where more is said of it. */
function identify({ names, url, published }: ObjectHistory) {
  const languages = new Intl.DisplayNames(language, { type: 'language' });
  element('names').replaceChildren(...Object.entries(names).flatMap(([code, name]) => {
    const [term, definition] = [document.createElement('dt'), document.createElement('dd')];
    term.textContent = languages.of(code)!;
    definition.textContent = name;
    definition.lang = code;
    return [term, definition];
  }), ...['dt', 'dd'].map(tag => Object.assign(document.createElement(tag), { textContent: tag === 'dt' ? 'UUID' : uuid })));
  const away = awayLink(url, text('atMosp'));
  const add = awayLink('https://objects.monarc.lu/', text('addToMosp'));
  element('mosp').replaceChildren(...(away !== null ? [away] : published === false ? [text('notAtMosp'), ' ', add!] : []));
  element('identity').hidden = false;
}

const back = element('back') as HTMLAnchorElement;
back.textContent = text(kind);
back.href = new URL(`?show=${kind}`, root).href;
const evolution = element('evolution') as HTMLAnchorElement;
evolution.href = new URL(`evolution?show=${kind}&lines=${uuid.slice(0, 8).toLowerCase()}`, root).href;
[back, evolution].forEach(keepLanguage);
(element('json') as HTMLAnchorElement).href = new URL(`stats/objects/${kind}.json?uuid=${uuid}`, root).href;
element('rate').textContent = measureName('averageRate', kind);
void show();
