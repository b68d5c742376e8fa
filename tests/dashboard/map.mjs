import assert from 'node:assert/strict';
import { test } from 'node:test';

/** The map and the list beside it. */
export function mapTests(service, browser) {
  const address = path => new URL(path, service().address).href;

  test('Organisations stand by country, with what most of them meet, and each of them can be shown', async () => {
    const clients = await (await fetch(address('map/clients.json'))).json();
    const visitor = await (await browser().visitor()).open(address('map/'));
    await visitor.shown();
    assert.ok(clients.length > 1);
    // The sample's places are in Luxembourg, Eindhoven and Nancy.
    const countries = await visitor.page.locator('#clients h3').allTextContents();
    assert.deepEqual(countries.map(text => text.replace(/ \d.*/, '')).sort(), ['France', 'Luxembourg', 'Netherlands']);
    assert.ok(countries.every(text => text.endsWith(' 1 organisation')));
    assert.equal(await visitor.page.locator('.places button').count(), clients.length);
    const names = await (await fetch(address(`mosp/objects.json?${new URLSearchParams(clients.map(client => ['uuid', client.max_threat[1]]))}`))).json();
    for (let at = 0; at < clients.length; at++) {
      const button = visitor.page.locator('.places button').nth(at);
      const place = await button.textContent();
      await button.click();
      await visitor.page.waitForFunction(place => document.querySelector('.leaflet-popup .note')?.textContent === place, place);
      const [latitude, longitude] = new URL(visitor.page.url()).searchParams.get('at').split(',').map(Number);
      const client = clients.find(one => one.latitude === latitude && one.longitude === longitude);
      assert.equal(await visitor.text('.leaflet-popup dd'), `${names[client.max_threat[1]].name} (${client.max_threat[0].toFixed(2)} on average)`);
    }
    await visitor.requireAccessible();
    await visitor.end();
  });

  test('Objects of one name are told apart on the map too', async () => {
    const visitor = await browser().visitor();
    const twins = ['b4000001-4576-4e91-9173-0800277f0571', 'b4000002-4576-4e91-9173-0800277f0571'];
    await visitor.page.route('**/map/clients.json', route => route.fulfill({ json: twins.map((uuid, at) => ({ latitude: 49.6 + at / 5, longitude: 6.1, max_threat: [3, uuid], max_vulnerability: ['', ''] })) }));
    await visitor.page.route('**/mosp/objects.json*', route => route.fulfill({ json: Object.fromEntries(twins.map(uuid => [uuid, { name: 'Twin', url: null, published: true }])) }));
    await (await visitor.open(address('map/'))).shown();
    assert.deepEqual(await visitor.page.locator('#clients dd').allTextContents(), ['Twin (b4000001)', 'Twin (b4000002)']);
    await visitor.end();
  });

  test('Organisations near each other are one pin with their number, which comes nearer', async () => {
    const visitor = await browser().visitor({ language: 'nl', small: true });
    const places = [[49.61, 6.13], [49.62, 6.14], [50.85, 5.69], [-33.9, 18.4]];
    await visitor.page.route('**/map/clients.json', route => route.fulfill({ json: places.map(([latitude, longitude]) => ({ latitude, longitude, max_threat: [3, 'b4000001-4576-4e91-9173-0800277f0571'], max_vulnerability: ['', ''] })) }));
    await (await visitor.open(address('map/'))).shown();
    const pins = async () => (await visitor.page.locator('#map .pin').allTextContents()).sort();
    assert.deepEqual(await pins(), ['', '3']);
    assert.match(await visitor.page.locator('#map .many').getAttribute('aria-label'), /^3 organisaties/);
    await visitor.requireAccessible();
    await visitor.requireFitting();
    await visitor.page.locator('#map .many').click();
    await visitor.page.waitForFunction(() => [...document.querySelectorAll('#map .many')].every(pin => pin.textContent === '2'));
    // However near they are, the list brings up each of them.
    await visitor.page.locator('.places button').nth(1).click();
    await visitor.page.waitForSelector('.leaflet-popup');
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

  test('A link to the map opens the organisation that was open, whoever else comes', async () => {
    const clients = await (await fetch(address('map/clients.json'))).json();
    const visitor = await (await browser().visitor()).open(address('map/'));
    await visitor.shown();
    await visitor.page.locator('.places button').nth(1).click();
    await visitor.page.waitForURL(/at=/);
    const place = await visitor.text('.leaflet-popup .note');
    await visitor.page.route('**/clients.json', route => route.fulfill({ json: [{ ...clients[0], latitude: 52.5, longitude: 13.4 }, clients[2], ...clients.slice(0, 2)] }));
    await visitor.page.reload();
    await visitor.shown();
    assert.equal(await visitor.text('.leaflet-popup .note'), place);
    await visitor.page.keyboard.press('Escape');
    await visitor.page.waitForURL(address('map/'));
    await visitor.end();
  });

  test('No name of a country covers another or a pin, from near and from afar', async () => {
    const visitor = await browser().visitor();
    // On a slow machine the names were still on their way when the zoom ended.
    await visitor.slowDown(3);
    await visitor.open(address('map/'));
    await visitor.shown();
    for (let zoom = 0; zoom < 5; zoom++) {
      const boxes = await visitor.page.evaluate(() => [...document.querySelectorAll('.country, #map .pin')]
        .filter(one => getComputedStyle(one).visibility === 'visible')
        .map(one => ({ what: one.textContent, country: one.classList.contains('country'), ...one.getBoundingClientRect().toJSON() })));
      assert.ok(zoom < 3 || boxes.some(box => box.country));
      for (const [at, a] of boxes.entries())
        for (const b of boxes.slice(0, at))
          assert.ok(!(a.country || b.country) || a.left >= b.right || b.left >= a.right || a.top >= b.bottom || b.top >= a.bottom, `${a.what} covers ${b.what}`);
      // The map says so when it has come to rest; the names may also be replaced meanwhile, by those of the precise outlines.
      const rested = visitor.page.evaluate(() => new Promise(done => document.querySelector('#map').addEventListener('pinned', () => done(true), { once: true })));
      await visitor.page.click('.leaflet-control-zoom-out');
      await rested;
    }
    await visitor.end();
  });

  test('The map is exported as CSV with its coordinates', async () => {
    const clients = await (await fetch(address('map/clients.json'))).json();
    const visitor = await (await browser().visitor()).open(address('map/'));
    await visitor.shown();
    const { content } = await visitor.download(() => visitor.page.click('#csv'));
    const rows = content.toString('utf8').trim().split('\r\n').slice(1).map(row => row.split(','));
    assert.deepEqual(rows.map(row => [Number(row[1]), Number(row[2])]), clients.map(client => [client.latitude, client.longitude]));
    await visitor.end();
  });
}
