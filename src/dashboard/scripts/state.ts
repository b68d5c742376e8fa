import { root, updateLinks } from './shell.ts';
import { text } from './texts.ts';

/** What stands in the place of a chart or list while there is none. */
export const showLoading = (place: HTMLElement) => fill(place, 'loading', [paragraph(text('loading'))]);

export function showEmpty(place: HTMLElement, what: 'empty' | 'emptyPeriod' | 'emptyMap') {
  const link = document.createElement('a');
  link.href = new URL('help#contribute', root).href;
  link.dataset.keep = '';
  link.textContent = text('contribute');
  fill(place, 'empty', [title(text(what)), paragraph(text(`${what}More`)), link]);
  updateLinks();
}

export function showFailure(place: HTMLElement, failure: unknown, again: () => void) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = text('retry');
  button.addEventListener('click', () => {
    // The button goes, and the focus must not fall back to the top of the page.
    place.closest<HTMLElement>('[tabindex="-1"]')?.focus();
    again();
  });
  const why = failure instanceof Error ? failure.message : String(failure);
  fill(place, 'failed', [title(text('failed')), paragraph(text('failedMore', { why })), button]);
}

export function hide(place: HTMLElement) {
  place.hidden = true;
  place.replaceChildren();
}

function fill(place: HTMLElement, state: string, content: HTMLElement[]) {
  place.dataset.state = state;
  place.replaceChildren(...content);
  place.hidden = false;
}

function title(content: string) {
  const element = paragraph(content);
  element.className = 'title';
  return element;
}

function paragraph(content: string) {
  const element = document.createElement('p');
  element.textContent = content;
  return element;
}
