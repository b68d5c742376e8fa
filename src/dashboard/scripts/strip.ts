import { readSummary } from './service.ts';
import { sparkline } from './sparkline.ts';
import { difference, longDate, mediumDate, number, shortMean, signedNumber, text } from './texts.ts';

/** A number with what it is called, how it changed, and its line. */
export interface Tile { key: string; title: string; value: string; note?: string; series?: (number | null)[] | undefined }

/** What is there, and what changed in thirty days: a few numbers above all else. It stays away where the service can't tell. */
export async function showStrip(place: HTMLElement) {
  const summary = await readSummary().catch(() => null);
  if (summary === null || summary.day === null) return;
  const { organisations, analyses, highRisks, day, before } = summary;
  const tile = (key: string, figure: typeof analyses, write: (value: number) => string, sign: (value: number) => string): Tile[] => (figure === null ? [] : [{
    key,
    title: text(key),
    value: write(figure.now),
    series: figure.series,
    ...(figure.before === null || before === null ? {} : { note: text('since', { change: sign(figure.now - figure.before), date: mediumDate(before) }) }),
  }]);
  const tiles = [
    ...tile('organisations', organisations, number, signedNumber),
    ...tile('riskAnalyses', analyses, number, signedNumber),
    ...tile('highRisks', highRisks, shortMean, difference),
    { key: 'newest', title: text('newest'), value: longDate(day), note: text('dayOver') },
  ];
  fillStrip(place, tiles);
}

export function fillStrip(place: HTMLElement, tiles: Tile[]) {
  place.replaceChildren(...tiles.map(element));
  place.hidden = false;
}

function element({ key, title, value, note, series }: Tile): HTMLElement {
  const tile = document.createElement('div');
  tile.dataset.tile = key;
  const term = document.createElement('dt');
  term.textContent = title;
  const definition = document.createElement('dd');
  definition.append(value);
  if (series !== undefined) definition.append(' ', sparkline(series, 72, 24));
  tile.append(term, definition);
  if (note !== undefined) {
    const small = document.createElement('dd');
    small.className = 'note';
    small.textContent = note;
    tile.append(small);
  }
  return tile;
}
