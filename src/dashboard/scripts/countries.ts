import codes from 'i18n-iso-countries/codes.json';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { pause } from './showing.ts';
import { language } from './texts.ts';

export type World = GeoJSON.FeatureCollection<GeoJSON.Polygon | GeoJSON.MultiPolygon>;

/** Reads an outline of the world's countries, which lies among this instance's own files. */
export async function readWorld(url: string): Promise<World> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const topology: Topology<{ countries: GeometryCollection }> = await response.json();
  await pause();
  return feature(topology, topology.objects.countries) as World;
}

const alpha = new Map(codes.map(([two, , numeric]) => [numeric, two]));
const names = new Intl.DisplayNames(language, { type: 'region' });

/** A country's code of two letters; null for land that has none. */
export const codeOf = (country: GeoJSON.Feature) => alpha.get(String(country.id)) ?? null;

export const countryName = (code: string) => names.of(code)!;

/** The code of the country in which a place lies; null at sea. */
export function countryAt(world: World, latitude: number, longitude: number): string | null {
  const found = world.features.find(({ geometry }) => {
    const shapes = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    // A place in a hole is inside of two rings.
    return shapes.some(rings => rings.filter(ring => inside(ring, longitude, latitude)).length === 1);
  });
  return found === undefined ? null : codeOf(found);
}

/** Whether a ray to the east leaves the ring an odd number of times. */
function inside(ring: GeoJSON.Position[], x: number, y: number): boolean {
  let result = false;
  for (let at = 0, last = ring.length - 1; at < ring.length; last = at++) {
    const [[x1, y1], [x2, y2]] = [ring[at] as [number, number], ring[last] as [number, number]];
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) result = !result;
  }
  return result;
}
