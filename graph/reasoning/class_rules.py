"""Tables 6 and 7 of the OWL 2 RL profile: class expressions (``cls-*``) and class axioms (``cax-*``)."""

from __future__ import annotations

from collections.abc import Iterable

from treatygraph.graph.reasoning.rules import (
    Consequence,
    Members,
    Rule,
    clash,
    clash_of_pairs,
    list_rule,
    rule,
)
from treatygraph.graph.terms import RDF_TYPE

__all__ = ["CLASS_RULES"]

_AT_MOST = "?r owl:maxCardinality ?n . ?r owl:onProperty ?p"
_AT_MOST_OF = "?r owl:maxQualifiedCardinality ?n . ?r owl:onProperty ?p . ?r owl:onClass ?c"
_AT_MOST_THINGS = "?r owl:maxQualifiedCardinality ?n . ?r owl:onProperty ?p . ?r owl:onClass owl:Thing"


def _in_every_member(members: Members) -> Iterable[Consequence]:
    if members:
        yield Consequence(tuple(("?x", RDF_TYPE, member) for member in members), ("?x", RDF_TYPE, "?c"))


def _into_each_member(members: Members) -> Iterable[Consequence]:
    return (Consequence((("?x", RDF_TYPE, "?c"),), ("?x", RDF_TYPE, member)) for member in members)


def _from_each_member(members: Members) -> Iterable[Consequence]:
    return (Consequence((("?x", RDF_TYPE, member),), ("?x", RDF_TYPE, "?c")) for member in members)


def _each_member(members: Members) -> Iterable[Consequence]:
    return (Consequence((), (member, RDF_TYPE, "?c")) for member in members)


CLASS_RULES: tuple[Rule, ...] = (
    clash("cls-nothing2", "", "?x a owl:Nothing", "{x} is in owl:Nothing, the class that has no members."),
    list_rule("cls-int1", "?c owl:intersectionOf ?list", _in_every_member),
    list_rule("cls-int2", "?c owl:intersectionOf ?list", _into_each_member),
    list_rule("cls-uni", "?c owl:unionOf ?list", _from_each_member),
    clash(
        "cls-com",
        "?c owl:complementOf ?d",
        "?x a ?c . ?x a ?d",
        "{x} is in {c} and in {d}, but each of these classes holds exactly what the other does not.",
    ),
    rule("cls-svf1", "?r owl:someValuesFrom ?c . ?r owl:onProperty ?p", "?x ?p ?y . ?y a ?c", "?x a ?r"),
    rule("cls-svf2", "?r owl:someValuesFrom owl:Thing . ?r owl:onProperty ?p", "?x ?p ?y", "?x a ?r"),
    rule("cls-avf", "?r owl:allValuesFrom ?c . ?r owl:onProperty ?p", "?x a ?r . ?x ?p ?y", "?y a ?c"),
    rule("cls-hv1", "?r owl:hasValue ?y . ?r owl:onProperty ?p", "?x a ?r", "?x ?p ?y"),
    rule("cls-hv2", "?r owl:hasValue ?y . ?r owl:onProperty ?p", "?x ?p ?y", "?x a ?r"),
    clash(
        "cls-maxc1",
        _AT_MOST,
        "?x a ?r . ?x ?p ?y",
        "{x} has {p} to {y}, but it is in {r}, whose members have none.",
        number=("?n", 0),
    ),
    rule("cls-maxc2", _AT_MOST, "?x a ?r . ?x ?p ?y . ?x ?p ?z", "?y owl:sameAs ?z", number=("?n", 1)),
    clash(
        "cls-maxqc1",
        _AT_MOST_OF,
        "?x a ?r . ?x ?p ?y . ?y a ?c",
        "{x} has {p} to {y}, a member of {c}, but it is in {r}, whose members have none to that class.",
        number=("?n", 0),
    ),
    clash(
        "cls-maxqc2",
        _AT_MOST_THINGS,
        "?x a ?r . ?x ?p ?y",
        "{x} has {p} to {y}, but it is in {r}, whose members have none.",
        number=("?n", 0),
    ),
    rule(
        "cls-maxqc3",
        _AT_MOST_OF,
        "?x a ?r . ?x ?p ?y . ?y a ?c . ?x ?p ?z . ?z a ?c",
        "?y owl:sameAs ?z",
        number=("?n", 1),
    ),
    rule("cls-maxqc4", _AT_MOST_THINGS, "?x a ?r . ?x ?p ?y . ?x ?p ?z", "?y owl:sameAs ?z", number=("?n", 1)),
    list_rule("cls-oo", "?c owl:oneOf ?list", _each_member),
    rule("cax-sco", "?c rdfs:subClassOf ?d", "?x a ?c", "?x a ?d"),
    rule("cax-eqc1", "?c owl:equivalentClass ?d", "?x a ?c", "?x a ?d"),
    rule("cax-eqc2", "?c owl:equivalentClass ?d", "?x a ?d", "?x a ?c"),
    clash(
        "cax-dw",
        "?c owl:disjointWith ?d",
        "?x a ?c . ?x a ?d",
        "{x} is in both {c} and {d}, but these two classes are disjoint.",
    ),
    clash_of_pairs(
        "cax-adc",
        "?all a owl:AllDisjointClasses . ?all owl:members ?list",
        "?x a ?a . ?x a ?b",
        "{x} is in both {a} and {b}, but these two classes are disjoint.",
    ),
)
