// npm run screenshots: pictures of the dashboard on the data of the demonstration. README shows those in docs/images; the others, in
// artifacts/screenshots, are for whoever changes the dashboard to look at.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startBrowser } from '../tests/dashboard/browser.mjs';
import { startDemo } from './demoService.mjs';
import { root, run } from './processes.mjs';
import { installChromium } from './testDashboard.mjs';

const shown = ['current', 'risks', 'evolution', 'map'];
const folderOf = (/** @type {string} */ name) => shown.includes(name) ? 'docs/images' : 'artifacts/screenshots';
/** @type {[name: string, path: string, visitor: { dark?: boolean, forced?: boolean, language?: string, small?: boolean }][]} */
const pictures = [
  ['current', '', {}],
  ['vulnerabilities', '?show=vulnerabilities&by=maxRisk', { language: 'fr' }],
  ['risks', '?show=risks', {}],
  ['compliance', '?show=compliance', { dark: true, language: 'de' }],
  ['object', 'threats/{first}', {}],
  ['evolution', 'evolution', {}],
  ['evolution-compared', 'evolution?months=3&compare=before&smooth=7', { language: 'nl' }],
  ['evolution-two', 'evolution?months=6&smooth=7&lines={two}', {}],
  ['evolution-dark', 'evolution?show=vulnerabilities&months=6', { dark: true, language: 'de' }],
  ['evolution-rank', 'evolution?view=rank&months=6&smooth=7', { language: 'fr' }],
  ['evolution-small', 'evolution?view=small&smooth=7', { dark: true }],
  ['evolution-phone', 'evolution', { small: true, language: 'de' }],
  ['forced-colours', '', { forced: true }],
  ['map', 'map/', {}],
  ['data', 'data', { language: 'fr' }],
  ['embed', 'embed/ranking?show=vulnerabilities', {}],
  ['about', 'about', {}],
  ['about-more', 'about/more', {}],
  ['help', 'help', { language: 'nl' }],
  ['object-phone', 'threats/{first}', { small: true, dark: true, language: 'de' }],
  ['risks-phone', '?show=risks', { small: true, language: 'nl' }],
  ['map-phone', 'map/', { small: true, dark: true }],
  ['phone', '', { small: true, dark: true, language: 'fr' }],
];

await run(async () => {
  await installChromium();
  const service = await startDemo();
  let browser;
  try {
    browser = await startBrowser();
    for (const [name] of pictures) mkdirSync(join(root, folderOf(name)), { recursive: true });
    const { objects: [first, second] } = await (await fetch(`${service.address}stats/ranking/threats.json`)).json();
    for (const [name, path, visitor] of pictures) {
      const visit = await (await browser.visitor(visitor)).open(service.address + path.replace('{first}', first.object).replace('{two}', [first, second].map(({ object }) => object.slice(0, 8)).join()));
      await visit.shown();
      const file = `${folderOf(name)}/${name}.png`;
      await visit.page.screenshot({ path: join(root, file), fullPage: true });
      await visit.end();
      console.log(file);
    }
  } finally {
    await browser?.close();
    await service.stop();
  }
  return 0;
});
