import type { Kind, Measure } from './service.ts';
import { text } from './texts.ts';

export const measures: readonly Measure[] = ['averageRate', 'count', 'maxRisk'];

/** What MONARC calls a measure: the rate of a threat is its probability, that of a vulnerability its qualification. */
export function measureName(measure: Measure, kind: Kind): string {
  return text(measure !== 'averageRate' ? measure : rateOf(kind));
}

const rateOf = (kind: Kind) => (kind === 'threats' ? 'probability' : 'qualification');

/** Where MONARC's own scale of a rate ends: threats go from 0 to 4, vulnerabilities from 0 to 5, unless an analysis has chosen others. */
const ends = { threats: 4, vulnerabilities: 5 };

/** The scale on which a measure's bars stand, and the words at its ends, where it has any. */
export function measureScale(measure: Measure, kind: Kind, highest: number): { end: number; words: [string, string] } {
  if (measure === 'averageRate')
    return { end: Math.max(ends[kind], Math.ceil(highest)), words: [text(`${rateOf(kind)}.least`), text(`${rateOf(kind)}.most`)] };
  const step = 10 ** Math.floor(Math.log10(Math.max(1, highest))) / 2;
  return { end: Math.max(1, Math.ceil(highest / step) * step), words: ['', ''] };
}
