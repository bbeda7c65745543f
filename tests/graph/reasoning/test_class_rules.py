"""Tables 6 and 7: each rule with its conclusion and premises."""

from __future__ import annotations

import pytest

from treatygraph.graph.reasoning import close, close_with_owlrl
from treatygraph.graph.reasoning.class_rules import CLASS_RULES

PAIR = "_:1 rdf:first :A . _:1 rdf:rest _:2 . _:2 rdf:first :B . _:2 rdf:rest rdf:nil ."
NONE = ':R owl:maxCardinality "0"^^xsd:nonNegativeInteger . :R owl:onProperty :p .'
ONE = ':R owl:maxCardinality "1"^^xsd:nonNegativeInteger . :R owl:onProperty :p .'
NONE_OF = ':R owl:maxQualifiedCardinality "0"^^xsd:nonNegativeInteger . :R owl:onProperty :p .'
ONE_OF = ':R owl:maxQualifiedCardinality "1"^^xsd:nonNegativeInteger . :R owl:onProperty :p .'

DERIVATIONS = {
    "cls-int1": (f":C owl:intersectionOf _:1 . {PAIR} :x a :A . :x a :B .", ":x a :C ."),
    "cls-int2": (f":C owl:intersectionOf _:1 . {PAIR} :x a :C .", ":x a :B ."),
    "cls-uni": (f":C owl:unionOf _:1 . {PAIR} :x a :B .", ":x a :C ."),
    "cls-svf1": (":R owl:someValuesFrom :C . :R owl:onProperty :p . :x :p :y . :y a :C .", ":x a :R ."),
    "cls-svf2": (":R owl:someValuesFrom owl:Thing . :R owl:onProperty :p . :x :p :y .", ":x a :R ."),
    "cls-avf": (":R owl:allValuesFrom :C . :R owl:onProperty :p . :x a :R . :x :p :y .", ":y a :C ."),
    "cls-hv1": (":R owl:hasValue :y . :R owl:onProperty :p . :x a :R .", ":x :p :y ."),
    "cls-hv2": (":R owl:hasValue :y . :R owl:onProperty :p . :x :p :y .", ":x a :R ."),
    "cls-maxc2": (f"{ONE} :x a :R . :x :p :y . :x :p :z .", ":y owl:sameAs :z ."),
    "cls-maxqc3": (
        f"{ONE_OF} :R owl:onClass :C . :x a :R . :x :p :y . :y a :C . :x :p :z . :z a :C .",
        ":y owl:sameAs :z .",
    ),
    "cls-maxqc4": (f"{ONE_OF} :R owl:onClass owl:Thing . :x a :R . :x :p :y . :x :p :z .", ":y owl:sameAs :z ."),
    "cls-oo": (f":C owl:oneOf _:1 . {PAIR}", ":B a :C ."),
    "cax-sco": (":C rdfs:subClassOf :D . :x a :C .", ":x a :D ."),
    "cax-eqc1": (":C owl:equivalentClass :D . :x a :C .", ":x a :D ."),
    "cax-eqc2": (":C owl:equivalentClass :D . :x a :D .", ":x a :C ."),
}
CONTRADICTIONS = {
    "cls-nothing2": (
        ":x a owl:Nothing .",
        "<https://example.org/x> is in owl:Nothing, the class that has no members.",
    ),
    "cls-com": (
        ":C owl:complementOf :D . :x a :C . :x a :D .",
        "<https://example.org/x> is in <https://example.org/C> and in <https://example.org/D>, "
        "but each of these classes holds exactly what the other does not.",
    ),
    "cls-maxc1": (
        f"{NONE} :x a :R . :x :p :y .",
        "<https://example.org/x> has <https://example.org/p> to <https://example.org/y>, "
        "but it is in <https://example.org/R>, whose members have none.",
    ),
    "cls-maxqc1": (
        f"{NONE_OF} :R owl:onClass :C . :x a :R . :x :p :y . :y a :C .",
        "<https://example.org/x> has <https://example.org/p> to <https://example.org/y>, "
        "a member of <https://example.org/C>, but it is in <https://example.org/R>, "
        "whose members have none to that class.",
    ),
    "cls-maxqc2": (
        f"{NONE_OF} :R owl:onClass owl:Thing . :x a :R . :x :p :y .",
        "<https://example.org/x> has <https://example.org/p> to <https://example.org/y>, "
        "but it is in <https://example.org/R>, whose members have none.",
    ),
    "cax-dw": (
        ":C owl:disjointWith :D . :x a :C . :x a :D .",
        "<https://example.org/x> is in both <https://example.org/C> and <https://example.org/D>, "
        "but these two classes are disjoint.",
    ),
    "cax-adc": (
        f":all a owl:AllDisjointClasses . :all owl:members _:1 . {PAIR} :x a :A . :x a :B .",
        "<https://example.org/x> is in both <https://example.org/A> and <https://example.org/B>, "
        "but these two classes are disjoint.",
    ),
}


def test_every_rule_of_the_tables_has_a_case():
    assert DERIVATIONS.keys() | CONTRADICTIONS.keys() == {rule.name for rule in CLASS_RULES}


@pytest.mark.parametrize("rule", DERIVATIONS)
def test_rule_derives(rule, assert_derives):
    assert_derives(rule, *DERIVATIONS[rule])


@pytest.mark.parametrize("rule", CONTRADICTIONS)
def test_rule_contradicts(rule, assert_contradicts):
    assert_contradicts(rule, *CONTRADICTIONS[rule])


@pytest.mark.parametrize("rule", CONTRADICTIONS)
def test_owlrl_finds_the_same_contradiction(rule, turtle):
    assert close_with_owlrl(turtle(CONTRADICTIONS[rule][0]), ()).inconsistencies


@pytest.mark.parametrize("number", ['"1"^^xsd:nonNegativeInteger', '"01"^^xsd:int', "1.0"])
def test_a_cardinality_counts_by_its_value(number, turtle):
    stated = turtle(f":R owl:maxCardinality {number} ; owl:onProperty :p . :x a :R ; :p :y , :z .")
    assert set(turtle(":y owl:sameAs :z .")) <= close(stated, ()).derivations.keys()


@pytest.mark.parametrize("number", ["2", '"1"', "1.5", ":one"])
def test_a_cardinality_of_another_value_says_nothing(number, turtle):
    stated = turtle(f":R owl:maxCardinality {number} ; owl:onProperty :p . :x a :R ; :p :y , :z .")
    assert close(stated, ()).derivations == {}
    assert close_with_owlrl(stated, ()).derivations == {}


@pytest.mark.parametrize("predicate", ["intersectionOf", "unionOf", "oneOf", "hasKey", "propertyChainAxiom"])
def test_an_empty_list_says_nothing(predicate, turtle):
    stated = turtle(f":C owl:{predicate} rdf:nil . :x a :C ; :C :y .")
    assert close(stated, ()).derivations == close_with_owlrl(stated, ()).derivations == {}


def test_unnamed_classes_work_and_are_neither_shown_nor_missing_as_premises(turtle):
    ontology = turtle(
        """_:d rdfs:subClassOf :Dated . _:d owl:intersectionOf ( :Event _:o ) .
        _:o owl:onProperty :realisation ; owl:hasValue :occurred ."""
    )
    data = turtle(":e a :Event . :e :realisation :occurred .")
    closure = close(ontology, data)
    (conclusion,) = turtle(":e a :Dated .")
    assert list(closure.derivations) == [conclusion]
    assert closure.derivations[conclusion].rule == "cax-sco"
    assert set(closure.derivations[conclusion].premises) == {*ontology, *data}


def test_a_restriction_below_which_a_class_stands_gives_values_to_its_members(turtle):
    ontology = turtle(":Island rdfs:subClassOf [ owl:onProperty :kind ; owl:hasValue :land ] .")
    closure = close(ontology, turtle(":x a :Island ."))
    assert {str(derivation.rule) for derivation in closure.derivations.values()} == {"cls-hv1"}
    assert list(closure.derivations) == list(turtle(":x :kind :land ."))
