import { compareLink, objectLink, tellApart } from './names.ts';
import { roving } from './roving.ts';
import type { Companions, Kind } from './service.ts';
import { svg } from './svg.ts';
import { counted, longDate, number, percent, text } from './texts.ts';

/** Fills the card of what the same organisations report too; it stays away where there is nothing. */
export function showCompanions(card: HTMLElement, kind: Kind, uuid: string, companions: Companions | null) {
  card.hidden = companions === null;
  if (companions === null) return;
  const { day, organisations, of, objects } = companions;
  const apart = tellApart(objects);
  card.querySelector('.note')!.textContent = text('companionsNote', { organisations: counted('contributors', organisations), of: number(of), date: longDate(day) });
  const list = card.querySelector('ol')!;
  list.replaceChildren(...objects.map(companion => {
    const item = document.createElement('li');
    const [share, all] = [companion.together / organisations, companion.organisations / of];
    const [name, told] = [document.createElement('span'), document.createElement('span')];
    name.append(objectLink(kind, companion), apart(companion.object));
    told.textContent = text('companionShare', { share: percent(share), all: percent(all) });
    item.append(name, shares(share, all, kind), told, compareLink(kind, uuid, companion));
    return item;
  }));
  roving(list, 'a');
}

/** A bar for the share of those who report the object, with a mark where that of all lies. */
const shares = (share: number, all: number, kind: Kind) =>
  svg('svg', { class: 'measure', width: '100%', height: 18, 'aria-hidden': 'true' },
    svg('rect', { y: 3, width: '100%', height: 12, rx: 3, fill: 'var(--track)' }),
    svg('rect', { y: 3, width: `${share * 100}%`, height: 12, rx: 3, fill: `var(--${kind})` }),
    svg('rect', { x: `${all * 100}%`, width: 3, height: 18, fill: 'var(--text)' }));
