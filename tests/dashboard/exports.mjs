import assert from 'node:assert/strict';
import { test } from 'node:test';
import { day } from './charts.mjs';

/** RFC 4180, as a spreadsheet reads it whose language separates cells so. */
export function parse(text, separator = ',') {
  const cells = [...text.matchAll(new RegExp(`(?:"((?:[^"]|"")*)"|([^"${separator}\\r\\n]*))(${separator}|\\r\\n)`, 'g'))];
  const rows = [[]];
  for (const [, quoted, plain, end] of cells) {
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== separator) rows.push([]);
  }
  return rows.slice(0, -1);
}

/** What a visitor takes away. */
export function exportTests(service, browser) {
  const address = path => new URL(path, service().address).href;
  const json = async path => (await fetch(address(path))).json();
  const visit = async (path, options) => (await (await browser().visitor(options)).open(address(path))).shown();
  const csv = async (visitor, separator) => {
    const { name, content } = await visitor.download(() => visitor.page.locator('[data-do=csv]').first().click());
    assert.deepEqual([...content.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
    return { name, rows: parse(content.subarray(3).toString('utf8'), separator) };
  };
  /** Each column of numbers has one number of decimals. */
  const requireEven = (rows, mark) => {
    for (const at of rows[0].keys()) {
      const numbers = rows.slice(1).map(row => row[at]).filter(cell => /^-?\d+([.,]\d+)?$/.test(cell));
      assert.equal(new Set(numbers.map(cell => cell.split(mark)[1]?.length ?? 0)).size <= 1, true, `${rows[0][at]}: ${numbers.slice(0, 5)}`);
    }
  };

  test('The CSV of the list holds all objects, in the numbers of the service', async () => {
    const list = await json('stats/threats.json?days=35');
    const visitor = await visit('?by=count');
    await visitor.page.fill('#search', 'name 1');
    const { name, rows } = await csv(visitor);
    assert.equal(name, `threats-count-${day(1)}.csv`);
    assert.deepEqual(rows[0], ['Rank', 'Threat', 'Probability', 'Occurrence', 'Highest associated risk', 'Risk analyses', 'UUID']);
    assert.equal(rows.length, 1 + list.length);
    requireEven(rows, '.');
    for (const [, label, rate, count, risk, analyses, uuid] of rows.slice(1)) {
      const { values, labels } = list.find(object => object.object === uuid);
      const value = values.find(one => one.date === day(1));
      for (const [cell, number] of [[rate, value.averageRate], [count, value.count], [risk, value.maxRisk]]) assert.ok(Math.abs(Number(cell) - number) < 0.0051, `${cell} instead of ${number}`);
      assert.equal(analyses, '3');
      const own = labels.label2 || labels.label1;
      // A name that a spreadsheet would compute is kept as text.
      assert.equal(label, own.startsWith('=') ? `'${own}` : own);
    }
    assert.ok(rows.some(([, label]) => label.startsWith("'=")), 'the sample has such a name');
    await visitor.end();
  });

  for (const language of ['de', 'fr', 'nl'])
    test(`In ${language}, the CSV has semicolons and decimal commas`, async () => {
      const list = await json('stats/vulnerabilities.json?days=35');
      const visitor = await visit('?show=vulnerabilities', { language });
      const { rows } = await csv(visitor, ';');
      assert.equal(rows.length, 1 + list.length);
      requireEven(rows, ',');
      const [, , rate, , , , uuid] = rows[1];
      const { averageRate } = list.find(object => object.object === uuid).values.find(value => value.date === day(1));
      assert.match(rate, /^\d,\d+$/);
      assert.ok(Math.abs(Number(rate.replace(',', '.')) - averageRate) < 0.0051);
      await visitor.end();
    });

  test('The CSV of the lines holds a day a row and an object a column, all of them, and leaves gaps empty', async () => {
    const list = await json('stats/threats.json?days=200');
    const visitor = await visit('evolution?months=6');
    const { rows } = await csv(visitor);
    assert.equal(rows[0].length, 1 + list.length);
    assert.equal(rows.length, 81);
    requireEven(rows, '.');
    const at = rows[0].indexOf('Name 5');
    const { values } = list.find(object => object.labels.label2 === 'Name 5');
    assert.deepEqual(rows.slice(1).map(row => row[0]), values.map(value => value.date));
    rows.slice(1).forEach((row, index) => assert.ok(Math.abs(Number(row[at]) - values[index].averageRate) < 0.00005));
    await visitor.end();
  });

  test('A name that several objects bear stands with their UUIDs', async () => {
    const visitor = await browser().visitor();
    let twins;
    await visitor.changed('**/stats/evolution/threats.json*', ({ objects }) => {
      twins = objects.slice(0, 2).map(object => object.object);
      for (const object of objects.slice(0, 2)) object.name = 'Twin';
    });
    await (await visitor.open(address('evolution'))).shown();
    const { rows } = await csv(visitor);
    assert.deepEqual(rows[0].filter(name => name.startsWith('Twin')).sort(), twins.map(uuid => `Twin (${uuid})`).sort());
    await visitor.end();
  });

  test('Objects of one name are told apart by the beginning of their UUIDs in the list, the lines, their pictures and the sentence of changes', async () => {
    const long = 'A name that is far too long for one line of any picture that leaves this page';
    const ends = new Set();
    const visitor = await browser().visitor();
    const rename = ({ objects }) => {
      ends.clear();
      for (const object of objects.slice(0, 2)) {
        object.name = long;
        ends.add(`(${object.object.slice(0, 8)})`);
        // Both are among the first, and one of them is the only one that rose.
        object.placeBefore = object.place;
      }
      objects[1].placeBefore = 9;
    };
    await visitor.changed('**/stats/ranking/threats.json*', rename);
    await visitor.changed('**/stats/evolution/threats.json*', rename);
    const endsOf = texts => new Set(texts.filter(text => text.startsWith(long.slice(0, 10))).map(text => / (\([0-9a-f]{8}\))$/.exec(text)?.[1]));
    const picture = async () => visitor.page.evaluate(file => [...new DOMParser().parseFromString(file, 'image/svg+xml').querySelectorAll('text')]
      .map(one => [...one.children].map(line => line.textContent).join(' ')), (await visitor.download(() => visitor.page.click('[data-do=svg]'))).content.toString('utf8'));

    await (await visitor.open(address('?by=count'))).shown();
    assert.deepEqual(endsOf(await visitor.page.locator('.ranking tbody .name').allTextContents()), ends);
    assert.deepEqual(endsOf(await picture()), ends);
    assert.match(await visitor.text('#changed .rose'), new RegExp(`${[...ends][1].replace(/[()]/g, '.')} rose`));
    await visitor.requireFitting();

    await (await visitor.open(address('evolution?by=count'))).shown();
    assert.deepEqual(endsOf((await visitor.lines()).map(line => line.name)), ends);
    assert.deepEqual(endsOf(await visitor.page.locator('.stage .label text').evaluateAll(all => all.map(one => [...one.children].map(line => line.textContent).join(' ')))), ends);
    await visitor.end();
  });

  for (const language of ['en', 'de', 'fr', 'nl'])
    test(`In ${language}, every number of a page has the decimal mark of its language, and those of a column or an axis one number of decimals`, async () => {
      const mark = language === 'en' ? '.' : ',';
      const visitor = await browser().visitor({ language });
      await visitor.changed('**/stats/ranking/threats.json*', ({ objects }) => objects.forEach((object, at) => { object.now = [1 + at / 50, 2.25 - at / 100, 7]; }));
      await visitor.changed('**/stats/evolution/threats.json*', ({ objects }) => objects.forEach((object, at) => { object.values = object.values.map(value => value && 2.25 - at / 100); }));
      const requireWritten = (what, texts) => {
        const numbers = texts.map(text => /[+-]?\d[\d.,]*/.exec(text)?.[0]).filter(text => text !== undefined);
        const decimals = new Set(numbers.map(text => text.split(mark)[1]?.length ?? 0));
        assert.ok(numbers.length > 0 && decimals.size === 1 && !numbers.join('').includes(mark === '.' ? ',' : '.'), `${what}: ${numbers.join(' ')}`);
      };
      const texts = selector => visitor.page.locator(selector).allTextContents();

      await (await visitor.open(address('?by=count'))).shown();
      for (const [what, selector] of [['values', '.value'], ['others', '.other:nth-last-child(2)'], ['others', '.other:nth-last-child(3)']]) requireWritten(what, await texts(`.ranking tbody ${selector}`));
      requireWritten('end of the scale', await texts('.ranking .ends > :last-child'));
      await (await visitor.open(address('evolution?by=count'))).shown();
      requireWritten('axis', await texts('.stage [data-tick]'));
      await visitor.page.click('[data-do=table]');
      requireWritten('table', await texts('.data td'));
      await (await visitor.open(address('map/'))).shown();
      requireWritten('places', await texts('.places button'));
      await visitor.end();
    });

  test('The CSV of the risks holds current and residual', async () => {
    const risks = await json('stats/risks.json?days=35&processor=risk_averages_on_date');
    const visitor = await visit('?show=risks');
    const { rows } = await csv(visitor);
    const expected = ['informational', 'operational'].flatMap(type => ['current', 'residual'].map(state => Object.values(risks[state][type]).map(values => values.find(one => one.date === day(1)).value)));
    assert.equal(rows.length, 5);
    expected.flat().forEach((value, at) => assert.ok(Math.abs(rows.slice(1).flatMap(row => row.slice(2).map(Number))[at] - value) < 0.0051));
    await visitor.end();
  });

  test('The table of the lines holds those that are highlighted, with the values of their CSV', async () => {
    const visitor = await visit('evolution?months=3');
    const { rows } = await csv(visitor);
    await visitor.page.click('[data-do=table]');
    const cells = await visitor.page.locator('.data tr').evaluateAll(lines => lines.map(line => [...line.cells].map(cell => cell.textContent)));
    assert.equal(cells.length, rows.length);
    assert.equal(cells[0].length, 7);
    const columns = cells[0].slice(1).map(name => rows[0].indexOf(name.replace(/^=/, "'=")));
    cells.slice(1).forEach((row, at) => row.slice(1).forEach((cell, index) => assert.ok(Math.abs(Number(cell) - Number(rows[at + 1][columns[index]])) < 0.0051)));
    await visitor.end();
  });

  test('Image and drawing are of one size on every screen, on white, and tell what they show, on what it rests, whence and when', async () => {
    for (const [path, options, legend] of [['', { small: true, dark: true }, 'Name 19'], ['evolution', {}, 'Name 19'], ['evolution?view=small', {}, 'Name 19'], ['?show=risks', { dark: true }, 'High risks'], ['?show=compliance', {}, 'Category 1']]) {
      const visitor = await visit(path, options);
      const [title, note] = [await visitor.text('.card h2'), await visitor.text('.card .note')];
      const { content } = await visitor.download(() => visitor.page.locator('[data-do=png]').first().click());
      assert.equal(content.subarray(1, 4).toString(), 'PNG');
      assert.deepEqual([content.readUInt32BE(16), content.readUInt32BE(20)], [2400, 1350]);
      const { name, content: file } = await visitor.download(() => visitor.page.locator('[data-do=svg]').first().click());
      assert.match(name, /\.svg$/);
      const drawn = await visitor.page.evaluate(text => {
        const root = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
        const texts = [...root.querySelectorAll('text')].map(one => [...one.children].map(line => line.textContent).join(' ') || one.textContent);
        return { size: ['width', 'height'].map(side => root.getAttribute(side)), back: root.querySelector('rect').getAttribute('fill'), texts };
      }, file.toString('utf8'));
      assert.deepEqual(drawn.size, ['1200', '675']);
      assert.equal(drawn.back, 'rgb(255, 255, 255)');
      assert.doesNotMatch(file.toString('utf8'), /var\(--/);
      const today = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long' }).format(new Date());
      for (const what of [title, note, legend, new URL(service().address).host, today]) assert.ok(drawn.texts.some(line => line.includes(what)), `${what}: ${drawn.texts.join(' | ')}`);
      await visitor.end();
    }
  });

  test('The licence that the operator names stands on the data page, with the instance and on pictures; without one the data may be quoted', async () => {
    const visitor = await visit('data');
    assert.match(await visitor.text('#license'), /^The numbers may be quoted with their source\./);
    await (await visitor.open(address('about/more'))).shown();
    assert.equal(await visitor.text('[data-fact=license]'), 'None named');
    await visitor.end();

    for (const license of [{ name: 'CC BY 4.0', url: 'https://creativecommons.org/licenses/by/4.0/' }, { name: 'Etalab 2.0' }]) {
      const licensed = await browser().visitor({ language: 'de' });
      await licensed.changed('**/about.json', about => ({ ...about, data_license: license }));
      await (await licensed.open(address('data'))).shown();
      const { name, url } = license;
      assert.equal(await licensed.text('#license'), `Die Daten dürfen unter dieser Lizenz verwendet werden: ${name}.`);
      assert.deepEqual(await licensed.page.locator('#license a').evaluateAll(links => links.map(one => one.href)), url === undefined ? [] : [url]);
      await (await licensed.open(address('about/more'))).shown();
      assert.equal(await licensed.text('[data-fact=license]'), name);
      await (await licensed.open(address(''))).shown();
      const { content } = await licensed.download(() => licensed.page.click('[data-do=svg]'));
      assert.ok(content.toString('utf8').includes(`${new URL(service().address).host}/, ${name}<`));
      await licensed.end();
    }
  });

  test('The link is copied, and says so', async () => {
    const visitor = await visit('?show=risks&period=3');
    await visitor.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await visitor.page.locator('[data-do=link]').first().click();
    await visitor.page.waitForFunction(() => document.querySelector('.done').textContent === 'Link copied');
    assert.equal(await visitor.page.evaluate(() => navigator.clipboard.readText()), visitor.page.url());
    await visitor.end();
  });

  test('A line that is pointed at leaves no trace in the pictures', async () => {
    const visitor = await visit('evolution');
    // Pressed without the pointer, which stays where it is.
    const picture = async kind => (await visitor.download(() => visitor.page.locator(`[data-do=${kind}]`).first().evaluate(button => button.click()))).content.toString('base64');
    const before = [await picture('png'), await picture('svg')];
    await visitor.page.locator('.stage .front path').first().hover({ force: true });
    await visitor.told('Name');
    assert.deepEqual([await picture('png'), await picture('svg')], before);
    await visitor.end();
  });

  test('The citation and what embeds a picture are copied as they stand there, and the embedded address answers', async () => {
    const visitor = await visit('data');
    await visitor.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const copied = async what => {
      await visitor.page.click(`[data-copy=${what}]`);
      const shown = await visitor.text(`#${what}`);
      await visitor.page.waitForFunction(async text => (await navigator.clipboard.readText()) === text, shown);
      return shown;
    };
    assert.ok((await copied('citation')).includes(new URL(service().address).host));
    for (const what of ['embed-ranking', 'embed-evolution', 'embed-risks']) {
      const [, embedded] = /^<iframe src="([^"]+)"/.exec(await copied(what));
      assert.equal((await fetch(embedded)).status, 200, embedded);
    }
    await visitor.end();
  });
}
