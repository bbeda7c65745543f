"""Datasets in a store, in memory or on disk, find what the same quads in Python find, as its source has it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from treatygraph.graph.builder import build
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.loader import load
from treatygraph.graph.stores.disk import Disk
from treatygraph.graph.stores.folder import write_store
from treatygraph.graph.stores.memory import Memory
from treatygraph.graph.terms import XSD

PONTOON = Path(__file__).parents[2] / "server" / "data" / "pontoon.trig"
A, B, P, G = (NamedNode(f"urn:{name}") for name in "abpg")
DECIMAL = NamedNode(XSD + "decimal")
LONG, SHORT = Literal("1.50", datatype=DECIMAL), Literal("1.5", datatype=DECIMAL)
EDGES = Dataset(
    (
        Quad(A, P, LONG, G),
        Quad(A, P, SHORT, G),
        Quad(A, P, LONG),
        Quad(A, P, B),
        Quad(B, P, Literal("a", language="en"), A),
        Quad(B, P, Literal("1.50"), A),
        Quad(B, P, BlankNode("b"), A),
        Quad(BlankNode("b"), P, Triple(A, P, LONG), G),
        Quad(A, B, A, BlankNode("g")),
    )
)
"""Two forms of one value, a triple in the default graph and in another, one in the default graph alone, and so on."""


@pytest.mark.parametrize("kind", ["memory", "disk"])
@pytest.mark.parametrize(
    "dataset",
    [EDGES, Dataset((Quad(A, P, LONG), Quad(A, P, B))), load([PONTOON]), build(check=False)],
    ids=["edges", "unnamed", "pontoon", "shipped"],
)
def test_it_finds_what_quads_in_python_find(dataset: Dataset, kind: str, tmp_path: Path) -> None:
    if kind == "disk":
        write_store(dataset, tmp_path)
    stored = Disk(tmp_path) if kind == "disk" else Memory(dataset)
    assert set(stored.quads) == set(dataset.quads)
    assert (stored.size, len(stored.quads)) == (dataset.size, dataset.size)
    assert (stored.graph_names, stored.iris, stored.predicates) == (
        dataset.graph_names,
        dataset.iris,
        dataset.predicates,
    )
    assert (stored.counts(), stored.digest) == (dataset.counts(), dataset.digest)
    for name in dataset.graph_names:
        assert set(stored.graph(name)) == set(dataset.graph(name))
        assert stored.size_of(name) == dataset.size_of(name)
    for predicate in dataset.predicates:
        assert set(stored.with_predicate(predicate)) == set(dataset.with_predicate(predicate))
    for quad in dataset.quads:
        assert set(stored.about(quad.subject)) == set(dataset.about(quad.subject))
        assert set(stored.mentioning(quad.object)) == set(dataset.mentioning(quad.object))
        assert set(stored.graphs_of(quad.triple)) == set(dataset.graphs_of(quad.triple))
        assert set(stored.objects(quad.subject, quad.predicate)) == set(dataset.objects(quad.subject, quad.predicate))
        assert set(stored.subjects(quad.predicate, quad.object)) == set(dataset.subjects(quad.predicate, quad.object))
        assert stored.knows(quad.predicate) == dataset.knows(quad.predicate)
    assert {tuple(row) for row in stored.store.query("SELECT * { ?s ?p ?o }")} == {
        tuple(row) for row in dataset.store.query("SELECT * { ?s ?p ?o }")
    }
