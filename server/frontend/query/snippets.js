// The same query for a terminal, for Python and for R.

function fence(text, start) {
  let mark = start;
  while (text.includes(mark)) mark += "_";
  return mark;
}

function python(text) {
  return text.includes('"""') || text.includes("\\") || text.endsWith('"') ? JSON.stringify(text) : `"""${text}"""`;
}

function r(text) {
  let dashes = "";
  while (text.includes(`)${dashes}"`)) dashes += "-";
  return `r"${dashes}(${text})${dashes}"`;
}

/** What to ask for, and how to read it in Python and in R: rows, a truth, or triples. */
const READERS = {
  select: {
    accept: "text/csv",
    imports: "import io\n\nimport pandas\nimport requests\n",
    python: "print(pandas.read_csv(io.StringIO(answer.text)))",
    r: "print(read.csv(text = resp_body_string(answer)))",
  },
  ask: {
    accept: "application/sparql-results+json",
    imports: "import requests\n",
    python: 'print(answer.json()["boolean"])',
    r: "print(resp_body_json(answer, check_type = FALSE)$boolean)",
  },
  graph: {
    accept: "text/turtle",
    imports: "import rdflib\nimport requests\n",
    python: 'print(rdflib.Graph().parse(data=answer.text, format="turtle").serialize())',
    r: "cat(resp_body_string(answer))",
  },
};

function forCurl(endpoint, text, { accept }) {
  const end = fence(text, "QUERY");
  const options = `--silent --show-error --data-urlencode query@- -H 'Accept: ${accept}'`;
  return `curl ${options} '${endpoint}' <<'${end}'\n${text}\n${end}\n`;
}

function forPython(endpoint, text, reader) {
  return `${reader.imports}
query = ${python(text)}
answer = requests.post(
    "${endpoint}", data={"query": query}, headers={"Accept": "${reader.accept}"}, timeout=60
)
answer.raise_for_status()
${reader.python}
`;
}

function forR(endpoint, text, reader) {
  return `library(httr2)

query <- ${r(text)}
answer <- request("${endpoint}") |>
  req_headers(Accept = "${reader.accept}") |>
  req_body_form(query = query) |>
  req_perform()
${reader.r}
`;
}

/**
 * Write a query for other tools.
 * @param {string} endpoint where it is sent
 * @param {string} query the query
 * @param {string} type SELECT, ASK, CONSTRUCT or DESCRIBE
 * @returns {Array<[string, string]>} language and code
 */
export function snippets(endpoint, query, type) {
  const text = query.trimEnd();
  const reader = READERS[{ SELECT: "select", ASK: "ask" }[type] ?? "graph"];
  return [
    ["curl", forCurl(endpoint, text, reader)],
    ["Python", forPython(endpoint, text, reader)],
    ["R", forR(endpoint, text, reader)],
  ];
}
