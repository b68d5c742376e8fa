import { nameOf, read, readFigures, type Averages, type Kind } from './service.ts';
import { counted, language, text } from './texts.ts';

/** What a threat or vulnerability is called, and its page at MOSP, MONARC's catalogue; null where it has none. */
export interface Named {
  name: string;
  url: string | null;
}

const known = new Map<string, Named>();

/** The service refuses to name more at once. */
export const atOnce = 100;

/** Asks the service for names, each once while the page is open; where it does not answer soon, the statistics' labels do. */
export async function readNames(uuids: string[]): Promise<void> {
  const wanted = [...new Set(uuids)].filter(uuid => !known.has(uuid)).sort();
  const asked = Array.from({ length: Math.ceil(wanted.length / atOnce) }, (_, at) => wanted.slice(at * atOnce, (at + 1) * atOnce));
  await Promise.all(asked.map(async part => {
    const query = new URLSearchParams([...part.map(uuid => ['uuid', uuid]), ['language', language]]);
    const answer = await read<Record<string, Named>>(`mosp/objects.json?${query}`, AbortSignal.timeout(3000)).catch(() => ({}));
    for (const [uuid, { name, url }] of Object.entries(answer)) known.set(uuid, { name, url: isPage(url) ? url : null });
  }));
}

const isPage = (url: string | null) => url !== null && /^https?:\/\//.test(url);

/** To be asked after the object's name was read. */
export const named = (object: Averages): Named =>
  known.get(object.object) ?? { name: nameOf(object) ?? text('noName', { uuid: object.object }), url: null };

/** What stands behind a name that several of these objects bear: the beginning of each one's UUID, as in " (b4e11215)"; nothing behind other names. */
export function tellApart(objects: { uuid: string; name: string }[]): (uuid: string) => string {
  const bearers = new Map<string, Set<string>>();
  for (const { uuid, name } of objects) bearers.set(name, (bearers.get(name) ?? new Set()).add(uuid));
  const namesakes = new Set([...bearers.values()].filter(uuids => uuids.size > 1).flatMap(uuids => [...uuids]));
  return uuid => (namesakes.has(uuid) ? ` (${uuid.slice(0, 8)})` : '');
}

export const tellObjectsApart = (objects: Averages[]) => tellApart(objects.map(object => ({ uuid: object.object, name: named(object).name })));

export const hasName = (uuid: string) => known.has(uuid);

export const namedUuid = (uuid: string): Named => known.get(uuid) ?? { name: text('noName', { uuid }), url: null };

/** The name as it stands in a page: a link that says where it leads, if there is anything to lead to. */
export function nameElement({ name, url }: Named): Node {
  if (url === null) return document.createTextNode(name);
  const link = document.createElement('a');
  link.href = url;
  link.rel = 'noopener external';
  link.title = leaves(url);
  link.className = 'away';
  link.textContent = name;
  const spoken = document.createElement('span');
  spoken.className = 'visually-hidden';
  spoken.textContent = ` (${leaves(url)})`;
  link.append(spoken);
  return link;
}

/** Says that a link leads away from this instance. */
export const leaves = (url: string) => text('leaves', { host: new URL(url).host });

/** How many send statistics; a chart is drawn without it where the service can't tell. */
export async function freshness(kind: Kind | 'risks'): Promise<string> {
  const figures = (await readFigures().catch(() => null))?.[kind];
  return figures == null ? '' : text('fresh', {
    analyses: counted('analyses', figures.analyses), contributors: counted('contributors', figures.contributors),
  });
}
