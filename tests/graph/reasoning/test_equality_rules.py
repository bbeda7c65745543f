"""Table 4: each rule with its conclusion and premises."""

from __future__ import annotations

import pytest

from treatygraph.graph.reasoning import close, close_with_owlrl
from treatygraph.graph.reasoning.equality_rules import EQUALITY_RULES

DERIVATIONS = {
    "eq-sym": (":x owl:sameAs :y .", ":y owl:sameAs :x ."),
    "eq-trans": (":x owl:sameAs :y . :y owl:sameAs :z .", ":x owl:sameAs :z ."),
    "eq-rep-s": (":s owl:sameAs :t . :s :p :o .", ":t :p :o ."),
    "eq-rep-p": (":p owl:sameAs :q . :s :p :o .", ":s :q :o ."),
    "eq-rep-o": (":o owl:sameAs :t . :s :p :o .", ":s :p :t ."),
}
CONTRADICTIONS = {
    "eq-diff1": (
        ":x owl:differentFrom :y . :x owl:sameAs :y .",
        "<https://example.org/x> and <https://example.org/y> are stated to be different but turn out to be the same.",
    ),
    "eq-diff2": (
        """:all a owl:AllDifferent . :all owl:members _:1 . _:1 rdf:first :x . _:1 rdf:rest _:2 .
        _:2 rdf:first :y . _:2 rdf:rest rdf:nil . :x owl:sameAs :y .""",
        "<https://example.org/x> and <https://example.org/y> are listed as different but turn out to be the same.",
    ),
    "eq-diff3": (
        """:all a owl:AllDifferent . :all owl:distinctMembers _:1 . _:1 rdf:first :x . _:1 rdf:rest _:2 .
        _:2 rdf:first :y . _:2 rdf:rest rdf:nil . :x owl:sameAs :y .""",
        "<https://example.org/x> and <https://example.org/y> are listed as different but turn out to be the same.",
    ),
}


def test_every_rule_of_the_table_has_a_case():
    assert DERIVATIONS.keys() | CONTRADICTIONS.keys() == {rule.name for rule in EQUALITY_RULES}


@pytest.mark.parametrize("rule", DERIVATIONS)
def test_rule_derives(rule, assert_derives):
    assert_derives(rule, *DERIVATIONS[rule])


@pytest.mark.parametrize("rule", CONTRADICTIONS)
def test_rule_contradicts(rule, assert_contradicts):
    assert_contradicts(rule, *CONTRADICTIONS[rule])


def test_a_thing_that_is_stated_to_differ_from_itself_is_a_contradiction(turtle):
    stated = turtle(":x owl:differentFrom :x .")
    (found,) = close(stated, ()).inconsistencies
    assert (found.rule, found.premises) == ("eq-diff1", stated)
    assert close_with_owlrl(stated, ()).inconsistencies


def test_the_last_pair_of_a_list_counts_where_owlrl_overlooks_it(turtle):
    stated = turtle("_:all a owl:AllDifferent ; owl:members ( :x :y :z ) . :y owl:sameAs :z .")
    assert [found.rule for found in close(stated, ()).inconsistencies] == ["eq-diff2"]
    assert close_with_owlrl(stated, ()).inconsistencies == ()


def test_equality_is_never_stated_of_a_thing_and_itself(turtle):
    closure = close(turtle(":x owl:sameAs :y . :x :p :x ."), ())
    assert all(
        triple.subject != triple.object or "sameAs" not in triple.predicate.value for triple in closure.derivations
    )
