"""The adapter of owlrl."""

from __future__ import annotations

import logging

from pyoxigraph import Triple

from treatygraph.graph.reasoning import Derivation, close_with_owlrl


def test_derivations_have_no_premises(turtle):
    closure = close_with_owlrl(turtle(":C rdfs:subClassOf :D ."), turtle(":x a :C ."))
    assert closure.derivations == {triple: Derivation("owlrl", ()) for triple in turtle(":x a :D .")}


def test_stated_triples_are_not_derived(turtle):
    stated = turtle(":C rdfs:subClassOf :D . :x a :C , :D .")
    assert close_with_owlrl(stated, ()).derivations == {}


def test_errors_become_contradictions_and_no_triples(turtle):
    closure = close_with_owlrl(turtle(":C owl:disjointWith :D ."), turtle(":x a :C , :D ."))
    assert closure.derivations == {}
    (found,) = closure.inconsistencies
    assert (found.rule, found.premises) == ("owlrl", ())
    assert found.message == (
        "Disjoint classes https://example.org/C and https://example.org/D "
        "have a common individual https://example.org/x."
    )


def test_blank_nodes_and_literals_come_back_as_they_were(turtle):
    ontology = turtle(":p rdfs:subPropertyOf :q .")
    data = turtle('_:b :p "01"^^xsd:integer , "text"@en-gb , "text" , _:b , "1956-02-30"^^xsd:date .')
    derived = {
        Triple(triple.subject, triple.predicate, triple.object)
        for triple in turtle('_:b :q "01"^^xsd:integer , "text"@en-gb , "text" , _:b , "1956-02-30"^^xsd:date .')
    }
    assert close_with_owlrl(ontology, data).derivations.keys() == derived


def test_statements_on_which_owlrl_fails_are_kept_from_it(turtle):
    stated = turtle(
        """:R owl:onProperty :p ; owl:maxCardinality :many . :x a :R ; :p :y , "abc"^^xsd:decimal , ""^^xsd:date .
        :R rdfs:subClassOf :S ."""
    )
    quoted = Triple(stated[0].subject, stated[0].predicate, stated[0])
    closure = close_with_owlrl((*stated, quoted), ())
    assert closure.derivations.keys() == set(turtle(":x a :S ."))
    assert len(closure.inconsistencies) == 2


def test_malformed_literals_are_not_logged(turtle, caplog):
    with caplog.at_level(logging.DEBUG):
        close_with_owlrl((), turtle(':x :p "1956-02-30"^^xsd:date .'))
    assert caplog.records == []
    assert not logging.getLogger("rdflib.term").disabled
