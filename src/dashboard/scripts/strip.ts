import { riskOn, riskDays } from './riskDays.ts';
import { readFigures, readRisksByDay, riskTypes } from './service.ts';
import { newestDay, recentDays } from './snapshot.ts';
import { sparkline } from './sparkline.ts';
import { difference, longDate, mediumDate, number, shortMean, text, today } from './texts.ts';

interface Tile { key: string; value: string; note?: string; series?: (number | null)[] }

/** What is there, and what changed in thirty days: a few numbers above all else. It stays away where the service can't tell. */
export async function showStrip(place: HTMLElement) {
  const [figures, risks] = await Promise.all([readFigures().catch(() => null), readRisksByDay(recentDays).catch(() => null)]);
  const kinds = figures === null ? [] : [figures.threats, figures.vulnerabilities, figures.risks].filter(kind => kind !== null);
  if (kinds.length === 0) return;
  const most = (of: 'contributors' | 'analyses') => number(Math.max(...kinds.map(kind => kind[of])));
  const tiles: Tile[] = [
    { key: 'organisations', value: most('contributors') },
    { key: 'riskAnalyses', value: most('analyses') },
  ];
  const found = risks === null ? null : newestDay(riskDays(risks), today());
  if (risks !== null && found !== null) {
    const high = (day: string) => {
      const tree = riskOn(risks, day).current;
      return riskTypes.reduce((sum, type) => sum + tree[type]['High risks'], 0);
    };
    tiles.push({
      key: 'highRisks',
      value: shortMean(high(found.day)),
      ...(found.before === null ? {} : { note: text('since', { change: difference(high(found.day) - high(found.before)), date: mediumDate(found.before) }) }),
      series: riskDays(risks).filter(day => day <= found.day).map(high),
    });
  }
  tiles.push({ key: 'newest', value: longDate(kinds.map(kind => kind.newest).sort().at(-1)!) });
  place.replaceChildren(...tiles.map(tile));
  place.hidden = false;
}

function tile({ key, value, note, series }: Tile): HTMLElement {
  const element = document.createElement('div');
  element.dataset.tile = key;
  const term = document.createElement('dt');
  term.textContent = text(key);
  const definition = document.createElement('dd');
  definition.append(value);
  if (series !== undefined) definition.append(' ', sparkline(series, 72, 24));
  element.append(term, definition);
  if (note !== undefined) {
    const small = document.createElement('dd');
    small.className = 'note';
    small.textContent = note;
    element.append(small);
  }
  return element;
}
