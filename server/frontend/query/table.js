// The answer as a table: sorted by a click on a head, filtered by typing, shown some hundred rows at a time.
import { counted, h } from "./dom.js";

const STEP = 200;

function compare(one, other) {
  const [a, b] = [one ?? "", other ?? ""];
  const numbers = [Number(a), Number(b)];
  if (a !== "" && b !== "" && numbers.every(Number.isFinite)) return numbers[0] - numbers[1];
  return a.localeCompare(b, "en");
}

class Table {
  constructor({ variables, rows }, { terms }) {
    Object.assign(this, { variables, terms, shown: STEP, order: null, pattern: "" });
    this.rows = rows.map((row) => ({ row, texts: variables.map((name) => terms.text(row[name])) }));
    this.body = h("tbody");
    this.more = h("button", { type: "button", onclick: () => this.grow() });
    this.count = h("p", { class: "note", role: "status" });
    this.heads = variables.map((name, index) =>
      h(
        "th",
        { scope: "col" },
        h("button", { type: "button", class: "sort", onclick: () => this.sort(index) }, `?${name}`),
      ),
    );
  }

  chosen() {
    const pattern = this.pattern.toLowerCase();
    const found = pattern
      ? this.rows.filter(({ texts }) => texts.some((text) => text.toLowerCase().includes(pattern)))
      : [...this.rows];
    if (this.order) {
      const { index, sign } = this.order;
      found.sort((one, other) => sign * compare(one.texts[index], other.texts[index]));
    }
    return found;
  }

  sort(index) {
    const sign = this.order?.index === index ? -this.order.sign : 1;
    this.order = { index, sign };
    this.heads.forEach((head, place) => {
      if (place === index) head.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    });
    this.fill();
  }

  grow() {
    this.shown += STEP;
    this.fill();
  }

  fill() {
    const found = this.chosen();
    const lines = found.slice(0, this.shown).map(({ row }) =>
      h(
        "tr",
        {},
        this.variables.map((name) => h("td", {}, this.terms.show(row[name]))),
      ),
    );
    this.body.replaceChildren(...lines);
    const left = found.length - lines.length;
    this.more.hidden = left <= 0;
    this.more.textContent = `Show ${Math.min(left, STEP)} more of ${left}`;
    this.count.textContent = this.pattern ? `${counted(found.length, "row")} with «${this.pattern}»` : "";
  }

  element() {
    if (this.rows.length === 0) return h("p", {}, "No rows.");
    this.fill();
    const filter = h("input", {
      type: "search",
      id: "filter-rows",
      oninput: (event) => {
        this.pattern = event.target.value.trim();
        this.fill();
      },
    });
    return h(
      "div",
      {},
      h("p", { class: "controls" }, h("label", { for: "filter-rows" }, "Filter the rows"), filter),
      this.count,
      h(
        "div",
        { class: "scroll", role: "region", "aria-label": "Rows of the answer", tabindex: "0" },
        h("table", {}, h("thead", {}, h("tr", {}, this.heads)), this.body),
      ),
      this.more,
    );
  }
}

export const tableView = {
  name: "table",
  label: "Table",
  fits: () => true,
  draw: (answer, context) => new Table(answer, context).element(),
};
