from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from treatygraph.graph.checking.consistency import check_consistency
from treatygraph.graph.checking.material import Material
from treatygraph.graph.checking.placement import place
from treatygraph.graph.closure import ontology_reasoner
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.loader import load
from treatygraph.graph.reasoning import index
from treatygraph.graph.terms import GRAPH, ID

Read = Callable[[str], Dataset]
Find = Callable[..., list[tuple[str, int, int]]]

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


FOREIGN = """
ex:parent a owl:IrreflexiveProperty , owl:AsymmetricProperty .
ex:twin owl:propertyDisjointWith ex:parent .
ex:mother a owl:FunctionalProperty .
ex:Old a owl:Class ; owl:disjointWith ex:Young .
ex:Child a owl:Class ; rdfs:subClassOf ex:Young .
"""


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (":a ex:parent :b .", []),
        (":a ex:parent :a .", [("TG304", 8, 14)]),
        (":a ex:parent :b .\n:b ex:parent :a .", [("TG304", 9, 14)]),
        (":a ex:parent :b ; ex:twin :b .", [("TG304", 8, 14)]),
        (":a ex:mother :b , :c .", [("TG303", 8, 19)]),
        (":a a ex:Old , ex:Child .", [("TG302", 8, 15)]),
        (":a a owl:Nothing .", [("TG301", 8, 6)]),
        (":a owl:differentFrom :b ; owl:sameAs :b .", [("TG301", 8, 38)]),
    ],
)
def test_contradictions_stand_at_the_last_statement_that_leads_to_them(
    find: Find, text: str, places: list[tuple[str, int, int]]
) -> None:
    assert find(check_consistency, FOREIGN + text) == places


def test_the_chain_of_rules_and_statements_is_told(material: Callable[..., Material]) -> None:
    [finding] = check_consistency(material(FOREIGN + ":a a ex:Old , ex:Child ."))
    young, child = "<https://example.org/ns#Young>", "<https://example.org/ns#Child>"
    assert f":a rdf:type {young} follows from {child} rdfs:subClassOf {young} and :a rdf:type {child} (cax-sco)" in (
        finding.message
    )
    assert "(cax-dw)" in finding.message
    assert f":a rdf:type {child}" in finding.repair


def test_a_list_is_told_as_a_list(material: Callable[..., Material]) -> None:
    text = "[] a owl:AllDisjointClasses ; owl:members ( ex:A ex:B ) . :x a ex:A , ex:B ."
    [finding] = check_consistency(material(text))
    told = re.sub("_:[^ ;]+", "_:b", finding.repair)
    assert told == (
        "Correct one of: _:b rdf:type owl:AllDisjointClasses; "
        "_:b owl:members ( <https://example.org/ns#A> <https://example.org/ns#B> ); "
        ":x rdf:type <https://example.org/ns#A>; :x rdf:type <https://example.org/ns#B>."
    )


def test_of_a_long_literal_the_beginning_is_told(material: Callable[..., Material]) -> None:
    text = f"ex:p a owl:DatatypeProperty , owl:FunctionalProperty . :x ex:p 'b' , '{'a' * 5000}' ."
    [finding] = check_consistency(material(text))
    assert f'"{"a" * 59}…' in finding.message
    assert f'"{"a" * 59}…' in finding.repair
    assert len(finding.message) < 500


def test_what_an_axiom_makes_one_is_told_with_its_values(material: Callable[..., Material]) -> None:
    [finding] = check_consistency(material(FOREIGN + ":a ex:mother :b , :c ."))
    assert "owl:sameAs" in finding.message
    assert "(prp-fp)" in finding.message


def test_axioms_of_further_ontologies_hold_too(find: Find, tmp_path: Path) -> None:
    path = tmp_path / "more.ttl"
    path.write_text(
        "@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix ex: <https://example.org/ns#> .\n"
        "ex:parent a owl:IrreflexiveProperty . ex:mother a owl:FunctionalProperty ."
    )
    assert find(check_consistency, ":a ex:parent :a .") == []
    assert find(check_consistency, ":a ex:parent :a .", ontology=(path,)) == [("TG304", 2, 14)]
    assert find(check_consistency, ":a ex:mother :b , :c .", ontology=(path,)) == [("TG303", 2, 19)]


def test_a_literal_that_is_ill_formed_is_left_to_the_rule_on_literals(find: Find) -> None:
    assert find(check_consistency, ':a tg:notAfter "2001-13-01"^^xsd:date .') == []


@pytest.fixture
def little_may_follow(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let two statements follow from each; the ontology is closed anew under this bound, and once more afterwards."""
    monkeypatch.setattr(index, "FEWEST_FACTS", 0)
    monkeypatch.setattr(index, "FACTS_EACH", 2)
    ontology_reasoner.cache_clear()
    yield
    ontology_reasoner.cache_clear()


@pytest.mark.usefixtures("little_may_follow")
def test_what_too_much_follows_from_is_told_at_its_first_statement(material: Callable[..., Material]) -> None:
    chain = " ".join(f"ex:n{number} ex:before ex:n{number + 1} ." for number in range(300))
    read = material(f"ex:before a owl:TransitiveProperty .\n{chain}", builtin=False)
    [finding] = place(check_consistency(read), read.documents)
    assert (finding.code, finding.line, finding.column) == ("TG305", 3, 17)
    assert finding.message.endswith("statements have <https://example.org/ns#before> by the rule prp-trp.")
    assert "--ignore TG3" in finding.repair


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ex:p a owl:FunctionalProperty . :a ex:p 1 , 2 , 3 , 4 , 5 . :b ex:p 1 , 2 .", "TG301"),
        ("ex:p a owl:FunctionalProperty . :a ex:p :c , :d , :e , :f , :g . :b ex:p :h , :i .", "TG303"),
        ("ex:p a owl:InverseFunctionalProperty . :c ex:p :a . :d ex:p :a . :e ex:p :a . :f ex:p :b . :g ex:p :b .", ""),
    ],
    ids=["values", "things", "things with one value"],
)
def test_several_values_are_told_once_each(material: Callable[..., Material], text: str, code: str) -> None:
    found = list(check_consistency(material(text)))
    told = sorted(Counter((each.code, each.repair.count(";")) for each in found).items())
    assert told == ([((code, 2), 5)] if code else [(("TG303", 2), 3)])
