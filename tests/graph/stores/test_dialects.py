"""What servers say, read as Oxigraph would say it."""

from __future__ import annotations

import json

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from treatygraph.graph.dataset import Term
from treatygraph.graph.querying import Result
from treatygraph.graph.sparql_text import tokens
from treatygraph.graph.stores.dialects import (
    boolean_columns,
    described,
    for_server,
    read_graph,
    read_solutions,
    read_term,
)
from treatygraph.graph.stores.failures import StoreError
from treatygraph.graph.terms import GEO, XSD

S, P, Q = (NamedNode(f"https://example.org/{name}") for name in "spq")


def typed(value: str, datatype: str) -> Literal:
    return Literal(value, datatype=NamedNode(datatype))


@pytest.mark.parametrize(
    ("cell", "term"),
    [
        ({"type": "uri", "value": S.value}, S),
        ({"type": "bnode", "value": "nodeID://b10000"}, BlankNode("nodeIDb10000")),
        ({"type": "literal", "value": "x"}, Literal("x")),
        ({"type": "literal", "value": "x", "xml:lang": "en"}, Literal("x", language="en")),
        ({"type": "typed-literal", "value": "1", "datatype": XSD + "integer"}, typed("1", XSD + "integer")),
        ({"type": "typed-literal", "value": "0", "datatype": XSD + "boolean"}, typed("false", XSD + "boolean")),
        ({"type": "literal", "value": "true", "datatype": XSD + "boolean"}, typed("true", XSD + "boolean")),
        (
            {"type": "typed-literal", "value": "-044-03-15", "datatype": XSD + "date"},
            typed("-0044-03-15", XSD + "date"),
        ),
        ({"type": "typed-literal", "value": "-004", "datatype": XSD + "gYear"}, typed("-0004", XSD + "gYear")),
        ({"type": "literal", "value": "-12044-03-15", "datatype": XSD + "date"}, typed("-12044-03-15", XSD + "date")),
        ({"type": "literal", "value": "1956-10-19", "datatype": XSD + "date"}, typed("1956-10-19", XSD + "date")),
        (
            {
                "type": "typed-literal",
                "value": "POINT(1 2)",
                "datatype": "http://www.openlinksw.com/schemas/virtrdf#Geometry",
            },
            typed("POINT(1 2)", GEO + "wktLiteral"),
        ),
        (
            {
                "type": "triple",
                "value": {
                    "subject": {"type": "uri", "value": S.value},
                    "predicate": {"type": "uri", "value": P.value},
                    "object": {"type": "literal", "value": "x"},
                },
            },
            Triple(S, P, Literal("x")),
        ),
    ],
)
def test_terms(cell: dict[str, object], term: Term) -> None:
    assert read_term(cell) == term


def solutions(variables: list[str], *rows: dict[str, object]) -> bytes:
    return json.dumps({"head": {"vars": variables}, "results": {"bindings": rows}}).encode()


def test_rows_with_what_is_unbound() -> None:
    row = {"a": {"type": "uri", "value": S.value}}
    assert read_solutions(solutions(["a", "b"], row), "select", frozenset()) == Result(
        "select", ("a", "b"), ((S, None),)
    )


def test_numbers_that_stand_for_true_and_false() -> None:
    one = {"type": "typed-literal", "value": "1", "datatype": XSD + "integer"}
    many = {"type": "typed-literal", "value": "2", "datatype": XSD + "integer"}
    found = read_solutions(solutions(["a", "b"], {"a": one, "b": one}, {"a": many}), "select", frozenset({"a"}))
    integer = XSD + "integer"
    assert found.rows == ((typed("true", XSD + "boolean"), typed("1", integer)), (typed("2", integer), None))


@pytest.mark.parametrize(
    ("content", "boolean"),
    [
        (b'{"head": {}, "boolean": true}', True),
        (b'{"head": {}, "boolean": false}', False),
        (solutions(["__ASK_RETVAL"], {"__ASK_RETVAL": {"type": "typed-literal", "value": "1"}}), True),
        (solutions(["__ASK_RETVAL"], {"__ASK_RETVAL": {"type": "typed-literal", "value": "0"}}), False),
        (solutions(["__ASK_RETVAL"]), False),
    ],
)
def test_true_and_false(content: bytes, boolean: bool) -> None:
    assert read_solutions(content, "ask", frozenset()) == Result("ask", boolean=boolean)


@pytest.mark.parametrize(
    "content",
    [
        b"<html>",
        b"\xff",
        b"[]",
        b"{}",
        b'{"results": {}}',
        solutions(["a"], {"a": {"type": "new", "value": "x"}}),
        solutions(["a"], {"a": {"type": "uri", "value": "no iri"}}),
        solutions(["a"], {"a": {"type": "uri"}}),
    ],
)
def test_what_is_no_result_is_told(content: bytes) -> None:
    with pytest.raises(StoreError, match=r"^The server's answer is no SPARQL result\. Is this the URL of its query"):
        read_solutions(content, "select", frozenset())


def test_a_graph_has_no_triple_twice_and_its_literals_put_right() -> None:
    line = f'{S} {P} "0"^^<{XSD}boolean> .\n'.encode()
    assert read_graph(line * 2) == (Triple(S, P, typed("false", XSD + "boolean")),)
    with pytest.raises(StoreError, match="no N-Triples"):
        read_graph(b"<html>")


@pytest.mark.parametrize(
    ("expression", "is_boolean"),
    [
        ("?a = 1", True),
        ("!?a", True),
        ("?a IN (1, 2)", True),
        ("NOT EXISTS { ?a ?b ?c }", True),
        ("EXISTS { ?a ?b 1 }", True),
        ('REGEX(?a, "x")', True),
        ("true", True),
        ("?a + 1", False),
        ("IF(?a = 1, 1, 0)", False),
        ("COUNT(*)", False),
        ("COALESCE(?a = 1, 2)", False),
        ("?a", False),
    ],
)
def test_columns_of_true_and_false_are_known_by_their_expressions(expression: str, is_boolean: bool) -> None:
    for text in (f"SELECT ({expression} AS ?x) {{ ?a ?b ?c }}", f"SELECT * {{ ?a ?b ?c BIND({expression} AS ?x) }}"):
        assert boolean_columns(tokens(text)) == (frozenset({"x"}) if is_boolean else frozenset())


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?x ?p ?o FILTER (COALESCE(?x = ?y, true)) }",
        "ASK { ?x ?p ?o FILTER (COALESCE(?x = ?__x_iri, false)) }",
        "ASK { ?x ?p ?o FILTER (COALESCE(STR(?x) = ?__x_string, true)) }",
        'ASK { ?x ?p "COALESCE(?x = ?__x_iri, true)" }',
        "ASK { ?x ?p ?o FILTER (COALESCE(?x = ?__x_iri, true) }",
    ],
)
def test_only_what_is_surely_true_is_left_out(text: str) -> None:
    assert for_server(text) == text or "true) }" in text


def test_a_description_has_what_is_said_of_the_thing_alone() -> None:
    blank = BlankNode("b")
    own = (Triple(S, P, blank), Triple(blank, P, Q))
    foreign = Triple(Q, P, S)
    assert set(described(f"DESCRIBE {S}", (*own, foreign))) == set(own)
    assert described(f"DESCRIBE ?x {{ ?x ?y {S} }}", (foreign,)) == (foreign,)
