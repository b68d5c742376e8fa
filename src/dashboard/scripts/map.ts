import 'leaflet/dist/leaflet.css';
import '../styles/map.css';
import { countryAt, countryName, type World } from './countries.ts';
import { csv, save } from './csv.ts';
import { copyLink } from './link.ts';
import { freshness, namedUuid, objectLink, readNames, tellApart } from './names.ts';
import { roving } from './roving.ts';
import { read, type Client, type Kind } from './service.ts';
import { updateLinks } from './shell.ts';
import { pause, showing, shows } from './showing.ts';
import { hide, showEmpty, showFailure, showLoading } from './state.ts';
import { counted, mean, shortMean, text } from './texts.ts';

const state = document.getElementById('state')!;
const list = document.getElementById('clients')!;
const kinds = [['threats', 'topThreat', 'max_threat'], ['vulnerabilities', 'topVulnerability', 'max_vulnerability']] as const;

/** Where one organisation is, or several. */
interface Place { latitude: number; longitude: number; clients: Client[] }

function show() {
  showLoading(state);
  return showing(async () => {
    const clients = await read<Client[]>('map/clients.json');
    if (clients.length === 0) return showEmpty(state, 'emptyMap');
    const uuids = clients.flatMap(client => [client.max_threat[1], client.max_vulnerability[1]]).filter(uuid => uuid !== '');
    // What draws the map is as large as all the rest, and starts by itself.
    const [fresh, { drawMap }] = await Promise.all([freshness('threats'), import('./worldMap.ts'), readNames(uuids)]);
    hide(state);
    document.getElementById('fresh')!.textContent = fresh;
    document.getElementById('map-and-list')!.hidden = false;
    const places = [...Map.groupBy(clients, identity).values()].map((all): Place => ({ latitude: all[0]!.latitude, longitude: all[0]!.longitude, clients: all }));
    const countries = new Map<Place, string | null>();
    let open: (place: Place) => void = () => undefined;
    const count = (world: World) => {
      for (const place of places) countries.set(place, countryAt(world, place.latitude, place.longitude));
      const groups = byCountry(places, countries);
      fill(groups, place => open(place));
      return new Map(groups.flatMap(({ code, members }) => (code === null ? [] : [[code, members.length]])));
    };
    fill(byCountry(places, countries), place => open(place));
    const element = document.getElementById('map')!;
    element.addEventListener('pinned', () => roving(element, '.pin'));
    await pause();
    const map = await drawMap(element, places, { describe: description, nameOf: position, sizeOf: place => place.clients.length, opened: keep, count });
    open = map.open;
    const chosen = places.find(place => identity(place) === new URLSearchParams(location.search).get('at'));
    if (chosen !== undefined) map.open(chosen);
    offer(places, countries);
    await map.complete;
  }, failure => showFailure(state, failure, () => void show()));
}

/** Where somebody is stays true when others come and go, as no number would. */
const identity = ({ latitude, longitude }: { latitude: number; longitude: number }) => `${latitude},${longitude}`;

const position = ({ latitude, longitude }: Place) =>
  `${shortMean(Math.abs(latitude))}° ${latitude < 0 ? 'S' : 'N'}, ${shortMean(Math.abs(longitude))}° ${longitude < 0 ? 'W' : 'E'}`;

/** The address names the place whose popup is open, so a link to it opens it again. */
function keep(place: Place | null) {
  const address = new URL(location.href);
  if (place === null) address.searchParams.delete('at');
  else address.searchParams.set('at', identity(place));
  history.replaceState(null, '', address);
  updateLinks();
  shows();
}

interface Country { code: string | null; places: Place[]; members: Client[] }

/** The organisations of each country, the most first; those at sea, or before any outline is there, have none. */
function byCountry(all: Place[], countries: Map<Place, string | null>): Country[] {
  const groups = Map.groupBy(all, place => countries.get(place) ?? null);
  const name = ({ code }: Country) => (code === null ? '￿' : countryName(code));
  return [...groups].map(([code, places]) => ({ code, places, members: places.flatMap(place => place.clients) })).sort((a, b) => b.members.length - a.members.length || name(a).localeCompare(name(b)));
}

/** What is the top of most of them, and of how many. */
function tops(members: Client[], which: 'max_threat' | 'max_vulnerability'): { uuid: string; of: number }[] {
  const counts = Map.groupBy(members.map(client => client[which][1]).filter(uuid => uuid !== ''), uuid => uuid);
  return [...counts].map(([uuid, all]) => ({ uuid, of: all.length })).sort((a, b) => b.of - a.of || a.uuid.localeCompare(b.uuid)).slice(0, 3);
}

function named(kind: Kind, uuid: string, others: string[]): (Node | string)[] {
  return [objectLink(kind, namedUuid(uuid)), tellApart([uuid, ...others].map(namedUuid))(uuid)];
}

function element(tag: string, name: string, ...content: (Node | string)[]) {
  const made = document.createElement(tag);
  made.className = name;
  made.append(...content);
  return made;
}

function description(place: Place): HTMLElement {
  const [first] = place.clients;
  const one = place.clients.length === 1;
  const facts = one ? document.createElement('dl') : topFacts(place.clients);
  for (const [kind, key, which] of one ? kinds : []) {
    const [count, uuid] = first![which];
    if (count !== '') facts.append(element('dt', '', text(key)), element('dd', '', ...named(kind, uuid, []), ` (${text('occurrences', { n: mean(count) })})`));
  }
  return element('div', '', element('p', 'title', one ? text('contributor') : counted('contributors', place.clients.length)), element('p', 'note', position(place)), facts);
}

/** What several organisations report most. */
function topFacts(members: Client[]): HTMLElement {
  const facts = document.createElement('dl');
  for (const [kind, key, which] of kinds) {
    const found = tops(members, which);
    if (found.length === 0) continue;
    facts.append(element('dt', '', text(key)), ...found.map(({ uuid, of }) =>
      element('dd', '', ...named(kind, uuid, found.map(one => one.uuid)), of === 1 ? '' : ` (${counted('contributors', of)})`)));
  }
  return facts;
}

function fill(groups: Country[], open: (place: Place) => void) {
  list.replaceChildren(...groups.map(({ code, places, members }) => {
    const facts = topFacts(members);
    const buttons = element('p', 'places', ...places.map(place => {
      const button = element('button', '', position(place)) as HTMLButtonElement;
      button.type = 'button';
      button.title = text('showOnMap');
      button.addEventListener('click', () => open(place));
      return button;
    }));
    const heading = element('h3', '', code === null ? text('noCountry') : countryName(code), ' ', element('span', 'note', counted('contributors', members.length)));
    return element('li', '', heading, facts, buttons);
  }));
  updateLinks();
  roving(list, 'button, a');
}

function offer(places: Place[], countries: Map<Place, string | null>) {
  document.getElementById('csv')!.onclick = () => save(csv(
    [text('country'), text('latitude'), text('longitude'), text('topThreat'), text('count'), 'UUID', text('topVulnerability'), text('count'), 'UUID'],
    places.flatMap(place => place.clients.map(client => [countries.get(place) ?? '', client.latitude, client.longitude, ...kinds.flatMap(([, , which]) => {
      const [count, uuid] = client[which];
      return [uuid === '' ? '' : namedUuid(uuid).name, count, uuid];
    })])),
  ), 'map.csv');
  document.getElementById('link')!.onclick = async () => {
    document.getElementById('done')!.textContent = await copyLink();
  };
}

void show();
