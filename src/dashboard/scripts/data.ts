import { licenseLink, readLicense } from './license.ts';
import { copyText } from './link.ts';
import { roving } from './roving.ts';
import { readFigures } from './service.ts';
import { root } from './shell.ts';
import { pause, showing } from './showing.ts';
import { language, longDate, text, textParts, today } from './texts.ts';

/** What only the visitor's browser knows: this instance's address, in what is meant to be copied. */
function fill() {
  for (const code of document.querySelectorAll('[data-embed]')) {
    const address = new URL(code.getAttribute('data-embed')!, root);
    address.searchParams.set('lang', language);
    code.textContent = `<iframe src="${address.href}" title="${text('embedTitle')}" width="100%" height="${code.getAttribute('data-height')}" loading="lazy" style="border:0"></iframe>`;
  }
  const citation = document.getElementById('citation')!;
  citation.textContent = text('citation', { host: root.host + root.pathname.replace(/\/$/, ''), date: longDate(today()) });
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-copy]'))
    button.addEventListener('click', async () => {
      const copied = await copyText(document.getElementById(button.dataset.copy!)!.textContent!);
      document.getElementById('done')!.textContent = text(copied ? 'copiedText' : 'notCopiedText');
    });
}

for (const group of document.querySelectorAll<HTMLElement>('[data-roving]')) roving(group, 'a');
void showing(async () => {
  await pause();
  fill();
  const [figures, license] = await Promise.all([readFigures().catch(() => null), readLicense()]);
  const newest = [figures?.threats, figures?.vulnerabilities, figures?.risks].flatMap(kind => kind?.newest ?? []).sort().at(-1);
  // Without one, what the page says already holds.
  if (license !== undefined) document.getElementById('license')!.replaceChildren(...textParts('license', { license: licenseLink(license) }));
  document.getElementById('fresh')!.textContent = newest === undefined ? '' : text('newestOf', { date: longDate(newest) });
}, () => undefined);
