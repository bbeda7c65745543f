"""Numbers about a dataset, counted without the engine."""

from __future__ import annotations

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from treatygraph.graph.statistics import Statistics, statistics_of
from treatygraph.graph.terms import ID, RDF_TYPE

A, B = NamedNode(ID + "a"), NamedNode(ID + "b")
C, D, P = (NamedNode(f"urn:{name}") for name in "cdp")
NODE = BlankNode("n")
QUADS = [
    Quad(B, RDF_TYPE, D),
    Quad(B, RDF_TYPE, C),
    Quad(A, RDF_TYPE, C),
    Quad(A, RDF_TYPE, NODE),
    Quad(A, P, B),
    Quad(A, P, Literal("x")),
    Quad(NODE, P, Literal("x")),
]


def test_what_is_counted() -> None:
    rdf_type = RDF_TYPE.value
    found = statistics_of(lambda: QUADS)
    assert found == Statistics(
        triples=7,
        subjects=3,
        objects=5,
        entities=2,
        classes={"urn:c": 2, "urn:d": 1},
        properties={rdf_type: 4, "urn:p": 3},
        of_classes={"urn:c": {rdf_type: 4, "urn:p": 2}, "urn:d": {rdf_type: 2}},
    )
    assert list(found.classes) == ["urn:c", "urn:d"]
    assert statistics_of(lambda: ()) == Statistics(0, 0, 0, 0, {}, {}, {})
