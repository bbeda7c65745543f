// The ways to see an answer: one tab each, only those that can show it.
import { h } from "./dom.js";
import { graphView } from "./graph.js";
import { mapView } from "./map.js";
import { tableView } from "./table.js";
import { timelineView } from "./timeline.js";

const VIEWS = [tableView, mapView, timelineView, graphView];

/** Read which view a query asks for, as in Wikidata's query service. */
export function wantedView(text) {
  return /^\s*#defaultView:\s*(\w+)/m.exec(text)?.[1]?.toLowerCase() ?? "table";
}

function tab(view, index, choose) {
  const move = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) choose(index + step, true);
  };
  return h(
    "button",
    {
      type: "button",
      role: "tab",
      id: `view-${view.name}`,
      "aria-controls": "view",
      onclick: () => choose(index),
      onkeydown: move,
    },
    view.label,
  );
}

/**
 * Show an answer.
 * @param {object} answer what the endpoint said
 * @param {object} context terms, and the addresses of maps
 * @param {string} wanted the name of the view that the query asks for
 * @returns {HTMLElement} tabs and a panel; the truth alone for ASK
 */
export function show(answer, context, wanted) {
  if (answer.form === "ask") return h("p", { class: "truth" }, String(answer.truth));
  const fitting = VIEWS.filter((view) => view.fits(answer, context));
  const panel = h("div", { id: "view", role: "tabpanel", tabindex: "0" });
  const choose = (index, focus = false) => {
    const chosen = (index + fitting.length) % fitting.length;
    tabs.forEach((each, place) => {
      each.setAttribute("aria-selected", String(place === chosen));
      each.tabIndex = place === chosen ? 0 : -1;
    });
    if (focus) tabs[chosen].focus();
    panel.setAttribute("aria-labelledby", tabs[chosen].id);
    panel.replaceChildren(fitting[chosen].draw(answer, context));
  };
  const tabs = fitting.map((view, index) => tab(view, index, choose));
  const missing = fitting.some((view) => view.name === wanted)
    ? null
    : h("p", { class: "note" }, `The query asks for the view «${wanted}»; no column of this answer fits it.`);
  choose(
    Math.max(
      0,
      fitting.findIndex((view) => view.name === wanted),
    ),
  );
  return h(
    "div",
    { class: "views" },
    h("div", { role: "tablist", "aria-label": "Views of the answer" }, tabs),
    missing,
    panel,
  );
}
