import assert from 'node:assert/strict';
import { test } from 'node:test';

const page = uuid => `https://objects.monarc.lu/object/${uuid.slice(0, 8)}`;

/** Names and pages of MONARC's catalogue, MOSP. */
export function nameTests(service, browser) {
  const address = path => new URL(path, service().address).href;

  /** Opens a page of an instance that knows every object's name and page. */
  async function visit(path, options) {
    const visitor = await browser().visitor(options);
    await visitor.page.route('**/mosp/objects.json*', route => {
      const query = new URL(route.request().url()).searchParams;
      return route.fulfill({ json: Object.fromEntries(query.getAll('uuid').map(uuid => [uuid, { name: `${query.get('language')} ${uuid}`, url: page(uuid), published: true }])) });
    });
    await visitor.page.context().route('https://objects.monarc.lu/**', route => route.fulfill({ body: 'MOSP' }));
    return (await visitor.open(address(path))).shown();
  }

  async function requireLink(link, uuid) {
    assert.equal(await link.getAttribute('href'), page(uuid));
    assert.match(await link.getAttribute('rel'), /noopener/);
    assert.equal(await link.getAttribute('title'), 'ouvre objects.monarc.lu');
  }

  test('An object has the name that MOSP gives it, and its page is a click away', async () => {
    const visitor = await visit('?by=count', { language: 'fr' });
    const [first] = await visitor.rows();
    assert.equal(first.name, `fr ${first.object}`);
    await requireLink(visitor.page.locator('.ranking .name a').first(), first.object);
    await visitor.requireAccessible();
    await visitor.requireFitting();
    const { content } = await visitor.download(() => visitor.page.click('[data-do=csv]'));
    assert.match(content.toString('utf8').split('\r\n')[1], new RegExp(`^1;fr ${first.object};`));
    await visitor.end();

    const leaving = await visit('?by=count', { language: 'fr' });
    await leaving.page.locator('.ranking .name a').first().click();
    await leaving.page.waitForURL(page(first.object));
    await leaving.page.context().close();
  });

  test('The lines have those names too, and the map leads to MOSP', async () => {
    const evolution = await visit('evolution?by=count', { language: 'fr' });
    for (const { key, name } of await evolution.lines()) assert.ok(name.startsWith(`fr ${key}`), name);
    await evolution.requireAccessible();
    await evolution.requireFitting();
    await evolution.end();

    const [{ latitude, longitude, max_threat: [, threat] }] = await (await fetch(address('map/clients.json'))).json();
    const map = await visit(`map/?at=${latitude},${longitude}`, { language: 'fr', dark: true });
    await requireLink(map.page.locator('.leaflet-popup dd a').first(), threat);
    await requireLink(map.page.locator('#clients dd a').first(), threat);
    await map.requireAccessible();
    await map.requireFitting();
    await map.end();
  });

  test('Without an answer about names, the statistics name the objects', async () => {
    const visitor = await browser().visitor({ language: 'de' });
    await visitor.page.route('**/mosp/objects.json*', route => route.fulfill({ status: 503, body: '{}' }));
    await visitor.open(address('?by=count'));
    assert.equal((await visitor.rows())[0].name, 'Bezeichnung 0');
    assert.equal(await visitor.page.locator('.ranking a').count(), 0);
    // The browser itself reports the answer of 503.
    await visitor.end({ errors: 1 });
  });
}
