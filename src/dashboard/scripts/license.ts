import { readAbout } from './service.ts';

/** Under which anybody may use what the instance publishes: its name, and the page that holds it where it has one. */
export interface License { name: string; url: string | null }

/** Null where the operator names none, or where the service can't tell. */
export async function readLicense(): Promise<License | null> {
  const named = (await readAbout().catch(() => null))?.data_license?.trim() ?? '';
  const [, name, url] = /^(.*?)[\s,:]*(https?:\/\/\S+)?$/.exec(named)!;
  return named === '' ? null : { name: name || url!, url: url ?? null };
}

/** The licence's name, which leads to its page where it has one. */
export function licenseLink({ name, url }: License): Node {
  if (url === null) return document.createTextNode(name);
  return Object.assign(document.createElement('a'), { href: url, rel: 'license noopener external', textContent: name });
}
