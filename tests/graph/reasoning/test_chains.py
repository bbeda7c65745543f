"""From a conclusion back to what was stated."""

from __future__ import annotations

from treatygraph.graph.reasoning import Step, chain, close


def test_a_chain_ends_in_stated_triples(turtle):
    ontology = turtle(":signs owl:inverseOf :signedBy . :signedBy rdfs:range :Agent .")
    data = turtle(":ussr :signs :declaration .")
    (signed,), (conclusion,) = turtle(":declaration :signedBy :ussr ."), turtle(":ussr a :Agent .")
    first = Step(signed, "prp-inv1", (Step(ontology[0]), Step(data[0])))
    assert chain(close(ontology, data), conclusion) == Step(conclusion, "prp-rng", (Step(ontology[1]), first))


def test_a_stated_or_unknown_triple_is_a_step_without_rule_and_premises(turtle):
    stated = turtle(":x :p :y .")
    assert chain(close(stated, ()), stated[0]) == Step(stated[0])


def test_a_step_on_which_several_rest_is_shared(turtle):
    ontology = turtle(
        """:p owl:inverseOf :q . :q rdfs:domain :L . :R owl:onProperty :q ; owl:hasValue :x .
        :Both owl:intersectionOf ( :L :R ) ."""
    )
    (conclusion,), (shared,) = turtle(":y a :Both ."), turtle(":y :q :x .")
    left, right = chain(close(ontology, turtle(":x :p :y .")), conclusion).premises[-2:]
    assert left.premises[-1].triple == shared
    assert left.premises[-1] is right.premises[-1]


def test_a_long_chain_does_not_exhaust_the_stack(turtle):
    length = 3_000
    path = " ".join(f":x{number} :next :x{number + 1} ." for number in range(length))
    rule = ":reaches owl:propertyChainAxiom ( :reaches :next ) ."
    closure = close(turtle(rule), turtle(":start :reaches :x0 . " + path))
    (last,) = turtle(f":start :reaches :x{length} .")
    depth, step = 0, chain(closure, last)
    while step.premises:
        step = next(premise for premise in step.premises if "reaches" in premise.triple.predicate.value)
        depth += 1
    assert depth == length
