"""Exports: exactly what was curated, in every format, always the same bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from treatygraph.graph import load
from treatygraph.graph.canonical import digest
from treatygraph.graph.errors import InputError
from treatygraph.graph.export import FORMATS, describe, serialise
from treatygraph.graph.terms import ID, PREFIXES, RDF, XSD

FRAGILE = [
    Literal("1.50", datatype=NamedNode(XSD + "decimal")),
    Literal("1", datatype=NamedNode(XSD + "boolean")),
    Literal("01", datatype=NamedNode(XSD + "integer")),
    Literal("5", datatype=NamedNode(XSD + "byte")),
    Literal("1.0e0", datatype=NamedNode(XSD + "double")),
    Literal("two\nlines “quoted” \\ \t"),
    Literal("Habomai", language="en"),
]
IRIS = st.sampled_from([NamedNode(f"https://example.org/{name}") for name in "abc"])
NODES = IRIS | st.sampled_from([BlankNode("x"), BlankNode("y")])
LITERALS = st.sampled_from(FRAGILE) | st.text(st.characters(exclude_categories=["Cs", "Cc"])).map(Literal)
QUADS = st.builds(Quad, NODES, IRIS, NODES | LITERALS, IRIS | st.just(DefaultGraph()))


@pytest.mark.parametrize("form", FORMATS.values(), ids=list(FORMATS))
def test_literals_survive_byte_for_byte(form: RdfFormat) -> None:
    subject, predicate = NamedNode("https://example.org/a"), NamedNode("https://example.org/p")
    quads = [Quad(subject, predicate, literal) for literal in FRAGILE]
    assert {quad.object for quad in parse(input=serialise(quads, form), format=form)} == set(FRAGILE)


@pytest.mark.parametrize("form", FORMATS.values(), ids=list(FORMATS))
@given(quads=st.lists(QUADS, max_size=12), data=st.data())
def test_order_changes_nothing_and_nothing_is_lost(form: RdfFormat, quads: list[Quad], data: st.DataObject) -> None:
    text = serialise(quads, form)
    assert serialise(data.draw(st.permutations(quads)), form) == text
    expected = quads if form.supports_datasets else [Quad(*quad.triple) for quad in quads]
    assert digest(parse(input=text, format=form)) == digest(expected)


@pytest.mark.parametrize("form", [RdfFormat.TURTLE, RdfFormat.TRIG])
@pytest.mark.parametrize("further", [None, {"a": "https://example.org/"}], ids=["ours", "more"])
def test_prefixes_are_sorted(form: RdfFormat, further: dict[str, str] | None) -> None:
    quad = Quad(NamedNode("https://example.org/a"), NamedNode("https://example.org/b"), Literal("@prefix"))
    lines = serialise([quad], form, further).decode().splitlines()
    prefixes = [line.split()[1].removesuffix(":") for line in lines if line.startswith("@prefix ")]
    assert prefixes == sorted({**PREFIXES, **(further or {})})
    assert serialise([], form, further) == b""


@pytest.mark.parametrize("form", FORMATS.values(), ids=list(FORMATS))
def test_the_article_comes_back_whole(form: RdfFormat) -> None:
    quads = load().quads
    found = {quad.triple for quad in parse(input=serialise(quads, form), format=form)}
    assert found == {quad.triple for quad in quads}


@pytest.mark.parametrize(
    ("predicate", "value"),
    [
        ("https://example.org/1", "x"),
        ("https://example.org/p", "\x01"),
        ("https://example.org/p", "\ufffe"),
        ("https://example.org/număr-cu-ț", "x"),
        (RDF + "li", "x"),
        (RDF + "about", "x"),
    ],
)
def test_rdf_xml_refuses_what_xml_cannot_say(predicate: str, value: str) -> None:
    quad = Quad(NamedNode("urn:a"), NamedNode(predicate), Literal(value))
    with pytest.raises(InputError, match="Use another format"):
        serialise([quad], RdfFormat.RDF_XML)


def test_a_description_has_what_is_said_who_says_it_and_what_points_there() -> None:
    dataset = load()
    quads = describe(dataset, ID + "shikotan")
    subjects = {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
    assert {ID + "shikotan", ID + "hand-over-islands", ID + "graph/tass-2018-12-07/p09b"} <= subjects


def test_nothing_is_said_of_what_is_unknown() -> None:
    assert describe(load(), "https://example.org/nobody") == ()
