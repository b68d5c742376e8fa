import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../../eng/service.mjs';
import { statistics } from './sample.mjs';
import { startService } from './service.mjs';

/** Names of objects in the visitor's language. */
export function nameTests(service, browser) {
  const address = path => new URL(path, service().address).href;

  test('An object has its name in the visitor’s language, in the list, in its files, on the lines and on the map', async () => {
    const language = 'fr';
    const visitor = await browser().visitor({ language });
    const rename = ({ objects }) => objects.forEach(object => { object.name = `${language} ${object.object}`; });
    await visitor.changed('**/stats/ranking/threats.json*', rename);
    await visitor.changed('**/stats/evolution/threats.json*', rename);
    await visitor.page.route('**/mosp/objects.json*', route => route.fulfill({ json: Object.fromEntries(
      new URL(route.request().url()).searchParams.getAll('uuid').map(uuid => [uuid, { name: `${language} ${uuid}`, url: null, published: true }])) }));
    const [first] = await (await visitor.open(address('?by=count'))).rows();
    assert.equal(first.name, `fr ${first.object}`);
    assert.ok(visitor.requests.some(url => url.includes('stats/ranking/threats.json') && url.includes('language=fr')));
    const { content } = await visitor.download(() => visitor.page.click('[data-do=csv]'));
    assert.match(content.toString('utf8').split('\r\n')[1], new RegExp(`^1;fr ${first.object};`));
    await (await visitor.open(address('evolution?by=count'))).shown();
    for (const { key, name } of await visitor.lines()) assert.ok(name.startsWith(`fr ${key}`), name);
    await (await visitor.open(address('map/'))).shown();
    const [{ max_threat: [, threat] }] = await (await fetch(address('map/clients.json'))).json();
    assert.ok((await visitor.page.locator('#clients dd').allTextContents()).some(text => text.startsWith(`fr ${threat}`)));
    await visitor.requireAccessible();
    await visitor.requireFitting();
    await visitor.end();
  });

  test('Without an answer about names, the map still shows what there is', async () => {
    const visitor = await browser().visitor({ language: 'de' });
    await visitor.page.route('**/mosp/objects.json*', route => route.fulfill({ status: 503, body: '{}' }));
    await (await visitor.open(address('map/'))).shown();
    assert.match(await visitor.text('#clients dd'), /^Objekt ohne Namen [0-9a-f]{8}/);
    // The browser itself reports the answer of 503.
    await visitor.end({ errors: visitor.errors.filter(error => error.includes('503')).length });
  });

  test('What one organisation alone calls an object stands on no page, in no file and in no feed', async t => {
    const alone = await startService();
    t.after(() => alone.stop());
    const at = path => new URL(path, alone.address).href;
    const client = await alone.register('Alone', 49.6116, 6.1319);
    const secret = 'Umspannwerk';
    const labels = { label1: secret, label2: secret, label3: secret, label4: secret };
    // Half of the objects are new on the last days: the feed tells of them.
    const stats = statistics(1).filter(({ type }) => ['threat', 'vulnerability'].includes(type)).map((stat, place, { length }) =>
      ({ ...stat, data: /** @type {any[]} */ (stat.data).slice(place < length / 2 ? 0 : 12).map(object => ({ ...object, ...labels })) }));
    const total = stats.length;
    // One of those with the highest rates, so that it is among the first of every list.
    const threat = stats[0].data[9].uuid;
    while (stats.length > 0) await client.send(stats.splice(0, 60));
    await until(async () => (await (await fetch(at('about/figures.json'))).json()).stats === total, 'all statistics are in the averages');
    const requireUnnamed = (content, where) => assert.ok(!content.includes(secret), `${where} tells it.`);

    // As the service sends them: tables without scripts and Open Graph's texts too.
    for (const path of ['', 'evolution', 'map/', 'data', `threats/${threat}`, 'embed/ranking', `stats/objects/threats.json?uuid=${threat}`, 'stats/ranking/threats.json', 'stats/evolution/threats.json',
      'data/threats.csv', 'data/threats.ndjson', 'data/changes.atom', `mosp/objects.json?uuid=${threat}`]) {
      const content = await (await fetch(at(path))).text();
      requireUnnamed(content, path);
      if (!['evolution', 'map/', 'data', 'embed/ranking'].includes(path) && !path.startsWith('mosp')) assert.ok(content.includes(threat), `${path} does not tell of ${threat}.`);
    }

    // As the scripts draw them: whoever has no name is still listed, drawn, found and linked.
    const visitor = await browser().visitor();
    for (const path of ['', '?order=name', '?show=vulnerabilities', 'evolution', 'evolution?view=rank', 'evolution?view=small', 'map/', `threats/${threat}`, 'embed/ranking', 'embed/evolution', 'data']) {
      await (await visitor.open(at(path))).shown();
      assert.equal(await visitor.page.locator('.state.failed').count(), 0, path);
      const content = await visitor.page.content();
      requireUnnamed(content, path);
      if (path !== 'data') assert.match(content, /Unnamed object [0-9a-f]{8}/, path);
    }
    await (await visitor.open(at('evolution'))).shown();
    const { content } = await visitor.download(() => visitor.page.click('[data-do=csv]'));
    assert.match(content.toString('utf8'), /Unnamed object/);
    requireUnnamed(content.toString('utf8'), 'the CSV of lines');
    await visitor.end();
  });
}
