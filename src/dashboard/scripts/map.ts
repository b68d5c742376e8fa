import 'leaflet/dist/leaflet.css';
import '../styles/map.css';
import { csv, save } from './csv.ts';
import { objectName } from './names.ts';
import { read, readAverages, type Averages, type Client } from './service.ts';
import { hide, showEmpty, showFailure, showLoading } from './state.ts';
import { number, text } from './texts.ts';
import { drawMap } from './worldMap.ts';

const state = document.getElementById('state')!;

async function show() {
  showLoading(state);
  try {
    const clients = await read<Client[]>('map/clients.json');
    if (clients.length === 0) return showEmpty(state, 'emptyMap');
    const names = await readNames(clients);
    hide(state);
    document.getElementById('map-and-list')!.hidden = false;
    const map = await drawMap(document.getElementById('map')!, clients, (client, at) => description(client, at, names));
    list(clients, names, map.open);
  } catch (failure) {
    showFailure(state, failure, show);
  }
}

/** The newest statistics name nearly every object; a year of them is read only where one is missing. */
async function readNames(clients: Client[]): Promise<Map<string, string>> {
  const wanted = clients.flatMap(client => [client.max_threat[1], client.max_vulnerability[1]]);
  const named = async (query: string) => {
    const lists: Averages[][] = await Promise.all([readAverages('threats', query), readAverages('vulnerabilities', query)]);
    return new Map(lists.flat().map(object => [object.object, objectName(object)]));
  };
  const latest = await named('last_stats=1');
  return wanted.every(uuid => latest.has(uuid)) ? latest : named('days=365');
}

const place = ({ latitude, longitude }: Client) =>
  `${number(Math.abs(latitude))}° ${latitude < 0 ? 'S' : 'N'}, ${number(Math.abs(longitude))}° ${longitude < 0 ? 'W' : 'E'}`;

const nameIn = (names: Map<string, string>, uuid: string) => names.get(uuid) ?? text('noName', { uuid });

function description(client: Client, at: number, names: Map<string, string>): HTMLElement {
  const element = document.createElement('div');
  const heading = document.createElement('p');
  heading.className = 'title';
  heading.textContent = text('contributor', { n: at + 1 });
  const where = document.createElement('p');
  where.className = 'note';
  where.textContent = place(client);
  const facts = document.createElement('dl');
  for (const [key, [count, uuid]] of [['topThreat', client.max_threat], ['topVulnerability', client.max_vulnerability]] as const) {
    const term = document.createElement('dt');
    term.textContent = text(key);
    const value = document.createElement('dd');
    value.textContent = `${nameIn(names, uuid)} (${text('occurrences', { n: number(count) })})`;
    facts.append(term, value);
  }
  element.append(heading, where, facts);
  return element;
}

function list(clients: Client[], names: Map<string, string>, open: (at: number) => void) {
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
      [latitude, longitude, nameIn(names, threat), threats, threat, nameIn(names, vulnerability), vulnerabilities, vulnerability]),
  ), 'map.csv'));
}

show();
