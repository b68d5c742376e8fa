import assert from 'node:assert/strict';
import { test } from 'node:test';
import { day, english } from './charts.mjs';
import { parse } from './exports.mjs';

const mosp = uuid => `https://objects.monarc.lu/object/${uuid.slice(0, 8)}`;

/** The page of each threat and vulnerability. */
export function objectTests(service, browser) {
  const address = path => new URL(path, service().address).href;
  const json = async path => (await fetch(address(path))).json();

  for (const kind of ['threats', 'vulnerabilities'])
    test(`A name in the list of ${kind} leads to a page with the object's values, ranks and names`, async () => {
      const list = await json(`stats/${kind}.json?days=365`);
      const visitor = await (await browser().visitor()).open(address(`?show=${kind}&by=count`));
      const row = (await visitor.rows())[4];
      await visitor.follow(`[data-object="${row.object}"] .name a`, address(`${kind}/${row.object}`));
      const object = list.find(one => one.object === row.object);
      const on = (one, date, by) => one.values.find(value => value.date === date)[by];
      assert.equal(await visitor.text('h1'), english(object));
      assert.match(await visitor.text('#rests'), /the newest day that is over: reported by 3 analyses/);
      const tiles = await visitor.page.locator('#strip > div').evaluateAll(all => all.map(one => [one.querySelector('dt').textContent, one.querySelector('dd').firstChild.textContent]));
      const place = 1 + list.filter(other => on(other, day(1), 'averageRate') > on(object, day(1), 'averageRate')).length;
      assert.equal(tiles[0][1], `${place} of ${list.length}`);
      assert.deepEqual(tiles.slice(1).map(([, value]) => Number(value)), ['averageRate', 'count', 'maxRisk'].map(by => Math.round(on(object, day(1), by) * 100) / 100));
      const names = await visitor.page.locator('#names dd').allTextContents();
      assert.deepEqual(new Set(names), new Set([...['label1', 'label2', 'label3', 'label4'].map(label => object.labels[label]), object.object]));
      await visitor.page.selectOption('[name=by]', 'maxRisk');
      await visitor.page.check('[name=months][value="3"]');
      await visitor.shown();
      const { content } = await visitor.download(() => visitor.page.locator('[data-do=csv]').first().click());
      const rows = parse(content.subarray(3).toString('utf8'));
      const values = object.values.filter(value => value.date > day(92));
      assert.deepEqual(rows.slice(1).map(([date]) => date), values.map(value => value.date));
      rows.slice(1).forEach((row, at) => assert.ok(Math.abs(Number(row[1]) - values[at].maxRisk) < 0.0051));
      await visitor.requireAccessible();
      await visitor.requireFitting();
      await visitor.follow('#back', address(`?show=${kind}`));
      await visitor.end();
    });

  test('An object of MONARC’s catalogue leads there, saying so; one that is not in it can be added', async () => {
    const [{ object }] = (await json('stats/ranking/threats.json')).objects;
    for (const [url, published, host] of /** @type {[string | null, boolean, string][]} */ ([[mosp(object), true, mosp(object)], [null, false, 'https://objects.monarc.lu/']])) {
      const visitor = await browser().visitor({ language: 'fr', small: true });
      await visitor.changed('**/objects/threats.json*', history => ({ ...history, url, published }));
      await (await visitor.open(address(`threats/${object}`))).shown();
      const link = visitor.page.locator('#mosp a');
      assert.equal(await link.getAttribute('href'), host);
      assert.match(await link.getAttribute('rel'), /noopener/);
      assert.equal(await link.getAttribute('title'), 'ouvre objects.monarc.lu');
      await visitor.requireAccessible();
      await visitor.requireFitting();
      await visitor.end();
    }
  });

  test('The line of an object that is not among the first stands beside the others', async () => {
    const { objects } = await json('stats/ranking/vulnerabilities.json?by=averageRate');
    const { object, name } = objects.at(-1);
    const visitor = await (await browser().visitor()).open(address(`vulnerabilities/${object}`));
    await visitor.shown();
    await visitor.follow('#evolution', /evolution\?show=vulnerabilities&lines=/);
    assert.deepEqual((await visitor.lines()).filter(line => line.front).map(line => line.name), [name]);
    await visitor.end();
  });
}
