"""Clauses of the SPARQL 1.1 Protocol and of HTTP that show only on the wire, retold one by one."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from pyoxigraph import RdfFormat, parse

from treatygraph.graph.graph_groups import GROUPS

from .conftest import Wire

ID = "https://w3id.org/treatygraph/id/"
FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
ASK = "ASK { ?s ?p ?o }"
SELECT = "SELECT ?s { ?s a <https://w3id.org/treatygraph/ns#State> } ORDER BY ?s"
CONSTRUCT = "CONSTRUCT WHERE { ?s a <https://w3id.org/treatygraph/ns#State> }"
WAYS = [
    ("GET", {"query_string": {"query": SELECT}}),
    ("POST", {"data": {"query": SELECT}}),
    ("POST", {"data": SELECT, "content_type": DIRECT}),
    ("QUERY", {"data": SELECT, "content_type": DIRECT}),
    ("QUERY", {"data": urlencode({"query": SELECT}), "content_type": FORM}),
]


@pytest.mark.parametrize(("method", "options"), WAYS)
def test_every_way_to_ask_gets_the_same_answer(client: Wire, method: str, options: dict[str, object]) -> None:
    """2.1.1 to 2.1.3: query via GET, via a form, directly; and by the method QUERY."""
    reply = client.open("/sparql", method, **options)
    assert (reply.status_code, reply.content_type) == (200, JSON), reply.text
    assert [row["s"]["value"] for row in reply.get_json()["results"]["bindings"]] == [f"{ID}arcadia", f"{ID}lutha"]
    assert reply.headers["Content-Length"] == str(len(reply.data))


@pytest.mark.parametrize("method", ["POST", "QUERY"])
def test_the_dataset_of_a_direct_query_stands_in_the_url(client: Wire, method: str) -> None:
    """2.1.3 and 2.1.4: only the query is in the body."""
    graph = {"default-graph-uri": f"{ID}graph/gazette-1901/p2"}
    reply = client.open("/sparql", method, query_string=graph, data=SELECT, content_type=DIRECT)
    assert [row["s"]["value"] for row in reply.get_json()["results"]["bindings"]] == [f"{ID}lutha"]


@pytest.mark.parametrize(
    ("group", "count"),
    [("stated", 2), ("voice/gazette", 2), ("kind/passage", 2), ("kind/editorial", 0), ("curated", 2)],
)
def test_groups_of_graphs_are_graphs_of_the_protocol(client: Wire, group: str, count: int) -> None:
    by_protocol = client.get("/sparql", query_string={"query": SELECT, "default-graph-uri": GROUPS + group})
    by_query = client.get("/sparql", query_string={"query": SELECT.replace("{", f"FROM <{GROUPS}{group}> {{", 1)})
    assert by_protocol.get_json() == by_query.get_json()
    assert len(by_protocol.get_json()["results"]["bindings"]) == count


def test_a_group_as_a_named_graph_stands_for_each_of_its_graphs(client: Wire) -> None:
    query = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
    reply = client.get("/sparql", query_string={"query": query, "named-graph-uri": f"{GROUPS}stated"})
    found = [row["g"]["value"] for row in reply.get_json()["results"]["bindings"]]
    assert found == [f"{ID}graph/gazette-1901/p{number}" for number in (1, 2)]


def test_a_group_is_no_graph(client: Wire) -> None:
    query = f"PREFIX gs: <{GROUPS}> SELECT * {{ GRAPH gs:stated {{ ?s ?p ?o }} }}"
    reply = client.get("/sparql", query_string={"query": query}, headers={"Accept": "text/plain"})
    assert reply.status_code == 400
    assert (
        f"line 1, column {query.index('gs:stated') + 1}: <{GROUPS}stated> is a group of graphs, no graph." in reply.text
    )
    assert f"Write FROM NAMED <{GROUPS}stated> before WHERE, and GRAPH ?g." in reply.text


ACCEPTED = [
    (None, SELECT, JSON),
    ("*/*", SELECT, JSON),
    ("application/*", SELECT, JSON),
    ("text/*", SELECT, "text/csv; charset=utf-8"),
    (f"{XML};q=0.9, {JSON};q=0.1", SELECT, f"{XML}; charset=utf-8"),
    (f"{JSON};q=0, */*;q=0.1", SELECT, f"{XML}; charset=utf-8"),
    ("text/tab-separated-values, */*;q=0.1", SELECT, "text/tab-separated-values; charset=utf-8"),
    ("image/png, text/csv;q=0.2", SELECT, "text/csv; charset=utf-8"),
    ("text/csv;header=present", SELECT, "text/csv; charset=utf-8"),
    ("TEXT/CSV", SELECT, "text/csv; charset=utf-8"),
    ("application/json", ASK, "application/json"),
    (None, CONSTRUCT, "text/turtle; charset=utf-8"),
    ("application/n-quads", CONSTRUCT, "application/n-quads"),
    ("application/trig, text/turtle;q=0.5", CONSTRUCT, "application/trig"),
    (f"{JSON}, application/rdf+xml;q=0.3", CONSTRUCT, "application/rdf+xml; charset=utf-8"),
    (f"{JSON}, text/turtle", SELECT, JSON),
]


@pytest.mark.parametrize(("accept", "query", "content_type"), ACCEPTED)
def test_accept_chooses_the_format(client: Wire, accept: str | None, query: str, content_type: str) -> None:
    """2.1.6, accepted response formats; RFC 9110, 12.5.1."""
    reply = client.get("/sparql", query_string={"query": query}, headers={"Accept": accept} if accept else {})
    assert (reply.status_code, reply.content_type) == (200, content_type), reply.text
    assert "Accept" in reply.vary


@pytest.mark.parametrize(
    ("accept", "query", "exists"),
    [
        ("image/png", SELECT, "csv: text/csv"),
        ("text/turtle", SELECT, "csv: text/csv"),
        (JSON, CONSTRUCT, "nt: application/n-triples"),
        ("*/*;q=0", SELECT, "csv: text/csv"),
    ],
)
def test_406_lists_what_exists(client: Wire, accept: str, query: str, exists: str) -> None:
    reply = client.get("/sparql", query_string={"query": query}, headers={"Accept": accept})
    assert reply.status_code == 406
    assert exists in reply.text


@pytest.mark.parametrize(
    ("query", "line", "column", "words"),
    [
        ("SELECT * {\n  SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 2, 3, "SERVICE is refused."),
        ("ASK {\n ?s ?p ?o .\n  FILTER(<urn:f>(?o)) }", 3, 10, "There is no function <urn:f>."),
        ("PREFIX f: <urn:>\nSELECT (f:g(?o) AS ?x) { ?s ?p ?o }", 2, 9, "There is no function <urn:g>."),
        ("SELECT *\nWHERE { ?s ?p }", 2, 15, "Unexpected '}'."),
        ("ASK { ex:a ?p ?o }", 1, 7, "The prefix 'ex:' is not declared."),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", 1, 1, "This is an update."),
        ("LOAD <http://127.0.0.1:9/>", 1, 1, "This is an update."),
    ],
)
def test_what_is_wrong_with_a_query_is_told_with_its_place(
    client: Wire, query: str, line: int, column: int, words: str
) -> None:
    """2.1.5, success and failure responses: 400 with an explanation."""
    reply = client.get("/sparql", query_string={"query": query}, headers={"Accept": "application/json"})
    problem = reply.get_json()
    assert (reply.status_code, reply.content_type) == (400, "application/problem+json")
    assert (problem["line"], problem["column"], problem["detail"], problem["query"]) == (line, column, words, query)
    plain = client.get("/sparql", query_string={"query": query})
    assert f"line {line}, column {column}: {words}" in plain.text
    assert f"The query was:\n{query}" in plain.text


def test_a_long_query_is_repeated_in_part(client: Wire) -> None:
    query = "SELECT * {" + " " * 5000
    problem = client.post("/sparql", data={"query": query}, headers={"Accept": "application/json"}).get_json()
    assert problem["query"] == query[:2000] + "… (cut: the query has 5,010 characters)"


@pytest.mark.parametrize(
    "way",
    [
        {"method": "GET", "query_string": {"update": "CLEAR ALL"}},
        {"method": "POST", "data": {"update": "CLEAR ALL"}},
        {"method": "POST", "data": "CLEAR ALL", "content_type": "application/sparql-update"},
        {"method": "QUERY", "data": "CLEAR ALL", "content_type": "application/sparql-update"},
        {"method": "POST", "data": {"query": ASK, "update": "CLEAR ALL"}},
    ],
)
def test_updates_are_refused_as_read_only(client: Wire, way: dict[str, str]) -> None:
    """2.2, update operation: there is none."""
    reply = client.open("/sparql", **way)
    assert reply.status_code == 403
    assert "read-only" in reply.text
    assert client.get("/sparql", query_string={"query": ASK}).get_json()["boolean"] is True


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/sparql", {"GET", "HEAD", "OPTIONS", "POST", "QUERY"}),
        ("/store", {"GET", "HEAD", "OPTIONS"}),
        ("/id/lutha", {"GET", "HEAD", "OPTIONS"}),
        ("/queries/islands-named.json", {"GET", "HEAD", "OPTIONS"}),
    ],
)
@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_405_says_read_only_and_which_methods_there_are(
    client: Wire, path: str, methods: set[str], method: str
) -> None:
    reply = client.open(path, method)
    assert reply.status_code == 405
    assert {each.strip() for each in reply.headers["Allow"].split(",")} == methods
    assert "read-only" in reply.text
    assert reply.headers["Access-Control-Allow-Origin"] == "*"


PATHS = ["/sparql", "/store", "/id/lutha", "/data/lutha.ttl", "/exports/", "/.well-known/void", "/openapi.json"]


@pytest.mark.parametrize("path", [*PATHS, f"/sparql?{urlencode({'query': SELECT})}", "/sparql?query=x", "/nowhere"])
def test_head_is_get_without_a_body(client: Wire, path: str) -> None:
    get, head = client.get(path), client.head(path)
    assert head.data == b""
    assert head.status_code == get.status_code
    for name in ("Content-Type", "Content-Length", "Vary", "Link", "Location", "Access-Control-Allow-Origin"):
        assert head.headers.get(name) == get.headers.get(name), name


@pytest.mark.parametrize("path", PATHS)
def test_a_preflight_may_ask_from_anywhere(client: Wire, path: str) -> None:
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "GET"}
    reply = client.options(path, headers={**asked, "Access-Control-Request-Headers": "content-type"})
    assert 200 <= reply.status_code < 300
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert "GET" in reply.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in reply.headers["Access-Control-Allow-Headers"]
    assert ("QUERY" in reply.headers["Access-Control-Allow-Methods"]) is (path == "/sparql")


@pytest.mark.parametrize(
    "query", [{"query": "SELECT * {"}, {"update": "CLEAR ALL"}, {"query": SELECT, "format": "xlsx"}, {"query": ""}]
)
def test_errors_can_be_read_from_anywhere_too(client: Wire, query: dict[str, str]) -> None:
    reply = client.get("/sparql", query_string=query, headers={"Origin": "https://example.org"})
    assert 400 <= reply.status_code < 500
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert "Link" in reply.headers["Access-Control-Expose-Headers"]
    assert "Accept" in reply.vary


def test_the_endpoint_says_which_bodies_it_reads(client: Wire) -> None:
    reply = client.options("/sparql")
    assert reply.headers["Accept-Query"] == reply.headers["Accept-Post"] == f"{FORM}, {DIRECT}"
    assert '</openapi.json>; rel="service-desc"' in reply.headers["Link"]
    refused = client.open("/sparql", "QUERY", data="{}", content_type="application/json")
    assert (refused.status_code, refused.headers["Accept-Query"]) == (415, f"{FORM}, {DIRECT}")


def test_a_time_that_is_asked_for_must_be_one(client: Wire) -> None:
    for timeout, status in (("5000", 200), ("0", 400), ("-1", 400), ("1.5", 400), ("", 400), ("00", 400), ("९", 400)):
        assert client.get("/sparql", query_string={"query": ASK, "timeout": timeout}).status_code == status, timeout


def test_more_time_than_there_is_is_told(client: Wire) -> None:
    reply = client.get("/sparql", query_string={"query": ASK, "timeout": "9" * 5000})
    assert reply.status_code == 200
    assert "Treatygraph-Timeout" not in reply.headers or float(reply.headers["Treatygraph-Timeout"]) > 0


LITERALS = """SELECT ?n ?v { VALUES (?n ?v) {
  (1 0) (2 false) (3 0.5) (4 "INF"^^xsd:double) (5 "-INF"^^xsd:float) (6 "NaN"^^xsd:double) (7 "salut"@fr-CH)
  (8 "") (9 "a,\\"b\\"\\n") (10 -7) (11 "2018-12-07"^^xsd:date) (12 UNDEF) (13 <urn:x>)
} } ORDER BY ?n"""
WRITTEN = {
    "csv": '1,0\r\n2,false\r\n3,0.5\r\n4,INF\r\n5,-INF\r\n6,NaN\r\n7,salut\r\n8,\r\n9,"a,""b""\n"\r\n',
    "tsv": '1\t0\n2\tfalse\n3\t0.5\n4\t"INF"^^<http://www.w3.org/2001/XMLSchema#double>\n',
    "xml": '<literal xml:lang="fr-ch">salut</literal>',
    "json": '{"type":"literal","value":"0","datatype":"http://www.w3.org/2001/XMLSchema#integer"}',
}


@pytest.mark.parametrize("name", WRITTEN)
def test_values_are_exact_on_the_wire(client: Wire, name: str) -> None:
    prefix = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
    reply = client.get("/sparql", query_string={"query": prefix + LITERALS, "format": name})
    assert reply.status_code == 200
    assert WRITTEN[name] in reply.text
    if name == "json":
        rows = reply.get_json()["results"]["bindings"]
        assert [row.get("v", {}).get("value") for row in rows][:8] == [
            "0", "false", "0.5", "INF", "-INF", "NaN", "salut", ""
        ]  # fmt: skip
        assert "v" not in rows[11]


def test_the_description_of_the_service_is_negotiated_and_names_what_can_be_asked(client: Wire) -> None:
    """SPARQL 1.1 Service Description, section 2: by GET on the endpoint without a query."""
    said = {
        name: {quad.triple for quad in parse(client.get("/sparql", query_string={"format": name}).data, format=form)}
        for name, form in (("ttl", RdfFormat.TURTLE), ("rdf", RdfFormat.RDF_XML), ("jsonld", RdfFormat.JSON_LD))
    }
    assert said["ttl"] == said["rdf"] == said["jsonld"]
    values = {triple.object.value for triple in said["ttl"] if hasattr(triple.object, "value")}
    assert {f"{GROUPS}stated", f"{GROUPS}voice/gazette", f"{ID}graph/gazette-1901/p1"} <= values
    assert "http://www.w3.org/ns/entailment/Simple" in values
    assert "http://www.w3.org/ns/formats/SPARQL_Results_CSV" in values
    assert f"{client.url}/sparql" in values
