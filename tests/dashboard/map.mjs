import assert from 'node:assert/strict';
import { test } from 'node:test';

/** The map and the list beside it. */
export function mapTests(service, browser) {
  const address = path => new URL(path, service().address).href;

  test('Each contributor with coordinates is on the map and in the list, with its top threat and vulnerability', async () => {
    const clients = await (await fetch(address('map/clients.json'))).json();
    const names = new Map((await Promise.all(['threats', 'vulnerabilities'].map(async kind => (await fetch(address(`stats/${kind}.json`))).json())))
      .flat().map(({ object, labels }) => [object, labels.label2 || labels.label1]));
    const visitor = await (await browser().visitor()).open(address('map/'));
    await visitor.shown();
    assert.ok(clients.length > 1);
    assert.equal(await visitor.page.locator('#map .pin').count(), clients.length);
    for (const [at, client] of clients.entries()) {
      await visitor.page.locator('#clients button').nth(at).click();
      await visitor.page.waitForFunction(at => document.querySelector('.leaflet-popup .title')?.textContent === `Contributor ${at + 1}`, at);
      for (const place of ['.leaflet-popup', `#clients li:nth-child(${at + 1})`]) {
        const facts = (await visitor.page.locator(`${place} dd`).allTextContents()).map(text => text.trim());
        for (const [fact, [count, uuid]] of [[facts[0], client.max_threat], [facts[1], client.max_vulnerability]])
          assert.equal(fact, `${names.get(uuid)} (${count.toFixed(2)} on average)`);
      }
    }
    await visitor.end();
  });

  test('Objects of one name are told apart on the map too', async () => {
    const visitor = await browser().visitor();
    const twins = ['b4000001-4576-4e91-9173-0800277f0571', 'b4000002-4576-4e91-9173-0800277f0571'];
    await visitor.page.route('**/map/clients.json', route => route.fulfill({ json: twins.map((uuid, at) => ({ latitude: 49 + at, longitude: 6, max_threat: [3, uuid], max_vulnerability: ['', ''] })) }));
    await visitor.page.route('**/mosp/objects.json*', route => route.fulfill({ json: Object.fromEntries(twins.map(uuid => [uuid, { name: 'Twin', url: null, published: true }])) }));
    await (await visitor.open(address('map/'))).shown();
    assert.deepEqual(await visitor.page.locator('#clients dd').allTextContents(), ['Twin (b4000001) (3.00 on average)', 'Twin (b4000002) (3.00 on average)']);
    await visitor.end();
  });

  test('The map needs no mouse', async () => {
    const visitor = await (await browser().visitor()).open(address('map/'));
    await visitor.shown();
    await visitor.page.locator('#map .pin').first().focus();
    await visitor.page.keyboard.press('Enter');
    await visitor.page.waitForSelector('.leaflet-popup');
    await visitor.requireAccessible();
    await visitor.page.keyboard.press('Escape');
    await visitor.page.waitForSelector('.leaflet-popup', { state: 'detached' });
    await visitor.end();
  });

  test('A link to the map opens the contributor that was open', async () => {
    const clients = await (await fetch(address('map/clients.json'))).json();
    const visitor = await (await browser().visitor()).open(address('map/'));
    await visitor.shown();
    await visitor.page.locator('#clients button').nth(1).click();
    await visitor.page.waitForURL(/at=/);
    // Somebody who joins gets a number, and the others new ones.
    await visitor.page.route('**/clients.json', route => route.fulfill({ json: [clients[2], ...clients.slice(0, 2)] }));
    await visitor.page.reload();
    await visitor.shown();
    assert.equal(await visitor.text('.leaflet-popup .title'), 'Contributor 3');
    assert.equal(await visitor.text('.leaflet-popup .note'), await visitor.text('#clients li:nth-child(3) .note'));
    await visitor.page.keyboard.press('Escape');
    await visitor.page.waitForURL(address('map/'));
    await visitor.end();
  });

  test('No name of a country covers another or a contributor, from near and from afar', async () => {
    const visitor = await (await browser().visitor()).open(address('map/'));
    await visitor.shown();
    for (let zoom = 0; zoom < 5; zoom++) {
      const boxes = await visitor.page.evaluate(() => [...document.querySelectorAll('.country, #map .pin')]
        .filter(one => getComputedStyle(one).visibility === 'visible')
        .map(one => ({ what: one.textContent, country: one.classList.contains('country'), ...one.getBoundingClientRect().toJSON() })));
      assert.ok(zoom < 3 || boxes.some(box => box.country));
      for (const [at, a] of boxes.entries())
        for (const b of boxes.slice(0, at))
          assert.ok(!(a.country || b.country) || a.left >= b.right || b.left >= a.right || a.top >= b.bottom || b.top >= a.bottom, `${a.what} covers ${b.what}`);
      const before = await visitor.page.locator('#map .pin').first().boundingBox();
      await visitor.page.click('.leaflet-control-zoom-out');
      await visitor.page.waitForFunction(x => document.querySelector('#map .pin').getBoundingClientRect().x !== x, before.x);
      await visitor.page.waitForFunction(() => document.querySelector('.leaflet-zoom-anim') === null);
    }
    await visitor.end();
  });

  test('The map is exported as CSV with its coordinates', async () => {
    const clients = await (await fetch(address('map/clients.json'))).json();
    const visitor = await (await browser().visitor()).open(address('map/'));
    await visitor.shown();
    const { content } = await visitor.download(() => visitor.page.click('#csv'));
    const rows = content.toString('utf8').trim().split('\r\n').slice(1).map(row => row.split(','));
    assert.deepEqual(rows.map(row => [Number(row[0]), Number(row[1])]), clients.map(client => [client.latitude, client.longitude]));
    await visitor.end();
  });
}
