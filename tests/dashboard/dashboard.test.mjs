import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { until } from '../../eng/service.mjs';
import { apiTests } from './api.mjs';
import { startBrowser } from './browser.mjs';
import { chartTests } from './charts.mjs';
import { exportTests } from './exports.mjs';
import { faultTests } from './faults.mjs';
import { mapTests } from './map.mjs';
import { nameTests } from './names.mjs';
import { objectTests } from './objects.mjs';
import { pageTests } from './pages.mjs';
import { days, statistics } from './sample.mjs';
import { sentenceTests } from './sentences.mjs';
import { startService } from './service.mjs';
import { speedTests } from './speed.mjs';
import { emptyTests, stateTests } from './states.mjs';
import { visitTests } from './visits.mjs';

// Far enough from any border: the map's places are rounded.
const places = [[49.6116, 6.1319], [51.4381, 5.4752], [48.6921, 6.1844]];
let service;
let browser;

before(async () => {
  // One after the other: where no browser starts, the service that runs already has to be ended.
  service = await startService();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

pageTests(() => service);
apiTests(() => service, () => browser);
emptyTests(() => service, () => browser);

test('What three front offices send is on the dashboard', async () => {
  for (const [number, [latitude, longitude]] of places.entries()) {
    const client = await service.register(`Front office ${number}`, latitude, longitude);
    const stats = statistics(number);
    while (stats.length > 0) await client.send(stats.splice(0, 60));
  }
  const figures = async () => (await fetch(service.address + 'about/figures.json')).json();
  await until(async () => (await figures()).stats === places.length * days.length * 3, 'all statistics are in the averages');
  const { threats } = await figures();
  assert.deepEqual(threats, { newest: days[0], analyses: places.length, contributors: places.length });
});

// Alone: what it measures is not to be shared with others.
speedTests(() => service, () => browser);

// Side by side, each visitor with a browser of their own: most of a test is waiting.
describe('With statistics', { concurrency: 4 }, () => {
  for (const tests of [visitTests, chartTests, sentenceTests, exportTests, faultTests, nameTests, objectTests, mapTests, stateTests]) tests(() => service, () => browser);
});
