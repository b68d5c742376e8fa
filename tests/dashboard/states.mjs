import assert from 'node:assert/strict';
import { createServer, request } from 'node:http';
import { once } from 'node:events';
import { test } from 'node:test';

/** An instance that nobody has sent anything to. */
export function emptyTests(service, browser) {
  for (const path of ['', '?show=vulnerabilities', '?show=risks', '?show=compliance', 'evolution', 'map/'])
    test(`Without statistics, /${path} says how to contribute`, async () => {
      const visitor = await browser().visitor();
      // The service keeps this answer for a minute: asked now, it would still be empty when the next tests ask.
      if (path === 'map/') await visitor.page.route('**/clients.json', route => route.fulfill({ json: [] }));
      await visitor.open(new URL(path, service().address).href);
      await visitor.page.waitForSelector('[data-state=empty]');
      assert.equal(await visitor.text('[data-state=empty] .title'), path === 'map/' ? 'No organisation on the map yet' : 'No statistics yet');
      await visitor.requireAccessible();
      await visitor.page.click('[data-state=empty] a');
      await visitor.page.waitForURL(/help#contribute$/);
      assert.equal(await visitor.text('#contribute'), 'Contributing statistics');
      await visitor.end();
    });
}

/** A service that fails, and one behind a proxy. */
export function stateTests(service, browser) {
  const objectPath = async () => `threats/${(await (await fetch(new URL('stats/ranking/threats.json', service().address))).json()).objects[0].object}`;

  test('A failure is told, and trying again is one click', async () => {
    for (const [path, json] of [['', '**/threats.json*'], ['?show=vulnerabilities', '**/vulnerabilities.json*'], ['?show=risks', '**/evolution/risks.json*'], ['?show=compliance', '**/compliance.json*'], ['evolution', '**/threats.json*'], ['map/', '**/clients.json'], [await objectPath(), '**/objects/threats.json*']]) {
      const visitor = await browser().visitor();
      await visitor.page.route(json, route => route.fulfill({ status: 503, body: '{}' }));
      await visitor.open(new URL(path, service().address).href);
      await visitor.page.waitForSelector('[data-state=failed]');
      assert.match(await visitor.text('[data-state=failed]'), /HTTP 503/);
      await visitor.requireAccessible();
      await visitor.page.unroute(json);
      await visitor.page.locator('[data-state=failed] button').first().click();
      assert.notEqual(await visitor.page.evaluate(() => document.activeElement.tagName), 'BODY', 'the focus is lost');
      await visitor.page.waitForSelector('[data-state=failed]', { state: 'hidden' });
      await visitor.shown();
      assert.notEqual(await visitor.page.evaluate(() => document.activeElement.tagName), 'BODY', 'the focus is lost');
      // The browser itself reports the answers of 503: of the risks, which the figures above the list ask for too, more than one.
      await visitor.end({ errors: visitor.errors.filter(error => error.includes('503')).length });
    }
  });

  test('A period without statistics says so', async () => {
    const visitor = await (await browser().visitor()).open(new URL('evolution?months=range&from=2020-01-01&to=2020-02-01', service().address).href);
    await visitor.page.waitForSelector('[data-state=empty]');
    assert.equal(await visitor.text('[data-state=empty] .title'), 'No statistics in this period');
    await visitor.end();
  });

  test('Everything works under a path prefix, from link to link', async () => {
    const prefix = '/a/b';
    const proxy = createServer((incoming, outgoing) => {
      if (!incoming.url.startsWith(prefix + '/')) return outgoing.writeHead(404).end();
      const target = new URL(service().address);
      const headers = { ...incoming.headers, 'x-forwarded-prefix': prefix, 'x-forwarded-host': incoming.headers.host };
      incoming.pipe(request({ host: target.hostname, port: target.port, method: incoming.method, path: incoming.url.slice(prefix.length), headers },
        answer => answer.pipe(outgoing.writeHead(answer.statusCode, answer.headers))));
    }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    try {
      const { port } = /** @type {import('node:net').AddressInfo} */ (proxy.address());
      const base = `http://127.0.0.1:${port}${prefix}/`;
      const visitor = await (await browser().visitor()).open(base);
      await visitor.shown();
      for (const [page, path] of [['evolution', 'evolution'], ['map', 'map/'], ['data', 'data'], ['about', 'about'], ['more', 'about/more'], ['help', 'help'], ['current', '']]) {
        await visitor.follow(`[data-page=${page}]`, base + path);
      }
      for (const path of ['evolution/', 'map', 'about/more/']) {
        await visitor.open(base + path);
        await visitor.shown();
      }
      assert.ok(visitor.requests.every(url => !url.startsWith('http') || url.startsWith(base)), visitor.requests.join('\n'));
      await visitor.end();
    } finally {
      proxy.closeAllConnections();
      proxy.close();
    }
  });
}
