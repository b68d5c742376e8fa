import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const desktop = { width: 1280, height: 900 };
const phone = { width: 360, height: 740 };

/** Debian's Chromium, with a fresh profile. */
export async function startBrowser() {
  const profile = mkdtempSync(join(tmpdir(), 'stats-chromium-'));
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    env: { ...process.env, HOME: profile },
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  return {
    /** A visitor with a browser of their own. */
    async visitor({ language = 'en', dark = false, small = false, forced = false, scripts = true } = {}) {
      const context = await browser.newContext({
        locale: language,
        colorScheme: dark ? 'dark' : 'light',
        forcedColors: forced ? 'active' : 'none',
        viewport: small ? phone : desktop,
        acceptDownloads: true,
        javaScriptEnabled: scripts,
        reducedMotion: 'reduce',
      });
      return new Visit(await context.newPage());
    },
    async close() {
      await browser.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** A page as a visitor sees it, and all that it did on the way. */
class Visit {
  errors = [];
  requests = [];
  /** @type {string | undefined} */
  host;

  constructor(page) {
    this.page = page;
    // Only against hanging for ever: on a machine with dozens of busy processes a page has taken half a minute to come.
    page.setDefaultTimeout(120_000);
    page.on('console', message => message.type() === 'error' && this.errors.push(message.text()));
    page.on('pageerror', error => this.errors.push(String(error)));
    page.on('request', request => this.requests.push(request.url()));
  }

  /** Makes the visitor's processor so many times slower. */
  async slowDown(times) {
    await (await this.page.context().newCDPSession(this.page)).send('Emulation.setCPUThrottlingRate', { rate: times });
  }

  async open(address) {
    this.host ??= new URL(address).host;
    await this.page.goto(address);
    return this;
  }

  /** Until names, charts and tables all show what the address asks for. */
  async shown() {
    await this.page.waitForFunction(() => document.getElementById('main')?.dataset.shows === location.search);
    return this;
  }

  /** Follows a link to another page, until that is there. */
  async follow(link, address) {
    await this.page.click(link);
    await this.page.waitForURL(address);
    return this.shown();
  }

  /** The list of threats or vulnerabilities, as it stands there. */
  async rows() {
    await this.shown();
    return this.page.locator('.ranking tbody tr').evaluateAll(rows => rows.map(row => ({
      object: row.dataset.object,
      place: Number(row.querySelector('.place').textContent),
      name: row.querySelector('.name a').textContent,
      change: row.querySelector('.change .visually-hidden')?.textContent ?? row.querySelector('.change')?.textContent,
      value: Number(row.querySelector('.value').firstChild.textContent.trim()),
      bar: Number.parseFloat(row.querySelector('.bar rect:last-child').getAttribute('width')) / 100,
    })));
  }

  /**
   * The lines of the chart, read back from what is drawn: each point's value by the numbers at the axis, its day by its
   * place between the ends of the axis, from 0 to 1.
   */
  async lines() {
    await this.shown();
    return this.page.evaluate(() => {
      const chart = document.querySelector('.stage > svg');
      const ticks = [.../** @type {NodeListOf<SVGElement>} */ (chart.querySelectorAll('[data-tick]'))].map(tick => [Number(tick.getAttribute('y')), Number(tick.dataset.tick)]);
      const [[y1, v1], [y2, v2]] = [ticks[0], ticks.at(-1)];
      const value = y => v1 + ((y - y1) / (y2 - y1)) * (v2 - v1);
      const axis = chart.querySelector('.axis line');
      const [x1, x2] = ['x1', 'x2'].map(name => Number(axis.getAttribute(name)));
      const point = (x, y) => [(x - x1) / (x2 - x1), value(y)];
      return [.../** @type {NodeListOf<SVGElement>} */ (chart.querySelectorAll('.front, .behind'))].map(group => ({
        key: group.dataset.line,
        name: group.querySelector('title').textContent,
        front: group.classList.contains('front'),
        colour: getComputedStyle(group.querySelector('path')).stroke,
        // Where places have dots, the line between them goes through points that are none.
        points: [
          ...(group.querySelector('.dot') ? [] : [...group.querySelector('path').getAttribute('d').matchAll(/([\d.-]+),([\d.-]+)/g)].map(([, x, y]) => point(Number(x), Number(y)))),
          ...[...group.querySelectorAll('circle')].map(dot => point(Number(dot.getAttribute('cx')), Number(dot.getAttribute('cy')))),
        ],
      }));
    });
  }

  /** Waits until the pointer is told something like this. */
  async told(pattern) {
    await this.page.waitForFunction(pattern => {
      const box = /** @type {HTMLElement | null} */ (document.querySelector('.tooltip'));
      return box !== null && !box.hidden && new RegExp(pattern, 'm').test([...box.children].map(line => line.textContent).join('\n'));
    }, pattern.source);
  }

  /** The file that an action downloads. */
  async download(action) {
    const [download] = await Promise.all([this.page.waitForEvent('download'), action()]);
    return { name: download.suggestedFilename(), content: readFileSync(await download.path()) };
  }

  /** Answers what the page asks for at an address with what the service says there, changed. */
  async changed(pattern, change) {
    await this.page.route(pattern, async route => {
      const json = await (await route.fetch()).json();
      return route.fulfill({ json: change(json) ?? json });
    });
  }

  async text(selector) {
    return (await this.page.locator(selector).first().textContent()).trim();
  }

  async requireAccessible() {
    // Through the debugger, which the page's Content-Security-Policy does not bind.
    await this.page.evaluate(axe);
    const { violations } = await this.page.evaluate(() =>
      globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
    assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' | ')}`), []);
  }

  /** Neither scrolls sideways nor goes on below its end. */
  async requireFitting() {
    const [width, window, below] = await this.page.evaluate(() =>
      [document.documentElement.scrollWidth, innerWidth, document.documentElement.scrollHeight - scrollY - (document.querySelector('body > footer') ?? document.documentElement).getBoundingClientRect().bottom]);
    assert.ok(width <= window, `The page is ${width} px wide in a window of ${window}.`);
    assert.ok(below <= 1, `The page goes on ${below} px below its end.`);
  }

  /** Ends the visit, which must have been without an error and without a request to another host. */
  async end({ errors = 0 } = {}) {
    assert.equal(this.errors.length, errors, this.errors.join('\n'));
    assert.deepEqual(this.requests.filter(url => /^https?:/.test(url) && new URL(url).host !== this.host), []);
    await this.page.context().close();
  }
}
