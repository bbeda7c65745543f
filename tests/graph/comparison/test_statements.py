"""What changed in the statements."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from treatygraph.graph.canonical import canonical_nquads
from treatygraph.graph.comparison.blank_nodes import with_stable_names
from treatygraph.graph.comparison.statements import StatementChange, apply, compare_statements

from .worlds import DATASETS, renamed

A, B, P, Q, G = (NamedNode(f"urn:{name}") for name in "abpqg")


def trig(text: str) -> tuple[Quad, ...]:
    return with_stable_names(parse(input=text, format=RdfFormat.TRIG))


def test_exactly_what_changed_is_told_by_graph_subject_and_predicate() -> None:
    old = trig('<urn:a> <urn:p> "1" ; <urn:q> "x" . <urn:g> { <urn:b> <urn:p> "1" , "2" , "3" }')
    new = trig('<urn:a> <urn:p> "1" ; <urn:q> "y" . <urn:g> { <urn:a> <urn:p> "1" . <urn:b> <urn:p> "2" }')
    assert compare_statements(old, new) == (
        StatementChange(G, A, P, (), (Literal("1"),)),
        StatementChange(G, B, P, (Literal("1"), Literal("3")), ()),
        StatementChange(DefaultGraph(), A, Q, (Literal("x"),), (Literal("y"),)),
    )
    assert [change.kind for change in compare_statements(old, new)] == ["added", "removed", "changed"]


def test_a_statement_that_moves_to_another_graph_is_removed_and_added() -> None:
    moved = compare_statements(trig("<urn:a> <urn:p> 1 ."), trig("<urn:g> { <urn:a> <urn:p> 1 }"))
    assert {(change.kind, change.graph) for change in moved} == {("added", G), ("removed", DefaultGraph())}


def test_another_form_of_the_same_number_is_a_change() -> None:
    (change,) = compare_statements(trig("<urn:a> <urn:p> 1.0 ."), trig("<urn:a> <urn:p> 1.00 ."))
    assert change.kind == "changed"


def test_the_node_that_changed_is_told_and_its_neighbour_is_not() -> None:
    old = trig("<urn:a> <urn:p> [ <urn:q> 1 ] , [ <urn:q> 2 ] .")
    new = trig("<urn:a> <urn:p> [ <urn:q> 1 ] , [ <urn:q> 3 ] .")
    changes = compare_statements(old, new)
    assert sorted(str(value) for change in changes for value in (*change.old, *change.new) if "XML" in str(value)) == [
        '"2"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '"3"^^<http://www.w3.org/2001/XMLSchema#integer>',
    ]
    assert len(changes) == 3


@given(DATASETS, st.permutations(range(3)))
def test_a_dataset_does_not_differ_from_itself(quads: list[Quad], order: list[int]) -> None:
    assert compare_statements(with_stable_names(quads), with_stable_names(renamed(quads, order))) == ()


@given(DATASETS, DATASETS)
def test_the_difference_makes_the_new_dataset_of_the_old(one: list[Quad], other: list[Quad]) -> None:
    old, new = with_stable_names(one), with_stable_names(other)
    changes = compare_statements(old, new)
    assert apply(old, changes) == set(new)
    assert canonical_nquads(apply(old, changes)) == canonical_nquads(other)
    assert all(set(change.removed) <= set(old) and not set(change.added) & set(old) for change in changes)


@given(DATASETS, DATASETS)
def test_the_way_back_is_the_mirror(one: list[Quad], other: list[Quad]) -> None:
    old, new = with_stable_names(one), with_stable_names(other)
    mirrored = [
        StatementChange(each.graph, each.subject, each.predicate, each.new, each.old)
        for each in compare_statements(new, old)
    ]
    assert list(compare_statements(old, new)) == mirrored
