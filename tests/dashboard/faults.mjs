import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { day } from './charts.mjs';

/** What was wrong once, and must not come back. */
export function faultTests(service, browser) {
  const address = path => new URL(path, service().address).href;
  const visit = async (path, options) => (await (await browser().visitor(options)).open(address(path))).shown();

  test('A date can be typed, and neither half a date nor one of the year 2 stops the page', async () => {
    const visitor = await visit('evolution?months=range');
    // In this browser's English the month comes first.
    const [year, month, date] = day(30).split('-');
    const from = visitor.page.locator('[name=from]');
    let asked;
    // A browser takes figures that reach it more than a second apart for two numbers, and on a busy machine they do: then they are typed again.
    for (let typed = 0; typed < 5 && (await from.inputValue()) !== day(30); typed++) {
      await from.blur();
      await from.focus();
      asked = visitor.requests.length;
      await visitor.page.keyboard.type(`${month}${date}${year}`, { delay: 20 });
    }
    await visitor.page.waitForURL(new RegExp(`from=${day(30)}`));
    await visitor.shown();
    assert.equal(visitor.requests.slice(asked).filter(url => url.includes('threats.json')).length <= 2, true);
    assert.equal((await visitor.lines())[0].points.length, 31);
    await visitor.page.keyboard.press('Backspace');
    await visitor.page.keyboard.press('ArrowUp');
    // The card is empty while what the last key asks for is under way.
    await visitor.page.waitForFunction(() => document.querySelector('.card h2').textContent.startsWith('Threats'));
    await visitor.end();
  });

  test('An address with impossible dates shows what there is', async () => {
    for (const query of ['from=2026-13-40', 'from=0002-01-01&to=9999-12-31', 'from=2026-02-30', 'from=x&to=-1']) {
      const visitor = await visit(`evolution?months=range&${query}`);
      assert.equal(await visitor.page.getAttribute('.card', 'data-state'), 'drawn', query);
      const [asked] = visitor.requests.filter(url => url.includes('threats.json'));
      const [from, to] = ['from', 'to'].map(name => Date.parse(new URL(asked).searchParams.get(name)));
      assert.ok(from <= to && to - from < 3660 * 86_400_000, asked);
      await visitor.end();
    }
  });

  for (const path of ['', '?show=risks', '?show=compliance', 'evolution', 'evolution?view=rank', 'threats/', 'map/', 'data', 'about', 'about/more', 'help'])
    test(`At /${path}, Tab leads through all there is in at most 25 steps, and only to what can be seen`, async () => {
      const object = async () => (await (await fetch(address('stats/ranking/threats.json'))).json()).objects[0].object;
      const visitor = await visit(path === 'threats/' ? path + (await object()) : path);
      const stops = [];
      for (;;) {
        await visitor.page.keyboard.press('Tab');
        const stop = await visitor.page.evaluate(() => {
          const { activeElement: element } = document;
          const box = element.getBoundingClientRect();
          const clipped = element.closest('.visually-hidden') !== null;
          return { main: document.getElementById('main').contains(element), after: element.closest('body > footer') !== null || element === document.body, what: element.outerHTML.slice(0, 90), seen: box.width > 1 && box.height > 1 && !clipped };
        });
        if (stop.after) break;
        assert.ok(stop.seen, stop.what);
        stops.push(stop.what);
        assert.ok(stops.length < 60, stops.join('\n'));
      }
      assert.ok(stops.length <= 25, `${stops.length} steps:\n${stops.join('\n')}`);
      await visitor.end();
    });

  test('One organisation is one, and two are two', async () => {
    for (const [language, figures, expected] of /** @type {[string, object, string][]} */ ([
      ['en', { analyses: 1, contributors: 1 }, 'It rests on 1 analysis of 1 organisation.'],
      ['de', { analyses: 1, contributors: 1 }, '1 Analyse von 1 Organisation'],
      ['fr', { analyses: 2, contributors: 1 }, '2 analyses de 1 organisation'],
      ['nl', { analyses: 2, contributors: 2 }, '2 analyses van 2 organisaties'],
    ])) {
      const visitor = await browser().visitor({ language });
      await visitor.changed('**/stats/ranking/threats.json*', ranking => ({ ...ranking, ...figures }));
      await (await visitor.open(address(''))).shown();
      assert.ok((await visitor.text('.card .note')).includes(expected), await visitor.text('.card .note'));
      await visitor.end();
    }
  });

  for (const language of ['en', 'fr', 'de', 'nl'])
    test(`On a phone, in ${language}, the first bar is on the first screen and no control is cut`, async () => {
      const visitor = await visit('', { small: true, language });
      const { y, width } = await visitor.page.locator('.ranking .bar svg').first().boundingBox();
      assert.ok(y < 600 && width > 200, `the first bar begins at ${y} px and is ${width} px wide`);
      for (const path of ['', 'evolution', '?show=risks', '?show=compliance', 'data']) {
        await (await visitor.open(address(path))).shown();
        const cut = await visitor.page.evaluate(() => [...document.querySelectorAll('.tabs, .tabs button, .choices select, .segments, .pages')]
          .filter(one => one.getClientRects().length > 0 && (one.scrollWidth > one.clientWidth + 1 || one.getBoundingClientRect().right > innerWidth))
          .map(one => one.outerHTML.slice(0, 80)));
        assert.deepEqual(cut, [], path);
      }
      await visitor.end();
    });

  test('With forced colours every line keeps a colour of its own, and bars can be seen', async () => {
    const evolution = await visit('evolution', { forced: true });
    const colours = (await evolution.lines()).filter(line => line.front).map(line => line.colour);
    assert.equal(new Set(colours).size, 6, colours.join());
    await evolution.requireAccessible();
    await evolution.end();
    const list = await visit('', { forced: true });
    const [bar, back] = await list.page.evaluate(() => [getComputedStyle(document.querySelector('.measure rect:last-child')).fill, getComputedStyle(document.body).backgroundColor]);
    assert.notEqual(bar, back);
    const [{ object }] = await list.rows();
    await list.requireAccessible();
    for (const path of ['?show=risks', '?show=compliance', 'evolution?view=rank', 'evolution?view=small', 'map/', 'data', `threats/${object}`]) {
      await (await list.open(address(path))).shown();
      await list.requireAccessible();
    }
    await list.end();
  });

  test('On paper the chart keeps its shape', async () => {
    const visitor = await visit('evolution');
    await visitor.page.emulateMedia({ media: 'print' });
    await visitor.page.setViewportSize({ width: 718, height: 1000 });
    await visitor.shown();
    // It may be drawn anew for the paper's width just now.
    await visitor.page.waitForFunction(() => {
      const chart = /** @type {SVGSVGElement | null} */ (document.querySelector('.stage > svg'));
      return chart !== null && Math.abs(chart.viewBox.baseVal.width / chart.viewBox.baseVal.height - chart.clientWidth / chart.clientHeight) < 0.05;
    });
    await visitor.end();
  });

  test('Every page leads to the source code, to where faults are reported, and to the documentation', async () => {
    const { repository } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    for (const path of ['', 'evolution', 'help']) {
      const page = await (await fetch(address(path))).text();
      for (const link of [repository, `${repository}/issues`, `${repository}#readme`]) assert.ok(page.includes(`href="${link}"`), link);
    }
  });

  // What MONARC calls these things in its own front office. Source: https://github.com/monarc-project/ng-client, folder po.
  test('Terms are those of MONARC’s published translations', () => {
    const terms = {
      fr: { threat: 'Menace', vulnerability: 'Vulnérabilité', probability: 'Probabilité', qualification: 'Qualification', count: 'Occurrence', informational: 'Risques de l’information', operational: 'Risques opérationnels', low: 'Risques faibles', medium: 'Risques moyens', high: 'Risques élevés', impact: 'Impact', likelihood: 'Vraisemblance', category: 'Catégorie', controls: 'Mesures' },
      de: { threat: 'Bedrohung', vulnerability: 'Schwachstelle', probability: 'Wahrscheinlichkeit', qualification: 'Qualifikation', count: 'Vorkommen', informational: 'Informationsrisiken', operational: 'Operative Risiken', low: 'Geringe Risiken', medium: 'Mittlere Risiken', high: 'Hohe Risiken', impact: 'Auswirkung', residual: 'Restrisiko', category: 'Kategorie', controls: 'Maßnahmen' },
      nl: { threat: 'Bedreiging', vulnerability: 'Kwetsbaarheid', probability: 'Waarschijnlijkheid', qualification: 'Kwalificatie', count: 'Voorval', informational: 'Informatierisico’s', operational: 'Operationele risico’s', low: 'Lage risico’s', medium: 'Middelgrote risico’s', high: 'Hoge risico’s', impact: 'Impact', residual: 'Restrisico', category: 'Categorie', controls: 'Maatregelen' },
    };
    for (const [language, words] of Object.entries(terms)) {
      const { scripts, pages } = JSON.parse(readFileSync(new URL(`../../src/dashboard/texts/${language}.json`, import.meta.url), 'utf8'));
      for (const [key, word] of Object.entries(words)) assert.equal(scripts[key], word, `${language} ${key}`);
      assert.equal(pages.compliance, { fr: 'Conformité', de: 'Konformität', nl: 'Naleving' }[language]);
    }
  });

  test('The texts of all languages have the same keys', () => {
    const keys = language => {
      const texts = JSON.parse(readFileSync(new URL(`../../src/dashboard/texts/${language}.json`, import.meta.url), 'utf8'));
      return Object.entries(texts).flatMap(([part, values]) => Object.keys(values).map(key => `${part}.${key}`)).sort();
    };
    for (const language of ['fr', 'de', 'nl']) assert.deepEqual(keys(language), keys('en'));
  });
}
