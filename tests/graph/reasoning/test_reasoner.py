"""The closure as callers see it."""

from __future__ import annotations

from treatygraph.graph.reasoning import Derivation, Reasoner, close


def test_nothing_follows_from_nothing():
    closure = close((), ())
    assert closure.derivations == {}
    assert closure.inconsistencies == ()


def test_premises_come_before_conclusions(turtle):
    closure = close(turtle(":A rdfs:subClassOf :B . :B rdfs:subClassOf :C ."), turtle(":x a :A ."))
    known: set[object] = {*turtle(":A rdfs:subClassOf :B . :B rdfs:subClassOf :C . :x a :A .")}
    for triple, derivation in closure.derivations.items():
        assert known.issuperset(derivation.premises)
        known.add(triple)


def test_what_follows_among_named_classes_is_kept(turtle):
    stated = turtle(":A rdfs:subClassOf :B . :B rdfs:subClassOf :C .")
    (conclusion,) = turtle(":A rdfs:subClassOf :C .")
    assert close(stated, ()).derivations == {conclusion: Derivation("scm-sco", stated)}


def test_axioms_may_stand_in_the_data(turtle):
    stated = turtle(":C rdfs:subClassOf :D . :x a :C .")
    assert close((), stated).derivations == close(stated[:1], stated[1:]).derivations


def test_triples_given_twice_count_once(turtle):
    stated = turtle(":C rdfs:subClassOf :D . :x a :C .")
    assert close(stated, stated) == close(stated, ())


def test_iterators_are_read_once(turtle):
    stated = turtle(":C rdfs:subClassOf :D . :x a :C .")
    assert close(iter(stated[:1]), iter(stated[1:])) == close(stated[:1], stated[1:])


def test_names_in_sentences_are_short_and_literals_are_quoted(turtle):
    stated = turtle(
        """@prefix tg: <https://w3id.org/treatygraph/ns#> .
        tg:State owl:disjointWith tg:Island . _:b a tg:State , tg:Island ."""
    )
    (found,) = close(stated, ()).inconsistencies
    assert found.message == "_:b is in both tg:State and tg:Island, but these two classes are disjoint."


def test_a_contradiction_between_equal_things_is_reported_once(turtle):
    stated = turtle(":C owl:disjointWith :D . :x a :C . :y a :D . :x owl:sameAs :y .")
    (found,) = close(stated, ()).inconsistencies
    assert found.rule == "cax-dw"


def test_a_contradiction_holds_back_nothing(turtle):
    stated = turtle(":C owl:disjointWith :D ; rdfs:subClassOf :E . :x a :C , :D . :y a :C .")
    closure = close(stated, ())
    assert len(closure.inconsistencies) == 1
    assert closure.derivations.keys() == set(turtle(":x a :E . :y a :E ."))


def test_what_is_closed_under_an_ontology_leaves_no_trace_for_what_comes_next(turtle):
    ontology = turtle(":C rdfs:subClassOf :D . :D owl:disjointWith :E .")
    reasoner = Reasoner(ontology)
    before = reasoner.close(turtle(":x a :C ."))
    reasoner.close(turtle(":D rdfs:subClassOf :F . :x a :E ; :p :y . :p a owl:TransitiveProperty ."))
    assert reasoner.close(turtle(":x a :C .")) == before == close(ontology, turtle(":x a :C ."))


def test_lists_of_the_data_complete_axioms_of_the_ontology(turtle):
    ontology = turtle(":C owl:intersectionOf :list .")
    data = turtle(":list rdf:first :D ; rdf:rest rdf:nil . :x a :C .")
    (conclusion,) = turtle(":x a :D .")
    assert conclusion in Reasoner(ontology).close(data).derivations


def test_data_are_accepted_if_they_contradict_nothing(turtle):
    reasoner = Reasoner(turtle(":C owl:disjointWith :D ."))
    assert reasoner.accepts(turtle(":x a :C ."))
    assert not reasoner.accepts(turtle(":x a :C , :D ."))
    assert not reasoner.accepts(turtle(':x :p "yes"^^xsd:boolean .'))


def test_no_data_are_accepted_under_an_ontology_that_contradicts_itself(turtle):
    assert not Reasoner(turtle(':C rdfs:comment "1.5"^^xsd:integer .')).accepts(())
