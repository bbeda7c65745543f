// The answer along time: the first column of days begins a bar, the second one, if there is one, ends it.
import { h, svg } from "./dom.js";

const DAY = /^-?\d{4,}-\d\d-\d\d/;
const MOST = 300;

function isDay(term) {
  return term?.type !== "uri" && DAY.test(term?.value ?? "") && /#(date|dateTime)$/.test(term.datatype ?? "");
}

function dayColumns({ variables, rows }) {
  return variables.filter((name) => rows.some((row) => isDay(row[name])));
}

function time(term) {
  return isDay(term) ? Date.parse(term.value.slice(0, 10)) : NaN;
}

/** Say the days in words; where there are two columns and one is empty, that end is open. */
function days(first, second, bounded) {
  const [from, to] = [first, second].map((term) => (isDay(term) ? term.value.slice(0, 10) : ""));
  if (from && to) return from === to ? from : `${from} to ${to}`;
  if (!bounded) return from;
  return from ? `from ${from}` : `until ${to}`;
}

function items({ variables, rows }, terms) {
  const [first, second] = dayColumns({ variables, rows });
  const others = variables.filter((name) => name !== first && name !== second);
  const found = rows.map((row) => {
    const given = [time(row[first]), second ? time(row[second]) : NaN].filter(Number.isFinite);
    return {
      start: Math.min(...given),
      end: Math.max(...given),
      days: days(row[first], second && row[second], second),
      cells: others
        .map((name) => row[name])
        .filter(Boolean)
        .slice(0, 3),
      text: others.map((name) => terms.text(row[name])).join(", "),
    };
  });
  return found
    .filter(({ start }) => Number.isFinite(start))
    .sort((one, other) => one.start - other.start || one.end - other.end);
}

/** Choose whole years for the axis, at most nine of them. */
function years(low, high) {
  const [from, to] = [new Date(low).getUTCFullYear(), new Date(high).getUTCFullYear() + 1];
  const step = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000].find((each) => (to - from) / each <= 8) ?? 1000;
  const first = Math.ceil(from / step) * step;
  return Array.from({ length: Math.floor((to - first) / step) + 1 }, (_, index) => first + index * step);
}

function draw(answer, { terms }) {
  const all = items(answer, terms);
  const found = all.slice(0, MOST);
  const margin = 15 * 86400000;
  const low = Math.min(...found.map(({ start }) => start)) - margin;
  const high = Math.max(...found.map(({ end }) => end)) + margin;
  const share = (moment) => (100 * (moment - low)) / (high - low);
  const ticks = years(low, high)
    .map((year) => [year, share(Date.UTC(year, 0, 1))])
    .filter(([, place]) => place >= 0 && place <= 100);
  const axis = svg(
    "svg",
    { class: "track axis", "aria-hidden": "true" },
    ticks.map(([year, place]) =>
      svg(
        "text",
        { x: `${place}%`, y: "1em", "text-anchor": place > 92 ? "end" : place < 8 ? "start" : "middle" },
        String(year),
      ),
    ),
  );
  const rows = found.map((item) => {
    const width = Math.max(share(item.end) - share(item.start), 0);
    const bar =
      width > 0.8
        ? svg("rect", { x: `${share(item.start)}%`, y: "25%", width: `${width}%`, height: "50%", class: "bar" })
        : svg("circle", { cx: `${share(item.start)}%`, cy: "50%", r: 5, class: "bar" });
    const lines = ticks.map(([, place]) => svg("line", { x1: `${place}%`, x2: `${place}%`, y1: 0, y2: "100%" }));
    const words = item.cells.flatMap((cell, index) => (index ? [", ", terms.show(cell)] : [terms.show(cell)]));
    return h(
      "li",
      {},
      h("span", { class: "what" }, words),
      svg("svg", { class: "track", "aria-hidden": "true" }, lines, bar),
      h("span", { class: "days" }, item.days),
    );
  });
  const left = all.length - found.length;
  return h(
    "div",
    { class: "timeline figure" },
    h("div", { class: "row" }, axis),
    h("ol", {}, rows),
    left > 0 ? h("p", { class: "note" }, `The first ${MOST} of ${all.length}; the table has all.`) : null,
  );
}

export const timelineView = {
  name: "timeline",
  label: "Timeline",
  fits: (answer) => dayColumns(answer).length > 0,
  draw,
};
