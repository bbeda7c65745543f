"""The canonical form of a dataset."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from treatygraph.graph.canonical import canonical_nquads, digest
from treatygraph.graph.errors import InputError

P = NamedNode("urn:p")
BLANKS = st.sampled_from([BlankNode(name) for name in "abcd"])
NODES = BLANKS | st.sampled_from([NamedNode("urn:x"), NamedNode("urn:y")])
QUADS = st.lists(st.builds(Quad, NODES, st.just(P), NODES | st.just(Literal("1"))), max_size=8)


@given(QUADS, st.permutations("abcd"), st.data())
def test_names_of_blank_nodes_and_order_change_nothing(
    quads: list[Quad], names: list[str], data: st.DataObject
) -> None:
    renamed = {BlankNode(old): BlankNode("n" + new) for old, new in zip("abcd", names, strict=True)}
    other = [Quad(renamed.get(q.subject, q.subject), q.predicate, renamed.get(q.object, q.object)) for q in quads]
    assert digest(data.draw(st.permutations(other))) == digest(quads)


@given(QUADS)
def test_one_statement_more_is_another_dataset(quads: list[Quad]) -> None:
    assert digest([*quads, Quad(NamedNode("urn:new"), P, Literal("1"))]) != digest(quads)


def test_lines_are_sorted_and_end_with_a_line_feed() -> None:
    text = canonical_nquads([Quad(NamedNode("urn:b"), P, P), Quad(NamedNode("urn:a"), P, P)])
    assert text == b"<urn:a> <urn:p> <urn:p> .\n<urn:b> <urn:p> <urn:p> .\n"


def test_a_graph_made_to_keep_the_algorithm_busy_is_refused() -> None:
    blanks = [BlankNode(f"b{number}") for number in range(30)]
    clique = [Quad(one, P, other) for one in blanks for other in blanks if one != other]
    with pytest.raises(InputError, match="30 blank nodes refer to each other"):
        digest(clique)


def test_many_alike_blank_nodes_that_never_meet_cost_nothing() -> None:
    quads = [Quad(NamedNode("urn:x"), P, BlankNode(f"b{number}")) for number in range(200)]
    assert canonical_nquads(quads).count(b"\n") == 200
