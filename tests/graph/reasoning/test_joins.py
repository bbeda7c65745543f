"""Matching patterns with facts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from treatygraph.graph.reasoning.index import Index
from treatygraph.graph.reasoning.joins import ground, join_order, match, projection, solve, substitute
from treatygraph.graph.terms import RDF_TYPE

A, B, C, P, Q = (NamedNode(f"https://example.org/{name}") for name in "abcpq")


def test_a_match_extends_the_binding_and_leaves_it_alone():
    known = {"?x": A}
    assert match(("?x", P, "?y"), (A, P, B), known) == {"?x": A, "?y": B}
    assert known == {"?x": A}


def test_a_known_value_a_repeated_variable_and_a_term_must_fit():
    assert match(("?x", P, "?y"), (A, P, B), {"?x": C}) is None
    assert match(("?x", P, "?x"), (A, P, B), {}) is None
    assert match(("?x", P, "?x"), (A, P, A), {}) == {"?x": A}
    assert match(("?x", Q, "?y"), (A, P, B), {}) is None


def test_unknown_variables_stay():
    assert substitute(("?x", P, "?y"), {"?x": A}) == (A, P, "?y")
    assert ground(("?x", "?p", B), {"?x": A, "?p": P}) == (A, P, B)


def test_a_join_goes_on_where_variables_are_known():
    first, second, third = ("?u0", P, "?u1"), ("?u1", P, "?u2"), ("?u2", Q, "?u3")
    assert join_order((first, second, third), 0) == (second, third)
    assert join_order((first, second, third), 2) == (second, first)


def test_all_solutions_are_found():
    index = Index()
    for fact in [(A, P, B), (B, P, C), (B, P, A)]:
        index.add(fact)
    solutions = list(solve(index, (("?y", P, "?z"),), {"?x": A, "?y": B}))
    assert solutions == [{"?x": A, "?y": B, "?z": C}, {"?x": A, "?y": B, "?z": A}]


def test_a_condition_of_one_pattern_is_projected():
    project = projection((("?x", P, "?y"),), ("?y", Q, "?x"))
    assert project is not None
    assert project((A, P, B)) == (B, Q, A)
    typed = projection((("?x", RDF_TYPE, A),), ("?x", RDF_TYPE, B))
    assert typed is not None
    assert typed((C, RDF_TYPE, A)) == (C, RDF_TYPE, B)


def test_a_condition_that_needs_a_check_is_not_projected():
    assert projection((("?x", P, "?x"),), ("?x", RDF_TYPE, A)) is None
    assert projection((("?x", P, B),), ("?x", RDF_TYPE, A)) is None
    assert projection((("?x", P, "?y"), ("?y", P, "?z")), ("?x", P, "?z")) is None
    assert projection((("?x", P, "?y"),), None) is None


def test_a_conclusion_that_is_its_own_condition_is_not_projected():
    assert projection((("?x", RDF_TYPE, A),), ("?x", RDF_TYPE, A)) is None


terms = st.sampled_from([A, B, C, P, Q])
parts = st.sampled_from([A, B, C, P, Q, "?x", "?y", "?z"])


@given(st.tuples(parts, parts, parts), st.tuples(terms, terms, terms))
def test_a_match_is_what_makes_the_pattern_the_fact(pattern, fact):
    binding = match(pattern, fact, {})
    if binding is None:
        assert any(part != term for part, term in zip(pattern, fact, strict=True))
    else:
        assert ground(pattern, binding) == fact
