// The answer along time: the first column of days begins a bar, the second one, if there is one, ends it.
import { h, svg } from "./dom.js";

const DAY = /^-?\d{4,}-\d\d-\d\d/;
const MOST = 300;
/** Shares of the width: of a short span, which is no point; of the room beside the first and the last, for arrows too. */
const LEAST = 2;
const ROOM = 0.04;
const ROOM_FOR_ARROWS = 0.09;

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
      // Where there are two columns, an end that nobody knows is open.
      open: second && given.length === 1 ? (isDay(row[first]) ? "after" : "before") : null,
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

/** Draw a day as a point, a span as a bar, and what is known on one side alone as a bound with an arrow. */
function mark(item, share) {
  const [start, end] = [share(item.start), share(item.end)];
  if (item.open) {
    const way = item.open === "after" ? 1 : -1;
    const path = `M0 -7V7M0 0H${way * 24}M${way * 17} -5L${way * 24} 0L${way * 17} 5`;
    // Its own picture within: lengths of a path are in pixels, its place is a share of the width.
    return svg(
      "svg",
      { x: `${start}%`, y: "50%", width: 1, height: 1, class: "bound", overflow: "visible" },
      svg("path", { d: path }),
    );
  }
  if (item.start === item.end) return svg("circle", { cx: `${start}%`, cy: "50%", r: 5, class: "bar" });
  const width = Math.max(end - start, LEAST);
  return svg("rect", {
    x: `${(start + end - width) / 2}%`,
    y: "25%",
    width: `${width}%`,
    height: "50%",
    class: "bar",
  });
}

function draw(answer, { terms }) {
  const all = items(answer, terms);
  const found = all.slice(0, MOST);
  const [first, last] = [Math.min(...found.map(({ start }) => start)), Math.max(...found.map(({ end }) => end))];
  const room = found.some(({ open }) => open) ? ROOM_FOR_ARROWS : ROOM;
  const margin = Math.max(15 * 86400000, (last - first) * room);
  const [low, high] = [first - margin, last + margin];
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
        { x: `${place}%`, y: "1em", "text-anchor": place > 96 ? "end" : place < 4 ? "start" : "middle" },
        String(year),
      ),
    ),
  );
  const rows = found.map((item) => {
    const lines = ticks.map(([, place]) => svg("line", { x1: `${place}%`, x2: `${place}%`, y1: 0, y2: "100%" }));
    const words = item.cells.flatMap((cell, index) => (index ? [", ", terms.show(cell)] : [terms.show(cell)]));
    return h(
      "li",
      {},
      h("span", { class: "what" }, words),
      svg("svg", { class: "track", "aria-hidden": "true" }, lines, mark(item, share)),
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
