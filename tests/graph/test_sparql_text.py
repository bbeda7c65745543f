"""Tokens of queries, and values in the place of variables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Store
from rdflib import Graph

from treatygraph.graph.errors import QueryError
from treatygraph.graph.sparql_text import bind, declared_prefixes, position, term_text, tokens
from treatygraph.graph.terms import XSD

TEMPLATE = """# ?_v is a parameter
SELECT ?_v (STR(?_v) AS ?text) ("?_v" AS ?other)
WHERE { { BIND(?_v AS ?copy) } UNION { FILTER (?_v = ?_v) } OPTIONAL { SELECT (COUNT(?_v) AS ?n) {} } }
GROUP BY ?_v ?copy ?n ORDER BY DESC(?_v) ?_v
"""
HOSTILE = st.one_of(
    st.text(max_size=20),
    st.lists(
        st.sampled_from(['"', "'", "\\", "u0022", "U00000022", "\n", "\r", "}", "{", "#", "<", ">", "é", "\0"])
    ).map("".join),
)


def answer(text: str) -> list[list[str]]:
    solutions = Store().query(text)
    return [[str(row[each]) for each in solutions.variables] for row in solutions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ASK{?s?p?o}", ["ASK", "{", "?s", "?p", "?o", "}"]),
        ("?a<?b && ?c>?d", ["?a", "<", "?b", "&&", "?c", ">", "?d"]),
        ("?s <http://e/a#b> ?o # <c>", ["?s", "<http://e/a#b>", "?o"]),
        ('"a # b" \'c\' """d "" e""" \'\'\'f\'\'\'', ['"a # b"', "'c'", '"""d "" e"""', "'''f'''"]),
        (r'"\"" "\\" "a"@en-GB', [r'"\""', r'"\\"', '"a"', "@en-GB"]),
        ('"1"^^xsd:integer', ['"1"', "^^", "xsd:integer"]),
        ("tg:a.b. :c _:d.e", ["tg:a.b", ".", ":c", "_:d.e"]),
        ("p:a\\/b p:%41 p:", ["p:a\\/b", "p:%41", "p:"]),
        ("tg:reports*/^tg:content", ["tg:reports", "*", "/", "^", "tg:content"]),
        ("1.5e3 .5 7 ?x>=-1", ["1.5e3", ".5", "7", "?x", ">=", "-", "1"]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert [token.text for token in tokens(text)] == expected


@given(st.text(max_size=60))
def test_tokens_are_where_they_say_they_are(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert text[token.start : token.end] == token.text
        gap = text[end : token.start]
        assert not gap.strip() or "#" in gap
        end = token.end
    rest = text[end:]
    assert not rest.strip() or "#" in rest


def test_positions_count_from_one() -> None:
    assert position("a\nbc", 0) == (1, 1)
    assert position("a\nbc", 3) == (2, 2)


def test_prefixes_that_are_declared() -> None:
    assert declared_prefixes(tokens("PREFIX a: <x> prefix : <y> ASK { a:b c:d ?e }")) == {"a": "x", "": "y"}


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (NamedNode("http://example.org/a"), "<http://example.org/a>"),
        (Literal('a"b\\c\nd'), r'"a\"b\\c\nd"'),
        (Literal("a", language="en"), '"a"@en'),
        (Literal("1956-10-19", datatype=NamedNode(XSD + "date")), f'"1956-10-19"^^<{XSD}date>'),
        (Literal("\\u0022"), r'"\\\U000000750022"'),
    ],
)
def test_terms_as_text(term: NamedNode | Literal, text: str) -> None:
    assert term_text(term) == text


@given(HOSTILE)
def test_a_literal_is_read_back_unchanged_by_both_engines(value: str) -> None:
    text = f"SELECT ({term_text(Literal(value))} AS ?value) {{}}"
    assert [row["value"] for row in Store().query(text)] == [Literal(value)]
    assert [str(row[0]) for row in Graph().query(text)] == [value]


@given(HOSTILE)
def test_a_value_never_changes_the_query_around_it(value: str) -> None:
    written = term_text(Literal(value))
    plain, hostile = (tokens(bind(TEMPLATE, {"_v": Literal(each)})) for each in ("harmless", value))
    assert [token.text for token in plain] == [
        '"harmless"' if token.text == written else token.text for token in hostile
    ]
    assert len(answer(bind(TEMPLATE, {"_v": Literal(value)}))) == len(answer(bind(TEMPLATE, {"_v": Literal("a")})))


def test_only_the_variable_itself_is_replaced() -> None:
    text = "SELECT * { ?_v ?_vv ?o . <?_v> ?p '?_v' } # ?_v"
    assert bind(text, {"_v": NamedNode("a:b")}) == "SELECT * { <a:b> ?_vv ?o . <?_v> ?p '?_v' } # ?_v"


def test_both_signs_of_a_variable_are_replaced() -> None:
    assert bind("ASK { $_v ?p ?_v }", {"_v": NamedNode("a:b")}) == "ASK { <a:b> ?p <a:b> }"


def test_a_projected_value_keeps_its_name() -> None:
    bound = bind("SELECT ?_v (COUNT(*) AS ?n) { BIND(?_v AS ?x) } GROUP BY ?_v", {"_v": Literal("a")})
    solutions = Store().query(bound)
    assert [variable.value for variable in solutions.variables] == ["_v", "n"]
    assert [row["_v"] for row in solutions] == [Literal("a")]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { BIND(1 AS ?_v) }",
        "SELECT (1 AS ?_v) {}",
        "SELECT * { VALUES ?_v { 1 } }",
        "SELECT * { VALUES (?a ?_v) { (1 2) } }",
    ],
)
def test_a_query_that_sets_its_own_parameter_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match=r"line 1, column \d+: \?_v is a parameter"):
        bind(text, {"_v": Literal("a")})


def test_a_blank_node_is_no_value() -> None:
    with pytest.raises(QueryError, match="blank node"):
        bind("ASK { ?_v ?p ?o }", {"_v": BlankNode()})
