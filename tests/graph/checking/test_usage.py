"""Properties stand on things, and lead to things, of the classes that the ontology names."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from treatygraph.graph.checking.material import Material
from treatygraph.graph.checking.usage import check_usage

Find = Callable[..., list[tuple[str, int, int]]]
Read = Callable[..., Material]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (":p a tg:Commitment ; tg:debtor :a . :a a tg:State .", []),
        (":a a tg:State ;\n  tg:debtor :b .", [("TG105", 3, 3)]),
        (":i a tg:Island ; tg:inhabited true .", []),
        (":a a tg:State ; tg:inhabited true .", [("TG105", 2, 17)]),
        (":p a tg:Commitment ;\n  tg:debtor :a , :m .\n:m a tg:Official .", [("TG106", 3, 18)]),
        (":p a tg:Proposition ; tg:about :n . :n a tg:NameUsage .", [("TG106", 2, 32)]),
        (":p a tg:Proposition ; tg:about 'words' .", [("TG106", 2, 32)]),
        (":p a tg:Proposition ; tg:about c:demand .", [("TG106", 2, 32)]),
        (":s a tg:SpeechAct ; tg:force c:demand .", []),
        (":s a tg:SpeechAct ; tg:force :s .", [("TG106", 2, 30)]),
        (":s a tg:StatusSpan ; tg:validFrom '1956'^^xsd:gYear .", [("TG108", 2, 35)]),
        (":s a tg:StatusSpan ; tg:validFrom '1956-10-19'^^xsd:date .", []),
        (":s a tg:StatusSpan ; tg:validFrom :day .", [("TG108", 2, 35)]),
        ("ex:owner a owl:ObjectProperty . :a ex:owner 'Ada' , :b .", [("TG106", 2, 45)]),
        ("ex:part a owl:TransitiveProperty . :a ex:part 1 .", [("TG106", 2, 47)]),
        ("ex:age a owl:DatatypeProperty . :a ex:age 7 , :b .", [("TG108", 2, 47)]),
        ("ex:p a rdf:Property ; rdfs:range xsd:integer . :a ex:p 'five' , 5 , 5.0 , :b .",
         [("TG108", 2, 56), ("TG108", 2, 75)]),
        ("ex:p a rdf:Property ; rdfs:range xsd:byte . :a ex:p 5 , 500 .", [("TG108", 2, 57)]),
        ("ex:p a rdf:Property ; rdfs:range xsd:date . :a ex:p '1956'^^xsd:gYear .", [("TG108", 2, 53)]),
        ("ex:p a rdf:Property ; rdfs:range xsd:string . :a ex:p 'x'@en , 'x' .", [("TG108", 2, 55)]),
        ("ex:a skos:broader 'lit' .", [("TG106", 2, 19)]),
        ("ex:A rdfs:subClassOf 'string' , ex:B .", [("TG106", 2, 22)]),
        ("ex:a rdfs:label ex:b .", [("TG108", 2, 17)]),
        ("ex:a <http://xmlns.com/foaf/0.1/homepage> 'http://example.org/' .", [("TG106", 2, 43)]),
        ("skos:notation a owl:ObjectProperty . ex:a skos:notation 'x' , :b .", [("TG106", 2, 57)]),
    ],
)  # fmt: skip
def test_wrong_subjects_and_values_stand_at_their_places(
    find: Find, text: str, places: list[tuple[str, int, int]]
) -> None:
    assert find(check_usage, text) == places


@pytest.mark.parametrize(
    "text",
    [
        ":a tg:debtor :b .",
        ":a a ex:Pact ; tg:debtor :b .",
        ":a a tg:State , ex:Pact ; tg:debtor :b .",
        ":a a schema:Person ; tg:inhabited true .",
        ":p a tg:Commitment ; tg:debtor :i . :i a tg:Island .",
        ":i a tg:Island ; tg:inhabited 'perhaps' .",
        ":p a tg:Commitment ; tg:debtor 'Arcadia' .",
        "ex:p a owl:ObjectProperty , owl:DatatypeProperty . :a ex:p 1 , :b .",
        "ex:p a owl:AnnotationProperty . :a ex:p 1 , :b .",
        "ex:p a rdf:Property , owl:FunctionalProperty . :a ex:p 1 , :b .",
        "ex:p a rdf:Property ; rdfs:range xsd:decimal , rdfs:Literal , ex:Number . :a ex:p 1 , 'x'^^ex:Number .",
        "ex:p a rdf:Property ; rdfs:range xsd:integer . :a ex:p 'x'^^xsd:integer .",
        "ex:p a rdf:Property ; rdfs:range ex:Thing . :a ex:p 1 .",
        "ex:a rdfs:seeAlso 'x' , :b ; skos:note 'x' , :b ; owl:annotatedTarget 1 , :b .",
        "skos:notation a owl:ObjectProperty , owl:DatatypeProperty . ex:a skos:notation 'x' , :b .",
    ],
)
def test_what_is_not_known_or_is_left_to_a_shape_is_let_alone(find: Find, text: str) -> None:
    assert find(check_usage, text) == []


def test_types_of_all_graphs_count(find: Find) -> None:
    assert find(check_usage, "g:p01 { :a tg:debtor :b } g:p02 { :a a tg:State }") == [("TG105", 2, 12)]
    assert find(check_usage, "g:p01 { :a a tg:State ; tg:debtor :b } g:p02 { :a a tg:Commitment }") == []


def test_a_thing_with_the_properties_of_another_class_is_of_the_wrong_class(material: Read, find: Find) -> None:
    text = ":s a tg:Provision ; tg:force c:demand ; tg:realisation c:occurred , c:planned ; tg:speaker :a ."
    assert find(check_usage, text) == [("TG105", 2, 6)]
    [finding] = check_usage(material(text))
    assert finding.message == (
        "tg:force, tg:realisation, tg:speaker are properties of tg:SpeechAct, and this is tg:Provision."
    )
    apart = ":s a tg:Provision ; tg:force c:demand ; tg:inhabited true ."
    assert find(check_usage, apart) == [("TG105", 2, 21), ("TG105", 2, 41)]


OWN = """
ex:depth a owl:DatatypeProperty ; schema:domainIncludes ex:Harbour ; schema:rangeIncludes xsd:integer .
ex:owner a owl:ObjectProperty ; schema:rangeIncludes ex:Guild , owl:Thing .
ex:Harbour a owl:Class . ex:Port a owl:Class ; rdfs:subClassOf ex:Harbour . ex:Guild a owl:Class .
"""


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (":h a ex:Port ; ex:depth 5 .", []),
        (":h a ex:Port ; ex:depth '5'^^xsd:positiveInteger .", []),
        (":h a ex:Guild ; ex:depth 5 .", [("TG105", 6, 17)]),
        (":h a ex:Port ; ex:depth 5.5 .", [("TG108", 6, 25)]),
        (":h a ex:Port ; ex:depth 'deep'@en .", [("TG108", 6, 25)]),
        (":h a ex:Port ; ex:owner :x . :x a ex:Port .", []),
    ],
)
def test_other_ontologies_are_heeded_with_and_without_ours(
    find: Find, text: str, places: list[tuple[str, int, int]]
) -> None:
    assert find(check_usage, OWN + text) == places
    assert find(check_usage, OWN + text, builtin=False) == places


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ex:p rdfs:range xsd:date . ex:p a rdf:Property . :a ex:p 5 .",
         "<https://example.org/ns#p> takes xsd:date, and this is xsd:integer."),
        ("ex:p rdfs:range xsd:string . ex:p a rdf:Property . :a ex:p 'x'@en .",
         "<https://example.org/ns#p> takes xsd:string, and this is text in the language en."),
        (":a skos:broader 'x' .", "skos:broader takes things, and this is a literal."),
        (":a rdfs:label :b .", "rdfs:label takes literals, and this is no literal."),
        ("ex:p a owl:ObjectProperty . :a ex:p 5 .",
         "<https://example.org/ns#p> is an owl:ObjectProperty, and this is a literal."),
    ],
)  # fmt: skip
def test_the_finding_says_what_the_property_takes(material: Read, text: str, message: str) -> None:
    [finding] = check_usage(material(text, builtin=False))
    assert finding.message == message


def test_the_finding_says_what_is_expected_and_what_there_is(material: Read) -> None:
    [finding] = check_usage(material(":s a tg:StatusSpan ; tg:validFrom 'x'@en ."))
    assert finding.message == "tg:validFrom takes xsd:date, and this is text in the language en."
    assert finding.focus.endswith("id/s")
