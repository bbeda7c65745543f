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

function forCurl(endpoint, text) {
  const end = fence(text, "QUERY");
  const options = "--silent --show-error --data-urlencode query@- -H 'Accept: text/csv'";
  return `curl ${options} '${endpoint}' <<'${end}'\n${text}\n${end}\n`;
}

function forPython(endpoint, text) {
  return `import io

import pandas
import requests

query = ${python(text)}
answer = requests.post(
    "${endpoint}", data={"query": query}, headers={"Accept": "text/csv"}, timeout=60
)
answer.raise_for_status()
print(pandas.read_csv(io.StringIO(answer.text)))
`;
}

function forR(endpoint, text) {
  return `library(httr2)

query <- ${r(text)}
answer <- request("${endpoint}") |>
  req_headers(Accept = "text/csv") |>
  req_body_form(query = query) |>
  req_perform()
print(read.csv(text = resp_body_string(answer)))
`;
}

/** @returns {Array<[string, string]>} language and code */
export function snippets(endpoint, query) {
  const text = query.trimEnd();
  return [
    ["curl", forCurl(endpoint, text)],
    ["Python", forPython(endpoint, text)],
    ["R", forR(endpoint, text)],
  ];
}
