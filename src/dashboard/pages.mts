import { existsSync, readFileSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const languages = ['en', 'fr', 'de', 'nl'];

const list = [
  { path: '', page: 'current', script: 'current' },
  { path: 'evolution', page: 'evolution', script: 'evolution' },
  { path: 'map', page: 'map', script: 'map' },
  { path: 'data', page: 'data', script: 'data' },
  { path: 'about', page: 'about', script: 'plain' },
  { path: 'about/more', page: 'more', script: 'more' },
  { path: 'help', page: 'help', script: 'plain' },
  { path: 'api/v1', page: 'api', script: 'api' },
];

/**
 * Writes each page in each language, and twice: `map.fr.html` is served at `/map` and `map/index.fr.html` at `/map/`.
 * So every link is relative to the address it is seen at, whatever prefix a proxy puts before it.
 */
export function pages(folder: string): Plugin {
  return {
    name: 'pages',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter(output => output.type === 'chunk');
      const entry = (name: string) => chunks.find(chunk => chunk.isEntry && chunk.name === name)!;
      const imported = (file: string, seen = new Set<string>()): Set<string> => {
        for (const next of chunks.find(chunk => chunk.fileName === file)?.imports ?? [])
          if (!seen.has(next)) imported(next, seen.add(next));
        return seen;
      };
      const stylesheets = (files: Iterable<string>) =>
        new Set([...files].flatMap(file => [...(chunks.find(chunk => chunk.fileName === file)?.viteMetadata?.importedCss ?? [])]));
      const font = Object.keys(bundle).find(file => file.includes('latin-wght-normal') && file.endsWith('.woff2'))!;

      // Beside its icons among the files whose names change with their content: for those who put the page on their home screen.
      const asset = (name: string, source: string | Uint8Array) => this.getFileName(this.emitFile({ type: 'asset', name, source }));
      const icons = [180, 512].map(size => ({ size, file: asset(`icon-${size}.png`, readFileSync(join(folder, 'icons', `icon-${size}.png`))) }));
      const manifest = asset('manifest.json', JSON.stringify({
        name: 'MONARC Stats Service', short_name: 'Stats Service', start_url: '../', scope: '../', display: 'browser', theme_color: '#1f4e8c', background_color: '#f5f6f8',
        icons: icons.map(({ size, file }) => ({ src: file.replace('assets/', ''), sizes: `${size}x${size}`, type: 'image/png' })),
      }));

      const head = (root: string, script: string) => {
        const file = entry(script).fileName;
        const modules = [...imported(file)];
        const later = entry(script).dynamicImports;
        return [
          `<link rel="apple-touch-icon" href="${root}${icons[0]!.file}">`,
          `<link rel="manifest" href="${root}${manifest}">`,
          `<script src="${root}${entry('before').fileName}"></script>`,
          `<link rel="preload" href="${root}${font}" as="font" type="font/woff2" crossorigin>`,
          ...[...stylesheets([...modules, file])].map(css => `<link rel="stylesheet" href="${root}${css}">`),
          ...[...modules, ...later].map(module => `<link rel="modulepreload" href="${root}${module}">`),
          `<script type="module" src="${root}${file}"></script>`,
        ].join('\n  ');
      };

      for (const { path, page, script } of list)
        for (const language of languages)
          for (const address of path === '' ? ['index'] : [path, `${path}/index`]) {
            const root = './' + '../'.repeat(address.split('/').length - 1);
            this.emitFile({ type: 'asset', fileName: `${address}.${language}.html`, source: render(folder, page, language, root, head(root, script)) });
          }

      // One page for all threats and vulnerabilities, and one for all pictures in other sites: each of their addresses lies in a folder.
      for (const page of ['object', 'embed'])
        for (const language of languages)
          this.emitFile({ type: 'asset', fileName: `${page}.${language}.html`, source: render(folder, page, language, './../', head('./../', page)) });

      // It answers at addresses of any depth, so whoever sends it puts the dashboard's own address for the word.
      for (const language of languages)
        this.emitFile({ type: 'asset', fileName: `404.${language}.html`, source: render(folder, '404', language, '__root__/', head('__root__/', 'plain')) });
    },
  };
}

function render(folder: string, page: string, language: string, root: string, head: string): string {
  const texts = JSON.parse(readFileSync(join(folder, 'texts', `${language}.json`), 'utf8'));
  const read = (name: string) => readFileSync(join(folder, 'pages', name), 'utf8');
  const fragment = [`${page}.${language}.html`, `${page}.html`].find(name => existsSync(join(folder, 'pages', name)))!;
  const values: Record<string, string> = {
    ...texts.pages,
    root,
    source,
    head,
    language,
    title: texts.pages[`${page}.title`],
    description: texts.pages[`${page}.description`],
    content: read(fragment),
    card: read('card.html').trimEnd(),
    // Read by the scripts; `<` is the one character that could end the element.
    texts: JSON.stringify(texts.scripts).replaceAll('<', '\\u003c'),
    alternates: ['404', 'embed'].includes(page) ? '' : languages.map(code => `  <link rel="alternate" hreflang="${code}" href="?lang=${code}">`).join('\n'),
    languages: languages.map(code =>
      `<a href="?lang=${code}" hreflang="${code}" lang="${code}" title="${names[code]}" data-language="${code}"${code === language ? ' aria-current="true"' : ''}>${code.toUpperCase()}</a>`).join('\n        '),
  };
  const fill = (template: string): string => template.replace(/\{\{([\w.]+)\}\}/g, (_, key: string) => {
    const value = values[key];
    if (value === undefined) throw new Error(`The page ${page} uses {{${key}}}, which ${language}.json does not have.`);
    return fill(value);
  });
  // A picture in another site's page is a whole page by itself.
  return fill(page === 'embed' ? values.content! : read('layout.html'))
    .replace(`data-page="${page}"`, `data-page="${page}" aria-current="page"`);
}

/** Where the source code is: the licence asks for a link to it on every page. */
const source: string = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).repository;

const names: Record<string, string> = { en: 'English', fr: 'Français', de: 'Deutsch', nl: 'Nederlands' };

/** Writes a Brotli and a gzip file beside each text file, so that the service compresses nothing while it answers. */
export function compressed(folder: string): Plugin {
  const brotli = promisify(brotliCompress);
  const zip = promisify(gzip);
  return {
    name: 'compressed',
    apply: 'build',
    async closeBundle() {
      const files = (await readdir(folder, { recursive: true })).filter(file => /\.(html|js|css|json|svg)$/.test(file));
      await Promise.all(files.map(async file => {
        const content = await readFile(join(folder, file));
        // The two files above that size, of the API's page and of the map from near, would take two thirds of the time to become a tenth smaller.
        const quality = content.length > 500_000 ? 9 : constants.BROTLI_MAX_QUALITY;
        await writeFile(join(folder, `${file}.br`), await brotli(content, { params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }));
        await writeFile(join(folder, `${file}.gz`), await zip(content, { level: 9 }));
      }));
    },
  };
}
