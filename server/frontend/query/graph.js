// The answer as a graph: the first two columns of things are joined; what stands between them names the edge.
import { forceCenter, forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";
import { h, svg } from "./dom.js";

const MOST = 150;

function thingColumns({ variables, rows }) {
  return variables.filter((name) => rows.some((row) => row[name]?.type === "uri" || row[name]?.type === "bnode"));
}

function ends(answer) {
  if (answer.form === "graph") return ["subject", "object", "property"];
  const [from, ...others] = thingColumns(answer);
  return others.length > 1 ? [from, others[1], others[0]] : [from, others[0], null];
}

function edgesOf(answer, terms) {
  const [from, to, name] = ends(answer);
  const nodes = new Map();
  const node = (term) => {
    const id = `${term.type} ${term.value}`;
    if (!nodes.has(id) && nodes.size < MOST) nodes.set(id, { id, term, words: terms.text(term) });
    return nodes.has(id) ? id : null;
  };
  const edges = new Map();
  let left = 0;
  for (const row of answer.rows) {
    if (!row[from] || !row[to]) continue;
    const [source, target] = [node(row[from]), node(row[to])];
    if (source === null || target === null) left += 1;
    else
      edges.set(`${source}|${target}|${row[name]?.value ?? ""}`, {
        source,
        target,
        words: row[name] ? terms.text(row[name]) : "",
      });
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()], left };
}

function layOut({ nodes, edges }) {
  const room = forceSimulation(nodes)
    .force(
      "link",
      forceLink(edges)
        .id((each) => each.id)
        .distance(190),
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

function draw(answer, { terms }) {
  const parts = edgesOf(answer, terms);
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
  const names = parts.edges
    .filter(({ words }) => words)
    .map(({ source, target, words }) =>
      svg("text", { class: "edge", x: (source.x + target.x) / 2, y: (source.y + target.y) / 2 - 3 }, brief(words)),
    );
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
  return h(
    "div",
    { class: "figure scroll", tabindex: "0", role: "region", "aria-label": "Graph of the answer" },
    picture,
    parts.left > 0 ? h("p", { class: "note" }, `The first ${MOST} things; the table has all.`) : null,
  );
}

export const graphView = {
  name: "graph",
  label: "Graph",
  fits: (answer) => answer.rows.length > 0 && (answer.form === "graph" || thingColumns(answer).length > 1),
  draw,
};
