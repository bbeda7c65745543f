// The answer as a graph: the first two columns of things are joined; what stands between them names the edge.
import { forceCenter, forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";
import { h, svg } from "./dom.js";

const MOST = 150;
const LABEL = "http://www.w3.org/2000/01/rdf-schema#label";
/** Where along an edge its name may stand, the best place first. */
const ALONG = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74];
const LETTER = 6.4;
const LINE = 14;

function thingColumns({ variables, rows }) {
  return variables.filter((name) => rows.some((row) => row[name]?.type === "uri" || row[name]?.type === "bnode"));
}

function ends(answer) {
  if (answer.form === "graph") return ["subject", "object", "property"];
  const [from, ...others] = thingColumns(answer);
  return others.length > 1 ? [from, others[1], others[0]] : [from, others[0], null];
}

/** Labels and values are no things: they are left out unless nothing else would be left. */
function isPlain(row, [, to, name]) {
  return row[to]?.type === "literal" || row[name]?.value === LABEL;
}

function edgesOf(answer, terms, whole) {
  const parts = ends(answer);
  const [from, to, name] = parts;
  const rows = answer.rows.filter((row) => row[from] && row[to]);
  const nodes = new Map();
  const node = (term) => {
    const id = `${term.type} ${term.value}`;
    if (!nodes.has(id) && nodes.size < MOST) nodes.set(id, { id, term, words: terms.text(term) });
    return nodes.has(id) ? id : null;
  };
  const edges = new Map();
  let left = 0;
  for (const row of rows) {
    const source = node(row[from]);
    if (!whole && isPlain(row, parts)) continue;
    const target = node(row[to]);
    if (source === null || target === null) {
      left += 1;
      continue;
    }
    // What leads from one thing to another is one line, whatever its names.
    const key = `${source}|${target}`;
    if (!edges.has(key)) edges.set(key, { source, target, names: new Set() });
    if (row[name]) edges.get(key).names.add(terms.text(row[name]));
  }
  const found = [...edges.values()].map(({ source, target, names }) => ({ source, target, words: [...names].join(", ") }));
  return { nodes: [...nodes.values()], edges: found, left };
}

function layOut({ nodes, edges }) {
  const room = forceSimulation(nodes)
    .force(
      "link",
      forceLink(edges)
        .id((each) => each.id)
        .distance(210),
    )
    .force("charge", forceManyBody().strength(-900))
    .force("collide", forceCollide(52))
    .force("x", forceX().strength(0.06))
    .force("y", forceY().strength(0.12))
    .force("center", forceCenter())
    .stop();
  room.tick(300);
}

/** Where a window begins along an axis, and how long it is. */
function extent(values, margin, least) {
  const [low, high] = [Math.min(...values) - margin, Math.max(...values) + margin];
  const length = Math.max(high - low, least);
  return [(low + high - length) / 2, length];
}

function brief(words) {
  return words.length > 28 ? `${words.slice(0, 27)}…` : words;
}

function boxAround(x, y, words) {
  const half = (words.length * LETTER) / 2;
  return { left: x - half, right: x + half, top: y - LINE + 3, bottom: y + 3 };
}

function overlap(one, other) {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

/** Write the names of edges where they hide no thing and no other name. */
function namesOf({ nodes, edges }) {
  const taken = nodes.flatMap(({ x, y, words }) => [
    boxAround(x, y + 20, brief(words)),
    { left: x - 8, right: x + 8, top: y - 8, bottom: y + 8 },
  ]);
  return edges
    .filter(({ words }) => words)
    .map(({ source, target, words }) => {
      const text = brief(words);
      const places = ALONG.map((share) => {
        const x = source.x + (target.x - source.x) * share;
        const y = source.y + (target.y - source.y) * share - 3;
        return { x, y, box: boxAround(x, y, text) };
      });
      const { x, y, box } = places.find((place) => !taken.some((other) => overlap(place.box, other))) ?? places[0];
      taken.push(box);
      return svg("text", { class: "edge", x, y }, text, svg("title", {}, words));
    });
}

/** Draw again with what was left out, where something was. */
function draw(answer, context) {
  const parts = ends(answer);
  const plain = answer.rows.filter((row) => isPlain(row, parts));
  const place = h("div", {});
  const show = (whole) => place.replaceChildren(pictured(answer, context, whole));
  const every = plain.length === answer.rows.length;
  show(every);
  if (plain.length === 0 || every) return place;
  const box = h("input", { type: "checkbox", id: "whole-graph", onchange: (event) => show(event.target.checked) });
  return h("div", {}, h("p", {}, box, " ", h("label", { for: "whole-graph" }, "Labels and values too")), place);
}

function pictured(answer, { terms }, whole) {
  const parts = edgesOf(answer, terms, whole);
  layOut(parts);
  const [x, width] = extent(
    parts.nodes.map((node) => node.x),
    110,
    900,
  );
  const [y, height] = extent(
    parts.nodes.map((node) => node.y),
    40,
    420,
  );
  const lines = parts.edges.map(({ source, target }) =>
    svg("line", { x1: source.x, y1: source.y, x2: target.x, y2: target.y, "marker-end": "url(#arrow)" }),
  );
  const names = namesOf(parts);
  const circles = parts.nodes.map(({ term, words, x: cx, y: cy }) => {
    const href = term.type === "uri" ? terms.href(term.value) : null;
    const mark = [
      svg("circle", { cx, cy, r: 6 }),
      svg("text", { x: cx, y: cy + 20 }, brief(words)),
      svg("title", {}, words),
    ];
    return href ? svg("a", { href }, mark) : svg("g", {}, mark);
  });
  const arrow = svg(
    "marker",
    { id: "arrow", viewBox: "0 0 10 10", refX: 20, refY: 5, markerWidth: 6, markerHeight: 6, orient: "auto" },
    svg("path", { d: "M0 1 L10 5 L0 9z" }),
  );
  const picture = svg(
    "svg",
    {
      viewBox: `${x} ${y} ${width} ${height}`,
      // As large as its letters need; what is wider than the page is scrolled.
      width: Math.round(width),
      class: "graph",
      role: "group",
      "aria-label": `Graph of ${parts.nodes.length} things and ${parts.edges.length} links; the table has the same`,
    },
    svg("defs", {}, arrow),
    lines,
    names,
    circles,
  );
  const figure = h(
    "div",
    { class: "figure scroll", tabindex: "0", role: "region", "aria-label": "Graph of the answer" },
    picture,
    parts.left > 0 ? h("p", { class: "note" }, `The first ${MOST} things; the table has all.`) : null,
  );
  // The middle first, once it is on the page: what is wide has its corners empty.
  requestAnimationFrame(() => {
    figure.scrollLeft = (figure.scrollWidth - figure.clientWidth) / 2;
  });
  return figure;
}

export const graphView = {
  name: "graph",
  label: "Graph",
  fits: (answer) => answer.rows.length > 0 && (answer.form === "graph" || thingColumns(answer).length > 1),
  draw,
};
