import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const measures = ['averageRate', 'count', 'maxRisk'];
export const day = ago => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
const ranked = (list, value, order) => list.toSorted((a, b) => (order === 'lowest' ? 1 : -1) * (value(a) - value(b)) || a.object.localeCompare(b.object));
export const english = object => object.labels.label2 || object.labels.label1;
const rounded = value => Math.round(value * 100) / 100;

/** The charts against the JSON that they are drawn from. */
export function chartTests(service, browser) {
  const address = path => new URL(path, service().address).href;
  const json = async path => (await fetch(address(path))).json();
  const visit = async (path, options) => (await (await browser().visitor(options)).open(address(path))).shown();

  for (const kind of ['threats', 'vulnerabilities'])
    test(`The list of ${kind} holds the newest day that is over, all of it, by every measure and in every order`, async () => {
      const list = (await json(`stats/${kind}.json?days=35`)).filter(object => object.values.some(value => value.date === day(1)));
      const visitor = await visit(`?show=${kind}`);
      await visitor.page.click('.more');
      for (const by of measures) {
        const value = object => object.values.find(one => one.date === day(1))[by];
        const expected = ranked(list, value, 'highest');
        await visitor.page.selectOption('[name=by]', by);
        const rows = await visitor.rows();
        assert.deepEqual(rows.map(row => row.object), expected.map(object => object.object));
        assert.deepEqual(rows.map(row => row.place), expected.map((_, at) => at + 1));
        assert.deepEqual(rows.map(row => row.name), expected.map(english));
        assert.deepEqual(rows.map(row => row.value), expected.map(object => rounded(value(object))));
        if (by === 'averageRate') {
          const end = kind === 'threats' ? 4 : 5;
          rows.forEach((row, at) => assert.ok(Math.abs(row.bar - value(expected[at]) / end) < 0.002, `${row.name}: ${row.bar}`));
        }
      }
      await visitor.page.click('.ranking thead .place button');
      assert.equal((await visitor.rows())[0].place, list.length);
      assert.equal(await visitor.page.getAttribute('.ranking thead .place', 'aria-sort'), 'descending');
      await visitor.page.click('.ranking thead .name button');
      const names = (await visitor.rows()).map(row => row.name);
      assert.deepEqual(names, names.toSorted((a, b) => a.localeCompare(b)));
      await visitor.end();
    });

  test('A line beside each value shows its thirty days, from its own lowest to its own highest', async () => {
    const { objects } = await json('stats/ranking/threats.json?by=count');
    const visitor = await visit('?by=count');
    const drawn = await visitor.page.locator('.ranking tbody tr').evaluateAll(rows => rows.map(row => [...row.querySelector('.trend path').getAttribute('d').matchAll(/[\d.]+,([\d.]+)/g)].map(([, y]) => Number(y))));
    assert.equal(drawn.length, 20);
    drawn.forEach((heights, at) => {
      const known = objects[at].trend.filter(value => value !== null);
      assert.equal(heights.length, known.length);
      // Downwards on the screen is less.
      for (const [value, height] of [[20, Math.min(...heights)], [0, Math.max(...heights)]]) if (new Set(known).size > 1) assert.equal(heights[known.indexOf(value)], height);
    });
    await visitor.end();
  });

  test('Each place is compared with thirty days before', async () => {
    const list = await json('stats/threats.json?days=35');
    const places = date => ranked(list, object => object.values.find(one => one.date === date).count, 'highest').map(object => object.object);
    const [now, before] = [places(day(1)), places(day(31))];
    const visitor = await visit('?by=count&order=rising');
    const rows = await visitor.rows();
    const climbed = object => before.indexOf(object) - now.indexOf(object);
    assert.deepEqual(rows.map(row => climbed(row.object)), rows.map(row => climbed(row.object)).toSorted((a, b) => b - a));
    for (const { object, change } of rows)
      assert.match(change, climbed(object) === 0 ? /^as 30 days before$/ : new RegExp(`^${before.indexOf(object) + 1}(st|nd|rd|th) 30 days before$`));
    await visitor.end();
  });

  test('The list is searched as one types, without regard to capitals and accents', async () => {
    const visitor = await visit('', { language: 'fr' });
    await visitor.page.fill('#search', 'SEULEMENT francais');
    assert.deepEqual((await visitor.rows()).map(row => row.name), ['Seulement en français']);
    await visitor.page.fill('#search', 'xyz');
    assert.match(await visitor.text('.nothing'), /xyz/);
    await visitor.page.fill('#search', '');
    assert.equal((await visitor.rows()).length, 20);
    await visitor.end();
  });

  test('A longer period is another picture', async () => {
    const visitor = await visit('');
    for (const [period, days] of /** @type {[string, number][]} */ ([['3', 85], ['12', 360]])) {
      await visitor.page.selectOption('[name=period]', period);
      const rows = await visitor.rows();
      const { from, to } = await json(`stats/ranking/threats.json?by=averageRate&months=${period}`);
      const asked = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
      assert.ok(asked >= days && asked < days + 10 && to === day(0), `${asked} days to ${to}`);
      const list = ranked(await json(`stats/threats.json?days=${asked}`), object => object.averages.averageRate, 'highest').slice(0, 20);
      assert.deepEqual(rows.map(row => row.value), list.map(object => rounded(object.averages.averageRate)));
    }
    await visitor.end();
  });

  test('The caption says what the list rests on, and the figures stand above it', async () => {
    const visitor = await visit('');
    const long = date => new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(date));
    const note = await visitor.text('.card .note');
    assert.ok(note.startsWith(`${long(day(1))}, the newest day that is over. It rests on 3 analyses of 3 organisations.`), note);
    assert.ok(note.includes(`Changes are against ${long(day(31))}.`), note);
    await visitor.page.waitForSelector('[data-tile=newest]');
    assert.match(await visitor.text('[data-tile=organisations] dd'), /^3/);
    const medium = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(new Date(day(31)));
    for (const tile of ['organisations', 'riskAnalyses']) assert.equal(await visitor.text(`[data-tile=${tile}] .note`), `0 since ${medium}`);
    const risks = (await json('stats/risks.json?days=35&processor=risk_averages_on_date')).current;
    const high = Object.values(risks).map(levels => levels['High risks'].find(one => one.date === day(1)).value).reduce((a, b) => a + b);
    assert.ok((await visitor.text('[data-tile=highRisks] dd')).startsWith(high.toFixed(1)));
    await visitor.end();
  });

  test('The risks stand current beside residual on one scale, and the current ones over time', async () => {
    const byDay = await json('stats/risks.json?days=35&processor=risk_averages_on_date');
    const visitor = await visit('?show=risks');
    const scales = [];
    for (const state of ['current', 'residual'])
      for (const type of ['informational', 'operational']) {
        const parts = await visitor.page.locator(`[data-bar="${state} ${type}"] rect`).evaluateAll(rects => rects.map(rect => [rect.dataset.level, Number(rect.dataset.value), Number(rect.getAttribute('width'))]));
        for (const [level, value, width] of parts) {
          assert.ok(Math.abs(value - byDay[state][type][level].find(one => one.date === day(1)).value) < 0.006, `${state} ${type} ${level}`);
          if (value > 0) scales.push((width + 1) / value);
        }
        assert.equal(parts.length, 3);
      }
    assert.ok(Math.max(...scales) - Math.min(...scales) < 1e-6, scales.join());
    assert.equal(await visitor.page.locator('[data-areas] path').count(), 6);
    await visitor.end();
  });

  test('The lines are the daily values, six of them highlighted, and a day without statistics is a gap', async () => {
    for (const kind of ['threats', 'vulnerabilities']) {
      const visitor = await visit(`evolution?show=${kind}&months=6&by=count&order=lowest`);
      const drawn = await visitor.lines();
      const list = ranked(await json(`stats/${kind}.json?days=200`), object => object.averages.count, 'lowest');
      assert.deepEqual(drawn.filter(line => line.front).map(line => line.name).sort(), list.slice(0, 6).map(english).sort());
      assert.equal(drawn.length, list.length);
      const [asked] = visitor.requests.filter(url => url.includes(`evolution/${kind}.json`));
      // The service begins where there are statistics.
      const [from, to] = await fetch(asked).then(answer => answer.json()).then(answer => [Date.parse(answer.from), Date.parse(answer.to)]);
      for (const object of list) {
        const { points } = drawn.find(line => line.key === object.object.slice(0, 8));
        assert.equal(points.length, 80);
        object.values.forEach(({ date, count }, at) => {
          const [x, value] = points[at];
          assert.ok(Math.abs(x - (Date.parse(date) - from) / (to - from)) < 0.002, `${english(object)} ${date}: ${x}`);
          assert.ok(Math.abs(value - count) < 0.05, `${english(object)} ${date}: ${value} instead of ${count}`);
        });
      }
      // Sixty days in one piece, thirty after the gap: two pieces a line.
      assert.equal(await visitor.page.locator('.front path').first().evaluate(path => path.getAttribute('d').match(/M/g).length), 2);
      await visitor.end();
    }
  });

  test('A chosen range shows its days and no others', async () => {
    const visitor = await visit('evolution?months=range');
    await visitor.page.fill('[name=from]', day(30));
    await visitor.page.waitForURL(new RegExp(`from=${day(30)}`));
    await visitor.page.fill('[name=to]', day(10));
    await visitor.page.waitForURL(new RegExp(`to=${day(10)}`));
    for (const { points } of await visitor.lines()) assert.equal(points.length, 21);
    await visitor.end();
  });

  test('Lines are highlighted by name, six at most, and the address keeps them', async () => {
    const visitor = await visit('evolution');
    const highlighted = async () => (await visitor.lines()).filter(line => line.front).map(line => line.name).sort();
    const button = at => visitor.page.locator('.chooser li button').nth(at);
    const names = await visitor.page.locator('.chooser li button').allTextContents();
    assert.equal(names.length, 24);
    await button(3).click();
    assert.deepEqual(await highlighted(), names.slice(0, 6).toSpliced(3, 1).sort());
    await button(20).click();
    const chosen = [...names.slice(0, 6).toSpliced(3, 1), names[20]].sort();
    assert.deepEqual(await highlighted(), chosen);
    assert.equal(await button(21).getAttribute('aria-disabled'), 'true');
    await button(21).click({ force: true });
    assert.deepEqual(await highlighted(), chosen);
    await visitor.page.reload();
    assert.deepEqual(await highlighted(), chosen);
    await visitor.page.goBack();
    assert.equal((await highlighted()).length, 5);
    await visitor.page.click('[data-do=first]');
    assert.deepEqual(await highlighted(), names.slice(0, 6).sort());
    await visitor.end();
  });

  test('The places of each day, a chart for each line, and the mean of seven days are a click away', async () => {
    const list = await json('stats/threats.json?days=200');
    const visitor = await visit('evolution?months=6&by=count&view=rank');
    const [line] = await visitor.lines();
    const object = list.find(one => one.object.startsWith(line.key));
    const on = (one, date) => one.values.find(value => value.date === date).count;
    const place = date => 1 + list.filter(other => on(other, date) > on(object, date)).length;
    assert.ok(Math.abs(line.points.at(-1)[1] - place(day(0))) < 0.05);
    await visitor.page.check('[name=view][value=small]');
    await visitor.shown();
    assert.equal(await visitor.page.locator('[data-panel]').count(), 20);
    await visitor.page.check('[name=view][value=lines]');
    await visitor.page.check('[name=smooth]');
    const week = list.find(one => one.object.startsWith(line.key)).values.slice(-7).reduce((sum, value) => sum + value.count, 0) / 7;
    const smooth = (await visitor.lines()).find(one => one.key === line.key);
    assert.ok(Math.abs(smooth.points.at(-1)[1] - week) < 0.05, `${smooth.points.at(-1)[1]} instead of ${week}`);
    assert.match(visitor.page.url(), /smooth=7/);
    await visitor.end();
  });

  for (const options of /** @type {{ language: string, dark?: boolean, small?: boolean, forced?: boolean }[]} */ ([{ language: 'en' }, { language: 'de', dark: true, small: true }, { language: 'fr', forced: true }, { language: 'nl' }]))
    test(`Two lines that are chosen are compared in sentences, without the others, ${JSON.stringify(options)}`, async () => {
      const words = JSON.parse(readFileSync(new URL(`../../src/dashboard/texts/${options.language}.json`, import.meta.url), 'utf8')).scripts;
      const locale = options.language === 'en' ? 'en-GB' : options.language;
      const { objects } = await json(`stats/ranking/threats.json?by=count&language=${options.language}`);
      const [one, other] = [objects[4], objects[7]];
      const visitor = await browser().visitor(options);
      let days;
      // The lines cross, and once nobody can see a difference.
      await visitor.changed('**/stats/evolution/threats.json*', answer => {
        const compared = [one, other].map(({ object }) => answer.objects.find(found => found.object === object));
        const stage = (values, value) => {
          let known = 0;
          return values.map(one => (one === null ? null : value(known++)));
        };
        compared[0].values = stage(compared[0].values, at => (at < 5 ? 10.25 : 20.5));
        compared[1].values = stage(compared[1].values, at => (at < 5 ? 12 : at === 5 ? 20.501 : 18.25));
        days = compared[0].values.flatMap((value, at) => (value === null ? [] : [new Date(Date.parse(answer.from) + at * 86_400_000).toISOString().slice(0, 10)])).filter(date => date < day(0));
      });
      await (await visitor.open(address(`evolution?by=count&lines=${one.object.slice(0, 8)},${other.object.slice(0, 8)}`))).shown();
      const lines = await visitor.lines();
      assert.deepEqual(lines.map(line => [line.name, line.front]).sort(), [[one.name, true], [other.name, true]].sort());
      assert.equal(new Set(lines.map(line => line.colour)).size, 2);
      assert.ok((await visitor.text('.card h2')).startsWith(new Intl.ListFormat(locale).format([one.name, other.name])));

      const [long, two] = [new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }), new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 })];
      const filled = (key, values) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
      const apart = (date, upper, lower, high, low) => filled('comparedApart', { date: long.format(new Date(date)), upper: upper.name, lower: lower.name, difference: two.format(high - low), high: two.format(high), low: two.format(low) });
      assert.equal(await visitor.text('.card .told'), [
        apart(days.at(-1), one, other, 20.5, 18.25), apart(days[0], other, one, 12, 10.25),
        filled('comparedDays', { name: one.name, n: days.length - 6, of: days.length }),
      ].join(' '));
      // Sentences are read, not shouted; and the names are drawn in a picture of the whole page, although on a phone they lie below the window.
      assert.equal(await visitor.page.locator('.card .told').evaluate(told => getComputedStyle(told).fontWeight), '400');
      assert.ok(await visitor.page.locator('.chooser li').nth(12).evaluate(name => name.checkVisibility({ contentVisibilityAuto: true })));
      await visitor.requireAccessible();
      await visitor.requireFitting();
      const { content } = await visitor.download(() => visitor.page.click('[data-do=svg]'));
      assert.ok(content.toString('utf8').replace(/<[^>]*>/g, ' ').includes(two.format(2.25)));
      // A third ends the comparison.
      await visitor.page.locator('.chooser li [aria-pressed=false]').first().click();
      assert.equal((await visitor.lines()).length, objects.length);
      assert.equal(await visitor.text('.card .told'), '');
      await visitor.end();
    });

  test('An earlier period lies under the lines, dashed', async () => {
    const list = await json('stats/threats.json?days=200');
    const visitor = await visit('evolution?months=range&by=count&compare=before');
    await visitor.page.fill('[name=from]', day(29));
    await visitor.page.waitForURL(new RegExp(`from=${day(29)}`));
    await visitor.shown();
    const [front] = (await visitor.lines()).filter(line => line.front);
    assert.equal(await visitor.page.locator('.earlier').count(), 6);
    const before = await visitor.page.locator(`.earlier[data-line="${front.key}"] path`).evaluate(path => path.getAttribute('d').match(/[\d.-]+,[\d.-]+/g).length);
    // The days 30 to 59 ago, but for the gap from 40 to 49.
    assert.equal(before, 20);
    const note = await visitor.text('.card .note');
    const long = date => new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(date));
    assert.ok(note.includes(`Dashed: ${long(day(59))} to ${long(day(30))}.`), note);
    assert.ok(list.length > 0);
    await visitor.page.selectOption('[name=compare]', '');
    await visitor.shown();
    assert.equal(await visitor.page.locator('.earlier').count(), 0);
    await visitor.end();
  });

  test('Days on which the number of those who report jumped are marked, and a silent weekend is not', async () => {
    const visitor = await browser().visitor();
    await visitor.changed('**/stats/evolution/threats.json*', evolution => {
      evolution.analyses = evolution.analyses.map((_, at, all) => (at < 30 ? 20 : at < all.length - 30 ? 26 : 21));
      evolution.analyses[15] = evolution.analyses[16] = 2;
      delete evolution.organisations;
    });
    await (await visitor.open(address('evolution?months=3'))).shown();
    const marks = await visitor.page.locator('.annotation').evaluateAll(all => all.map(one => [Number(one.dataset.day), one.textContent]));
    const days = await visitor.page.evaluate(() => Number(document.querySelector('.stage > svg').querySelectorAll('.axis').length > 0));
    assert.ok(days);
    assert.deepEqual(marks.map(([, text]) => text), ['+6 analyses', '−5 analyses']);
    assert.equal(marks[0][0], 30);
    await visitor.requireAccessible();
    await visitor.end();
  });

  test('The risk matrix holds the means of the service, current beside residual', async () => {
    const { average: { scales, ...grids } } = await json('stats/cartography.json');
    const visitor = await visit('?show=risks');
    for (const [state, type, columns] of /** @type {[string, string, number[]][]} */ ([['current', 'informational', scales.likelihood], ['residual', 'operational', scales.probability]])) {
      const cells = await visitor.page.locator(`[data-matrix="${state} ${type}"] rect`).evaluateAll(all => all.map(one => [one.dataset.cell, Number(one.dataset.value)]));
      assert.equal(cells.length, scales.impact.length * columns.length);
      assert.ok(cells.some(([, value]) => value > 0));
      for (const [cell, value] of cells) {
        const [impact, column] = cell.split(' ');
        assert.equal(value, grids[state][type][impact]?.[column] ?? 0, `${state} ${type} ${cell}`);
      }
    }
    await visitor.end();
  });

  test('The colours of the risk matrix tell cells apart where a few hold most risks, and its legend says what they stand for', async () => {
    for (const options of [{}, { dark: true, small: true, language: 'de' }, { forced: true, language: 'fr' }]) {
      const visitor = await browser().visitor(options);
      await visitor.changed('**/stats/cartography.json*', ({ average: { current, residual } }) => {
        for (const grid of [current, residual])
          for (const type of ['informational', 'operational'])
            grid[type] = Object.fromEntries([1, 2, 3, 4].map(impact => [impact, { 0: impact / 5, 1: 2 ** impact, 2: 0.04, 3: impact === 4 ? 900 : impact, 4: 3 * impact }]));
      });
      await visitor.open(`${service().address}?show=risks`);
      await visitor.shown();
      for (const type of ['informational', 'operational']) {
        const legend = await visitor.page.locator(`[data-legend=${type}]`).evaluate(group => [...group.querySelectorAll('rect')].map((one, at) => ({
          fill: getComputedStyle(one).fill, label: group.querySelectorAll('text')[at].textContent, right: group.querySelectorAll('text')[at].getBoundingClientRect().right,
        })));
        assert.equal(new Set(legend.map(({ fill }) => fill)).size, 5);
        assert.ok(legend.every(({ right }) => right <= visitor.page.viewportSize().width));
        const cells = await visitor.page.locator(`[data-matrix$="${type}"] rect`).evaluateAll(all => all.map(one => [Number(one.dataset.value), getComputedStyle(one).fill]));
        for (const [value, fill] of cells) {
          const { label } = legend.find(one => one.fill === fill);
          const [from, to] = label.startsWith('<') ? [0, 0.04] : label.split('–').map(number => Number(number.replace(',', '.')));
          assert.ok(from <= value && value <= (to ?? from), `${value} is not ${label}`);
        }
        const filled = cells.filter(([value]) => value >= 0.05);
        for (const { fill } of legend.slice(1)) assert.ok(filled.filter(([, one]) => one === fill).length <= 0.4 * filled.length);
      }
      await visitor.requireAccessible();
      await visitor.requireFitting();
      await visitor.end();
    }
  });

  test('Compliance is by referential and category, current beside target', async () => {
    const { average: [referential] } = await json('stats/compliance.json');
    const visitor = await visit('?show=compliance', { language: 'de' });
    assert.ok((await visitor.text('.card h2')).includes(referential.labels.label3));
    const rows = await visitor.page.locator('[data-category]').evaluateAll(all => all.map(one => [one.dataset.category, Number(one.dataset.current), Number(one.dataset.target)]));
    assert.deepEqual(rows, referential.categories.map(({ labels, current, target }) => [labels.label3, current, target]));
    const widths = await visitor.page.locator('[data-category] rect:nth-of-type(2)').evaluateAll(all => all.map(one => Number(one.getAttribute('width'))));
    const tracks = await visitor.page.locator('[data-category] rect:nth-of-type(1)').evaluateAll(all => all.map(one => Number(one.getAttribute('width'))));
    referential.categories.forEach(({ current }, at) => assert.ok(Math.abs(widths[at] / tracks[at] - current) < 0.001));
    await visitor.end();
  });

  test('The pointer is told all values of a day', async () => {
    const visitor = await visit('evolution');
    const box = await visitor.page.locator('.stage > svg').boundingBox();
    await visitor.page.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2);
    await visitor.page.mouse.move(box.x + box.width * 0.7, box.y + box.height / 2);
    for (const line of (await visitor.lines()).filter(one => one.front)) await visitor.told(new RegExp(`^${line.name.replace(/\W/g, '.')}\\d+\\.\\d\\d$`, 'm'));
    await visitor.end();
  });
}
