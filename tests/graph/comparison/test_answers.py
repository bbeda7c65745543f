"""What changed in the answers of stored queries."""

from __future__ import annotations

import pytest
from hypothesis import given
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from treatygraph.graph.comparison.answers import AnswerChange, SkippedQuery, compare_answers
from treatygraph.graph.comparison.blank_nodes import with_stable_names
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.stored_queries import read_query
from treatygraph.graph.terms import ID, XSD

from .worlds import DATASETS

A, P = NamedNode("urn:a"), NamedNode("urn:p")
ROWS = read_query("#+ summary: All values\nSELECT ?value { ?s <urn:p> ?value } ORDER BY ?value", "rows")
YES = read_query("#+ summary: Is it so?\nASK { <urn:a> <urn:p> 1 }", "yes")
GRAPH = read_query("#+ summary: A graph\nCONSTRUCT { ?s <urn:p> [ <urn:q> ?o ] } WHERE { ?s <urn:p> ?o }", "graph")
NAMED = read_query("#+ summary: One thing\n#+ defaults:\n#+   thing: japan\nASK { ?_thing_iri ?p ?o }", "named")
OPEN = read_query("#+ summary: One thing\nASK { ?_thing_iri ?p ?o }", "open")


def dataset(text: str) -> Dataset:
    return Dataset(with_stable_names(parse(input=text, format=RdfFormat.TURTLE)))


def test_the_rows_that_differ_are_told_as_often_as_they_do() -> None:
    old = dataset('<urn:a> <urn:p> "x" , "y" . <urn:b> <urn:p> "x" .')
    new = dataset('<urn:a> <urn:p> "y" , "z" .')
    rows = ((Literal("x"),), (Literal("x"),))
    expected = AnswerChange("rows", "All values", ("value",), rows, ((Literal("z"),),))
    assert compare_answers(old, new, [ROWS]) == ((expected,), ())


def test_the_order_of_rows_is_of_no_account() -> None:
    unordered = read_query("SELECT ?s { ?s <urn:p> ?value } ORDER BY ?value", "unordered")
    old, new = dataset("<urn:a> <urn:p> 1 . <urn:b> <urn:p> 2 ."), dataset("<urn:a> <urn:p> 2 . <urn:b> <urn:p> 1 .")
    assert compare_answers(old, new, [unordered]) == ((), ())


def test_yes_and_no_differ() -> None:
    (change,), skipped = compare_answers(dataset("<urn:a> <urn:p> 1 ."), dataset("<urn:a> <urn:p> 2 ."), [YES])
    boolean = NamedNode(XSD + "boolean")
    assert change.removed == ((Literal("true", datatype=boolean),),)
    assert change.added == ((Literal("false", datatype=boolean),),)
    assert skipped == ()


def test_new_blank_nodes_of_a_graph_make_no_difference() -> None:
    old = dataset("<urn:a> <urn:p> 1 .")
    assert compare_answers(old, dataset("<urn:a> <urn:p> 1 ."), [GRAPH]) == ((), ())
    (change,), _ = compare_answers(old, dataset("<urn:a> <urn:p> 1 , 2 ."), [GRAPH])
    assert (len(change.removed), len(change.added)) == (0, 2)


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        (NAMED, "The default of 'thing', japan, is not in this graph."),
        (OPEN, "It has no default for thing."),
    ],
)
def test_what_neither_version_can_answer_is_named(query: object, reason: str) -> None:
    assert isinstance(query, type(NAMED))
    one = dataset("<urn:a> <urn:p> 1 .")
    assert compare_answers(one, one, [query]) == ((), (SkippedQuery(query.name, reason),))


def test_what_one_version_alone_can_answer_differs() -> None:
    old, new = dataset("<urn:a> <urn:p> 1 ."), dataset(f"<{ID}japan> <urn:p> 1 .")
    (change,), skipped = compare_answers(old, new, [NAMED])
    assert (change.old_problem, change.new_problem) == ("The default of 'thing', japan, is not in this graph.", "")
    assert (len(change.removed), len(change.added), skipped) == (0, 1, ())


@given(DATASETS, DATASETS)
def test_the_way_back_is_the_mirror(one: list[Quad], other: list[Quad]) -> None:
    query = read_query("SELECT ?s ?o { ?s <urn:s> ?o }", "all")
    old, new = (Dataset(with_stable_names(quads)) for quads in (one, other))
    there, back = (compare_answers(*pair, [query])[0] for pair in ((old, new), (new, old)))
    assert [(each.removed, each.added) for each in there] == [(each.added, each.removed) for each in back]
    assert compare_answers(old, old, [query]) == ((), ())
