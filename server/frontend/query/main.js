// The query page: what the form does without this script, it does better here.
import { ask } from "./answer.js";
import { counted, h } from "./dom.js";
import { createEditor } from "./editor.js";
import "./query.css";
import { snippets } from "./snippets.js";
import { Terms } from "./terms.js";
import { show, wantedView } from "./views.js";

/** Browsers and proxies differ in how long an address may be; this is safe with all of them. */
const LONGEST = 6000;
const FILES = {
  select: ["csv", "tsv", "json", "xml"],
  ask: ["json", "xml", "csv", "tsv"],
  graph: ["ttl", "nt", "jsonld", "rdf"],
};

class Page {
  constructor(form, terms, places) {
    this.form = form;
    this.context = { terms, places, frames: form.dataset.frames };
    this.endpoint = new URL(form.dataset.endpoint, location.href).href;
    this.answer = document.getElementById("answer");
    this.told = document.getElementById("told");
    this.stop = form.querySelector("[data-do=stop]");
    const place = h("div", { class: "editor" });
    const field = form.elements.query;
    field.before(place);
    this.editor = createEditor(field, place, terms, () => this.run());
  }

  /** Read the address: #query=… wins over what the server put into the field. */
  readAddress() {
    const given = new URLSearchParams(location.hash.slice(1)).get("query");
    if (given !== null) this.editor.text = given;
    // A stored query can be run as safely as one that somebody shares: nothing here changes anything.
    const asked = new URLSearchParams(location.search);
    return given !== null || asked.has("query") || asked.has("example");
  }

  address() {
    const encoded = new URLSearchParams({ query: this.editor.text }).toString();
    const path = location.origin + location.pathname;
    return encoded.length < LONGEST ? `${path}?${encoded}` : `${path}#${encoded}`;
  }

  tell(role, ...content) {
    this.told.replaceChildren(h("p", { role, class: role === "alert" ? "problem" : "note" }, ...content));
  }

  async run() {
    this.waiting?.abort();
    const waiting = new AbortController();
    this.waiting = waiting;
    this.stop.hidden = false;
    this.editor.clear();
    const text = this.editor.text;
    history.replaceState(null, "", this.address());
    this.tell("status", "The query is being answered.");
    try {
      const answer = await ask(this.endpoint, text, waiting.signal);
      this.tell("status", this.account(answer));
      this.answer.replaceChildren(show(answer, this.context, wantedView(text)), this.files(answer, text));
    } catch (error) {
      if (this.waiting === waiting) this.refuse(error);
    } finally {
      if (this.waiting === waiting) this.stop.hidden = true;
    }
  }

  account(answer) {
    const spent = `in ${answer.seconds.toFixed(2)} s`;
    const cut = answer.cut === null ? "" : ` The server gives at most ${counted(answer.cut, "row")}: there are more.`;
    if (answer.form === "ask") return `Answered ${spent}.`;
    return `${counted(answer.rows.length, answer.form === "graph" ? "triple" : "row")} ${spent}.${cut}`;
  }

  refuse(error) {
    this.answer.replaceChildren();
    if (error.name === "AbortError") {
      this.tell("status", "Stopped.");
      return;
    }
    const place = [
      ["line", error.line],
      ["column", error.column],
    ]
      .filter(([, value]) => value)
      .map((pair) => pair.join(" "));
    const words = `${place.length > 0 ? `${place.join(", ")}: ` : ""}${error.message}`;
    this.tell("alert", words, ...(error.choices ?? []).map((choice) => `\n${choice}`));
    if (error.line) this.editor.mark(error.line, error.column, error.message);
  }

  files(answer, text) {
    const links = FILES[answer.form].map((format) => {
      const address = `${this.endpoint}?${new URLSearchParams({ query: text, format })}`;
      return h("a", { href: address, download: `answer.${format}` }, format.toUpperCase());
    });
    return h(
      "p",
      { class: "files" },
      "Save as ",
      links.flatMap((link, index) => (index ? [", ", link] : [link])),
    );
  }

  async share() {
    const address = this.address();
    const field = h("input", {
      type: "text",
      readonly: true,
      value: address,
      id: "shared",
      "aria-label": "Address of this query",
    });
    this.told.replaceChildren(h("p", { class: "controls" }, field));
    field.select();
    history.replaceState(null, "", address);
    await navigator.clipboard?.writeText(address).catch(() => undefined);
  }

  code() {
    const copy = (language) =>
      navigator.clipboard
        ? h(
            "button",
            { type: "button", class: "copy", "data-copy": `code-${language}` },
            "Copy",
            h("span", { class: "unseen" }, ` the ${language} code`),
          )
        : null;
    const parts = snippets(this.endpoint, this.editor.text, this.editor.type).map(([language, code]) =>
      h(
        "section",
        {},
        h("h2", {}, language),
        copy(language),
        h("pre", { id: `code-${language}`, tabindex: "0", "aria-label": `${language} code` }, code),
      ),
    );
    this.told.replaceChildren(h("div", { class: "code", role: "region", "aria-label": "Code for this query" }, parts));
  }

  listen() {
    const acts = {
      run: () => this.run(),
      stop: () => this.waiting?.abort(),
      share: () => this.share(),
      code: () => this.code(),
    };
    for (const button of this.form.querySelectorAll("[data-do]")) {
      if (button.dataset.do !== "stop") button.hidden = false;
      button.addEventListener("click", acts[button.dataset.do]);
    }
    for (const plain of this.form.querySelectorAll("[data-plain]")) plain.hidden = true;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.run();
    });
    window.addEventListener("hashchange", () => this.readAddress());
  }
}

function searchExamples() {
  const field = document.getElementById("find-example");
  if (!field) return;
  field.closest("[hidden]").hidden = false;
  const groups = [...document.querySelectorAll("#examples-list > details")];
  const items = [...document.querySelectorAll("#examples-list li")];
  const open = new Map(groups.map((group) => [group, group.open]));
  const count = document.getElementById("examples-found");
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fitting = items.filter((item) => words.every((word) => item.textContent.toLowerCase().includes(word)));
    for (const item of items) item.hidden = !fitting.includes(item);
    for (const group of groups) {
      const found = fitting.some((item) => group.contains(item));
      group.hidden = !found;
      group.open = words.length > 0 ? found : open.get(group);
    }
    count.textContent = counted(fitting.length, "example");
  });
}

async function placesAt(address) {
  const response = await fetch(address);
  const { places } = await response.json();
  return new Map(places.map(({ iri, wkt }) => [iri, wkt]));
}

async function start() {
  searchExamples();
  const form = document.querySelector("form[data-endpoint]");
  const [terms, places] = await Promise.all([Terms.load(form.dataset.terms), placesAt(form.dataset.places)]);
  const page = new Page(form, terms, places);
  page.listen();
  document.documentElement.dataset.ready = "query";
  if (page.readAddress()) await page.run();
}

await start();
