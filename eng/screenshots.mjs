// npm run screenshots: the pictures of the dashboard in docs/images, on the data of the demonstration.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startBrowser } from '../tests/dashboard/browser.mjs';
import { startDemo } from './demoService.mjs';
import { root, run } from './processes.mjs';

const folder = join(root, 'docs/images');
/** @type {[name: string, path: string, visitor: { dark?: boolean, forced?: boolean, language?: string, small?: boolean }][]} */
const pictures = [
  ['current', '', {}],
  ['vulnerabilities', '?show=vulnerabilities&by=maxRisk', { language: 'fr' }],
  ['risks', '?show=risks', {}],
  ['evolution', 'evolution', {}],
  ['evolution-dark', 'evolution?show=vulnerabilities&months=6', { dark: true, language: 'de' }],
  ['evolution-rank', 'evolution?view=rank&months=6&smooth=7', { language: 'fr' }],
  ['evolution-small', 'evolution?view=small&smooth=7', { dark: true }],
  ['evolution-phone', 'evolution', { small: true, language: 'de' }],
  ['forced-colours', '', { forced: true }],
  ['map', 'map/', {}],
  ['about', 'about', {}],
  ['about-more', 'about/more', {}],
  ['help', 'help', { language: 'nl' }],
  ['phone', '', { small: true, dark: true, language: 'fr' }],
];

await run(async () => {
  const service = await startDemo();
  const browser = await startBrowser();
  try {
    mkdirSync(folder, { recursive: true });
    for (const [name, path, visitor] of pictures) {
      const visit = await (await browser.visitor(visitor)).open(service.address + path);
      await visit.shown();
      await visit.page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
      await visit.end();
      console.log(`docs/images/${name}.png`);
    }
  } finally {
    await browser.close();
    await service.stop();
  }
  return 0;
});
