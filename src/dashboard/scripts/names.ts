import { nameOf, type Averages, type Kind, type Measure } from './service.ts';
import { text } from './texts.ts';

/** What MONARC calls a measure: the rate of a threat is its probability, that of a vulnerability its qualification. */
export function measureName(measure: Measure, kind: Kind): string {
  return text(measure !== 'averageRate' ? measure : kind === 'threats' ? 'probability' : 'qualification');
}

export const objectName = (object: Averages) => nameOf(object) ?? text('noName', { uuid: object.object });

export const overviewNote = async () => '';
