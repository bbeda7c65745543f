"""Table 9: each rule with its conclusion and premises."""

from __future__ import annotations

import pytest

from treatygraph.graph.reasoning import close, close_with_owlrl
from treatygraph.graph.reasoning.engine import Engine, Reason
from treatygraph.graph.reasoning.lists import Lists
from treatygraph.graph.reasoning.schema_rules import SCHEMA_RULES

PAIR = "_:1 rdf:first :A . _:1 rdf:rest _:2 . _:2 rdf:first :B . _:2 rdf:rest rdf:nil ."


def restrictions(kind: str, one: str, other: str, order: str) -> str:
    first, second = one.split(), other.split()
    return (
        f":R owl:{kind} {first[0]} . :R owl:onProperty {first[1]} . "
        f":S owl:{kind} {second[0]} . :S owl:onProperty {second[1]} . {order}"
    )


BELOW = ":C rdfs:subClassOf :D ."
NARROWER = ":p rdfs:subPropertyOf :q ."
DERIVATIONS = {
    "scm-sco": (":C rdfs:subClassOf :D . :D rdfs:subClassOf :E .", ":C rdfs:subClassOf :E ."),
    "scm-eqc1": (":C owl:equivalentClass :D .", ":D rdfs:subClassOf :C ."),
    "scm-eqc2": (":C rdfs:subClassOf :D . :D rdfs:subClassOf :C .", ":C owl:equivalentClass :D ."),
    "scm-spo": (":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :r .", ":p rdfs:subPropertyOf :r ."),
    "scm-eqp1": (":p owl:equivalentProperty :q .", ":q rdfs:subPropertyOf :p ."),
    "scm-eqp2": (":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :p .", ":p owl:equivalentProperty :q ."),
    "scm-dom1": (f":p rdfs:domain :C . {BELOW}", ":p rdfs:domain :D ."),
    "scm-dom2": (f":q rdfs:domain :C . {NARROWER}", ":p rdfs:domain :C ."),
    "scm-rng1": (f":p rdfs:range :C . {BELOW}", ":p rdfs:range :D ."),
    "scm-rng2": (f":q rdfs:range :C . {NARROWER}", ":p rdfs:range :C ."),
    "scm-hv": (restrictions("hasValue", ":v :p", ":v :q", NARROWER), ":R rdfs:subClassOf :S ."),
    "scm-svf1": (restrictions("someValuesFrom", ":C :p", ":D :p", BELOW), ":R rdfs:subClassOf :S ."),
    "scm-svf2": (restrictions("someValuesFrom", ":C :p", ":C :q", NARROWER), ":R rdfs:subClassOf :S ."),
    "scm-avf1": (restrictions("allValuesFrom", ":C :p", ":D :p", BELOW), ":R rdfs:subClassOf :S ."),
    "scm-avf2": (restrictions("allValuesFrom", ":C :p", ":C :q", NARROWER), ":S rdfs:subClassOf :R ."),
    "scm-int": (f":C owl:intersectionOf _:1 . {PAIR}", ":C rdfs:subClassOf :B ."),
    "scm-uni": (f":C owl:unionOf _:1 . {PAIR}", ":B rdfs:subClassOf :C ."),
}
NOISE = {
    "scm-cls": (
        ":C a owl:Class .",
        ":C rdfs:subClassOf :C , owl:Thing ; owl:equivalentClass :C . owl:Nothing rdfs:subClassOf :C .",
    ),
    "scm-op": (":p a owl:ObjectProperty .", ":p rdfs:subPropertyOf :p ; owl:equivalentProperty :p ."),
    "scm-dp": (":p a owl:DatatypeProperty .", ":p rdfs:subPropertyOf :p ; owl:equivalentProperty :p ."),
}


def test_every_rule_of_the_table_has_a_case():
    assert DERIVATIONS.keys() | NOISE.keys() == {rule.name for rule in SCHEMA_RULES}


@pytest.mark.parametrize("rule", DERIVATIONS)
def test_rule_derives(rule, assert_derives):
    assert_derives(rule, *DERIVATIONS[rule])


@pytest.mark.parametrize("rule", NOISE)
def test_rule_derives_what_others_need_and_nobody_is_shown(rule, turtle):
    stated, conclusions = (
        [(triple.subject, triple.predicate, triple.object) for triple in turtle(text)] for text in NOISE[rule]
    )
    engine = Engine([row for row in SCHEMA_RULES if row.name == rule], Lists())
    engine.tell(stated)
    engine.run()
    assert {fact: reason for fact, reason in engine.reasons.items() if reason is not None} == {
        conclusion: Reason(rule, tuple(stated)) for conclusion in conclusions
    }
    assert close(turtle(NOISE[rule][0]), ()).derivations == {}


def test_two_names_of_the_same_restriction_are_equivalent_because_a_class_is_below_itself(turtle):
    stated = turtle(
        """:C a owl:Class . :A owl:equivalentClass [ owl:onProperty :p ; owl:someValuesFrom :C ] .
        :B owl:equivalentClass [ owl:onProperty :p ; owl:someValuesFrom :C ] ."""
    )
    derived = close(stated, ()).derivations
    assert set(turtle(":A owl:equivalentClass :B . :B rdfs:subClassOf :A .")) <= derived.keys()
    assert derived.keys() == close_with_owlrl(stated, ()).derivations.keys()


def test_a_class_is_below_itself_through_another_where_owlrl_needs_a_declaration(turtle):
    stated = turtle(
        """:C rdfs:subClassOf :D . :D rdfs:subClassOf :C . :R owl:onProperty :p ; owl:someValuesFrom :C .
        :S owl:onProperty :p ; owl:someValuesFrom :C ."""
    )
    (conclusion,) = turtle(":R rdfs:subClassOf :S .")
    assert conclusion in close(stated, ()).derivations
    assert conclusion not in close_with_owlrl(stated, ()).derivations
    declared = turtle(":C a owl:Class .")
    assert conclusion in close_with_owlrl(stated, declared).derivations


def test_members_of_a_class_of_all_things_are_found_through_owl_thing(turtle):
    ontology = turtle(":A a owl:Class . :Named owl:equivalentClass [ owl:intersectionOf ( owl:Thing :A ) ] .")
    closure = close(ontology, turtle(":x a :A ."))
    (conclusion,) = turtle(":x a :Named .")
    assert conclusion in closure.derivations
    assert conclusion in close_with_owlrl(ontology, turtle(":x a :A .")).derivations
