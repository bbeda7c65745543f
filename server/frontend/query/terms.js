// The words for things: labels, prefixes and pages, as the server lists them once.
import { h } from "./dom.js";

const LOCAL = /^[A-Za-z0-9_]([\w.-]*[\w-])?$/;

/** Datatypes that are seen in the value itself, as in the tables of the server. */
const PLAIN = new Set(["xsd:string", "xsd:date", "xsd:integer", "xsd:boolean"]);

/** What the server says about the terms of the ontology and the things of the graph. */
export class Terms {
  /** @param {object} document prefixes, pages, terms */
  constructor(document) {
    this.prefixes = document.prefixes;
    this.pages = document.pages;
    this.list = document.terms;
    this.byIri = new Map(this.list.map((each) => [each.iri, each]));
    // The longest namespace first: it makes the shortest name.
    this.namespaces = Object.entries(this.prefixes).sort(([, one], [, other]) => other.length - one.length);
  }

  static async load(address) {
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(`${address} answered ${response.status}`);
    return new Terms(await response.json());
  }

  /** Split an IRI into prefix and local name; null where SPARQL has no such name. */
  split(iri) {
    for (const [prefix, namespace] of this.namespaces) {
      const local = iri.startsWith(namespace) ? iri.slice(namespace.length) : "";
      if (LOCAL.test(local)) return { prefix, namespace, local };
    }
    return null;
  }

  /** Write an IRI as briefly as it stays readable. */
  short(iri) {
    for (const [prefix, namespace] of this.namespaces) {
      if (iri.startsWith(namespace) && iri !== namespace) return `${prefix}:${iri.slice(namespace.length)}`;
    }
    return iri;
  }

  label(iri) {
    return this.byIri.get(iri)?.label || this.short(iri);
  }

  /** The page about an IRI: ours where we have one, else the IRI itself if a browser can open it. */
  href(iri) {
    for (const [namespace, path] of this.pages) {
      if (iri.startsWith(namespace) && iri !== namespace) {
        return path + iri.slice(namespace.length).split("/").map(encodeURIComponent).join("/");
      }
    }
    return /^https?:/.test(iri) ? iri : null;
  }

  /** Show a term of an answer. */
  show(term) {
    if (!term) return null;
    if (term.type === "uri") {
      const href = this.href(term.value);
      const words = this.label(term.value);
      const away = href === term.value;
      return href
        ? h(
            "a",
            { href, title: term.value, class: away ? "foreign" : null, rel: away ? "external noopener" : null },
            words,
          )
        : h("span", { title: term.value }, words);
    }
    const datatype = term.datatype ? this.short(term.datatype) : "";
    const mark = term["xml:lang"] ?? datatype;
    const plain = !mark || PLAIN.has(mark);
    return h(
      "span",
      { class: "literal", lang: term["xml:lang"], title: datatype || null },
      term.value,
      plain ? null : " ",
      plain ? null : h("span", { class: "tag" }, mark),
    );
  }

  /** Write a term as text, for pictures and for sorting. */
  text(term) {
    if (!term) return "";
    return term.type === "uri" ? this.label(term.value) : term.value;
  }
}
