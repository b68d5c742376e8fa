import assert from 'node:assert/strict';
import { test } from 'node:test';

const pages = ['', 'evolution', 'map/', 'data', 'about', 'about/more', 'help'];
const headings = {
  en: ['The threat landscape today', 'How it changes', 'Where it comes from', 'Data', 'About', 'About this instance', 'Help'],
  fr: ['Le paysage des menaces aujourd’hui', 'Ce qui change', 'D’où viennent les statistiques', 'Données', 'À propos', 'À propos de cette instance', 'Aide'],
  de: ['Die Bedrohungslage heute', 'Was sich ändert', 'Woher die Statistiken kommen', 'Daten', 'Über', 'Über diese Instanz', 'Hilfe'],
  nl: ['Het dreigingsbeeld vandaag', 'Wat er verandert', 'Waar de statistieken vandaan komen', 'Gegevens', 'Over', 'Over deze instantie', 'Help'],
};

/** Every page for every kind of visitor. */
export function visitTests(service, browser) {
  const address = path => new URL(path, service().address).href;

  const views = ['?show=risks', '?show=compliance', 'evolution?view=rank', 'evolution?view=small', 'evolution?months=range&compare=before', 'threats/', 'embed/ranking', 'embed/evolution', 'embed/risks'];

  // Of two languages, two schemes and two sizes, every two meet; the other languages where their longer words have the least room.
  for (const [language, dark, small, whole] of /** @type {[string, boolean, boolean, boolean][]} */ ([
    ['en', false, false, true], ['en', true, true, true], ['fr', true, false, true], ['fr', false, true, true], ['de', true, true, false], ['nl', false, true, false],
  ]))
    test(`Every page in ${language}, ${dark ? 'dark' : 'light'}, on a ${small ? 'phone' : 'desktop'}: ${whole ? 'readable by all, ' : ''}nothing cut, nothing from elsewhere, no error`, async () => {
      const visitor = await browser().visitor({ language, dark, small });
      const { objects: [first] } = await (await fetch(address('stats/ranking/threats.json'))).json();
      for (const path of [...pages, ...views]) {
        await (await visitor.open(address(path === 'threats/' ? path + first.object : path))).shown();
        if (pages.includes(path)) assert.equal(await visitor.text('h1'), headings[language][pages.indexOf(path)]);
        assert.equal(await visitor.page.getAttribute('html', 'lang'), language);
        await visitor.requireFitting();
        if (whole) await visitor.requireAccessible();
      }
      const [row] = await (await visitor.open(address('?by=count'))).rows();
      assert.equal(row.name, { en: 'Name 0', fr: 'Nom 0', de: 'Bezeichnung 0', nl: 'Naam 0' }[language]);
      await visitor.end();
    });

  test('A page names itself in the other languages, and on a home screen; without scripts it lists the threats', async () => {
    const { objects } = await (await fetch(address('stats/ranking/threats.json?language=de'))).json();
    const page = await fetch(address('?lang=de'));
    const html = await page.text();
    const named = [...html.matchAll(/<link rel="alternate" hreflang="(\w+)" href="([^"]+)"/g)].map(([, language, href]) => [language, href]);
    assert.deepEqual(Object.fromEntries(named), Object.fromEntries(Object.keys(headings).map(language => [language, `?lang=${language}`])));
    const manifest = new URL(/<link rel="manifest" href="([^"]+)"/.exec(html)[1], page.url);
    const { start_url: start, icons } = await (await fetch(manifest)).json();
    assert.equal(new URL(start, manifest).href, address(''));
    for (const { src, sizes } of icons) {
      const png = Buffer.from(await (await fetch(new URL(src, manifest))).arrayBuffer());
      assert.equal(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`, sizes);
    }

    const visitor = await browser().visitor({ language: 'de', scripts: false });
    await visitor.open(address(''));
    const rows = await visitor.page.locator('noscript tbody tr').evaluateAll(all => all.map(row => row.children[1].textContent));
    assert.deepEqual(rows, objects.map(object => object.name).slice(0, rows.length));
    assert.ok(rows.length >= 10);
    await visitor.end();
  });

  test('A language that was chosen stays, on other pages and at the next visit', async () => {
    const visitor = await (await browser().visitor({ language: 'en' })).open(address('?show=risks'));
    await visitor.follow('[data-language=de]', /show=risks&lang=de/);
    assert.equal(await visitor.text('h1'), headings.de[0]);
    await visitor.follow('[data-page=help]', /help/);
    assert.equal(await visitor.text('h1'), 'Hilfe');
    await visitor.open(address('about'));
    await visitor.page.waitForURL(/lang=de/);
    assert.equal(await visitor.text('h1'), 'Über');
    await visitor.end();
  });

  test('Colours that were chosen stay, and the charts take them at once', async () => {
    const visitor = await (await browser().visitor()).open(address(''));
    const painted = async () => {
      await visitor.shown();
      return visitor.page.locator('.ranking rect').last().evaluate(bar => getComputedStyle(bar).fill);
    };
    const light = await painted();
    await visitor.page.click('#theme');
    const dark = await painted();
    assert.notEqual(dark, light);
    assert.equal(await visitor.page.getAttribute('#theme', 'aria-pressed'), 'true');
    await visitor.page.reload();
    assert.equal(await painted(), dark);
    // Paper is white.
    await visitor.page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    assert.equal(await painted(), light);
    await visitor.page.evaluate(() => dispatchEvent(new Event('afterprint')));
    assert.equal(await painted(), dark);
    await visitor.page.emulateMedia({ media: 'print' });
    assert.equal(await visitor.page.isVisible('.tabs'), false);
    assert.equal(await visitor.page.isVisible('.ranking'), true);
    await visitor.end();
  });

  test('Every choice is in the address; a link restores it, and the back button undoes it', async () => {
    const visitor = await (await browser().visitor()).open(address(''));
    const before = await visitor.rows();
    await visitor.page.click('#tab-vulnerabilities');
    await visitor.page.selectOption('[name=by]', 'maxRisk');
    await visitor.shown();
    await visitor.page.click('.ranking thead .place button');
    await visitor.page.selectOption('[name=period]', '3');
    await visitor.shown();
    await visitor.page.click('.more');
    const chosen = await visitor.rows();
    await visitor.page.waitForURL(/all=1/);
    const link = visitor.page.url();
    assert.deepEqual(Object.fromEntries(new URL(link).searchParams), { show: 'vulnerabilities', by: 'maxRisk', order: 'lowest', period: '3', all: '1' });

    const other = await (await browser().visitor()).open(link);
    assert.deepEqual(await other.rows(), chosen);
    assert.equal(await other.page.getAttribute('#tab-vulnerabilities', 'aria-selected'), 'true');
    assert.equal(await other.page.inputValue('[name=by]'), 'maxRisk');
    await other.end();

    for (let step = 0; step < 5; step++) await visitor.page.goBack();
    await visitor.page.waitForURL(address(''));
    assert.deepEqual(await visitor.rows(), before);
    await visitor.page.goForward();
    await visitor.shown();
    assert.match(await visitor.text('.card h2'), /^Vulnerabilities/);
    await visitor.end();
  });

  test('A choice that does not exist counts as none', async () => {
    const visitor = await (await browser().visitor()).open(address('?show=nothing&by=<b>&order=up&all=2&period=-1'));
    assert.equal((await visitor.rows()).length, 20);
    await visitor.end();
  });

  test('Everything can be done without a mouse', async () => {
    const visitor = await (await browser().visitor()).open(address(''));
    await visitor.shown();
    const { keyboard } = visitor.page;
    await keyboard.press('Tab');
    assert.equal(await visitor.page.evaluate(() => document.activeElement.className), 'skip');
    await visitor.page.focus('#tab-threats');
    await keyboard.press('ArrowRight');
    await visitor.page.waitForURL(/show=vulnerabilities/);
    await keyboard.press('End');
    await visitor.page.waitForURL(/show=compliance/);
    assert.equal(await visitor.page.evaluate(() => document.activeElement.id), 'tab-compliance');
    await keyboard.press('ArrowRight');
    await visitor.shown();
    await visitor.page.focus('.ranking thead .place button');
    await keyboard.press('ArrowRight');
    await keyboard.press('Enter');
    await visitor.page.waitForURL(/order=rising/);
    await visitor.shown();
    // The list stands there anew, and what was chosen keeps the focus.
    assert.equal(await visitor.page.evaluate(() => document.activeElement.parentElement.className), 'change');
    await visitor.page.focus('[data-do=png]');
    await keyboard.press('End');
    assert.equal(await visitor.page.evaluate(() => document.activeElement.getAttribute('data-do')), 'link');
    await visitor.end();
  });
}
