"""The closure as callers see it."""

from __future__ import annotations

from treatygraph.graph.reasoning import Derivation, close


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
