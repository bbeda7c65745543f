"""The dataset and its look-ups."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from treatygraph.graph import load
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.terms import GRAPH, ID, PROVENANCE_GRAPH, RDF_TYPE, tg

SECOND = Path(__file__).parents[1] / "second_article" / "nna-2024-05-14.trig"
A, B, P = (NamedNode(f"urn:{name}") for name in "abp")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("graph/nna-2024-05-14/p04b", "passage"),
        ("inference/nna-2024-05-14/both-states", "inference"),
        ("graph/labels", "editorial"),
        ("graph/perspectives", "perspective"),
        ("graph/provenance", "provenance"),
        ("graph/nobody", "other"),
    ],
)
def test_the_kind_of_a_graph_is_what_provenance_says(name: str, kind: str) -> None:
    assert load([SECOND]).kind_of(ID + name) == kind


def test_every_quad_is_counted_once() -> None:
    dataset = load([SECOND])
    assert (
        sum(dataset.counts().values()) == len(dataset.quads) == sum(map(len, map(dataset.graph, dataset.graph_names)))
    )


def test_look_ups_see_the_union_of_all_graphs() -> None:
    dataset = Dataset((Quad(A, P, B, NamedNode("urn:g")), Quad(A, P, Literal("x")), Quad(A, P, B)))
    assert set(dataset.objects(A, P)) == {B, Literal("x")}
    assert dataset.subjects(P, B) == (A,)
    assert set(dataset.graphs_of(dataset.quads[0].triple)) == {NamedNode("urn:g"), DefaultGraph()}
    assert dataset.value(A, RDF_TYPE) is None
    assert len(dataset.about(A)) == 3
    assert len(dataset.mentioning(B)) == 2


def test_the_digest_is_that_of_the_content_not_of_the_order() -> None:
    dataset = load([SECOND])
    assert Dataset(tuple(reversed(dataset.quads))).digest == dataset.digest
    assert Dataset(dataset.quads[1:]).digest != dataset.digest


def test_graph_names_come_sorted_with_the_default_graph_first() -> None:
    names = Dataset((Quad(A, P, B, NamedNode("urn:g")), Quad(A, P, B))).graph_names
    assert names == (DefaultGraph(), NamedNode("urn:g"))


def test_the_provenance_graph_declares_every_passage_graph() -> None:
    dataset = load()
    declared = {
        quad.subject for quad in dataset.graph(NamedNode(PROVENANCE_GRAPH)) if quad.object == tg("PassageGraph")
    }
    used = {name for name in dataset.graph_names if getattr(name, "value", "").startswith(GRAPH + "tass")}
    assert declared == used


def test_what_has_a_predicate_is_found_by_it() -> None:
    dataset = Dataset((Quad(A, P, B, NamedNode("urn:g")), Quad(A, B, B)))
    assert (dataset.predicates, dataset.with_predicate(P), dataset.with_predicate(A)) == (
        {P, B},
        dataset.quads[:1],
        (),
    )


@pytest.mark.parametrize(("name", "known"), [("a", True), ("b", True), ("g", True), ("p", False), ("q", False)])
def test_a_thing_is_known_as_subject_object_or_graph(name: str, known: bool) -> None:
    assert Dataset((Quad(A, P, B, NamedNode("urn:g")),)).knows(NamedNode(f"urn:{name}")) is known
