import assert from 'node:assert/strict';
import { test } from 'node:test';

const pages = ['', 'evolution', 'map/', 'data', 'about', 'about/more', 'help'];

/** What the service sends, without a browser. */
export function pageTests(service) {
  const get = (path, headers = {}, options = {}) => fetch(new URL(path, service().address), { headers, redirect: 'manual', ...options });
  const assetOf = async () => /assets\/current-[\w-]+\.js/.exec(await (await get('')).text())[0];

  for (const path of pages)
    for (const address of [path, path.endsWith('/') ? path.slice(0, -1) : path && path + '/'])
      test(`/${address} is a page all of whose links lead somewhere`, async () => {
        const response = await get(address);
        assert.equal(response.status, 200);
        assert.equal(response.headers.get('content-type'), 'text/html; charset=utf-8');
        const links = [...(await response.text()).matchAll(/(?:href|src)="([^"#]+)"/g)].map(match => match[1].replace(/#.*/, ''));
        const own = links.filter(link => !/^https:/.test(link) && !link.includes('api/v1') && !/(stats|map)\/[\w/]+\.json/.test(link) && !/data\/\w+\.(csv|ndjson|xlsx|atom)/.test(link));
        assert.ok(own.length > 10);
        for (const link of own) {
          assert.doesNotMatch(link, /^\//, 'a link from the root breaks behind a prefix');
          assert.equal((await get(new URL(link, response.url))).status, 200, link);
        }
      });

  test('A page is in the language that the visitor prefers', async () => {
    for (const [header, language] of [['fr-LU,fr;q=0.9,en;q=0.5', 'fr'], ['lb,de;q=0.8,en;q=0.9', 'en'], ['nl-BE', 'nl'], ['de;q=0,nl;q=0.1', 'nl'], ['lb', 'en'], ['', 'en'], [';;;', 'en']]) {
      const response = await get('', { 'accept-language': header });
      assert.equal(response.headers.get('content-language'), language, header);
      assert.match(await response.text(), new RegExp(`<html lang="${language}">`));
      assert.match(response.headers.get('vary'), /Accept-Language/);
    }
    assert.equal((await get('?lang=de', { 'accept-language': 'fr' })).headers.get('content-language'), 'de');
    assert.equal((await get('?lang=../x', { 'accept-language': 'fr' })).headers.get('content-language'), 'fr');
  });

  test('A page allows no inline code and nothing from elsewhere', async () => {
    const response = await get('');
    const policy = response.headers.get('content-security-policy');
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /script-src 'self';/);
    assert.match(policy, /style-src 'self';/);
    assert.doesNotMatch(policy, /unsafe|https?:|\*/);
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(response.headers.get('referrer-policy'), 'no-referrer');
    assert.doesNotMatch(await response.text(), /<script(?![^>]*(src=|application\/json))|style="|\son\w+="/);
  });

  test('A page that has not changed is not sent again', async () => {
    const first = await get('');
    assert.equal(first.headers.get('cache-control'), 'no-cache');
    const again = await get('', { 'if-none-match': first.headers.get('etag') });
    assert.equal(again.status, 304);
    assert.equal(await again.text(), '');
    assert.equal((await get('', { 'if-none-match': '"other"' })).status, 200);
  });

  test('A file whose name changes with its content is kept for ever', async () => {
    const response = await get(await assetOf());
    assert.equal(response.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    assert.equal(response.headers.get('content-type'), 'text/javascript; charset=utf-8');
  });

  test('A file is sent in the smallest form that the browser takes', async () => {
    const asset = await assetOf();
    const plain = await get(asset, { 'accept-encoding': 'identity' });
    assert.equal(plain.headers.get('content-encoding'), null);
    const text = await plain.text();
    for (const [accepts, encoding] of [['gzip, deflate, br', 'br'], ['gzip', 'gzip'], ['br;q=0, gzip', 'gzip']]) {
      const response = await get(asset, { 'accept-encoding': accepts });
      assert.equal(response.headers.get('content-encoding'), encoding);
      assert.equal(response.headers.get('vary'), 'Accept-Encoding');
      assert.ok(Number(response.headers.get('content-length')) < 0.6 * text.length);
      assert.equal(await response.text(), text);
    }
  });

  test('HEAD answers as GET, without a body', async () => {
    for (const path of ['', 'map/', await assetOf(), 'about.json', 'robots.txt']) {
      const [head, whole] = [await get(path, {}, { method: 'HEAD' }), await get(path)];
      assert.equal(head.status, 200);
      assert.equal(head.headers.get('content-type'), whole.headers.get('content-type'));
      assert.equal(await head.text(), '');
    }
  });

  test('No other file can be asked for', async () => {
    for (const path of ['assets/..%2fhost.json', 'assets/..%5chost.json', 'assets/%2e%2e%2findex.en.html', 'assets/none.js', 'assets/', 'index.en.html', 'host.json', 'wwwroot/index.en.html', 'map.fr.html'])
      assert.equal((await get(path)).status, 404, path);
  });

  test('What the instance says of itself holds its public address, also behind a proxy', async () => {
    const about = await (await get('about.json')).json();
    assert.deepEqual(Object.keys(about), ['version', 'version_url', 'api_v1_root', 'contact']);
    assert.equal(about.api_v1_root, service().address + 'api/v1/');
    assert.equal(about.contact, 'stats@example.org');
    const proxy = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'stats.example.org', 'x-forwarded-prefix': '/monarc/stats/' };
    const behind = await (await get('about.json', proxy)).json();
    assert.equal(behind.api_v1_root, 'https://stats.example.org/monarc/stats/api/v1/');
    assert.equal(behind.version_url, 'https://stats.example.org/monarc/stats/about/more');
    assert.match(await (await get('robots.txt', proxy)).text(), /^Disallow: \/monarc\/stats\/api\/$/m);
    assert.match(await (await get('human.txt', proxy)).text(), /https:\/\/stats\.example\.org\/monarc\/stats\//);
  });

  test('security.txt names a contact and expires within a year', async () => {
    const response = await get('.well-known/security.txt');
    assert.equal(response.headers.get('content-type'), 'text/plain; charset=utf-8');
    const text = await response.text();
    assert.match(text, /^Contact: mailto:stats@example\.org$/m);
    assert.match(text, /^Preferred-Languages: en, fr, de, nl$/m);
    const days = (Date.parse(/^Expires: (\S+)$/m.exec(text)[1]) - Date.now()) / 86_400_000;
    assert.ok(days > 30 && days < 365, `${days} days`);
    // Its own address must be one with https, which this one is only behind a proxy.
    assert.doesNotMatch(text, /Canonical/);
    const behind = await get('.well-known/security.txt', { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'stats.example.org', 'x-forwarded-prefix': '/monarc' });
    assert.match(await behind.text(), /^Canonical: https:\/\/stats\.example\.org\/monarc\/\.well-known\/security\.txt$/m);
  });
}
