import assert from 'node:assert/strict';
import { test } from 'node:test';

/** RFC 4180, as a spreadsheet reads it. */
function parse(text) {
  const cells = [...text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)];
  const rows = [[]];
  for (const [, quoted, plain, end] of cells) {
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== ',') rows.push([]);
  }
  return rows.slice(0, -1);
}

/** What a visitor takes away. */
export function exportTests(service, browser) {
  const address = path => new URL(path, service().address).href;
  const json = async path => (await fetch(address(path))).json();
  const visit = async path => (await (await browser().visitor()).open(address(path))).shown();
  const csv = async (visitor, button = '[data-do=csv]') => {
    const { name, content } = await visitor.download(() => visitor.page.locator(button).first().click());
    assert.deepEqual([...content.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
    return { name, rows: parse(content.subarray(3).toString('utf8')) };
  };

  test('The CSV of a bar chart holds the numbers of the service, exactly', async () => {
    const list = await json('stats/threats.json?last_stats=1');
    const visitor = await visit('?by=count&top=15');
    const { name, rows } = await csv(visitor);
    assert.equal(name, 'threats-count-highest-15.csv');
    assert.deepEqual(rows[0], ['Threat', 'Probability', 'Occurrence', 'Highest associated risk', 'UUID']);
    assert.equal(rows.length, 16);
    for (const [label, rate, count, risk, uuid] of rows.slice(1)) {
      const { averages, labels } = list.find(object => object.object === uuid);
      assert.deepEqual([rate, count, risk].map(Number), [averages.averageRate, averages.count, averages.maxRisk]);
      const own = labels.label2 || labels.label1;
      // A name that a spreadsheet would compute is kept as text.
      assert.equal(label, own.startsWith('=') ? `'${own}` : own);
    }
    assert.ok(rows.some(([label]) => label.startsWith("'=")), 'the sample has such a name');
    await visitor.end();
  });

  test('The CSV of the lines holds a day a row and leaves gaps empty, only of what is shown', async () => {
    const visitor = await visit('evolution?months=6');
    await visitor.page.locator('.legend .only').nth(2).click();
    await visitor.shown();
    const [chart] = await visitor.charts();
    const line = chart.datasets.find(dataset => dataset.visible);
    const { rows } = await csv(visitor);
    assert.deepEqual(rows[0], ['Date', line.label]);
    assert.equal(rows.length, 81);
    for (const [day, value] of rows.slice(1)) assert.equal(Number(value), line.data[chart.labels.indexOf(day)]);
    await visitor.end();
  });

  test('The CSV of the risks holds current and residual', async () => {
    const risks = await json('stats/risks.json?last_stats=1');
    const visitor = await visit('?show=risks');
    const { rows } = await csv(visitor);
    assert.deepEqual(rows.slice(1).map(row => row.slice(1).map(Number)),
      Object.keys(risks.current.informational).map(level => [risks.current.informational[level], risks.residual.informational[level]]));
    await visitor.end();
  });

  test('The table holds the same as the chart', async () => {
    const visitor = await visit('?show=vulnerabilities');
    const [chart] = await visitor.charts();
    const cells = await visitor.page.locator('.data tbody tr').evaluateAll(rows => rows.map(row => [...row.cells].map(cell => cell.textContent)));
    assert.deepEqual(cells.map(row => Number(row[1])), chart.datasets[0].data.map(value => Math.round(value * 100) / 100));
    assert.deepEqual(cells.map(row => row[0]), chart.labels.map(label => [label].flat().join(' ')));
    await visitor.end();
  });

  test('The image is a PNG larger than the chart, for it has title and source too', async () => {
    const visitor = await visit('');
    const { name, content } = await visitor.download(() => visitor.page.click('[data-do=png]'));
    assert.equal(name, 'threats-averageRate-highest-10.png');
    assert.equal(content.subarray(1, 4).toString(), 'PNG');
    const [width, height] = [content.readUInt32BE(16), content.readUInt32BE(20)];
    const canvas = await visitor.page.locator('canvas').evaluate(element => [element.width, element.height]);
    assert.ok(width > canvas[0] && height > canvas[1] + 50, `${width} × ${height}`);
    await visitor.end();
  });

  test('The link is copied, and says so', async () => {
    const visitor = await visit('?show=risks&period=3');
    await visitor.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await visitor.page.locator('[data-do=link]').first().click();
    await visitor.page.waitForFunction(() => document.querySelector('.done').textContent === 'Link copied');
    assert.equal(await visitor.page.evaluate(() => navigator.clipboard.readText()), visitor.page.url());
    await visitor.end();
  });
}
