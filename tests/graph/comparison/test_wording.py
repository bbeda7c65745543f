"""The words of a comparison."""

from __future__ import annotations

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Triple

from treatygraph.graph.comparison.difference import Difference
from treatygraph.graph.comparison.statuses import State
from treatygraph.graph.comparison.vocabulary import TermChange
from treatygraph.graph.comparison.wording import Words, heading, state_text
from treatygraph.graph.dataset import GraphName, Term
from treatygraph.graph.terms import ID, XSD

A = NamedNode("urn:a")


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (A, "<urn:a>"),
        (NamedNode(ID + "time/1956"), ":time/1956"),
        (Literal("x"), '"x"'),
        (Literal("x", language="en"), '"x"@en'),
        (Literal("1", datatype=NamedNode(XSD + "integer")), '"1"^^xsd:integer'),
        (Literal('a "b"\nc\u202e\x1b\U000e0001'), '"a \\"b\\"\\nc\\u202E\\u001B\\U000E0001"'),
        (BlankNode("b1"), "_:b1"),
        (Triple(A, A, Literal("x")), '<<( <urn:a> <urn:a> "x" )>>'),
        (DefaultGraph(), "default graph"),
        (None, ""),
    ],
)
def test_terms_are_short_and_printable(term: Term | GraphName | None, text: str) -> None:
    assert Words().term(term) == text


def test_the_name_of_a_blank_node_stays() -> None:
    assert Words().iri("_:b1") == "_:b1"


@pytest.mark.parametrize(
    ("state", "text"),
    [
        (None, "absent"),
        (State("due", ("due",)), "due"),
        (State("unknown", ("due", "performed")), "unknown (due or performed)"),
        (State("conditional", ("conditional",), (ID + "a",), (ID + "b",)), "conditional (unmet: a, b?)"),
    ],
)
def test_a_status_is_told_with_what_makes_it_exact(state: State | None, text: str) -> None:
    assert state_text(state) == text


def test_only_what_differs_is_counted() -> None:
    one, two = TermChange("added", "urn:a"), TermChange("added", "urn:b")
    assert heading(Difference("a", "b", terms=(one,))) == "1 term"
    assert heading(Difference("a", "b", terms=(one, two))) == "2 terms"
    assert heading(Difference("a", "b")) == ""


def test_the_longest_namespace_of_the_prefixes_is_the_one_that_is_used() -> None:
    words = Words({"": "urn:a:", "b": "urn:a:b:", "none": ""})
    assert [words.iri(each) for each in ("urn:a:b:c", "urn:a:c", "urn:a:", "urn:b")] == [
        "b:c",
        ":c",
        "<urn:a:>",
        "<urn:b>",
    ]


def test_of_long_literals_the_part_is_shown_in_which_they_differ() -> None:
    words = Words(longest=8)
    old, new = Literal("0123456789abcdef"), Literal("0123456789Xbcdef", language="en")
    assert words.term(old) == '"01234567…"'
    assert words.values([old], [new]) == '"…89abcdef"'
    assert words.values([new], [old]) == '"…89Xbcdef"@en'
    assert words.values([Literal("x" * 30 + "y")], [Literal("x" * 30 + "z")]) == '"…xxxxxxxy"'
    assert Words().values([old], [new]) == '"0123456789abcdef"'
