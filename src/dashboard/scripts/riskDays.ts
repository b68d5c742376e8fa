import { levels, riskStates, riskTypes, type Risks, type RisksByDay } from './service.ts';

/** The days on which there are risks, the oldest first. */
export const riskDays = (risks: RisksByDay) => risks.current.informational['High risks'].map(value => value.date);

/** The risks of one day; 0 where there are none. */
export function riskOn(risks: RisksByDay, day: string): Risks {
  const tree = <K extends string, T>(keys: readonly K[], value: (key: K) => T) => Object.fromEntries(keys.map(key => [key, value(key)])) as Record<K, T>;
  return tree(riskStates, state => tree(riskTypes, type => tree(levels, level =>
    risks[state][type][level].find(value => value.date === day)?.value ?? 0)));
}
