"""Datasets in a store in memory."""

from __future__ import annotations

import os

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from treatygraph.graph.builder import build
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.stores.memory import Memory
from treatygraph.graph.terms import XSD

A, B, P, G = (NamedNode(f"urn:{name}") for name in "abpg")
DECIMAL = NamedNode(XSD + "decimal")
LONG = Literal("1.50", datatype=DECIMAL)
EDGES = Dataset((Quad(A, P, LONG, G), Quad(A, P, LONG), Quad(A, P, B)))


def test_what_is_not_there_is_not_found() -> None:
    stored = Memory(EDGES)
    assert stored.objects(Literal("a"), P) == ()
    assert stored.mentioning(Literal("1.500", datatype=DECIMAL)) == ()
    assert (stored.graph(B), stored.size_of(B)) == ((), 0)
    assert stored.size_of(DefaultGraph()) == 2


def test_sources_and_derivations_stay() -> None:
    dataset = build(check=False)
    stored = Memory(dataset)
    assert (stored.sources, stored.derivations) == (dataset.sources, dataset.derivations)


def test_the_digest_is_found_out_once_for_all_processes() -> None:
    stored = Memory(EDGES)
    child = os.fork()
    if not child:
        os._exit(0 if stored.digest == EDGES.digest else 1)
    assert os.waitpid(child, 0)[1] == 0
    stored.store.clear()
    assert stored.digest == EDGES.digest
