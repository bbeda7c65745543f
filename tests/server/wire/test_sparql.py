"""The query operation, request by request (SPARQL 1.1 Protocol, section 2.1)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from urllib.parse import urlencode

import pytest
from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results

from treatygraph.server.protocol import MAX_QUERY_BYTES

from .conftest import Wire

ID = "https://w3id.org/treatygraph/id/"
G1, G2 = f"{ID}graph/gazette-1901/p1", f"{ID}graph/gazette-1901/p2"
TG = "PREFIX tg: <https://w3id.org/treatygraph/ns#> "
STATES = TG + "SELECT ?s { ?s a tg:State } ORDER BY ?s"
ASK = TG + "ASK { ?s a tg:Island }"
CONSTRUCT = TG + "CONSTRUCT { ?s a tg:State } WHERE { ?s a tg:State }"
DESCRIBE = f"DESCRIBE <{ID}gull-rock>"
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml; charset=utf-8"
HTML = "text/html; charset=utf-8"
ERROR = "application/problem+json"


@dataclass(frozen=True)
class Case:
    name: str
    status: int
    content_type: str
    contains: str
    query: dict[str, object] = field(default_factory=dict)
    method: str = "GET"
    body: str | bytes | None = None
    sent_as: str | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def send(self, client: Wire) -> tuple[int, str, str]:
        response = client.open(
            f"/sparql?{urlencode(self.query, doseq=True)}" if self.query else "/sparql",
            method=self.method,
            data=self.body,
            content_type=self.sent_as,
            headers=self.headers,
        )
        return response.status_code, response.content_type, response.get_data(as_text=True)


def accept(media_type: str) -> dict[str, str]:
    return {"Accept": media_type}


ANSWERED = [
    Case("GET", 200, JSON, "id/lutha", {"query": STATES}),
    Case("POST of a form", 200, JSON, "id/lutha", method="POST", body=urlencode({"query": STATES}), sent_as=FORM),
    Case("POST of a query", 200, JSON, "id/lutha", method="POST", body=STATES, sent_as=DIRECT),
    Case(
        "POST of a query in UTF-8, said so",
        200,
        JSON,
        "id/lutha",
        method="POST",
        body=STATES,
        sent_as=f"{DIRECT}; charset=UTF-8",
    ),
    Case(
        "POST of a form, said to be UTF-8",
        200,
        JSON,
        "id/lutha",
        method="POST",
        body=urlencode({"query": STATES}),
        sent_as=f"{FORM}; charset=utf-8",
    ),
    Case("HEAD", 200, JSON, "", {"query": STATES}, method="HEAD"),
    Case("SELECT in JSON", 200, JSON, '"vars":["s"]', {"query": STATES}, headers=accept(JSON)),
    Case(
        "SELECT, JSON by alias", 200, "application/json", "lutha", {"query": STATES}, headers=accept("application/json")
    ),
    Case(
        "SELECT in XML",
        200,
        XML,
        "<uri>",
        {"query": STATES},
        headers=accept("application/sparql-results+xml"),
    ),
    Case("SELECT in CSV", 200, "text/csv; charset=utf-8", "s\r\n", {"query": STATES}, headers=accept("text/csv")),
    Case(
        "SELECT in TSV by format",
        200,
        "text/tab-separated-values; charset=utf-8",
        "?s\n<",
        {"query": STATES, "format": "tsv"},
    ),
    Case("ASK in JSON", 200, JSON, '"boolean":true', {"query": ASK}),
    Case("ASK in XML", 200, XML, "<boolean>true", {"query": ASK, "format": "xml"}),
    Case("ASK in CSV", 200, "text/csv; charset=utf-8", "true", {"query": ASK, "format": "csv"}),
    Case("ASK in TSV", 200, "text/tab-separated-values; charset=utf-8", "true", {"query": ASK, "format": "tsv"}),
    Case("CONSTRUCT in Turtle", 200, "text/turtle; charset=utf-8", ":lutha a tg:State", {"query": CONSTRUCT}),
    Case("CONSTRUCT in N-Triples", 200, "application/n-triples", "id/lutha>", {"query": CONSTRUCT, "format": "nt"}),
    Case(
        "CONSTRUCT in RDF/XML",
        200,
        "application/rdf+xml; charset=utf-8",
        "<rdf:RDF",
        {"query": CONSTRUCT, "format": "rdf"},
    ),
    Case(
        "CONSTRUCT in JSON-LD",
        200,
        "application/ld+json",
        '"@id":',
        {"query": CONSTRUCT},
        headers=accept("application/ld+json"),
    ),
    Case("DESCRIBE", 200, "text/turtle; charset=utf-8", "gull-rock", {"query": DESCRIBE}),
    Case("SELECT for a browser", 200, HTML, "<td>", {"query": STATES}, headers=accept("text/html")),
    Case("ASK for a browser", 200, HTML, ">true</p>", {"query": ASK, "format": "html"}),
    Case(
        "CONSTRUCT for a browser",
        200,
        "text/html; charset=utf-8",
        '<th scope="col">subject',
        {"query": CONSTRUCT, "format": "html"},
    ),
    Case(
        "q-values",
        200,
        "text/csv; charset=utf-8",
        "s",
        {"query": STATES},
        headers=accept(f"{JSON};q=0.2, text/csv;q=0.9"),
    ),
    Case("an unknown parameter", 200, JSON, "lutha", {"query": STATES, "wait": "5"}),
    Case("the endpoint itself", 200, "text/turtle; charset=utf-8", "SPARQL11Query"),
    Case("the endpoint itself, for a browser", 200, HTML, "<textarea", headers=accept("text/html")),
    Case("the endpoint itself, by format", 200, "application/ld+json", "Service", {"format": "jsonld"}),
]

PLAIN = "text/plain; charset=utf-8"
REFUSED = [
    Case("a query that is no SPARQL", 400, PLAIN, "The query was:\nSELECT * {", {"query": "SELECT * {"}),
    Case("an empty query", 400, PLAIN, "The query is empty.", {"query": ""}),
    Case("no query beside a dataset", 400, PLAIN, "«query» is missing", {"default-graph-uri": G1}),
    Case("two queries", 400, PLAIN, "2 times", {"query": [ASK, STATES]}),
    Case("two queries in one", 400, PLAIN, "The query was:", {"query": f"{ASK} {STATES}"}),
    Case("two formats", 400, PLAIN, "more than once", {"query": ASK, "format": ["csv", "tsv"]}),
    Case(
        "a query in the URL of a form", 400, PLAIN, "one place", {"query": ASK}, "POST", urlencode({"query": ASK}), FORM
    ),
    Case("a query in the URL of a query", 400, PLAIN, "one place", {"query": ASK}, "POST", ASK, DIRECT),
    Case("a form without a query", 400, PLAIN, "«query» is missing", {}, "POST", urlencode({"q": ASK}), FORM),
    Case("an empty body", 400, PLAIN, "The query is empty.", {}, "POST", "", DIRECT),
    Case(
        "a body that is not UTF-8", 400, PLAIN, "not UTF-8", {}, "POST", "ASK { ?s ?p 'é' }".encode("latin-1"), DIRECT
    ),
    Case("a form that is not UTF-8", 400, PLAIN, "not UTF-8", {}, "POST", b"query=ASK%20%7B%20%FF%20%7D", FORM),
    Case("a body said to be in another charset", 415, PLAIN, "utf-16", {}, "POST", ASK, f"{DIRECT}; charset=utf-16"),
    Case("an update as a query", 400, PLAIN, "The query was:", {"query": f"INSERT DATA {{ <{ID}a> <{ID}b> <{ID}c> }}"}),
    Case("an update in the URL", 403, PLAIN, "DESCRIBE.\n\nThe query was:\nCLEAR ALL", {"update": "CLEAR ALL"}),
    Case("an update in a form", 403, PLAIN, "was:\nCLEAR ALL", {}, "POST", urlencode({"update": "CLEAR ALL"}), FORM),
    Case("an update as a body", 403, PLAIN, "refused. Ask with SELECT", {}, "POST", "CLEAR ALL", UPDATE),
    Case("an unknown function", 400, PLAIN, "urn:f", {"query": "SELECT (<urn:f>(1) AS ?x) {}"}),
    Case("SERVICE", 400, PLAIN, "SERVICE", {"query": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"}),
    Case("SERVICE SILENT", 400, PLAIN, "SERVICE", {"query": "SELECT * { SERVICE SILENT <http://127.0.0.1:9/> { } }"}),
    Case("a default graph that does not exist", 400, PLAIN, G1, {"query": STATES, "default-graph-uri": G1 + "x"}),
    Case("a graph name that is no IRI", 400, PLAIN, "'a b' is no IRI", {"query": STATES, "named-graph-uri": "a b"}),
    Case("a POST of another type", 415, PLAIN, DIRECT, {}, "POST", ASK, "text/plain"),
    Case("a POST of JSON", 415, PLAIN, "application/json", {}, "POST", "{}", "application/json"),
    Case("a POST without a type", 415, PLAIN, "without a Content-Type", {}, "POST", ASK),
    Case("nothing acceptable", 406, PLAIN, "csv: text/csv", {"query": STATES}, headers=accept("image/png")),
    Case("triples as CSV", 406, PLAIN, "ttl: text/turtle", {"query": CONSTRUCT, "format": "csv"}),
    Case("an unheard-of format", 406, PLAIN, "The format 'xlsx'", {"query": STATES, "format": "xlsx"}),
    Case("a long query in a body", 413, PLAIN, "64 KiB", {}, "POST", ASK + " " * MAX_QUERY_BYTES, DIRECT),
    Case("a body beyond all measure", 413, PLAIN, "than 1,048,576 bytes. Send a", {}, "POST", "x" * 2_000_000, DIRECT),
    *(
        Case(f"{name}, for one who takes errors alone", 400, ERROR, words, {"query": query}, headers=accept(ERROR))
        for name, words, query in (
            ("a syntax error", '"column": 11', "SELECT * {"),
            ("SERVICE", "SERVICE", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"),
            ("a function", "There is no function <urn:f>", "SELECT (<urn:f>(1) AS ?x) {}"),
        )
    ),
    Case(
        "rows for one who takes errors alone",
        406,
        ERROR,
        "ttl: text/turtle",
        {"query": CONSTRUCT},
        headers=accept(ERROR),
    ),
    Case(
        "an error for a browser",
        400,
        "text/html; charset=utf-8",
        "SELECT * {",
        {"query": "SELECT * {"},
        headers=accept("text/html"),
    ),
    Case(
        "an error for a program",
        400,
        "application/problem+json",
        '"query": "SELECT * {"',
        {"query": "SELECT * {"},
        headers=accept(JSON),
    ),
]


@pytest.mark.parametrize("case", ANSWERED, ids=lambda case: case.name)
def test_it_answers(client: Wire, case: Case) -> None:
    status, content_type, body = case.send(client)
    assert (status, content_type) == (case.status, case.content_type), body
    assert case.contains in body


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_it_refuses(client: Wire, case: Case) -> None:
    status, content_type, body = case.send(client)
    assert (status, content_type) == (case.status, case.content_type), body
    assert case.contains in body


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_405_names_the_methods_that_exist(client: Wire, method: str) -> None:
    response = client.open("/sparql", method=method)
    assert response.status_code == 405
    assert {each.strip() for each in response.headers["Allow"].split(",")} == {
        "GET",
        "HEAD",
        "OPTIONS",
        "POST",
        "QUERY",
    }
    assert response.content_type == PLAIN


def test_414_for_a_long_query_in_the_url(client: Wire) -> None:
    # The web server itself may end this one before anybody reads the query.
    assert client.get("/sparql", query_string={"query": ASK + " " * MAX_QUERY_BYTES}).status_code == 414
    assert client.get("/sparql", query_string={"query": ASK + "x" * (MAX_QUERY_BYTES - 60)}).status_code in {400, 414}


def test_415_names_the_types_that_exist(client: Wire) -> None:
    assert client.post("/sparql", data="x", content_type="text/csv").headers["Accept-Post"] == f"{FORM}, {DIRECT}"


def test_a_syntax_error_tells_line_and_column(client: Wire) -> None:
    query = "SELECT ?s\nWHERE { ?s ?p }"
    problem = client.get("/sparql", query_string={"query": query}, headers=accept("application/json")).get_json()
    assert (problem["status"], problem["line"], problem["query"]) == (400, 2, query)
    assert problem["column"] > 1


def test_options_tells_a_browser_of_another_site_that_it_may_ask(client: Wire) -> None:
    response = client.options("/sparql", headers={"Origin": "https://example.org"})
    assert response.status_code == 200
    assert "POST" in response.headers["Access-Control-Allow-Methods"]
    assert response.headers["Access-Control-Allow-Headers"].split(", ")[:3] == ["*", "Accept", "Authorization"]


GRAPHS = "SELECT DISTINCT ?g { GRAPH ?g { ?s a ?class } } ORDER BY ?g"
PARTIES = TG + "SELECT ?o { ?s tg:party ?o }"
IN_GRAPHS = TG + "SELECT ?o { GRAPH ?g { ?s tg:party ?o } }"

DATASETS = [
    ("no dataset: the union", PARTIES, {}, 2),
    ("no dataset: all named graphs", IN_GRAPHS, {}, 2),
    ("the default graph that has it", PARTIES, {"default-graph-uri": G1}, 2),
    ("the default graph that has it not", PARTIES, {"default-graph-uri": G2}, 0),
    ("two default graphs are merged", STATES, {"default-graph-uri": [G1, G2]}, 2),
    ("a default graph alone leaves no named graph", IN_GRAPHS, {"default-graph-uri": G1}, 0),
    ("a named graph alone leaves the default graph empty", PARTIES, {"named-graph-uri": G1}, 0),
    ("the named graph that has it", IN_GRAPHS, {"named-graph-uri": G1}, 2),
    ("the named graph that has it not", IN_GRAPHS, {"named-graph-uri": G2}, 0),
    ("both", PARTIES, {"default-graph-uri": G1, "named-graph-uri": G2}, 2),
    ("FROM chooses", PARTIES.replace("{", f"FROM <{G2}> {{"), {}, 0),
    ("FROM NAMED chooses", IN_GRAPHS.replace("{", f"FROM NAMED <{G2}> {{", 1), {}, 0),
    ("the protocol wins over FROM", PARTIES.replace("{", f"FROM <{G2}> {{"), {"default-graph-uri": G1}, 2),
    ("FROM in a comment is none", PARTIES.replace("SELECT", f"# FROM <{G2}>\nSELECT"), {}, 2),
]


@pytest.mark.parametrize("form", ["get", "form", "direct"])
@pytest.mark.parametrize(("name", "query", "graphs", "rows"), DATASETS, ids=[each[0] for each in DATASETS])
def test_the_dataset_is_the_one_that_was_asked_for(
    client: Wire, form: str, name: str, query: str, graphs: dict[str, object], rows: int
) -> None:
    if form == "get":
        response = client.get("/sparql", query_string={"query": query, **graphs})
    elif form == "form":
        response = client.post("/sparql", data={"query": query, **graphs})
    else:
        response = client.post("/sparql", data=query, content_type=DIRECT, query_string=graphs)
    assert response.status_code == 200, response.text
    assert len(response.get_json()["results"]["bindings"]) == rows


def test_results_keep_zero_false_infinity_and_language(client: Wire) -> None:
    query = f"SELECT ?p ?o {{ <{ID}measure> ?p ?o }}"
    results: dict[str, set[str]] = {}
    for name in ("json", "xml", "tsv"):
        body = client.get("/sparql", query_string={"query": query, "format": name}).data
        solutions = parse_query_results(body, format=_FORMATS[name])
        results[name] = {f"{row['p']} {row['o']}" for row in solutions}
    assert results["json"] == results["xml"] == results["tsv"]
    written = "\n".join(results["json"])
    for literal in ('"0"^^', '"false"^^', '"INF"^^', '"salut"@fr-ch', '"tab\\there"'):
        assert literal in written


def test_an_unbound_variable_stays_unbound(client: Wire) -> None:
    body = client.get("/sparql", query_string={"query": "SELECT ?a ?b { BIND(0 AS ?a) }"}).get_json()
    assert body["head"]["vars"] == ["a", "b"]
    assert list(body["results"]["bindings"][0]) == ["a"]


def test_triples_are_the_same_in_all_formats(client: Wire) -> None:
    found = {
        name: {
            quad.triple
            for quad in parse(client.get("/sparql", query_string={"query": DESCRIBE, "format": name}).data, format=form)
        }
        for name, form in _RDF.items()
    }
    assert len(found["nt"]) == 3
    assert all(triples == found["nt"] for triples in found.values())


def test_the_page_has_the_query_its_rows_and_links_to_the_same_in_other_formats(client: Wire) -> None:
    page = client.get("/sparql", query_string={"query": STATES, "format": "html", "default-graph-uri": G1}).text
    assert "2 rows" in page
    assert "ORDER BY ?s</textarea>" in page
    assert f'name="default-graph-uri" value="{G1}"' in page
    assert "format=csv" in page
    assert 'href="/page/lutha"' in page


def test_the_page_says_when_it_does_not_show_all_rows(client: Wire) -> None:
    query = "SELECT ?a ?b ?c { ?a ?p ?o . ?b ?q ?r . ?c ?u ?v }"
    page = client.get("/sparql", query_string={"query": query, "format": "html"}).text
    assert "the page shows the first 100" in page


def test_the_page_writes_a_query_as_text(client: Wire) -> None:
    page = client.get("/sparql", query_string={"query": "</textarea><script>", "format": "html"}).text
    assert "<script>" not in page


def test_the_error_page_of_a_form_has_the_query(client: Wire) -> None:
    response = client.post("/sparql", data={"query": "SELECT * { ?odd"}, headers=accept("text/html"))
    assert response.status_code == 400
    assert "SELECT * { ?odd</textarea>" in response.text


def test_the_description_names_every_graph_with_its_size(client: Wire) -> None:
    quads = list(parse(client.get("/sparql").data, format=RdfFormat.TURTLE))
    values = {quad.object.value for quad in quads if quad.predicate.value.endswith("#name")}
    assert {G1, G2} <= values
    sizes = [int(quad.object.value) for quad in quads if quad.predicate.value.endswith("#triples")]
    assert 0 not in sizes


def test_the_description_survives_an_odd_host(client: Wire) -> None:
    reply = client.get("/sparql", headers={"Host": "a<b>"})
    assert (reply.status_code, "«Host»" in reply.text) == (400, True)
    assert client.get("/sparql", headers={"Host": "graph.example.org:8080"}).status_code == 200


def test_json_is_whole(client: Wire) -> None:
    body = json.loads(client.get("/sparql", query_string={"query": GRAPHS}).data)
    assert [row["g"]["value"] for row in body["results"]["bindings"]][:2] == [G1, f"{G2}"]


_FORMATS = {"json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML, "tsv": QueryResultsFormat.TSV}
_RDF = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}
