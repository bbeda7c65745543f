// Cuts the land of Natural Earth (public domain; land alone, no boundaries) into tiles of SVG path data.
//
// A file land-SCALE.json is {"step": S, "tiles": {"WEST,SOUTH": "M…z"}}: tiles of S by S degrees; the coordinates are
// thousandths of a degree, longitude to the right and latitude downwards, so that a viewBox chooses the window.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { feature } from "topojson-client";

const SCALES = [
  { scale: "10m", step: 5, grain: 1 },
  { scale: "50m", step: 30, grain: 10 },
  { scale: "110m", step: 360, grain: 100 },
];
const UNITS = 1000;

/** Keep what of a ring lies on one side of a line: Sutherland and Hodgman's rule for one edge of the window. */
function half(ring, axis, limit, above) {
  const kept = [];
  const inside = (point) => (above ? point[axis] >= limit : point[axis] <= limit);
  ring.forEach((point, index) => {
    const before = ring.at(index - 1);
    if (inside(point) !== inside(before)) {
      const share = (limit - before[axis]) / (point[axis] - before[axis]);
      const crossing = [limit, limit];
      crossing[1 - axis] = before[1 - axis] + share * (point[1 - axis] - before[1 - axis]);
      kept.push(crossing);
    }
    if (inside(point)) kept.push(point);
  });
  return kept;
}

/** Cut rings into strips along an axis, by halves: each point is looked at a few times only. */
function strips(rings, axis, low, high, step, emit) {
  if (rings.length === 0) return;
  if (high - low <= step) {
    emit(low, rings);
    return;
  }
  const middle = low + step * Math.ceil((high - low) / step / 2);
  const parts = (above) => rings.map((ring) => half(ring, axis, middle, above)).filter((ring) => ring.length > 2);
  strips(parts(false), axis, low, middle, step, emit);
  strips(parts(true), axis, middle, high, step, emit);
}

/**
 * Lay a ring out flat: the data run across the meridian of 180 degrees and around the pole.
 * @returns {Array} the ring and its copies a turn to the west and to the east, each cut off at that meridian
 */
function unrolled(ring) {
  const flat = [];
  let turn = 0;
  ring.forEach(([x, y], index) => {
    const before = index > 0 ? ring[index - 1][0] : x;
    if (x - before > 180) turn -= 360;
    if (x - before < -180) turn += 360;
    flat.push([x + turn, y]);
  });
  // A ring that does not come back has the pole inside it.
  if (Math.abs(flat.at(-1)[0] - flat[0][0]) > 180) flat.push([flat.at(-1)[0], -90], [flat[0][0], -90]);
  return [-360, 0, 360]
    .map((shift) =>
      half(
        half(
          flat.map(([x, y]) => [x + shift, y]),
          0,
          -180,
          true,
        ),
        0,
        180,
        false,
      ),
    )
    .filter((part) => part.length > 2);
}

/** Write a ring in whole steps from point to point. */
function pathOf(ring, grain) {
  const points = ring.map(([x, y]) => [Math.round((x * UNITS) / grain), Math.round((-y * UNITS) / grain)]);
  const steps = [];
  let [x, y] = points[0];
  for (const [nextX, nextY] of points.slice(1)) {
    if (nextX === x && nextY === y) continue;
    steps.push(`${(nextX - x) * grain} ${(nextY - y) * grain}`);
    [x, y] = [nextX, nextY];
  }
  if (steps.length < 2) return "";
  return `M${points[0][0] * grain} ${points[0][1] * grain}l${steps.join(" ").replaceAll(" -", "-")}z`;
}

function tilesOf(land, step, grain) {
  const polygons = land.features.flatMap(({ geometry }) =>
    geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates,
  );
  const tiles = {};
  const rings = polygons.flat().flatMap(unrolled);
  strips(rings, 0, -180, 180, step, (west, column) => {
    strips(column, 1, -90, 90, step, (south, tile) => {
      const text = tile.map((ring) => pathOf(ring, grain)).join("");
      if (text) tiles[`${west},${south}`] = text;
    });
  });
  return tiles;
}

/** @param {string} folder where the files go */
export function writeLand(folder) {
  for (const { scale, step, grain } of SCALES) {
    const file = join(import.meta.dirname, `../../node_modules/world-atlas/land-${scale}.json`);
    const topology = JSON.parse(readFileSync(file, "utf8"));
    const tiles = tilesOf(feature(topology, topology.objects.land), step, grain);
    writeFileSync(join(folder, `land-${scale}.json`), `${JSON.stringify({ step, tiles })}\n`);
  }
}
