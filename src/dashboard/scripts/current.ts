import { Card } from './card.ts';
import { Choices } from './choices.ts';
import { showCompliance } from './compliance.ts';
import { measureName, measures } from './measures.ts';
import { showObjects } from './objects.ts';
import { orders, type Order } from './rankingList.ts';
import { showRisks } from './risks.ts';
import type { Kind, Measure } from './service.ts';
import { showing } from './showing.ts';
import { showStrip } from './strip.ts';

const panel = document.getElementById('panel')!;
const form = document.getElementById('choices') as HTMLFormElement;
const search = document.getElementById('search') as HTMLInputElement;
const choices = new Choices(form, {
  show: { values: ['threats', 'vulnerabilities', 'risks', 'compliance'] },
  by: { values: measures },
  order: { values: orders },
  period: { values: ['latest', '3', '6', '12'] },
  all: { values: [''], accepts: all => all === '1' },
}, () => void show());

let cards: Card[] = [];
let shown = '';
/** What is listed now, so that typing needs no other answer from the service. */
let redraw: () => unknown = () => undefined;
search.addEventListener('input', () => redraw());

/** What stands on the page while there is nothing yet: as many cards as a kind has for certain. */
const expected: Record<string, number> = { risks: 3 };

function show() {
  const kind = choices.get('show');
  const shows = kind === 'risks' || kind === 'compliance' ? kind : 'objects';
  for (const control of form.querySelectorAll<HTMLElement>('[data-for]')) control.hidden = !control.dataset.for!.split(' ').includes(shows);
  document.getElementById('rate')!.textContent = measureName('averageRate', kind as Kind);
  if (shown !== kind) {
    panel.replaceChildren();
    document.getElementById('changed')!.textContent = '';
    cards = Array.from({ length: expected[kind] ?? 1 }, () => new Card(panel));
    shown = kind;
  }
  void showStrip(document.getElementById('strip')!);
  return showing(
    isCurrent => {
      if (kind === 'risks') return showRisks(cards, choices.get('period'), isCurrent);
      if (kind === 'compliance') return showCompliance(cards, () => new Card(panel), choices.get('period'), isCurrent);
      return showList(kind as Kind, isCurrent);
    },
    failure => cards.forEach(card => card.failed(failure, () => {
      cards.forEach(one => one.loading());
      void show();
    })));
}

async function showList(kind: Kind, isCurrent: () => boolean) {
  const list = await showObjects(cards[0]!, {
    kind, by: choices.get('by') as Measure, order: choices.get('order') as Order, period: choices.get('period'), all: choices.get('all') === '1',
  }, () => search.value, chosen => choices.set(chosen), isCurrent);
  if (isCurrent()) redraw = list;
}

void show();
