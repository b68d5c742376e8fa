import assert from 'node:assert/strict';
import { test } from 'node:test';

const most = { bytes: 150 * 1024, milliseconds: 1000 };

/** The answer of an instance to which many objects are reported. */
const many = (count, days) => Array.from({ length: count }, (_, at) => {
  const object = `${at.toString(16).padStart(8, '0')}-4576-4e91-9173-0800277f0571`;
  const values = Array.from({ length: days }, (_, ago) => ({ date: new Date(Date.now() - (days - 1 - ago) * 86_400_000).toISOString().slice(0, 10), count: 5 + Math.sin(at + ago / 9), maxRisk: 20 + (at % 17), averageRate: 2 + Math.sin(at * 7 + ago / 30) }));
  return { object, labels: { label2: `Object ${at}` }, values, averages: { count: 5, maxRisk: 20, averageRate: 2 + Math.sin(at) } };
});

/** What a first visit costs, as a browser with an empty cache sees it. */
export function speedTests(service, browser) {
  for (const page of ['', 'evolution', 'map/', 'help'])
    test(`/${page} is light, and drawn at once`, async t => {
      // The machine may be busy with something else: the best of a few visits is the page's own time.
      let best;
      for (let attempt = 0; attempt < 5 && !(best?.drawn < most.milliseconds); attempt++) {
        const visit = await measure(page);
        if (best === undefined || visit.drawn < best.drawn) best = visit;
      }
      const bytes = best.files.reduce((sum, [, size]) => sum + size, 0);
      t.diagnostic(`/${page}: ${(bytes / 1024).toFixed(0)} KB in ${best.files.length} requests, drawn after ${best.drawn.toFixed(0)} ms`);
      assert.ok(bytes < most.bytes, `${bytes} bytes: ${best.files.map(file => file.join(' ')).join(', ')}`);
      assert.ok(best.drawn < most.milliseconds, `${best.drawn} ms`);
    });

  for (const slow of [1, 4])
    test(`Five hundred objects are listed and drawn${slow > 1 ? ` by a processor ${slow} times slower` : ''}`, async t => {
      for (const [page, asked] of /** @type {[string, number][]} */ ([['', 35], ['evolution', 365]])) {
        const visitor = await browser().visitor();
        const list = many(500, asked);
        const json = JSON.stringify(list);
        await visitor.page.route('**/threats.json*', route => route.fulfill({ body: json, contentType: 'application/json' }));
        await visitor.page.route('**/mosp/objects.json*', route => route.fulfill({ json: {} }));
        await visitor.page.addInitScript(() => {
          globalThis.tasks = [];
          new PerformanceObserver(list => globalThis.tasks.push(...list.getEntries().map(task => task.duration))).observe({ type: 'longtask', buffered: true });
        });
        await (await visitor.page.context().newCDPSession(visitor.page)).send('Emulation.setCPUThrottlingRate', { rate: slow });
        await visitor.open(new URL(page, service().address).href);
        await visitor.shown();
        const [shown, longest] = await visitor.page.evaluate(() => [performance.now(), Math.max(0, ...globalThis.tasks)]);
        t.diagnostic(`/${page}: ${(json.length / 1e6).toFixed(1)} MB of JSON, shown after ${shown.toFixed(0)} ms, the longest task took ${longest.toFixed(0)} ms`);
        if (page === '') {
          assert.match(await visitor.text('.more'), /500/);
          await visitor.page.fill('#search', 'object 499');
          assert.equal((await visitor.rows()).length, 1);
        } else {
          // Six highlighted over a background that is still one.
          assert.deepEqual([await visitor.page.locator('.front').count(), await visitor.page.locator('.behind').count()], [6, 34]);
        }
        await visitor.end();
      }
    });

  async function measure(page) {
    const visitor = await browser().visitor();
    const wire = await visitor.page.context().newCDPSession(visitor.page);
    const names = new Map();
    const files = [];
    await wire.send('Network.enable');
    wire.on('Network.responseReceived', ({ requestId, response }) => names.set(requestId, new URL(response.url).pathname));
    wire.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => files.push([names.get(requestId), encodedDataLength]));
    await visitor.page.addInitScript(() => {
      new MutationObserver((_, observer) => {
        if (!document.querySelector('.card[data-state=drawn], .leaflet-marker-icon, .prose')) return;
        observer.disconnect();
        requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('drawn')));
      }).observe(document, { subtree: true, childList: true, attributes: true });
    });
    await visitor.open(new URL(page, service().address).href);
    await visitor.shown();
    const mark = await visitor.page.waitForFunction(() => performance.getEntriesByName('drawn')[0]?.startTime);
    const drawn = await mark.jsonValue();
    await visitor.end();
    // The precise outline of the world comes when the map is there already.
    return { drawn, files: files.filter(([name]) => !name?.includes('countries-50m')) };
  }
}
