// Reads geometries (WKT, longitude before latitude) and finds the window that holds them.

const NUMBERS = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
export const WKT = "http://www.opengis.net/ont/geosparql#wktLiteral";
const GEOMETRY = /^\s*(?:<[^>]*>\s*)?(MULTIPOINT|POINT|MULTILINESTRING|LINESTRING|MULTIPOLYGON|POLYGON)\b/i;

/** Read a geometry: its kind, and its points ring by ring. Null for anything else. */
export function readShape(text) {
  const kind = GEOMETRY.exec(text)?.[1]?.toLowerCase();
  if (!kind) return null;
  const rings = [];
  for (const [ring] of text.replace(/<[^>]*>/, "").matchAll(/[^()]*\d[^()]*/g)) {
    const points = ring
      .split(",")
      .map((pair) => (pair.match(NUMBERS) ?? []).map(Number))
      .filter((pair) => pair.length >= 2);
    if (points.length > 0) rings.push(points.map(([longitude, latitude]) => [longitude, latitude]));
  }
  return rings.length > 0 ? { kind, rings, point: kind.endsWith("point") } : null;
}

/** The middle of a shape's box. */
export function middle(shape) {
  const points = shape.rings.flat();
  const [longitudes, latitudes] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const half = (values) => (Math.min(...values) + Math.max(...values)) / 2;
  return [half(longitudes), half(latitudes)];
}

/** The box around shapes: west, south, east, north. */
export function boxOf(shapes) {
  const points = shapes.flatMap((shape) => shape.rings.flat());
  const values = (place) => points.map((point) => point[place]);
  return [Math.min(...values(0)), Math.min(...values(1)), Math.max(...values(0)), Math.max(...values(1))];
}
