"""Names for blank nodes that depend on what is said of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from treatygraph.graph.canonical import canonical_nquads
from treatygraph.graph.comparison.blank_nodes import with_scope, with_stable_names
from treatygraph.graph.errors import InputError

from .worlds import DATASETS, renamed

PREDICATE = NamedNode("urn:p")


def turtle(text: str) -> list[Quad]:
    return list(parse(input=text, format=RdfFormat.TURTLE))


@given(DATASETS)
def test_the_named_dataset_is_the_same_dataset(quads: list[Quad]) -> None:
    assert canonical_nquads(with_stable_names(quads)) == canonical_nquads(quads)


@given(DATASETS, st.permutations(range(3)))
def test_neither_former_names_nor_order_count(quads: list[Quad], order: list[int]) -> None:
    other = renamed(quads, order)
    assert set(with_stable_names(reversed(other))) == set(with_stable_names(quads))


def test_one_more_blank_node_renames_no_other() -> None:
    one = turtle("<urn:a> <urn:p> [ <urn:q> 1 ] , [ <urn:q> [ <urn:r> 2 ] ] .")
    more = turtle("<urn:b> <urn:p> [ <urn:q> 0 ] . <urn:a> <urn:p> [ <urn:q> 1 ] , [ <urn:q> [ <urn:r> 2 ] ] .")
    assert set(with_stable_names(one)) < set(with_stable_names(more))


def test_blank_nodes_of_which_the_same_is_said_stay_two() -> None:
    named = with_stable_names(turtle("<urn:a> <urn:p> [ <urn:q> 1 ] , [ <urn:q> 1 ] ."))
    assert len({quad.object for quad in named if isinstance(quad.object, BlankNode)}) == 2


def test_blank_nodes_within_triple_terms_and_graph_names_are_named() -> None:
    def quads(name: str) -> list[Quad]:
        node = BlankNode(name)
        return [Quad(node, PREDICATE, Triple(node, PREDICATE, Literal("1")), BlankNode(name + "g"))]

    assert with_stable_names(quads("x")) == with_stable_names(quads("y"))


def test_files_do_not_share_blank_nodes() -> None:
    quads = turtle("<urn:a> <urn:p> _:x . _:x <urn:p> <urn:b> . <urn:a> <urn:p> <urn:b> .")
    one, other = (list(with_scope(quads, scope)) for scope in ("f0", "f1"))
    assert canonical_nquads(one) == canonical_nquads(quads)
    assert one[0].object != other[0].object
    assert one[2] == other[2] == quads[2]


def test_blank_nodes_that_cannot_be_told_apart_are_refused() -> None:
    nodes = [BlankNode(f"n{number}") for number in range(40)]
    with pytest.raises(InputError, match="cannot be told apart"):
        with_stable_names(Quad(one, PREDICATE, other) for one in nodes for other in nodes if one != other)
