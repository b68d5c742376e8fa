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
    const [first] = (await (await fetch(address('stats/threats.json?last_stats=1'))).json()).toSorted((a, b) => b.averages.count - a.averages.count);
    const visitor = await visit('?by=count&top=5', { language: 'fr' });
    const [chart] = await visitor.charts();
    assert.equal([chart.labels[0]].flat().join(' '), `fr ${first.object}`);
    const box = await visitor.page.locator('canvas').boundingBox();
    await visitor.page.mouse.move(box.x + box.width * 0.75, box.y + 25);
    await visitor.told(/Cliquer : ouvre objects\.monarc\.lu/);
    const [opened] = await Promise.all([visitor.page.context().waitForEvent('page'), visitor.page.mouse.click(box.x + box.width * 0.75, box.y + 25)]);
    await opened.waitForURL(page(first.object));
    assert.equal(await opened.evaluate(() => opener), null);
    await opened.close();

    await visitor.page.click('[data-do=table]');
    await requireLink(visitor.page.locator('.data tbody a').first(), first.object);
    await visitor.requireAccessible();
    await visitor.requireFitting();
    const { content } = await visitor.download(() => visitor.page.click('[data-do=csv]'));
    assert.match(content.toString('utf8').split('\r\n')[1], new RegExp(`^fr ${first.object},`));
    await visitor.end();
  });

  test('The lines and the map lead to MOSP too', async () => {
    const evolution = await visit('evolution?by=count', { language: 'fr' });
    const [chart] = await evolution.charts();
    const [, uuid] = chart.datasets[0].label.split(' ');
    await requireLink(evolution.page.locator('.legend .away').first(), uuid);
    await requireLink(evolution.page.locator('.data thead a').first(), uuid);
    await evolution.requireAccessible();
    await evolution.requireFitting();
    await evolution.end();

    const [{ max_threat: [, threat] }] = await (await fetch(address('map/clients.json'))).json();
    const map = await visit('map/?contributor=1', { language: 'fr', dark: true });
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
    const [chart] = await visitor.charts();
    assert.equal([chart.labels[0]].flat().join(' '), 'Bezeichnung 0');
    assert.equal(await visitor.page.locator('.data a').count(), 0);
    // The browser itself reports the answer of 503.
    await visitor.end({ errors: 1 });
  });
}
