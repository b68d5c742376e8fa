import { readAbout, type License } from './service.ts';

/** Undefined where the operator names none, or where the service can't tell. */
export const readLicense = async () => (await readAbout().catch(() => null))?.data_license;

/** The licence's name, which leads to its page where it has one. */
export function licenseLink({ name, url }: License): Node {
  if (url === undefined) return document.createTextNode(name);
  return Object.assign(document.createElement('a'), { href: url, rel: 'license noopener external', textContent: name });
}
