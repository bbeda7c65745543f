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

/** @returns {Array<[string, string]>} language and code */
export function snippets(endpoint, query) {
  const text = query.trimEnd();
  const end = fence(text, "QUERY");
  return [
    ["curl", `curl --silent --show-error --data-urlencode query@- -H 'Accept: text/csv' '${endpoint}' <<'${end}'\n${text}\n${end}\n`],
    ["Python", `import io\n\nimport pandas\nimport requests\n\nquery = ${python(text)}\nanswer = requests.post(\n    "${endpoint}", data={"query": query}, headers={"Accept": "text/csv"}, timeout=60\n)\nanswer.raise_for_status()\nprint(pandas.read_csv(io.StringIO(answer.text)))\n`],
    ["R", `library(httr2)\n\nquery <- ${r(text)}\nanswer <- request("${endpoint}") |>\n  req_headers(Accept = "text/csv") |>\n  req_body_form(query = query) |>\n  req_perform()\nprint(read.csv(text = resp_body_string(answer)))\n`],
  ];
}
