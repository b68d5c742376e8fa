import { licenseLink } from './license.ts';
import { readAbout, readFigures } from './service.ts';
import { hide, showFailure, showLoading } from './state.ts';
import { showing } from './showing.ts';
import { longDate, number, text } from './texts.ts';

const state = document.getElementById('state')!;

function show() {
  showLoading(state);
  return showing(async () => {
    const [about, figures] = await Promise.all([readAbout(), readFigures()]);
    const kinds = [figures.threats, figures.vulnerabilities, figures.risks].filter(kind => kind !== null);
    const newest = kinds.map(kind => kind.newest).sort().at(-1);
    const facts: Record<string, string> = {
      version: about.version,
      runtime: figures.runtime,
      contributors: number(Math.max(0, ...kinds.map(kind => kind.contributors))),
      stats: number(figures.stats),
      newest: newest === undefined ? text('empty') : longDate(newest),
    };
    for (const [name, value] of Object.entries(facts)) document.querySelector(`[data-fact=${name}]`)!.textContent = value;
    document.querySelector('[data-fact=contact]')!.replaceChildren(contact(about.contact));
    document.querySelector('[data-fact=license]')!.replaceChildren(about.data_license === undefined ? text('noLicense') : licenseLink(about.data_license));
    hide(state);
    document.getElementById('facts')!.hidden = false;
  }, failure => showFailure(state, failure, () => void show()));
}

function contact(address: string): Node {
  if (address === '') return document.createTextNode(text('noContact'));
  const link = document.createElement('a');
  link.href = /^https?:/.test(address) ? address : `mailto:${address}`;
  link.rel = 'noopener external';
  link.textContent = address;
  return link;
}

void show();
