import { read, readFigures, unnamed, type Kind, type Named } from './service.ts';
import { root, keepLanguage } from './shell.ts';
import { counted, language, text } from './texts.ts';

const known = new Map<string, Named>();

/** The service refuses to name more at once. */
const atOnce = 100;

/** Asks the service for names that come with no other answer, each once while the page is open. */
export async function readNames(uuids: string[]): Promise<void> {
  const wanted = [...new Set(uuids)].filter(uuid => !known.has(uuid)).sort();
  const asked = Array.from({ length: Math.ceil(wanted.length / atOnce) }, (_, at) => wanted.slice(at * atOnce, (at + 1) * atOnce));
  await Promise.all(asked.map(async part => {
    const query = new URLSearchParams([...part.map(uuid => ['uuid', uuid]), ['language', language]]);
    const answer = await read<Record<string, { name: string; url: string | null }>>(`mosp/objects.json?${query}`, AbortSignal.timeout(3000)).catch(() => ({}));
    for (const [object, { name, url }] of Object.entries(answer)) known.set(object, { object, name, url });
  }));
}

/** To be asked after the object's name was read. */
export const namedUuid = (object: string): Named => known.get(object) ?? { object, name: unnamed(object), url: null };

/** What stands behind a name that several of these objects bear: the beginning of each one's UUID, as in " (b4e11215)"; nothing behind other names. */
export function tellApart(objects: Named[]): (uuid: string) => string {
  const bearers = new Map<string, Set<string>>();
  for (const { object, name } of objects) bearers.set(name, (bearers.get(name) ?? new Set()).add(object));
  const namesakes = new Set([...bearers.values()].filter(uuids => uuids.size > 1).flatMap(uuids => [...uuids]));
  return uuid => (namesakes.has(uuid) ? ` (${uuid.slice(0, 8)})` : '');
}

/** The address of the page that tells all about an object. */
export const pageOf = (kind: Kind, uuid: string) => new URL(`${kind}/${uuid}`, root);

/** A name that leads to the object's page. */
export function objectLink(kind: Kind, { object, name }: Named): HTMLAnchorElement {
  const link = document.createElement('a');
  link.href = pageOf(kind, object).href;
  link.dataset.keep = '';
  link.textContent = name;
  keepLanguage(link);
  return link;
}

/** Leads to the evolution of two objects, beside each other. */
export function compareLink(kind: Kind, uuid: string, { object, name }: Named): HTMLAnchorElement {
  const link = document.createElement('a');
  link.href = new URL(`evolution?show=${kind}&lines=${uuid.slice(0, 8)},${object.slice(0, 8)}`, root).href;
  link.dataset.keep = '';
  link.textContent = text('compareBoth');
  link.ariaLabel = text('compareWith', { name });
  keepLanguage(link);
  return link;
}

/** A link to a page of another instance, which says so; null where it leads to no page. */
export function awayLink(url: string | null, content: string): HTMLAnchorElement | null {
  if (url === null || !/^https?:\/\//.test(url)) return null;
  const link = document.createElement('a');
  link.href = url;
  link.rel = 'noopener external';
  link.title = leaves(url);
  link.className = 'away';
  link.textContent = content;
  const spoken = document.createElement('span');
  spoken.className = 'visually-hidden';
  spoken.textContent = ` (${leaves(url)})`;
  link.append(spoken);
  return link;
}

/** Says that a link leads away from this instance. */
const leaves = (url: string) => text('leaves', { host: new URL(url).host });

/** How many send statistics; a chart is drawn without it where the service can't tell. */
export async function freshness(kind: Kind | 'risks'): Promise<string> {
  const figures = (await readFigures().catch(() => null))?.[kind];
  return figures == null ? '' : text('fresh', {
    analyses: counted('analyses', figures.analyses), contributors: counted('contributors', figures.contributors),
  });
}
