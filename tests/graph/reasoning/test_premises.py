"""What stands in for premises that nobody needs to see."""

from __future__ import annotations

from pyoxigraph import BlankNode, Literal, NamedNode

from treatygraph.graph.reasoning.engine import Reason
from treatygraph.graph.reasoning.literals import LITERAL_TYPE
from treatygraph.graph.reasoning.premises import Premises
from treatygraph.graph.terms import RDF_TYPE

X, Y, P, C, D = (NamedNode(f"https://example.org/{name}") for name in "xypCD")
STATED = (X, P, Y)
UNNAMED = (X, RDF_TYPE, BlankNode("r"))
NAMED = (X, RDF_TYPE, C)
VALUE = Literal("v")
VALUED = (X, P, VALUE)
VALUE_TYPE = (VALUE, RDF_TYPE, D)


def test_noise_is_replaced_by_what_it_follows_from():
    premises = Premises({STATED: None, UNNAMED: Reason("a", (STATED,)), NAMED: Reason("b", (UNNAMED,))})
    assert premises.shown((UNNAMED, STATED)) == (STATED,)
    assert premises.shown((NAMED, UNNAMED)) == (NAMED, STATED)


def test_noise_that_was_stated_is_shown():
    premises = Premises({UNNAMED: None})
    assert premises.shown((UNNAMED,)) == (UNNAMED,)
    assert premises.is_shown(UNNAMED)


def test_axiomatic_noise_leaves_nothing():
    assert Premises({UNNAMED: Reason("a", ())}).shown((UNNAMED,)) == ()


def test_the_type_of_a_literal_needs_a_witness_only_where_no_premise_has_the_literal():
    premises = Premises({VALUED: None, (Y, P, VALUE): None, VALUE_TYPE: Reason(LITERAL_TYPE, (VALUED,))})
    assert premises.shown(((Y, P, VALUE), VALUE_TYPE)) == ((Y, P, VALUE),)
    assert premises.shown((VALUE_TYPE,)) == (VALUED,)
    assert not premises.is_shown(VALUE_TYPE)


def test_sources_are_the_stated_facts_at_the_bottom():
    premises = Premises({STATED: None, UNNAMED: Reason("a", (STATED,)), NAMED: Reason("b", (UNNAMED, STATED))})
    assert premises.sources((NAMED,)) == {STATED}
