from __future__ import annotations

from collections.abc import Callable

from treatygraph.graph.checking.consistency import check_consistency
from treatygraph.graph.checking.material import Material
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.loader import load
from treatygraph.graph.terms import GRAPH, ID

Read = Callable[[str], Dataset]

TWO_VOICES = """
graph:provenance {
  g:p01 a tg:PassageGraph ; tg:voice :gazette .
  g:p02 a tg:PassageGraph ; tg:voice :courier .
}
"""


def test_the_graph_that_is_shipped_is_consistent() -> None:
    assert list(check_consistency(Material.of(load()))) == []


def test_a_thing_of_two_disjoint_classes_is_told_with_the_statements(read: Read) -> None:
    dataset = read(TWO_VOICES + "g:p01 { :rock a tg:Island , tg:State . }")
    findings = list(check_consistency(Material.of(dataset)))
    assert {each.focus for each in findings} == {ID + "rock"}
    assert {each.code for each in findings} == {"TG302"}
    assert all(each.graph == GRAPH + "gazette/p01" for each in findings)
    assert any(
        ":rock rdf:type tg:Island" in each.repair and ":rock rdf:type tg:State" in each.repair for each in findings
    )


def test_two_voices_may_contradict_each_other(read: Read) -> None:
    dataset = read(TWO_VOICES + "g:p01 { :rock a tg:Island . } g:p02 { :rock a tg:State . }")
    assert list(check_consistency(Material.of(dataset))) == []


def test_a_contradiction_that_an_inference_rests_on_is_told_once(read: Read) -> None:
    more = """
graph:provenance { graph:i a tg:InferenceGraph ; tg:voice :curators ; prov:wasDerivedFrom g:p01 . }
g:p01 { :rock a tg:Island , tg:State . }
graph:i { :reef a tg:Island . }
"""
    alone = list(check_consistency(Material.of(read(TWO_VOICES + "g:p01 { :rock a tg:Island , tg:State . }"))))
    assert list(check_consistency(Material.of(read(TWO_VOICES + more)))) == alone
