// Completes classes, properties, individuals and prefixes from what the server lists; it asks nobody else.

const WORD = /(<[^<>"{}|^`\\\s]*|[A-Za-z0-9_.-]*:?[\w.-]*)$/;
const MOST = 60;
const KEYWORDS = new Set(
  `ask as asc base bind bound by coalesce concat construct contains count datatype desc describe distinct exists filter
  from graph group having in iri isiri lang langmatches lcase limit minus named not now offset optional order prefix
  reduced regex replace sample select separator service str strends strlen strstarts substr sum true false ucase undef
  union values where year`.split(/\s+/),
);

let explicit = false;

function wordAt(yasqe) {
  const cursor = yasqe.getDoc().getCursor();
  const word = WORD.exec(yasqe.getDoc().getLine(cursor.line).slice(0, cursor.ch))[0];
  return { word, cursor, start: cursor.ch - word.length };
}

/** Say what the grammar wants at the cursor: "class", "property" or "". */
function wanted(yasqe) {
  const token = yasqe.getCompleteToken();
  const cursor = yasqe.getDoc().getCursor();
  const before = yasqe.getPreviousNonWsToken(cursor.line, token);
  if (["a", "rdf:type"].includes(before?.string)) return "class";
  return token.state.possibleCurrent.includes("a") ? "property" : "";
}

function rank(term, kind, typed, local) {
  const label = (term.label ?? "").toLowerCase();
  const name = local.toLowerCase();
  let found = 9;
  if (!typed) found = 3;
  else if (name.startsWith(typed)) found = 0;
  else if (label.startsWith(typed)) found = 1;
  else if (label.includes(` ${typed}`)) found = 2;
  else if (typed.length > 2 && (label.includes(typed) || name.includes(typed))) found = 4;
  if (found === 9) return null;
  return found + (!kind || term.kind === kind ? 0 : 5);
}

/** Choose the terms that fit what has been typed, the best first. */
function matches(terms, yasqe, word) {
  const kind = wanted(yasqe);
  const open = word.startsWith("<");
  const [prefix, rest] = !open && word.includes(":") ? word.split(/:(.*)/s) : [null, word];
  const namespace = prefix === null ? "" : ({ ...terms.prefixes, ...yasqe.getPrefixesFromQuery() }[prefix] ?? null);
  if (namespace === null) return [];
  const found = [];
  for (const term of terms.list) {
    if (open ? !term.iri.startsWith(word.slice(1)) : !term.iri.startsWith(namespace)) continue;
    const local = term.iri.slice(
      namespace.length || Math.max(term.iri.lastIndexOf("/"), term.iri.lastIndexOf("#")) + 1,
    );
    const place = open ? 0 : rank(term, kind, rest.toLowerCase(), local);
    if (place !== null) found.push({ place, term });
  }
  const order = (one, other) => one.place - other.place || one.term.iri.length - other.term.iri.length;
  found.sort((one, other) => order(one, other) || one.term.iri.localeCompare(other.term.iri));
  return found.slice(0, MOST).map((each) => each.term);
}

function insert(terms, yasqe, term, from) {
  const parts = terms.split(term.iri);
  const declared = Object.entries(yasqe.getPrefixesFromQuery()).find(([, namespace]) => namespace === parts?.namespace);
  const text = parts ? `${declared?.[0] ?? parts.prefix}:${parts.local}` : `<${term.iri}>`;
  const doc = yasqe.getDoc();
  doc.replaceRange(text, from, doc.getCursor(), "complete");
  if (parts && !declared) yasqe.addPrefixes({ [parts.prefix]: parts.namespace });
}

function render(terms, term) {
  return (element) => {
    const words = document.createElement("strong");
    words.textContent = term.label || terms.short(term.iri);
    const name = document.createElement("code");
    name.textContent = terms.short(term.iri);
    const about = document.createElement("small");
    about.textContent = [term.kind, term.definition].filter(Boolean).join(": ");
    element.append(words, " ", name, about);
  };
}

function termCompleter(terms) {
  return {
    name: "treatygraph-terms",
    bulk: false,
    autoShow: true,
    isValidCompletionPosition(yasqe) {
      const { word, cursor } = wordAt(yasqe);
      const type = yasqe.getTokenAt(cursor).type ?? "";
      if (/comment|string$|atom/.test(type) && !word.startsWith("<")) return false;
      if (explicit) return true;
      if (word.startsWith("<") || word.includes(":")) return word.length > 1 && matches(terms, yasqe, word).length > 0;
      return word.length > 2 && !KEYWORDS.has(word.toLowerCase()) && matches(terms, yasqe, word).length > 0;
    },
    get: (yasqe) => matches(terms, yasqe, wordAt(yasqe).word).map((term) => term.iri),
    postprocessHints(yasqe, hints) {
      const { cursor, start } = wordAt(yasqe);
      const from = { line: cursor.line, ch: start };
      return hints.map(({ text }) => {
        const term = terms.byIri.get(text);
        return { text, from, to: cursor, render: render(terms, term), hint: () => insert(terms, yasqe, term, from) };
      });
    },
  };
}

/**
 * Give the editor our completers, and take its own away: those for classes and properties would ask a foreign service.
 * @param {Function} Yasqe the class of the editor
 * @param {Terms} terms what there is
 */
export function register(Yasqe, terms) {
  const lines = Object.entries(terms.prefixes).map(([prefix, namespace]) => `${prefix}: <${namespace}>`);
  Yasqe.forkAutocompleter("prefixes", { name: "treatygraph-prefixes", get: () => lines, persistenceId: null }, false);
  Yasqe.registerAutocompleter(termCompleter(terms), false);
  Yasqe.defaults.autocompleters = ["variables", "treatygraph-prefixes", "treatygraph-terms"];
}

/** Offer what fits at the cursor, even if nothing has been typed. */
export function complete(yasqe) {
  explicit = true;
  try {
    yasqe.autocomplete();
  } finally {
    explicit = false;
  }
}
