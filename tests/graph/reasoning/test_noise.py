"""What is useful."""

from __future__ import annotations

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from treatygraph.graph.reasoning import useful


@pytest.mark.parametrize(
    "text",
    [
        ":x a :C .",
        "_:x a :C .",
        ":x :p :y .",
        ':x :p "v" .',
        ":x :p _:y .",
        ":x rdfs:label 'x'@en .",
        ":x owl:sameAs :y .",
        ":x owl:sameAs _:y .",
        ":x owl:differentFrom :y .",
        ":C rdfs:subClassOf :D .",
        ":C rdfs:subClassOf owl:Nothing .",
        ":C owl:equivalentClass :D .",
        ":p rdfs:subPropertyOf :q .",
        ":p owl:equivalentProperty :q .",
        ":p rdfs:domain :C .",
        ":p rdfs:range xsd:date .",
    ],
)
def test_useful(text, turtle):
    (triple,) = turtle(text)
    assert useful(triple)


@pytest.mark.parametrize(
    "text",
    [
        ":x owl:sameAs :x .",
        ':x owl:sameAs "v" .',
        ":C rdfs:subClassOf :C .",
        ":C owl:equivalentClass :C .",
        ":p rdfs:subPropertyOf :p .",
        ":C rdfs:subClassOf owl:Thing .",
        ":C rdfs:subClassOf rdfs:Resource .",
        "owl:Nothing rdfs:subClassOf :C .",
        ":x a owl:Thing .",
        ":x a rdfs:Resource .",
        ":x a rdfs:Datatype .",
        ":C a owl:Class .",
        ":x a _:unnamed .",
        ":x a xsd:date .",
        "xsd:date a rdfs:Datatype .",
        "rdfs:label a owl:AnnotationProperty .",
        "_:unnamed rdfs:subClassOf :C .",
        ":C rdfs:subClassOf _:unnamed .",
        ":p rdfs:domain owl:Thing .",
        ":p rdfs:range _:unnamed .",
        ":r owl:onProperty :p .",
        ":p owl:inverseOf :q .",
        "_:l rdf:first :a .",
        "_:l rdf:rest rdf:nil .",
    ],
)
def test_noise(text, turtle):
    (triple,) = turtle(text)
    assert not useful(triple)


def test_what_is_no_triple_is_noise():
    thing = NamedNode("https://example.org/x")
    assert not useful((Literal("v"), thing, thing))
    assert not useful((thing, BlankNode("p"), thing))
