import 'leaflet/dist/leaflet.css';
import '../styles/map.css';
import { csv, save } from './csv.ts';
import { copyLink } from './link.ts';
import { freshness, named, nameElement, hasName, namedUuid, readNames, tellApart, type Named } from './names.ts';
import { roving } from './roving.ts';
import { read, readAverages, type Averages, type Client } from './service.ts';
import { updateLinks } from './shell.ts';
import { showing, shows } from './showing.ts';
import { hide, showEmpty, showFailure, showLoading } from './state.ts';
import { mean, text } from './texts.ts';
import { drawMap } from './worldMap.ts';

const state = document.getElementById('state')!;

function show() {
  showLoading(state);
  return showing(async () => {
    const clients = await read<Client[]>('map/clients.json');
    if (clients.length === 0) return showEmpty(state, 'emptyMap');
    const [names, fresh] = await Promise.all([readAllNames(clients), freshness('threats')]);
    hide(state);
    document.getElementById('fresh')!.textContent = fresh;
    document.getElementById('map-and-list')!.hidden = false;
    const map = await drawMap(document.getElementById('map')!, clients, (client, at) => description(client, at, names), at => keep(at === null ? null : clients[at]!));
    list(clients, names, map.open);
    roving(document.getElementById('clients')!, 'button, a');
    roving(document.getElementById('map')!, '.pin');
    const chosen = clients.findIndex(client => identity(client) === new URLSearchParams(location.search).get('at'));
    if (chosen >= 0) map.open(chosen);
    await map.complete;
  }, failure => showFailure(state, failure, () => void show()));
}

/** Where a contributor is stays true when others come and go; its number in the list does not. */
const identity = ({ latitude, longitude }: Client) => `${latitude},${longitude}`;

/** The address names the contributor whose popup is open, so a link to it opens it again. */
function keep(client: Client | null) {
  const address = new URL(location.href);
  if (client === null) address.searchParams.delete('at');
  else address.searchParams.set('at', identity(client));
  history.replaceState(null, '', address);
  updateLinks();
  shows();
}

/** An object's name, and what tells it from another one's of the same name. */
type Names = (uuid: string) => Named & { suffix: string };

/** Most names are the service's; a year of statistics is read only where it lacks one, and its labels stand in. */
async function readAllNames(clients: Client[]): Promise<Names> {
  const kinds = [clients.map(client => client.max_threat[1]), clients.map(client => client.max_vulnerability[1])].map(uuids => uuids.filter(uuid => uuid !== ''));
  const wanted = kinds.flat();
  await readNames(wanted);
  const names = wanted.every(hasName) ? namedUuid : await readLabels();
  // A threat and a vulnerability of one name stand under different headings.
  const suffixes = kinds.map(uuids => tellApart(uuids.map(uuid => ({ uuid, name: names(uuid).name }))));
  return uuid => ({ ...names(uuid), suffix: suffixes.map(suffix => suffix(uuid)).find(suffix => suffix !== '') ?? '' });
}

async function readLabels(): Promise<(uuid: string) => Named> {
  const lists: Averages[][] = await Promise.all([readAverages('threats', 'days=365'), readAverages('vulnerabilities', 'days=365')]);
  const labels = new Map(lists.flat().map(object => [object.object, named(object)]));
  return uuid => labels.get(uuid) ?? namedUuid(uuid);
}

const place = ({ latitude, longitude }: Client) =>
  `${mean(Math.abs(latitude))}° ${latitude < 0 ? 'S' : 'N'}, ${mean(Math.abs(longitude))}° ${longitude < 0 ? 'W' : 'E'}`;

function description(client: Client, at: number, names: Names): HTMLElement {
  const element = document.createElement('div');
  const heading = document.createElement('p');
  heading.className = 'title';
  heading.textContent = text('contributor', { n: at + 1 });
  const where = document.createElement('p');
  where.className = 'note';
  where.textContent = place(client);
  const facts = document.createElement('dl');
  for (const [key, [count, uuid]] of [['topThreat', client.max_threat], ['topVulnerability', client.max_vulnerability]] as const) {
    if (count === '') continue;
    const term = document.createElement('dt');
    term.textContent = text(key);
    const value = document.createElement('dd');
    const name = names(uuid);
    value.append(nameElement(name), `${name.suffix} (${text('occurrences', { n: mean(count) })})`);
    facts.append(term, value);
  }
  element.append(heading, where, facts);
  return element;
}

function list(clients: Client[], names: Names, open: (at: number) => void) {
  document.getElementById('clients')!.replaceChildren(...clients.map((client, at) => {
    const item = document.createElement('li');
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'pin';
    button.textContent = String(at + 1);
    button.setAttribute('aria-label', text('showOnMap', { n: at + 1 }));
    button.addEventListener('click', () => open(at));
    item.append(button, description(client, at, names));
    return item;
  }));
  document.getElementById('csv')!.addEventListener('click', () => save(csv(
    [text('latitude'), text('longitude'), text('topThreat'), text('count'), 'UUID', text('topVulnerability'), text('count'), 'UUID'],
    clients.map(({ latitude, longitude, max_threat: [threats, threat], max_vulnerability: [vulnerabilities, vulnerability] }) =>
      [latitude, longitude, threat === '' ? '' : names(threat), threats, threat, vulnerability === '' ? '' : names(vulnerability), vulnerabilities, vulnerability]),
  ), 'map.csv'));
  document.getElementById('link')!.addEventListener('click', async () => {
    document.getElementById('done')!.textContent = await copyLink();
  });
}

void show();
