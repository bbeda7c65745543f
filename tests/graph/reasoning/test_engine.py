"""The engine, with rules of our own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from treatygraph.graph.reasoning.engine import Contradiction, Engine, Reason
from treatygraph.graph.reasoning.lists import Lists
from treatygraph.graph.reasoning.rules import clash, rule
from treatygraph.graph.terms import OWL, RDF_TYPE

A, B, C, P = (NamedNode(f"https://example.org/{name}") for name in "abcp")
TRANSITIVE = (P, RDF_TYPE, NamedNode(OWL + "TransitiveProperty"))
SAME_AS = NamedNode(OWL + "sameAs")

transitivity = rule("transitivity", "?p a owl:TransitiveProperty", "?x ?p ?y . ?y ?p ?z", "?x ?p ?z")


def run(rules, facts) -> Engine:
    engine = Engine(rules, Lists(facts))
    engine.tell(facts)
    engine.run()
    return engine


def test_facts_are_told_or_have_a_reason():
    stated = [TRANSITIVE, (A, P, B), (B, P, C)]
    engine = run([transitivity], stated)
    assert engine.reasons == {
        **dict.fromkeys(stated),
        (A, P, C): Reason("transitivity", (TRANSITIVE, (A, P, B), (B, P, C))),
    }


def test_an_axiom_that_comes_last_applies_to_all_before():
    engine = run([transitivity], [(A, P, B), (B, P, C), TRANSITIVE])
    assert engine.reasons[A, P, C] == Reason("transitivity", (TRANSITIVE, (A, P, B), (B, P, C)))


def test_a_fact_that_is_told_after_it_was_derived_has_no_reason():
    engine = run([transitivity], [TRANSITIVE, (A, P, B), (B, P, C)])
    engine.tell([(A, P, C)])
    assert engine.reasons[A, P, C] is None


def test_the_first_derivation_is_kept():
    engine = Engine([], Lists())
    engine.derive((A, P, B), "first", ())
    engine.derive((A, P, B), "second", ())
    assert engine.reasons[A, P, B] == Reason("first", ())


def test_equality_with_itself_and_literals_as_predicates_are_not_facts():
    engine = Engine([], Lists())
    engine.derive((A, SAME_AS, A), "rule", ())
    engine.derive((A, Literal("p"), B), "rule", ())
    assert engine.reasons == {}


def test_a_contradiction_has_its_premises_and_values():
    loop = clash("no-loop", "?p a owl:TransitiveProperty", "?x ?p ?x", "{x} is a loop.")
    engine = run([loop], [TRANSITIVE, (A, P, B), (B, P, B)])
    assert engine.contradictions == [
        Contradiction("no-loop", (TRANSITIVE, (B, P, B)), "{x} is a loop.", {"?p": P, "?x": B})
    ]


def test_a_rule_that_would_look_at_every_fact_is_refused():
    with pytest.raises(ValueError, match="needs a term"):
        Engine([rule("all", "?x ?p ?y", "", "?y ?p ?x")], Lists())


def test_an_axiom_whose_list_is_malformed_is_not_applied(turtle):
    stated = [
        (triple.subject, triple.predicate, triple.object)
        for triple in turtle(":C owl:oneOf _:1 . _:1 rdf:first :a . _:1 rdf:rest _:2 .")
    ]
    one_of = rule("one-of", "?c owl:oneOf ?list", "", "?list a ?c")
    assert run([one_of], stated).reasons == dict.fromkeys(stated)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=12))
def test_transitive_closure_is_what_it_should_be(edges):
    nodes = [NamedNode(f"https://example.org/n{number}") for number in range(7)]
    engine = run([transitivity], [TRANSITIVE, *((nodes[a], P, nodes[b]) for a, b in edges)])
    reachable = set(edges)
    for middle in range(7):
        reachable |= {(a, d) for a, b in reachable for c, d in reachable if b == c == middle}
    assert engine.reasons.keys() - {TRANSITIVE} == {(nodes[a], P, nodes[b]) for a, b in reachable}


def test_a_copy_and_its_original_go_their_own_ways():
    original = run([transitivity], [TRANSITIVE, (A, P, B)])
    copy = original.copy()
    copy.tell([(B, P, C)])
    copy.run()
    assert (A, P, C) in copy.reasons
    assert list(original.reasons) == [TRANSITIVE, (A, P, B)]
    original.tell([(C, P, A)])
    original.run()
    assert (C, P, B) in original.reasons
    assert (C, P, A) not in copy.reasons
