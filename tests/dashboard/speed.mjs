import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ready } from './visits.mjs';

const most = { bytes: 150 * 1024, milliseconds: 1000 };

/** What a first visit costs, as a browser with an empty cache sees it. */
export function speedTests(service, browser) {
  for (const page of ['', 'evolution', 'map/', 'help'])
    test(`/${page} is light, and drawn at once`, async t => {
      const visitor = await browser().visitor();
      const wire = await visitor.page.context().newCDPSession(visitor.page);
      const sizes = new Map();
      const names = new Map();
      await wire.send('Network.enable');
      wire.on('Network.responseReceived', ({ requestId, response }) => names.set(requestId, new URL(response.url).pathname));
      wire.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => sizes.set(requestId, encodedDataLength));
      await visitor.page.addInitScript(() => {
        new MutationObserver((_, observer) => {
          if (!document.querySelector('.card[data-state=drawn], .leaflet-marker-icon')) return;
          observer.disconnect();
          requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('drawn')));
        }).observe(document, { subtree: true, childList: true, attributes: true });
      });
      await visitor.open(new URL(page, service().address).href);
      await ready(visitor, page);
      const drawn = await visitor.page.evaluate(() => performance.getEntriesByName('drawn')[0]?.startTime ?? performance.timing.domContentLoadedEventEnd - performance.timing.navigationStart);
      // The precise outline of the world comes after the map is there.
      const first = [...sizes].filter(([id]) => !names.get(id)?.includes('countries-50m'));
      const bytes = first.reduce((sum, [, size]) => sum + size, 0);
      t.diagnostic(`/${page}: ${(bytes / 1024).toFixed(0)} KB in ${first.length} requests, drawn after ${drawn.toFixed(0)} ms`);
      assert.ok(bytes < most.bytes, `${bytes} bytes: ${first.map(([id, size]) => `${names.get(id)} ${size}`).join(', ')}`);
      assert.ok(drawn < most.milliseconds, `${drawn} ms`);
      await visitor.end();
    });
}
