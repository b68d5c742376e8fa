import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFileSync } from 'node:fs';
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
      // The rates of the sample hardly move: the numbers at the axis still differ, and the days beside each other tell their year.
      for (const axis of await visitor.page.locator('.stage').all()) {
        const numbers = await axis.locator('[data-tick]').allTextContents();
        assert.ok(numbers.length > 1 && new Set(numbers).size === numbers.length, numbers.join(' '));
        const texts = await axis.locator('.axis text:not([data-tick])').allTextContents();
        assert.ok(texts.every(text => /\d\d$/.test(text)), texts.join(' '));
      }
      await visitor.page.selectOption('[name=by]', 'maxRisk');
      await visitor.page.check('[name=months][value="3"]');
      await visitor.shown();
      const { content } = await visitor.download(() => visitor.page.locator('[data-do=csv]').first().click());
      const rows = parse(content.subarray(3).toString('utf8'));
      const values = object.values.filter(value => value.date > day(92));
      assert.deepEqual(rows.slice(1).map(([date]) => date), values.map(value => value.date));
      rows.slice(1).forEach((row, at) => assert.ok(Math.abs(Number(row[1]) - values[at].maxRisk) < 0.0051));
      const ranks = await visitor.download(() => visitor.page.locator('[data-do=csv]').nth(1).click());
      const placeOn = date => 1 + list.filter(other => on(other, date, 'maxRisk') > on(object, date, 'maxRisk') || (on(other, date, 'maxRisk') === on(object, date, 'maxRisk') && other.object < object.object)).length;
      assert.deepEqual(parse(ranks.content.subarray(3).toString('utf8')).slice(1), values.map(({ date }) => [date, String(placeOn(date))]));
      await visitor.requireAccessible();
      await visitor.requireFitting();
      await visitor.follow('#back', address(`?show=${kind}`));
      await visitor.end();
    });

  for (const options of /** @type {{ language: string, dark?: boolean, small?: boolean, forced?: boolean }[]} */ ([{ language: 'en' }, { language: 'de', dark: true, small: true }, { language: 'fr', forced: true }, { language: 'nl' }]))
    test(`A band shows how far organisations differ, ${JSON.stringify(options)}`, async () => {
      const words = JSON.parse(readFileSync(new URL(`../../src/dashboard/texts/${options.language}.json`, import.meta.url), 'utf8')).scripts;
      const [{ object }] = (await json('stats/ranking/threats.json')).objects;
      const visitor = await browser().visitor(options);
      // The night tells it: of today there is nothing yet.
      const spread = (values, { to }) => values.map((value, at) => (value === null || to === day(0) && at === values.length - 1 ? null : [value * 0.6, value * 0.9, value * 1.5]));
      let values;
      await visitor.changed('**/objects/threats.json*', history => {
        values = history.values.averageRate;
        history.organisationMeans = Object.fromEntries(Object.entries(history.values).map(([by, own]) => [by, spread(own, history)]));
      });
      await (await visitor.open(address(`threats/${object}?months=12`))).shown();

      // A point of the upper edge for each day, then one of the lower edge, backwards; all in pieces where days are missing.
      const drawn = await visitor.page.locator('.stage > svg').first().evaluate(chart => {
        const ticks = [.../** @type {NodeListOf<SVGElement>} */ (chart.querySelectorAll('[data-tick]'))].map(tick => [Number(tick.getAttribute('y')), Number(tick.dataset.tick)]);
        const [[y1, v1], [y2, v2]] = [ticks[0], ticks.at(-1)];
        const heights = path => [...path.getAttribute('d').matchAll(/[\d.-]+,([\d.-]+)/g)].map(([, y]) => v1 + ((Number(y) - y1) / (y2 - y1)) * (v2 - v1));
        const [band, median] = chart.querySelectorAll('.band path');
        const legend = /** @type {SVGGElement} */ (chart.querySelector('.band-legend')).getBBox();
        return {
          band: heights(band), median: heights(median), texts: [...chart.querySelectorAll('.band-legend text')].map(text => text.textContent),
          room: /** @type {SVGSVGElement} */ (chart).viewBox.baseVal.width - legend.x - legend.width, fill: getComputedStyle(band).fill, line: getComputedStyle(chart.querySelector('.front path')).stroke,
        };
      });
      const known = spread(values, { to: day(0) }).filter(one => one !== null);
      assert.ok(known.length > 20);
      const near = (found, expected) => {
        assert.equal(found.length, expected.length);
        const sorted = [found, expected].map(all => all.toSorted((a, b) => a - b));
        sorted[0].forEach((value, at) => assert.ok(Math.abs(value - sorted[1][at]) < 0.02, `${value} is not ${sorted[1][at]}`));
      };
      near(drawn.band, known.flatMap(([lower, , upper]) => [lower, upper]));
      near(drawn.median, known.map(([, median]) => median));
      assert.deepEqual(drawn.texts, [words.band, words.bandMedian]);
      assert.ok(drawn.room >= 0, `The legend reaches ${-drawn.room} beyond the chart.`);
      assert.notEqual(drawn.fill, drawn.line);
      assert.ok((await visitor.text('.card .note')).endsWith(words.bandNote));

      const { content } = await visitor.download(() => visitor.page.locator('[data-do=csv]').first().click());
      const [head, first] = content.subarray(3).toString('utf8').split('\r\n');
      for (const column of ['lowerQuartile', 'median', 'upperQuartile']) assert.ok(head.includes(words[column]), head);
      assert.equal(first.split(options.language === 'en' ? ',' : ';').length, 5);
      await visitor.page.locator('.stage').first().scrollIntoViewIfNeeded();
      const box = await visitor.page.locator('.band .band-mark').boundingBox();
      await visitor.page.mouse.move(box.x + box.width - 2, box.y + box.height / 2);
      await visitor.told(new RegExp(`^${words.band}\\d[\\d.,]* – \\d[\\d.,]*$`));
      await visitor.requireAccessible();
      await visitor.requireFitting();
      await visitor.end();
    });

  test('Where too few organisations report an object there is no band, and nobody speaks of one', async () => {
    const [{ object }] = (await json('stats/ranking/threats.json')).objects;
    const visitor = await (await browser().visitor()).open(address(`threats/${object}`));
    await visitor.shown();
    assert.equal(await visitor.page.locator('.band, .band-legend').count(), 0);
    assert.doesNotMatch(await visitor.text('.card .note'), /band/);
    await visitor.end();
  });

  for (const options of /** @type {{ language: string, dark?: boolean, small?: boolean, forced?: boolean }[]} */ ([{ language: 'en' }, { language: 'de', dark: true, small: true }, { language: 'fr', forced: true }, { language: 'nl', small: true }]))
    test(`What the same organisations report too stands with its shares, and leads to a comparison, ${JSON.stringify(options)}`, async () => {
      const words = JSON.parse(readFileSync(new URL(`../../src/dashboard/texts/${options.language}.json`, import.meta.url), 'utf8')).scripts;
      const { objects: [own, one, other] } = await json(`stats/ranking/threats.json?language=${options.language}`);
      const visitor = await browser().visitor(options);
      await visitor.changed('**/objects/threats.json*', history => {
        const companion = ({ object, name, url }, together, organisations) => ({ object, name, url, together, organisations });
        history.companions = { day: day(1), organisations: 40, of: 80, objects: [companion(one, 30, 32), { ...companion(other, 20, 28), name: null }] };
      });
      await (await visitor.open(address(`threats/${own.object}`))).shown();
      const rows = await visitor.page.locator('.companions li').evaluateAll(items => items.map(item => {
        const [track, share, all] = [...item.querySelectorAll('rect')].map(rect => rect.getBoundingClientRect());
        return { name: item.querySelector('a').textContent, told: item.querySelectorAll('span')[1].textContent, share: share.width / track.width, all: (all.left - track.left) / track.width };
      }));
      assert.deepEqual(rows.map(row => row.name), [one.name, words.noName.replace('{uuid}', other.object.slice(0, 8))]);
      const percent = share => new Intl.NumberFormat(options.language, { style: 'percent', maximumFractionDigits: 0 }).format(share);
      assert.deepEqual(rows.map(row => row.told), [[0.75, 0.4], [0.5, 0.35]].map(([share, all]) => words.companionShare.replace('{share}', percent(share)).replace('{all}', percent(all))));
      [[0.75, 0.4], [0.5, 0.35]].forEach(([share, all], at) => {
        assert.ok(Math.abs(rows[at].share - share) < 0.01, `${rows[at].share}`);
        assert.ok(Math.abs(rows[at].all - all) < 0.01, `${rows[at].all}`);
      });
      const note = await visitor.text('.companions .note');
      for (const part of [words['contributors.other'].replace('{n}', '40'), '80']) assert.ok(note.includes(part), note);
      await visitor.requireAccessible();
      await visitor.requireFitting();
      await visitor.follow('.companions li:first-child a[href*=evolution]', /evolution\?show=threats&lines=/);
      assert.deepEqual((await visitor.lines()).map(line => line.name).sort(), [own.name, one.name].sort());
      await visitor.end();
    });

  test('Where nothing is reported together more often than by chance, nobody speaks of it', async () => {
    const { objects: [{ object }] } = await json('stats/ranking/threats.json');
    const visitor = await (await browser().visitor()).open(address(`threats/${object}`));
    await visitor.shown();
    assert.equal(await visitor.page.isVisible('.companions'), false);
    await visitor.end();
  });

  test('In the list a value tells the median of the organisations and between what half of them lie', async () => {
    const visitor = await browser().visitor();
    await visitor.changed('**/stats/ranking/threats.json*', ({ objects }) => { objects[0].organisationMeans = [[1, 2.125, 3], [4, 5, 6], [7, 8, 9]]; });
    await (await visitor.open(address(''))).shown();
    const titles = await visitor.page.locator('.ranking tbody .value').evaluateAll(cells => cells.map(cell => cell.title));
    assert.deepEqual(titles.filter(title => title !== ''), ['Half of the organisations lie between 1.00 and 3.00. Their median is 2.13.']);
    const { content } = await visitor.download(() => visitor.page.locator('[data-do=csv]').first().click());
    const [head, first, second] = parse(content.subarray(3).toString('utf8'));
    const at = head.indexOf('Median of the organisations: probability');
    assert.deepEqual([first.slice(at, at + 3), second.slice(at, at + 3)], [['2.125', '5', '8'], ['', '', '']]);
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
