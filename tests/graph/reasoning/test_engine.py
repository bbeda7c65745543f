"""The engine, with rules of our own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from treatygraph.graph.errors import ReasoningLimitError
from treatygraph.graph.reasoning import index
from treatygraph.graph.reasoning.engine import Contradiction, Engine, Reason
from treatygraph.graph.reasoning.equality_rules import EQUALITY_RULES
from treatygraph.graph.reasoning.index import Index
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


def test_equality_with_itself_is_not_a_fact():
    engine = Engine([], Lists())
    engine.derive((A, SAME_AS, A), "rule", ())
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


def node(number: int) -> NamedNode:
    return NamedNode(f"https://example.org/n{number}")


@pytest.mark.parametrize("symmetric", [False, True])
def test_each_pair_of_a_chain_is_met_once_for_each_last_step(monkeypatch, symmetric):
    looks = []
    candidates = Index.candidates
    monkeypatch.setattr(Index, "candidates", lambda *given: looks.append(candidates(*given)) or looks[-1])
    rules = [transitivity, rule("symmetry", "?p a owl:SymmetricProperty", "?x ?p ?y", "?y ?p ?x")]
    length = 40
    told = [TRANSITIVE, *([(P, RDF_TYPE, NamedNode(OWL + "SymmetricProperty"))] if symmetric else [])]
    engine = run(rules, [*told, *((node(n), P, node(n + 1)) for n in range(length))])
    pairs = (length + 1) ** 2 if symmetric else length * (length + 1) // 2
    assert len(engine.reasons) == len(told) + pairs
    assert sum(map(len, looks)) <= 3 * pairs


def test_equals_are_put_in_the_place_of_equals_step_by_step(monkeypatch):
    attempts = []
    derive = Engine.derive
    monkeypatch.setattr(Engine, "derive", lambda *given: attempts.append(given) or derive(*given))
    size = 30
    stated = [(node(0), P, A), *((node(n), SAME_AS, node(n + 1)) for n in range(size))]
    engine = run(EQUALITY_RULES, stated)
    assert len(engine.reasons) == (size + 1) * size + size + 1
    assert len(attempts) <= 2 * len(engine.reasons)
    assert engine.reasons[node(2), P, A] == Reason("eq-rep-s", ((node(1), SAME_AS, node(2)), (node(1), P, A)))


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=8))
def test_equality_joins_what_steps_connect(pairs):
    engine = run(EQUALITY_RULES, [(node(a), SAME_AS, node(b)) for a, b in pairs])
    groups = {number: {number} for number in range(7)}
    for a, b in pairs:
        both = groups[a] | groups[b]
        groups |= dict.fromkeys(both, both)
    expected = {(node(a), SAME_AS, node(b)) for a, group in groups.items() for b in group if a != b}
    assert engine.reasons.keys() - {(node(a), SAME_AS, node(a)) for a in range(7)} == expected


def test_a_relation_that_turns_out_to_be_transitive_is_followed_from_then_on():
    engine = run([transitivity], [(A, P, B), (B, P, C)])
    engine.tell([TRANSITIVE])
    engine.run()
    assert (A, P, C) in engine.reasons


def test_what_follows_in_endless_numbers_is_given_up_at_the_same_point_every_time(monkeypatch):
    monkeypatch.setattr(index, "FEWEST_FACTS", 1_000)
    told = [TRANSITIVE, *((node(n), P, node(n + 1)) for n in range(200))]
    messages = set()
    for facts in (told, [*reversed(told)]):
        with pytest.raises(ReasoningLimitError) as caught:
            run([transitivity], facts)
        messages.add(str(caught.value).replace(caught.value.message, ""))
    assert caught.value.predicate == P.value
    assert "derived statements have <https://example.org/p> by the rule transitivity." in caught.value.message
    assert messages == {" Take the axiom away that they follow from, or leave out the closure (`build --no-closure`)."}


def test_joins_that_look_at_too_much_are_given_up(monkeypatch):
    monkeypatch.setattr(index, "FEWEST_LOOKS", 100)
    monkeypatch.setattr(index, "LOOKS_EACH", 1)
    functional = rule("functional", "?p a owl:FunctionalProperty", "?x ?p ?y . ?x ?p ?z", "?y owl:sameAs ?z")
    with pytest.raises(ReasoningLimitError, match="have owl:sameAs by the rule functional"):
        run([functional], [(P, RDF_TYPE, NamedNode(OWL + "FunctionalProperty")), *((A, P, node(n)) for n in range(50))])
