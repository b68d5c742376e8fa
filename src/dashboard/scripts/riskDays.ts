import { levels, riskStates, riskTypes, type RiskEvolution, type Risks } from './service.ts';
import { today } from './texts.ts';

/** The places of the days on which there are risks, the oldest first. */
export const riskDays = (risks: RiskEvolution) => risks.current.informational['High risks'].flatMap((value, at) => (value === null ? [] : [at]));

/** The newest day that is over, by its place; the day that has begun only where there is no other. */
export function newestDay(risks: RiskEvolution, days: string[]): number | undefined {
  const known = riskDays(risks);
  return known.findLast(at => days[at]! < today()) ?? known[0];
}

/** The risks of one day; 0 where there are none. */
export function riskOn(risks: RiskEvolution, at: number): Risks {
  const tree = <K extends string, T>(keys: readonly K[], value: (key: K) => T) => Object.fromEntries(keys.map(key => [key, value(key)])) as Record<K, T>;
  return tree(riskStates, state => tree(riskTypes, type => tree(levels, level => risks[state][type][level][at] ?? 0)));
}
