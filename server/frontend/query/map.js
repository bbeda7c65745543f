// The answer on a map: geometries in it, or things of which the graph has the geometry, over land without boundaries.
import { h, svg } from "./dom.js";
import { labelled } from "./labels.js";
import { WKT, boxOf, middle, readShape } from "./shapes.js";

function placesOf({ variables, rows }, { places, terms }) {
  const found = new Map();
  for (const row of rows) {
    for (const name of variables) {
      const term = row[name];
      if (!term) continue;
      if (term.type === "uri" && places.has(term.value)) {
        found.set(term.value, { term, shape: readShape(places.get(term.value)), words: terms.text(term) });
      } else if (term.datatype === WKT && readShape(term.value)) {
        const named = variables.map((each) => row[each]).find((each) => each && each !== term) ?? term;
        found.set(named.type === "uri" ? named.value : `${named.value} ${term.value}`, {
          term: named,
          shape: readShape(term.value),
          words: terms.text(named),
        });
      }
    }
  }
  return [...found.values()].filter((place) => place.shape);
}

/** Say where a point lies, as on the page of the map. */
function position([longitude, latitude]) {
  const said = (degrees, letters) => `${Math.abs(degrees).toFixed(2)}° ${letters[degrees < 0 ? 1 : 0]}`;
  return `${said(latitude, "NS")}, ${said(longitude, "EW")}`;
}

function outline(shape, stretch, size) {
  if (shape.point) {
    // Not in a stretched group, where a circle would be none.
    const points = shape.rings.flat().map(([x, y]) => [x * 1000 * stretch, -y * 1000]);
    return points.map(([cx, cy]) => svg("circle", { cx, cy, r: size, class: "place" }));
  }
  const path = shape.rings.map(
    (ring) =>
      `M${ring.map(([x, y]) => `${x * 1000} ${-y * 1000}`).join("L")}${shape.kind.endsWith("polygon") ? "z" : ""}`,
  );
  const transform = `scale(${stretch} 1)`;
  return [svg("path", { d: path.join(""), class: "place", transform, "vector-effect": "non-scaling-stroke" })];
}

function picture(frame, places) {
  const [x, y, width, height] = frame.view;
  const land = svg(
    "g",
    { transform: `scale(${frame.stretch} 1)`, class: "land" },
    frame.land.map((d) => svg("path", { d })),
  );
  const shapes = places.flatMap(({ shape }) => outline(shape, frame.stretch, width / 160));
  const marks = places.map(({ shape, words }, index) => {
    const [west, south, east, north] = boxOf([shape]);
    return {
      number: index + 1,
      words,
      west: west * 1000 * frame.stretch,
      east: east * 1000 * frame.stretch,
      y: -500 * (south + north),
    };
  });
  const unit = width / 42;
  const labels = labelled(marks, frame.view, unit).map(({ text, x: place, y: middle, anchor }) =>
    svg("text", { x: place, y: middle + 0.35 * unit, "text-anchor": anchor }, text),
  );
  return svg(
    "svg",
    {
      viewBox: frame.view.join(" "),
      class: "map",
      role: "img",
      "font-size": unit,
      "aria-label": `Map of ${places.map(({ words }) => words).join(", ")}`,
    },
    svg("rect", { x, y, width, height, class: "sea" }),
    land,
    shapes,
    labels,
  );
}

function draw(answer, context) {
  const places = placesOf(answer, context);
  const holder = h("div", { class: "figure" }, h("p", {}, "The map is being drawn."));
  const box = boxOf(places.map(({ shape }) => shape));
  fetch(`${context.frames}?box=${box.map((each) => each.toFixed(4)).join(",")}`)
    .then((response) =>
      response.ok ? response.json() : Promise.reject(new Error(`The map answered ${response.status}.`)),
    )
    .then((frame) => {
      const note = frame.land.length > 0 ? frame.credit : "No coastline was bundled with this server.";
      holder.replaceChildren(picture(frame, places), h("p", { class: "note" }, note));
    })
    .catch((error) => holder.replaceChildren(h("p", { role: "alert" }, error.message)));
  const list = places.map(({ term, shape }) => h("li", {}, context.terms.show(term), ` ${position(middle(shape))}`));
  return h("div", { class: "mapped" }, holder, h("ol", {}, list));
}

export const mapView = {
  name: "map",
  label: "Map",
  fits: (answer, context) => placesOf(answer, context).length > 0,
  draw,
};
