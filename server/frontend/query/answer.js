// Asks the endpoint, and reads what it says: rows, triples, a truth, or a problem with its place in the query.

const ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9, application/problem+json;q=0.1";
const LINE = /^(<[^>]*>|_:\S+) <([^>]*)> (<[^>]*>|_:\S+|"(?:[^"\\]|\\.)*"(?:@[\w-]+|\^\^<[^>]*>)?) \.$/;
const ESCAPES = { t: "\t", n: "\n", r: "\r", b: "\b", f: "\f" };

/** What the endpoint has against a query. */
export class Problem extends Error {
  constructor(about) {
    super([about.detail, about.repair].filter(Boolean).join(" "));
    this.line = about.line;
    this.column = about.column;
    this.choices = about.choices ?? [];
    this.status = about.status;
  }
}

function unescaped(text) {
  return text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_all, short, long, letter) =>
    letter === undefined ? String.fromCodePoint(parseInt(short ?? long, 16)) : (ESCAPES[letter] ?? letter),
  );
}

function term(text) {
  if (text.startsWith("<")) return { type: "uri", value: unescaped(text.slice(1, -1)) };
  if (text.startsWith("_:")) return { type: "bnode", value: text.slice(2) };
  const [, value, language, datatype] = /^"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?$/s.exec(text);
  return { type: "literal", value: unescaped(value), "xml:lang": language, datatype };
}

function triples(text) {
  const rows = [];
  for (const line of text.split("\n")) {
    const parts = LINE.exec(line.trim());
    if (parts)
      rows.push({
        subject: term(parts[1]),
        property: { type: "uri", value: unescaped(parts[2]) },
        object: term(parts[3]),
      });
  }
  return rows;
}

function read(text, type) {
  if (!type.includes("json"))
    return { form: "graph", variables: ["subject", "property", "object"], rows: triples(text) };
  const document = JSON.parse(text);
  if (typeof document.boolean === "boolean") return { form: "ask", truth: document.boolean, variables: [], rows: [] };
  return {
    form: "select",
    variables: document.head.vars,
    rows: document.results.bindings,
    cut: document.truncated?.value ?? null,
  };
}

async function refusal(response) {
  const text = await response.text();
  try {
    return new Problem({ status: response.status, ...JSON.parse(text) });
  } catch {
    return new Problem({
      status: response.status,
      detail: text.slice(0, 500) || `The server answered ${response.status}.`,
    });
  }
}

/**
 * Send a query.
 * @param {string} endpoint where to
 * @param {string} text the query
 * @param {AbortSignal} signal stops waiting
 * @returns {Promise<object>} form, variables, rows or truth; seconds; what the server cut off
 * @throws {Problem} what the endpoint has against it
 */
export async function ask(endpoint, text, signal) {
  const start = performance.now();
  const response = await fetch(endpoint, {
    method: "POST",
    headers: { Accept: ACCEPT, "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ query: text }).toString(),
    signal,
  });
  if (!response.ok) throw await refusal(response);
  const answer = read(await response.text(), response.headers.get("Content-Type") ?? "");
  const limit = /max-rows=(\d+)/.exec(response.headers.get("Treatygraph-Limit") ?? "");
  return {
    ...answer,
    cut: answer.cut ?? (limit ? Number(limit[1]) : null),
    seconds: (performance.now() - start) / 1000,
  };
}
