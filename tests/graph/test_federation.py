"""Calls by SERVICE where hosts are allowed: whatever a query looks like, what it names is seen, and written whole."""

from __future__ import annotations

import pytest

from treatygraph.graph.errors import QueryError
from treatygraph.graph.querying import require_safe

HOSTS = ("example.org", "example.net:8080", "[::1]:3030")
ALLOWED = "http://example.org/sparql"
HIDDEN = "ASK { BIND(1 AS ?a) FILTER(?a<'>') SERVICE <http://evil.example/> { } FILTER(?a<'>'||'a'='a')"
"""To whoever takes <'> for an IRI, the call is a part of a string."""


@pytest.mark.parametrize(
    ("written", "called"),
    [
        ("SERVICE <http://example.org/sparql>", "http://example.org/sparql"),
        ("service <http://example.org:80?a=b#c>", "http://example.org:80?a=b#c"),
        ("SERVICE <HTTPS://EXAMPLE.ORG>", "HTTPS://EXAMPLE.ORG"),
        ("SERVICE <https://example.org:443/>", "https://example.org:443/"),
        ("sErViCe#<http://evil.example/>\n<http://example.net:8080/>", "http://example.net:8080/"),
        ("SERVICE <http://[::1]:3030/ds>", "http://[::1]:3030/ds"),
        ("SERVICE p:", "http://example.org/"),
        ("SERVICE p:a\\'b", "http://example.org/a'b"),
        ("SERVICE e:x", "http://example.org/x"),
        ("SERVICE <sparql>", "http://example.org/base/sparql"),
        ("SERVICE <//example.net:8080/>", "http://example.net:8080/"),
    ],
)
@pytest.mark.parametrize("around", ["{}", "{{ SELECT * {{ {} }} }}", "FILTER EXISTS {{ {} }}", "OPTIONAL {{ {} }}"])
def test_an_allowed_endpoint_is_written_whole(written: str, called: str, around: str) -> None:
    prologue = (
        "BASE <http://example.org/base/> PREFIX p: <http://example.org/> PREFIX e: <http://evil.example/> "
        "PREFIX e: <http://\\u0065xample.org/> SELECT * { ?s ?p 'SERVICE <http://evil.example/>' . "
    )
    text = prologue + around.format(f"{written} {{ ?s ?p ?o }}") + " }"
    safe = require_safe(text, HOSTS)
    assert safe.calls_others
    assert safe.text == prologue + around.format(f"SERVICE <{called}> {{ ?s ?p ?o }}") + " }"


def test_silent_stays_and_every_call_is_looked_at() -> None:
    text = f"ASK {{ SERVICE silent # so\n <{ALLOWED}> {{ }} SERVICE <http://example.net:8080/> {{ }} }}"
    whole = f"ASK {{ SERVICE SILENT <{ALLOWED}> {{ }} SERVICE <http://example.net:8080/> {{ }} }}"
    assert require_safe(text, HOSTS).text == whole


@pytest.mark.parametrize(
    "text", ["ASK { ?s ?p 'SERVICE <urn:x>' }", "PREFIX service: <urn:x> ASK { ?service ?p service: }"]
)
def test_the_word_alone_is_no_call(text: str) -> None:
    safe = require_safe(text, HOSTS)
    assert (safe.text, safe.calls_others) == (text, False)


@pytest.mark.parametrize(
    "iri",
    [
        "http://evil.example/",
        "http://example.org:8080/",
        "http://example.org:443/",
        "https://example.org:80/",
        "http://example.net/",
        "http://example.net:80800/",
        "http://example.net:08080/",
        "http://example.org.evil.example/",
        "http://evil.example/example.org",
        "http://example.org@evil.example/",
        "http://example.org:80@evil.example/",
        "http://user:word@example.org/",
        "http://example.org:/",
        "http://example.org./",
        "http://%65xample.org/",
        "http://EXAMPLE.ORG%00/",
        "http:///example.org/",
        "http:example.org",
        "ftp://example.org/",
        "file:///etc/hosts",
        "urn:example.org",
        "http://[::1]/",
        "http://\u0435xample.org/",
    ],
)
@pytest.mark.parametrize(
    "form",
    [
        "ASK {{ SERVICE <{}> {{ }} }}",
        "ASK {{ SERVICE SILENT <{}> {{ }} }}",
        "PREFIX p: <{}> ASK {{ SERVICE p: {{ }} }}",
        f"ASK {{{{ SERVICE <{ALLOWED}> {{{{ SERVICE <{{}}> {{{{ }}}} }}}} }}}}",
        "SELECT * {{ {{ SELECT * {{ SERVICE <{}> {{ }} }} }} }}",
        "ASK {{ FILTER NOT EXISTS {{ SERVICE <{}> {{ }} }} }}",
        "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ OPTIONAL {{ SERVICE <{}> {{ ?s ?p ?o }} }} }}",
    ],
)
def test_another_endpoint_is_refused_and_those_that_are_allowed_are_named(iri: str, form: str) -> None:
    with pytest.raises(QueryError) as caught:
        require_safe(form.format(iri), HOSTS)
    assert caught.value.message == f"SERVICE <{iri}> is refused."
    assert caught.value.repair == "It may call example.org, example.net:8080, [::1]:3030, and nobody else."


@pytest.mark.parametrize(
    ("text", "column"),
    [
        (f"SELECT * {{ VALUES ?e {{ <{ALLOWED}> }} SERVICE ?e {{ ?s ?p ?o }} }}", 62),
        ("SELECT * { SERVICE SILENT $e { ?s ?p ?o } }", 27),
        ("ASK { SERVICE <http://example.org/\\u0061> { } }", 15),
        ("ASK { SERVICE", 7),
    ],
)
def test_an_endpoint_has_to_be_written_in_the_query(text: str, column: int) -> None:
    with pytest.raises(QueryError) as caught:
        require_safe(text, HOSTS)
    assert caught.value.message == "SERVICE is refused where its endpoint is not written as an IRI."
    assert (caught.value.line, caught.value.column) == (1, column)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ASK { SERVICE p:x { } }", "line 1, column 15: The prefix 'p:' is not declared."),
        ("ASK { SERVICE <x> { } }", "line 1, column 15: The IRI <x> is relative."),
        (f"ASK {{ SERVICE <{ALLOWED}> {{ }} }} }}", "line 1, column 49: Unexpected '}'."),
        (f"ASK {{\n SERVICE <{ALLOWED}> {{ ?s ?p }} }}", "line 2, column 46: Unexpected '}'."),
        (f"ASK {{ SERVICE <{ALLOWED}> {{ }} SERV\\u0049CE <urn:x> {{ }} }}", "line 1, column 47: SPARQL has no word"),
        (f"{HIDDEN} SERVICE <{ALLOWED}> {{ }} }}", "line 1, column 92: The string that begins here"),
    ],
)
def test_what_is_wrong_besides_is_told_where_it_is(text: str, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        require_safe(text, HOSTS)
    assert str(caught.value).startswith(message), str(caught.value)
