import { nameOf, readFigures, type Averages, type Kind, type Measure } from './service.ts';
import { longDate, number, text } from './texts.ts';

/** What MONARC calls a measure: the rate of a threat is its probability, that of a vulnerability its qualification. */
export function measureName(measure: Measure, kind: Kind): string {
  return text(measure !== 'averageRate' ? measure : kind === 'threats' ? 'probability' : 'qualification');
}

export const objectName = (object: Averages) => nameOf(object) ?? text('noName', { uuid: object.object });

/** How fresh the statistics are and what they rest on; a chart is drawn without it where the service can't tell. */
export async function freshness(kind: Kind | 'risks'): Promise<string> {
  const figures = (await readFigures().catch(() => null))?.[kind];
  return figures == null ? '' : text('fresh', {
    date: longDate(figures.newest), analyses: number(figures.analyses), contributors: number(figures.contributors),
  });
}
