"""JSON-LD with short names: two readers get the same quads back, and a person finds the words of the ontology."""

from __future__ import annotations

import json

import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from tests.examples import examples
from treatygraph.graph.closure import ontology_quads
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import InputError
from treatygraph.graph.json_ld import context_of, write
from treatygraph.graph.loader import load
from treatygraph.graph.terms import ID, PREFIXES, RDF_TYPE, RDFS_LABEL, TG, XSD, tg

CONTEXT = context_of(Dataset(tuple(ontology_quads())))
JAPAN = NamedNode(ID + "japan")
GEO_SCHEME = NamedNode("geo:p")


def read(data: bytes) -> set[Quad]:
    return set(parse(data, format=RdfFormat.JSON_LD))


def test_each_term_of_the_ontology_has_its_local_name() -> None:
    names = {quad.subject.value for quad in ontology_quads() if isinstance(quad.subject, NamedNode)}
    locals_ = {name.removeprefix(TG) for name in names if name.startswith(TG)}
    assert locals_ <= CONTEXT.keys()
    assert not locals_ & {*PREFIXES, "id", "type", "label", "comment"}


def test_a_thing_is_short_and_reads_like_json() -> None:
    quads = [
        Quad(JAPAN, RDF_TYPE, tg("State")),
        Quad(JAPAN, RDFS_LABEL, Literal("Japan", language="en")),
        Quad(JAPAN, RDFS_LABEL, Literal("Japon", language="fr")),
        Quad(JAPAN, tg("when"), NamedNode(ID + "time/1956")),
        Quad(JAPAN, tg("notBefore"), Literal("1956-10-19", datatype=NamedNode(XSD + "date"))),
        Quad(JAPAN, tg("block"), Literal("01", datatype=NamedNode(XSD + "integer"))),
    ]
    written = json.loads(write(quads, CONTEXT))
    words = "@version id type label State when notBefore block tg xsd"
    assert written.pop("@context").keys() == set(words.split())
    assert written == {
        "id": JAPAN.value,
        "type": "State",
        "label": ["Japan", {"@value": "Japon", "@language": "fr"}],
        "when": f"{ID}time/1956",
        "notBefore": "1956-10-19",
        "block": "01",
    }
    assert read(write(quads, CONTEXT)) == set(quads)


@pytest.mark.parametrize(
    "value",
    [
        Literal("plain"),
        Literal("x", datatype=NamedNode(XSD + "gYear")),
        Literal("x", language="fr"),
        Literal("x", language="en"),
        JAPAN,
        BlankNode("b"),
        NamedNode("geo:37.78,-122.39"),
        NamedNode("tg:State"),
        NamedNode("urn:isbn:0"),
        Literal("x", datatype=NamedNode("c:odd")),
    ],
    ids=str,
)
@pytest.mark.parametrize(
    "predicate", [tg("when"), tg("notBefore"), tg("edtf"), RDFS_LABEL, NamedNode("geo:p")], ids=str
)
def test_a_value_that_a_property_does_not_expect_is_said_in_full(
    predicate: NamedNode, value: NamedNode | Literal | BlankNode
) -> None:
    quads = {Quad(JAPAN, predicate, value), Quad(JAPAN, RDF_TYPE, tg("State"), NamedNode(ID + "g"))}
    data = write(quads, CONTEXT)
    assert pyoxigraph.Dataset(read(data)) == pyoxigraph.Dataset(quads) or "_:" in str(value)
    assert len(read(data)) == 2


def test_all_of_the_graph_comes_back_in_both_readers() -> None:
    quads = set(load().quads)
    data = write(quads, CONTEXT)
    assert read(data) == quads
    graph = rdflib.Dataset()
    graph.parse(data=data, format="json-ld")
    assert sum(len(each) for each in graph.graphs()) == len(quads)


def test_a_triple_in_the_place_of_a_thing_is_refused() -> None:
    inner = Triple(JAPAN, RDF_TYPE, tg("State"))
    with pytest.raises(InputError, match="JSON-LD cannot say"):
        write([Quad(JAPAN, tg("when"), inner)], CONTEXT)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
IRIS = st.sampled_from(
    [JAPAN, tg("State"), tg("when"), RDF_TYPE, NamedNode("time:x"), NamedNode("http://e.org/a:b//c")]
)
LITERALS = st.one_of(
    st.builds(Literal, TEXTS),
    st.builds(lambda text, tag: Literal(text, language=tag), TEXTS, st.sampled_from(["en", "de", "en-gb"])),
    st.builds(lambda text, kind: Literal(text, datatype=kind), TEXTS, IRIS),
)
QUADS = st.builds(Quad, IRIS, IRIS, st.one_of(IRIS, LITERALS), st.one_of(IRIS, st.just(DefaultGraph())))


@examples(150)
@given(st.lists(QUADS, max_size=5))
def test_whatever_is_written_is_read_back(quads: list[Quad]) -> None:
    assert read(write(quads, CONTEXT)) == set(quads)
