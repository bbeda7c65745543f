"""How rules are written."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode

from treatygraph.graph.reasoning.rules import Consequence, clash_of_pairs, list_rule, patterns, rule
from treatygraph.graph.terms import OWL, RDF_TYPE

A, B, C = (NamedNode(f"https://example.org/{name}") for name in "ABC")


def test_patterns_hold_variables_types_and_prefixed_names():
    assert patterns("?x a owl:Class . ?x owl:sameAs ?y") == (
        ("?x", RDF_TYPE, NamedNode(OWL + "Class")),
        ("?x", NamedNode(OWL + "sameAs"), "?y"),
    )


def test_no_text_is_no_pattern():
    assert patterns("") == ()


@pytest.mark.parametrize("text", ["?x a", "?x a owl:Class ?y"])
def test_a_pattern_has_three_parts(text):
    with pytest.raises(ValueError, match="unpack"):
        patterns(text)


def test_a_pattern_with_an_unknown_prefix_is_refused():
    with pytest.raises(KeyError, match="nobody"):
        patterns("?x nobody:knows ?y")


def test_a_rule_has_one_consequence_for_each_head():
    written = rule("name", "?c owl:equivalentClass ?d", "?x a ?c", "?x a ?d . ?x a ?c")
    assert [consequence.head for consequence in written.consequences(())] == [
        ("?x", RDF_TYPE, "?d"),
        ("?x", RDF_TYPE, "?c"),
    ]


def test_a_list_rule_is_given_the_members():
    written = list_rule(
        "name", "?c owl:oneOf ?list", lambda members: [Consequence((), (m, RDF_TYPE, "?c")) for m in members]
    )
    assert [consequence.head for consequence in written.consequences((A, B))] == [
        (A, RDF_TYPE, "?c"),
        (B, RDF_TYPE, "?c"),
    ]


def test_pairs_are_unordered_and_of_different_places():
    written = clash_of_pairs("name", "?all owl:members ?list", "?x a ?a . ?x a ?b", "sentence")
    assert [consequence.binding for consequence in written.consequences((A, B, C))] == [
        {"?a": A, "?b": B},
        {"?a": A, "?b": C},
        {"?a": B, "?b": C},
    ]
