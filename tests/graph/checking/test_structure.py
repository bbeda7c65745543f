from __future__ import annotations

from collections.abc import Callable

from treatygraph.graph.checking.structure import check_structure
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.loader import load
from treatygraph.graph.terms import GRAPH, ID

Read = Callable[[str], Dataset]


def found(dataset: Dataset) -> list[tuple[str, str, str | None]]:
    return [(each.code, each.focus.removeprefix(ID), each.graph) for each in check_structure(dataset)]


def test_the_graph_that_is_shipped_is_clean() -> None:
    assert found(load()) == []


def test_a_blank_node_is_told_at_what_it_hangs_on(read: Read) -> None:
    dataset = read("g:p01 { :visit a tg:Meeting ; tg:when [ tg:edtf '2001' ; rdfs:seeAlso [ rdfs:label 'inner' ] ] . }")
    assert found(dataset) == [("TG205", "visit", GRAPH + "gazette/p01")]


def test_a_blank_node_that_hangs_on_nothing_is_told_with_its_graph(read: Read) -> None:
    assert found(read("g:p01 { [] a tg:Island . }")) == [("TG205", "", GRAPH + "gazette/p01")]


def test_a_list_is_made_of_blank_nodes(read: Read) -> None:
    assert found(read("g:p01 { :accord a tg:Treaty ; tg:party ( :a :b ) . }")) == [
        ("TG205", "accord", GRAPH + "gazette/p01")
    ]


def test_a_graph_needs_a_name_that_can_be_cited(read: Read) -> None:
    assert found(read("_:g { :a a tg:Island . }")) == [("TG205", "", None)]


def test_a_thing_may_have_its_type_in_another_graph(read: Read) -> None:
    assert found(read("g:p01 { :a tg:inhabited false . } g:p02 { :a a tg:Island . }")) == []


def test_a_thing_without_a_type_is_told_once(read: Read) -> None:
    dataset = read("g:p01 { :a tg:inhabited false . } g:p02 { :a rdfs:label 'a' . <urn:b> rdfs:seeAlso :a . }")
    assert found(dataset) == [("TG289", "a", None)]


def test_an_inferred_type_is_none_that_was_curated(read: Read) -> None:
    dataset = read("g:p01 { :a tg:inhabited false . } graph:x { graph:x a tg:InferredGraph . :a a tg:Island . }")
    assert found(dataset) == [("TG289", "a", None)]


def test_blank_nodes_of_the_ontology_are_its_own_business(read: Read) -> None:
    dataset = read("<https://w3id.org/treatygraph/ns> { tg:State rdfs:subClassOf [ a owl:Class ] . }")
    assert found(dataset) == []
