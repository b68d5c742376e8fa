import L from 'leaflet';
import coarse from 'world-atlas/countries-110m.json?url';
import fine from 'world-atlas/countries-50m.json?url';
import { codeOf, countryName, readWorld, type World } from './countries.ts';
import { colour, onColours } from './shell.ts';
import { inPieces, painted, pause } from './showing.ts';
import { counted, number, text } from './texts.ts';

interface Spot { latitude: number; longitude: number }

/** What the map is told of its pins, and whom it tells. */
export interface Guide<Place extends Spot> {
  /** What stands in a pin's popup. */
  describe(place: Place): HTMLElement;
  nameOf(place: Place): string;
  /** How many organisations are there. */
  sizeOf(place: Place): number;
  opened(place: Place | null): void;
  /** Counts the organisations of each country by its code, on better and better outlines. */
  count(world: World): Map<string, number>;
}

/** How near to each other pins become one, in CSS pixels: a finger's width. */
const near = 34;
/** The farthest that the map goes by itself, so that countries can be seen. */
const firstZoom = 7;

/** A world of outlines that comes with the instance: countries in the tone of how many contribute there, and pins, of which near ones are one. */
export async function drawMap<Place extends Spot>(element: HTMLElement, places: Place[], guide: Guide<Place>) {
  // What fades in can't be read until it has.
  const map = L.map(element, { zoomControl: false, attributionControl: false, maxZoom: 10, minZoom: 1, worldCopyJump: true, fadeAnimation: false });
  L.control.zoom({ zoomInTitle: text('zoomIn'), zoomOutTitle: text('zoomOut') }).addTo(map);
  await pause();
  map.fitBounds(L.latLngBounds(places.map(position)), { padding: [48, 48], maxZoom: firstZoom });
  const pane = map.createPane('countries');
  pane.style.zIndex = '450';
  // Leaflet hears Escape only while the map itself has the focus, not a marker or popup in it.
  element.addEventListener('keydown', event => event.key === 'Escape' && map.closePopup());
  map.on('popupopen', ({ popup }) => popup.getElement()?.querySelector('.leaflet-popup-close-button')?.setAttribute('aria-label', text('close')));

  const pins = L.layerGroup().addTo(map);
  const markers = new Map<Place, L.Marker>();
  const pinAll = () => {
    markers.clear();
    pins.clearLayers();
    for (const group of grouped(map, places)) {
      const marker = group.length === 1 ? pin(map, group[0]!, guide) : cluster(map, group, guide);
      for (const place of group) markers.set(place, marker);
      pins.addLayer(marker);
      marker.getElement()?.setAttribute('aria-label', marker.options.title!);
    }
    element.dispatchEvent(new Event('pinned'));
    uncover(element);
  };
  map.on('zoomend', pinAll);
  map.on('moveend', () => uncover(element));
  pinAll();

  const renderer = L.canvas({ padding: 0.5 });
  const names = L.layerGroup().addTo(map);
  let world: L.GeoJSON | undefined;
  let counts = new Map<string, number>();
  const painting = (): L.StyleFunction => {
    // Asked once for all countries, as the browser computes its styles anew for each answer.
    const colours = Object.fromEntries(['border', ...tones].map(name => [name, colour(name)]));
    const most = Math.max(...counts.values());
    return country => ({
      renderer, interactive: false, fillOpacity: 1, color: colours.border!, weight: 1,
      fillColor: colours[tone(counts.get((country && codeOf(country)) ?? '') ?? 0, most)]!,
    });
  };
  const outline = async (url: string) => {
    const shape = await readWorld(url);
    await pause();
    counts = guide.count(shape);
    await pause();
    // In pieces above the outline that is there already, which goes when the next one is whole.
    const next = L.geoJSON(undefined, { style: painting(), interactive: false }).addTo(map);
    await inPieces(shape.features, country => next.addData(country));
    world?.remove();
    world = next;
    const named = await inPieces(next.getLayers(), layer => name(layer as CountryLayer, counts));
    names.clearLayers();
    // Until it is known which of them cover others, none is seen.
    pane.style.visibility = 'hidden';
    await inPieces(named, label => label !== null && names.addLayer(label));
    await painted();
    uncover(element);
    pane.style.visibility = '';
  };
  onColours(() => world?.setStyle(painting()));
  // Without any outline, markers and list still say what there is.
  await outline(coarse).catch(() => undefined);
  // The first outline is light and quickly there; the precise one replaces it.
  const complete = outline(fine).catch(() => undefined);

  return {
    complete,
    open(place: Place) {
      // A pin that is one with others is only seen from nearer by.
      if (markers.get(place)!.getPopup() === undefined) map.setView(position(place), map.getMaxZoom(), { animate: false });
      const marker = markers.get(place)!;
      marker.openPopup();
      marker.getElement()?.focus();
    },
  };
}

/** Pins that would cover each other, taken together. */
function grouped<Place extends Spot>(map: L.Map, places: Place[]): Place[][] {
  const groups: { at: L.Point; places: Place[] }[] = [];
  const last = map.getZoom() === map.getMaxZoom();
  for (const place of places) {
    const at = map.project(position(place), map.getZoom());
    const group = last ? undefined : groups.find(one => one.at.distanceTo(at) < near);
    if (group === undefined) groups.push({ at, places: [place] });
    else group.places.push(place);
  }
  return groups.map(group => group.places);
}

function pin<Place extends Spot>(map: L.Map, place: Place, guide: Guide<Place>): L.Marker {
  const title = guide.nameOf(place);
  const size = guide.sizeOf(place);
  const icon = size === 1 ? { className: 'pin', html: '', iconSize: [24, 24] as L.PointTuple } : { className: 'pin several', html: number(size), iconSize: [32, 32] as L.PointTuple };
  const marker = L.marker(position(place), { icon: L.divIcon(icon), alt: title, title })
    .bindPopup(guide.describe(place), { closeButton: true, minWidth: 220, autoPan: false });
  marker.on('popupopen', ({ popup }) => {
    const box = popup.getElement()!;
    const aside = box.offsetWidth / 2 + 10;
    map.panInside(position(place), { paddingTopLeft: [aside, box.offsetHeight + 30], paddingBottomRight: [aside, 20], animate: false });
    guide.opened(place);
  });
  marker.on('popupclose', () => guide.opened(null));
  return marker;
}

/** Several pins in one place: it comes nearer when it is chosen. */
function cluster<Place extends Spot>(map: L.Map, places: Place[], guide: Guide<Place>): L.Marker {
  const bounds = L.latLngBounds(places.map(position));
  const size = places.reduce((sum, place) => sum + guide.sizeOf(place), 0);
  const title = `${counted('contributors', size)}: ${text('zoomIn')}`;
  const marker = L.marker(bounds.getCenter(), { icon: L.divIcon({ className: 'pin many', html: number(size), iconSize: [32, 32] }), alt: title, title });
  const nearer = () => map.fitBounds(bounds, { padding: [60, 60], maxZoom: Math.max(map.getZoom() + 2, map.getBoundsZoom(bounds)) });
  marker.on('click', nearer);
  marker.on('keypress', event => event.originalEvent.key === 'Enter' && nearer());
  return marker;
}

/** Where nobody contributes, and four by how many of the most that any country has. */
const tones = ['land', 'land-1', 'land-2', 'land-3', 'land-4'];
const tone = (count: number, most: number) => tones[count === 0 ? 0 : Math.max(1, Math.ceil((4 * count) / most))]!;

type CountryLayer = L.Polygon & { feature: GeoJSON.Feature };

/** A country's name, in the page's language, on its largest part, with how many contribute there. Leaflet would measure each of its tooltips, so it is none. */
function name(country: CountryLayer, counts: Map<string, number>): L.Marker | null {
  const code = codeOf(country.feature);
  if (code === null) return null;
  const parts = country.getLatLngs() as L.LatLng[][] | L.LatLng[][][];
  const outlines = parts.map(part => L.latLngBounds(part.flat() as L.LatLng[]));
  const size = (bounds: L.LatLngBounds) => (bounds.getNorth() - bounds.getSouth()) * (bounds.getEast() - bounds.getWest());
  const largest = outlines.reduce((a, b) => (size(b) > size(a) ? b : a));
  const count = counts.get(code) ?? 0;
  const label = document.createElement('span');
  label.className = `country${count === 0 ? '' : ' counted'}`;
  label.textContent = count === 0 ? countryName(code) : `${countryName(code)} (${number(count)})`;
  // Those where somebody contributes keep their names where there is no room for all.
  label.dataset.size = String(size(largest) + count * 1e6);
  return L.marker(largest.getCenter(), { icon: L.divIcon({ className: 'leaflet-zoom-hide', iconSize: [0, 0], html: label }), pane: 'countries', interactive: false, keyboard: false });
}

/** Hides the names that would cover the one of a larger country, or a marker, and those that the map's edge would cut. */
function uncover(element: HTMLElement) {
  const edge = element.getBoundingClientRect();
  const taken = [...element.querySelectorAll('.pin')].map(pin => pin.getBoundingClientRect());
  const names = [...element.querySelectorAll<HTMLElement>('.country')];
  for (const one of names) one.classList.remove('covered');
  const boxes = new Map(names.map(one => [one, one.getBoundingClientRect()]));
  for (const one of names.toSorted((a, b) => Number(b.dataset.size) - Number(a.dataset.size))) {
    const box = boxes.get(one)!;
    const cut = box.left < edge.left || box.right > edge.right || box.top < edge.top || box.bottom > edge.bottom;
    const covers = cut || taken.some(other => box.left < other.right + 4 && other.left < box.right + 4 && box.top < other.bottom + 2 && other.top < box.bottom + 2);
    one.classList.toggle('covered', covers);
    if (!covers) taken.push(box);
  }
}

const position = ({ latitude, longitude }: Spot): L.LatLngTuple => [latitude, longitude];
