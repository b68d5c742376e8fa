import assert from 'node:assert/strict';
import { test } from 'node:test';

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
    assert.match(await visitor.text('#clients dd'), /^Objekt ohne Namen [0-9a-f-]{36}/);
    // The browser itself reports the answer of 503.
    await visitor.end({ errors: visitor.errors.filter(error => error.includes('503')).length });
  });
}
