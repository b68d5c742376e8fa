import assert from 'node:assert/strict';
import { test } from 'node:test';

const most = { bytes: 150 * 1024, milliseconds: 1000 };

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
