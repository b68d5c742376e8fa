import assert from 'node:assert/strict';
import { test } from 'node:test';

const measures = ['averageRate', 'count', 'maxRisk'];
const close = (actual, expected, what) => {
  assert.equal(actual.length, expected.length, what);
  actual.forEach((value, at) => assert.ok(value === expected[at] || Math.abs(value - expected[at]) < 1e-9, `${what}: ${value} instead of ${expected[at]}`));
};
const ranked = (list, by, order) => list.toSorted((a, b) =>
  (order === 'lowest' ? 1 : -1) * (a.averages[by] - b.averages[by]) || a.object.localeCompare(b.object));
const english = object => object.labels.label2 || object.labels.label1;
const name = label => [label].flat().join(' ');

/** The charts against the JSON that they are drawn from. */
export function chartTests(service, browser) {
  const address = path => new URL(path, service().address).href;
  const json = async path => (await fetch(address(path))).json();
  const visit = async (path, options) => (await (await browser().visitor(options)).open(address(path))).shown();

  for (const kind of ['threats', 'vulnerabilities'])
    test(`The bars of ${kind} are the service's averages, in every order`, async () => {
      const list = await json(`stats/${kind}.json?last_stats=1`);
      const visitor = await visit(`?show=${kind}`);
      for (const by of measures)
        for (const order of ['highest', 'lowest'])
          for (const top of ['5', '10', '15']) {
            await visitor.page.selectOption('[name=by]', by);
            await visitor.page.selectOption('[name=order]', order);
            await visitor.page.check(`[name=top][value="${top}"]`);
            const [chart] = await visitor.charts();
            const expected = ranked(list, by, order).slice(0, Number(top));
            close(chart.datasets[0].data, expected.map(object => object.averages[by]), `${by} ${order} ${top}`);
            assert.deepEqual(chart.labels.map(name), expected.map(english));
            assert.ok(chart.painted);
          }
      await visitor.end();
    });

  test('A longer period is another picture', async () => {
    const visitor = await visit('');
    for (const [period, days] of /** @type {[string, number][]} */ ([['3', 85], ['12', 360]])) {
      await visitor.page.selectOption('[name=period]', period);
      const [request] = visitor.requests.filter(url => url.includes('stats/threats.json')).slice(-1);
      const asked = Number(new URL(request).searchParams.get('days'));
      assert.ok(asked >= days && asked < days + 10, `${asked} days`);
      const [chart] = await visitor.charts();
      const list = ranked(await json(`stats/threats.json?days=${asked}`), 'averageRate', 'highest').slice(0, 10);
      close(chart.datasets[0].data, list.map(object => object.averages.averageRate), period);
    }
    await visitor.end();
  });

  test('The risks stand current beside residual, by level, in green, amber and red', async () => {
    const risks = await json('stats/risks.json?last_stats=1');
    const visitor = await visit('?show=risks');
    const charts = await visitor.charts();
    ['informational', 'operational'].forEach((type, at) => {
      const [current, residual] = charts[at].datasets;
      close(current.data, Object.values(risks.current[type]), type);
      close(residual.data, Object.values(risks.residual[type]), type);
      assert.deepEqual(charts[at].labels, ['Low', 'Medium', 'High']);
      const channels = current.colour.map(colour => colour.match(/\d+/g).map(Number));
      assert.ok(channels[0][1] > channels[0][0] && channels[2][0] > 2 * channels[2][1] && channels[1][0] > channels[1][2], current.colour.join());
    });
    await visitor.end();
  });

  test('The lines are the daily values of the twenty, and a day without statistics is a gap', async () => {
    for (const kind of ['threats', 'vulnerabilities']) {
      const visitor = await visit(`evolution?show=${kind}&months=6&by=count&order=lowest`);
      const [chart] = await visitor.charts();
      const list = ranked(await json(`stats/${kind}.json?days=200`), 'count', 'lowest').slice(0, 20);
      assert.deepEqual(chart.datasets.map(dataset => dataset.label), list.map(english));
      list.forEach((object, at) => {
        const values = new Map(object.values.map(value => [value.date, value.count]));
        close(chart.datasets[at].data, chart.labels.map(day => values.get(day) ?? null), object.object);
        assert.equal(chart.datasets[at].data.filter(value => value !== null).length, 80);
      });
      await visitor.end();
    }
  });

  test('A chosen range shows its days and no others', async () => {
    const visitor = await visit('evolution?months=range');
    const day = ago => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
    await visitor.page.fill('[name=from]', day(30));
    await visitor.page.fill('[name=to]', day(10));
    const [chart] = await visitor.charts();
    assert.deepEqual([chart.labels[0], chart.labels.at(-1), chart.labels.length], [day(30), day(10), 21]);
    assert.ok(chart.datasets.every(dataset => dataset.data.every(value => value !== null)));
    await visitor.end();
  });

  test('The legend switches lines off, shows one alone and inverts, and the address keeps it', async () => {
    const visitor = await visit('evolution');
    const visible = async () => (await visitor.charts())[0].datasets.flatMap((dataset, at) => (dataset.visible ? at : []));
    const toggle = at => visitor.page.locator('.legend .toggle').nth(at);
    const rest = at => Array.from({ length: 20 }, (_, other) => other).filter(other => other !== at);

    await toggle(3).click();
    assert.deepEqual(await visible(), rest(3));
    assert.equal(await toggle(3).getAttribute('aria-pressed'), 'false');
    await visitor.page.click('[data-do=invert]');
    assert.deepEqual(await visible(), [3]);
    await visitor.page.locator('.legend .only').nth(5).click();
    assert.deepEqual(await visible(), [5]);
    await visitor.page.reload();
    assert.deepEqual(await visible(), [5]);
    await visitor.page.goBack();
    assert.deepEqual(await visible(), [3]);
    await visitor.page.click('[data-do=all]');
    assert.equal((await visible()).length, 20);
    await visitor.end();
  });

  test('The pointer over a line tells its full name', async () => {
    const visitor = await visit('evolution');
    await visitor.page.locator('.legend .only').nth(0).click();
    const box = await visitor.page.locator('canvas').boundingBox();
    await visitor.shown();
    await visitor.page.mouse.move(box.x + box.width - 40, box.y + box.height / 2);
    await visitor.page.mouse.move(box.x + box.width - 30, box.y + box.height / 2);
    await visitor.told(new RegExp(`^${await visitor.text('.legend .toggle')}: \\d`, 'm'));
    await visitor.end();
  });
}
