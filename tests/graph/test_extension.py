"""Datasets with further quads."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Quad, Triple

from treatygraph.graph.dataset import Dataset

S, P, T, G, H = (NamedNode(f"http://example.org/{each}") for each in "spogh")
BASE = Dataset((Quad(S, P, T, G), Quad(S, P, Literal("1"), G)))


def test_an_extended_dataset_looks_up_as_if_it_were_made_of_all_quads() -> None:
    further = (Quad(S, P, T, H), Quad(T, H, T, G), Quad(S, P, T, G), Quad(S, P, T, H))
    extended, whole = BASE.extended(further), Dataset(tuple(dict.fromkeys((*BASE.quads, *further))))
    assert (extended.quads, extended.size) == (whole.quads, 4)
    assert (extended.graph_names, extended.iris, extended.counts()) == (whole.graph_names, whole.iris, whole.counts())
    assert (extended.predicates, extended.digest) == (whole.predicates, whole.digest)
    for node in (S, P, T, G, H):
        assert set(extended.about(node)) == set(whole.about(node))
        assert set(extended.mentioning(node)) == set(whole.mentioning(node))
        assert set(extended.with_predicate(node)) == set(whole.with_predicate(node))
        assert set(extended.objects(node, P)) == set(whole.objects(node, P))
        assert set(extended.subjects(P, node)) == set(whole.subjects(P, node))
        assert set(extended.graph(node)) == set(whole.graph(node))
        assert (extended.size_of(node), extended.knows(node)) == (whole.size_of(node), whole.knows(node))
    assert extended.graphs_of(Triple(S, P, T)) == (G, H)


def test_what_is_extended_stays_as_it_was() -> None:
    BASE.extended((Quad(S, P, T, H),))
    assert BASE.graphs_of(Triple(S, P, T)) == (G,)
