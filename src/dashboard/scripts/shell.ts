import '@fontsource-variable/inter/wght.css';
import '../styles/base.css';
import '../styles/parts.css';

/** Where the instance begins, whatever prefix a proxy puts before it: this file lies in its `assets`. */
export const root = new URL(/* @vite-ignore */ '../', import.meta.url);

const dark = matchMedia('(prefers-color-scheme: dark)');
/** A picture in another site's page has none. */
const themeButton = document.getElementById('theme') as HTMLButtonElement | null;

function isDark(): boolean {
  const chosen = document.documentElement.dataset.theme;
  return chosen === undefined ? dark.matches : chosen === 'dark';
}

const redraws: (() => void)[] = [];

/** Calls back whenever what is painted by script has to be painted in other colours. */
export const onColours = (redraw: () => void) => redraws.push(redraw);

function coloursChanged() {
  themeButton?.setAttribute('aria-pressed', String(isDark()));
  redraws.forEach(redraw => redraw());
}

const probe = document.body.appendChild(document.createElement('span'));
probe.hidden = true;
// Else it would be the text's colour where the visitor has forced one.
probe.style.forcedColorAdjust = 'none';

/** A colour of the stylesheet as it is now, for what is painted by script. */
export function colour(name: string): string {
  probe.style.color = `var(--${name})`;
  return getComputedStyle(probe).color;
}

function remember(key: string, value: string) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Storage is switched off: the choice lasts as long as the page.
  }
}

themeButton?.addEventListener('click', () => {
  document.documentElement.dataset.theme = isDark() ? 'light' : 'dark';
  remember('theme', document.documentElement.dataset.theme);
  coloursChanged();
});
dark.addEventListener('change', coloursChanged);

/** Does something while the page has the colours of paper. */
export function inLight(work: () => void) {
  document.documentElement.dataset.print = '';
  work();
  delete document.documentElement.dataset.print;
}

// Paper is white.
addEventListener('beforeprint', () => {
  document.documentElement.dataset.print = '';
  coloursChanged();
});
addEventListener('afterprint', () => {
  delete document.documentElement.dataset.print;
  coloursChanged();
});

/** Lets a link carry the language that the page was asked for in. */
export function keepLanguage(link: HTMLAnchorElement) {
  const chosen = new URLSearchParams(location.search).get('lang');
  if (chosen === null) return;
  const address = new URL(link.href);
  address.searchParams.set('lang', chosen);
  link.href = address.href;
}

/** Lets every link of the page carry the language, and the language links the choices of the page. */
export function updateLinks() {
  const here = new URL(location.href).searchParams;
  document.querySelectorAll<HTMLAnchorElement>('a[data-keep][href]').forEach(keepLanguage);
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-language]')) {
    here.set('lang', link.dataset.language!);
    link.href = '?' + here;
  }
}

for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-language]'))
  link.addEventListener('click', () => remember('lang', link.dataset.language!));

updateLinks();
coloursChanged();
