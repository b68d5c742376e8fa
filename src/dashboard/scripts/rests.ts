import { counted, longDate, text, today } from './texts.ts';

/** What a picture rests on: a day, and how many analyses of how many organisations. Null where the service does not say. */
export interface Basis { day: string | null; analyses: number | null; contributors: number | null }

/** The sentences that every caption ends with. */
export function rests({ day, analyses, contributors }: Basis): string {
  const parts = [
    day === null ? '' : text(day === today() ? 'ofBegun' : 'ofDay', { date: longDate(day) }),
    analyses === null ? '' : text(contributors === null ? 'restsOnAnalyses' : 'restsOn', {
      analyses: counted('analyses', analyses), contributors: counted('contributors', contributors ?? 0),
    }),
  ];
  return parts.filter(part => part !== '').join(' ');
}
