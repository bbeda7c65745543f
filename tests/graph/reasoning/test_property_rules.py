"""Table 5: each rule with its conclusion and premises."""

from __future__ import annotations

import pytest

from treatygraph.graph.reasoning import Derivation, close, close_with_owlrl
from treatygraph.graph.reasoning.property_rules import PROPERTY_RULES

DERIVATIONS = {
    "prp-dom": (":p rdfs:domain :C . :x :p :y .", ":x a :C ."),
    "prp-rng": (":p rdfs:range :C . :x :p :y .", ":y a :C ."),
    "prp-fp": (":p a owl:FunctionalProperty . :x :p :y . :x :p :z .", ":y owl:sameAs :z ."),
    "prp-ifp": (":p a owl:InverseFunctionalProperty . :x :p :z . :y :p :z .", ":x owl:sameAs :y ."),
    "prp-symp": (":p a owl:SymmetricProperty . :x :p :y .", ":y :p :x ."),
    "prp-trp": (":p a owl:TransitiveProperty . :x :p :y . :y :p :z .", ":x :p :z ."),
    "prp-spo1": (":p rdfs:subPropertyOf :q . :x :p :y .", ":x :q :y ."),
    "prp-spo2": (
        """:p owl:propertyChainAxiom _:1 . _:1 rdf:first :q . _:1 rdf:rest _:2 . _:2 rdf:first :r .
        _:2 rdf:rest rdf:nil . :x :q :y . :y :r :z .""",
        ":x :p :z .",
    ),
    "prp-eqp1": (":p owl:equivalentProperty :q . :x :p :y .", ":x :q :y ."),
    "prp-eqp2": (":p owl:equivalentProperty :q . :x :q :y .", ":x :p :y ."),
    "prp-inv1": (":p owl:inverseOf :q . :x :p :y .", ":y :q :x ."),
    "prp-inv2": (":p owl:inverseOf :q . :x :q :y .", ":y :p :x ."),
    "prp-key": (
        """:C owl:hasKey _:1 . _:1 rdf:first :p . _:1 rdf:rest _:2 . _:2 rdf:first :q . _:2 rdf:rest rdf:nil .
        :x a :C . :x :p :u . :x :q :v . :y a :C . :y :p :u . :y :q :v .""",
        ":x owl:sameAs :y .",
    ),
}
CONTRADICTIONS = {
    "prp-irp": (
        ":p a owl:IrreflexiveProperty . :x :p :x .",
        "<https://example.org/x> has <https://example.org/p> to itself, but <https://example.org/p> is irreflexive: "
        "nothing has it to itself.",
    ),
    "prp-asyp": (
        ":p a owl:AsymmetricProperty . :x :p :y . :y :p :x .",
        "<https://example.org/x> and <https://example.org/y> have <https://example.org/p> to each other, "
        "but <https://example.org/p> is asymmetric: it holds one way only.",
    ),
    "prp-pdw": (
        ":p owl:propertyDisjointWith :q . :x :p :y . :x :q :y .",
        "<https://example.org/x> has both <https://example.org/p> and <https://example.org/q> "
        "to <https://example.org/y>, but these two properties are disjoint.",
    ),
    "prp-adp": (
        """:all a owl:AllDisjointProperties . :all owl:members _:1 . _:1 rdf:first :p . _:1 rdf:rest _:2 .
        _:2 rdf:first :q . _:2 rdf:rest rdf:nil . :x :p :y . :x :q :y .""",
        "<https://example.org/x> has both <https://example.org/p> and <https://example.org/q> "
        "to <https://example.org/y>, but these two properties are disjoint.",
    ),
    "prp-npa1": (
        ":n owl:sourceIndividual :x . :n owl:assertionProperty :p . :n owl:targetIndividual :y . :x :p :y .",
        "<https://example.org/x> has <https://example.org/p> to <https://example.org/y>, "
        "but it is stated that it has not.",
    ),
    "prp-npa2": (
        ':n owl:sourceIndividual :x . :n owl:assertionProperty :p . :n owl:targetValue "v" . :x :p "v" .',
        '<https://example.org/x> has the value "v" of <https://example.org/p>, but it is stated that it has not.',
    ),
}


def test_every_rule_of_the_table_has_a_case():
    assert DERIVATIONS.keys() | CONTRADICTIONS.keys() == {rule.name for rule in PROPERTY_RULES}


@pytest.mark.parametrize("rule", DERIVATIONS)
def test_rule_derives(rule, assert_derives):
    assert_derives(rule, *DERIVATIONS[rule])


@pytest.mark.parametrize("rule", CONTRADICTIONS)
def test_rule_contradicts(rule, assert_contradicts):
    assert_contradicts(rule, *CONTRADICTIONS[rule])


@pytest.mark.parametrize("rule", sorted(CONTRADICTIONS.keys() - {"prp-adp"}))
def test_owlrl_finds_the_same_contradiction(rule, turtle):
    assert close_with_owlrl(turtle(CONTRADICTIONS[rule][0]), ()).inconsistencies


@pytest.mark.parametrize("length", [1, 2, 3, 5])
def test_a_chain_may_have_any_length(length, turtle):
    links = " ".join(f":q{step}" for step in range(length))
    path = " ".join(f":x{step} :q{step} :x{step + 1} ." for step in range(length))
    closure = close(turtle(f":p owl:propertyChainAxiom ( {links} ) ."), turtle(path))
    (derived,) = turtle(f":x0 :p :x{length} .")
    assert list(closure.derivations) == [derived]
    assert closure.derivations[derived].premises[-length:] == turtle(path)


def test_a_chain_follows_an_inverse_property_without_a_name(turtle):
    ontology = turtle(":aunt owl:propertyChainAxiom ( [ owl:inverseOf :child ] :sister ) .")
    closure = close(ontology, turtle(":mother :child :x . :mother :sister :anna ."))
    assert list(closure.derivations) == list(turtle(":x :aunt :anna ."))


def test_a_key_needs_all_its_properties_where_owlrl_needs_all_but_the_last(turtle):
    stated = turtle(":C owl:hasKey ( :p :q ) . :x a :C ; :p :u ; :q :v . :y a :C ; :p :u ; :q :w .")
    (equality,) = turtle(":x owl:sameAs :y .")
    assert close(stated, ()).derivations == {}
    assert equality in close_with_owlrl(stated, ()).derivations


def test_the_last_pair_of_disjoint_properties_counts_where_owlrl_overlooks_it(turtle):
    stated = turtle("_:all a owl:AllDisjointProperties ; owl:members ( :p :q :r ) . :x :q :y ; :r :y .")
    assert [found.rule for found in close(stated, ()).inconsistencies] == ["prp-adp"]
    assert close_with_owlrl(stated, ()).inconsistencies == ()


def test_an_asymmetric_pair_is_reported_once(turtle):
    stated = turtle(":p a owl:AsymmetricProperty . :x :p :y . :y :p :x .")
    assert len(close(stated, ()).inconsistencies) == 1


def test_what_is_stated_is_not_derived_even_if_it_follows_from_the_ontology(turtle):
    stated = turtle(":A rdfs:subClassOf :C . :x a :A , :C .")
    below = turtle(":A rdfs:subClassOf :B . :B rdfs:subClassOf :C .")
    assert close(below, stated).derivations.keys() == set(turtle(":x a :B ."))


def test_an_axiom_that_is_itself_derived_applies_to_facts_that_came_before(turtle):
    stated = turtle(":x :p :y . :q rdfs:subPropertyOf rdfs:domain . :p :q :C .")
    (axiom,), (typed,) = turtle(":p rdfs:domain :C ."), turtle(":x a :C .")
    closure = close((), stated)
    assert closure.derivations[axiom].rule == "prp-spo1"
    assert closure.derivations[typed] == Derivation("prp-dom", (axiom, stated[0]))
