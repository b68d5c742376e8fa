import L from 'leaflet';
import codes from 'i18n-iso-countries/codes.json';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import coarse from 'world-atlas/countries-110m.json?url';
import fine from 'world-atlas/countries-50m.json?url';
import type { Client } from './service.ts';
import { colour, onColours } from './shell.ts';
import { language, text } from './texts.ts';

/** A world of outlines that comes with the instance, with a marker for each client. */
export async function drawMap(element: HTMLElement, clients: Client[], describe: (client: Client, at: number) => HTMLElement, opened: (at: number | null) => void) {
  // What fades in can't be read until it has.
  const map = L.map(element, { zoomControl: false, attributionControl: false, maxZoom: 9, minZoom: 1, worldCopyJump: true, fadeAnimation: false });
  L.control.zoom({ zoomInTitle: text('zoomIn'), zoomOutTitle: text('zoomOut') }).addTo(map);
  map.fitBounds(L.latLngBounds(clients.map(position)), { padding: [48, 48], maxZoom: 8 });

  const markers = clients.map((client, at) => {
    const marker = L.marker(position(client), {
      icon: L.divIcon({ className: 'pin', html: String(at + 1), iconSize: [28, 28] }),
      alt: text('contributor', { n: at + 1 }),
      title: text('contributor', { n: at + 1 }),
    }).addTo(map).bindPopup(describe(client, at), { closeButton: true, minWidth: 220, autoPan: false });
    marker.on('popupopen', ({ popup }) => {
      const size = popup.getElement()!;
      map.panInside(position(client), { paddingTopLeft: [size.offsetWidth / 2 + 10, size.offsetHeight + 30], paddingBottomRight: [size.offsetWidth / 2 + 10, 20], animate: false });
      opened(at);
    });
    marker.on('popupclose', () => opened(null));
    marker.getElement()?.setAttribute('aria-label', text('contributor', { n: at + 1 }));
    return marker;
  });
  map.on('popupopen', ({ popup }) => popup.getElement()?.querySelector('.leaflet-popup-close-button')?.setAttribute('aria-label', text('close')));

  map.on('zoomend', () => uncover(element));

  map.createPane('countries').style.zIndex = '450';
  // Leaflet hears Escape only while the map itself has the focus, not a marker or popup in it.
  element.addEventListener('keydown', event => event.key === 'Escape' && map.closePopup());

  const renderer = L.canvas({ padding: 0.5 });
  let world: L.GeoJSON | undefined;
  const style = () => ({ renderer, interactive: false, fillColor: colour('land'), fillOpacity: 1, color: colour('border'), weight: 1 });
  const outline = async (url: string) => {
    const topology: Topology<{ countries: GeometryCollection }> = await (await fetch(url)).json();
    world?.remove();
    world = L.geoJSON(feature(topology, topology.objects.countries), { style, interactive: false }).addTo(map);
    world.eachLayer(layer => name(layer as CountryLayer));
    uncover(element);
  };
  onColours(() => world?.setStyle(style()));
  // Without any outline, markers and list still say what there is.
  await outline(coarse).catch(() => undefined);
  // The first outline is light and quickly there; the precise one replaces it.
  const complete = outline(fine).catch(() => undefined);

  return {
    complete,
    open(at: number) {
      markers[at]!.openPopup();
      markers[at]!.getElement()?.focus();
    },
  };
}

type CountryLayer = L.Polygon & { feature: GeoJSON.Feature };
const alpha = new Map(codes.map(([two, , numeric]) => [numeric, two]));
const countryNames = new Intl.DisplayNames(language, { type: 'region' });

/** Writes a country's name, in the page's language, on its largest part. */
function name(country: CountryLayer) {
  const code = alpha.get(String(country.feature.id));
  if (code === undefined) return;
  const parts = country.getLatLngs() as L.LatLng[][] | L.LatLng[][][];
  const outlines = parts.map(part => L.latLngBounds(part.flat() as L.LatLng[]));
  const size = (bounds: L.LatLngBounds) => (bounds.getNorth() - bounds.getSouth()) * (bounds.getEast() - bounds.getWest());
  const largest = outlines.reduce((a, b) => (size(b) > size(a) ? b : a));
  country.bindTooltip(countryNames.of(code)!, { pane: 'countries', permanent: true, direction: 'center', className: 'country' }).openTooltip(largest.getCenter());
  country.getTooltip()!.getElement()!.dataset.size = String(size(largest));
}

/** Hides the names that would cover the one of a larger country, or a marker. */
function uncover(element: HTMLElement) {
  const taken = [...element.querySelectorAll('.pin')].map(pin => pin.getBoundingClientRect());
  const names = [...element.querySelectorAll<HTMLElement>('.leaflet-tooltip.country')];
  for (const one of names) one.classList.remove('covered');
  const boxes = new Map(names.map(one => [one, one.getBoundingClientRect()]));
  for (const one of names.toSorted((a, b) => Number(b.dataset.size) - Number(a.dataset.size))) {
    const box = boxes.get(one)!;
    const covers = taken.some(other => box.left < other.right + 4 && other.left < box.right + 4 && box.top < other.bottom + 2 && other.top < box.bottom + 2);
    one.classList.toggle('covered', covers);
    if (!covers) taken.push(box);
  }
}

const position = ({ latitude, longitude }: Client): L.LatLngTuple => [latitude, longitude];
