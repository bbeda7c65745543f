"""Every wrong term is found at the place where it stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from treatygraph.graph.checking import check
from treatygraph.graph.checking.files import read_files
from treatygraph.graph.checking.fixes import fixes
from treatygraph.graph.checking.material import Material
from treatygraph.graph.checking.options import Options
from treatygraph.graph.checking.terms import check_terms

Find = Callable[..., list[tuple[str, int, int]]]
Read = Callable[..., Material]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (":a a tg:State .", []),
        (":a a tg:Sate .", [("TG101", 2, 6)]),
        (":a tg:debter :b .", [("TG101", 2, 4)]),
        (":a tg:force c:demnd .", [("TG101", 2, 13)]),
        (':a tg:edtf "x"^^xsd:sting .', [("TG101", 2, 12)]),
        ("tg:Sate rdfs:label 'x' .", [("TG101", 2, 1)]),
        (":a rdfs:lable 'x' ; rdfs:label 'y' .", [("TG101", 2, 4)]),
        (":a tg:debter :b , :c .\n:d tg:debter :e .", [("TG101", 2, 4), ("TG101", 3, 4)]),
        (":a tg:State :b .", [("TG103", 2, 4)]),
        (":a c:demand :b .", [("TG103", 2, 4)]),
        (":a a tg:party , tg:State , c:demand .", [("TG104", 2, 6), ("TG104", 2, 28)]),
        ("ex:P rdfs:subClassOf tg:Sate ; schema:domainIncludes tg:party .", [("TG101", 2, 22), ("TG104", 2, 54)]),
        ("ex:p rdfs:subPropertyOf tg:agnet .", [("TG101", 2, 25)]),
        (":a <http://xmlns.com/foaf/0.1/Person> 'x' .", [("TG103", 2, 4)]),
        (":a a <http://xmlns.com/foaf/0.1/name> .", [("TG104", 2, 6)]),
        (":a xsd:integer 5 ; rdfs:domain prov:used .", [("TG103", 2, 4), ("TG104", 2, 32)]),
        (":g { [ a tg:Sate ; tg:about [ a tg:Sate ] ] a tg:State }", [("TG101", 2, 10), ("TG101", 2, 33)]),
    ],
)
def test_wrong_terms_stand_at_their_places(find: Find, text: str, places: list[tuple[str, int, int]]) -> None:
    assert find(check_terms, text) == places


@pytest.mark.parametrize(
    "text",
    [
        ":a ex:unheard ex:of .",
        "ex:C rdfs:subClassOf xsd:integer , rdfs:Literal . :a dcterms:type dcterms:IMT .",
        ":a a org:Head , schema:InStock .",
        ":a rdfs:seeAlso <http://www.w3.org/ns/prov#nothing> .",
        ":a a [ a owl:Class ] .",
        ":list rdf:_1 :a ; rdf:_2 :b .",
        "tg:Bloc a owl:Class . :a a tg:Bloc .",
        ":shape a sh:NodeShape ; sh:unheard 1 .",
    ],
)
def test_what_nobody_knows_is_not_wrong(find: Find, text: str) -> None:
    assert find(check_terms, text) == []


@pytest.mark.parametrize(
    ("term", "message", "repair"),
    [
        ("tg:speeker", "tg:speeker is no property that is declared.", "Did you mean tg:speaker?"),
        ("tg:label", "tg:label is no property that is declared.", "Did you mean rdfs:label?"),
        ("tg:Treaty", "tg:Treaty is a class, no property.", "Use a property; a class follows rdf:type."),
        ("tg:xyzzy", "tg:xyzzy is no property that is declared.", "Correct the spelling, or declare the term."),
    ],
)
def test_the_finding_says_what_was_meant(material: Read, term: str, message: str, repair: str) -> None:
    [finding] = check_terms(material(f":a {term} :b ."))
    assert (finding.message, finding.repair) == (message, repair)


@pytest.mark.parametrize(
    ("statement", "mendable"),
    [
        (":a tg:speeker :b .", True),
        (":a a tg:Event .", False),
        (":a tg:label :b .", False),
        (":a tg:xyzzy :b .", False),
    ],
)
def test_only_what_is_obvious_can_be_mended_by_command(material: Read, statement: str, mendable: bool) -> None:
    read = material(statement)
    [finding] = check_terms(read)
    assert finding.mendable == mendable
    assert len(fixes(read, [finding])) == mendable


OLD = "ex:ally a owl:ObjectProperty ; owl:deprecated true{} .\nex:friend a owl:ObjectProperty .\n"


def test_a_deprecated_term_names_its_successor_and_may_be_declared(material: Read) -> None:
    [finding] = check_terms(material(OLD.format(" ; dcterms:isReplacedBy ex:friend") + ":a ex:ally :b ."))
    assert (finding.code, finding.line, finding.column) == ("TG102", 4, 4)
    assert finding.repair == "Use <https://example.org/ns#friend>."
    [finding] = check_terms(material(OLD.format("") + ":a ex:ally :b ."))
    assert finding.repair == "Use the term that replaces it."


def test_the_things_of_a_finding_are_those_of_its_statement(material: Read) -> None:
    [finding] = check_terms(material("g:p01 { :a a tg:Sate . }"))
    assert finding.focus.endswith("id/a")
    assert str(finding.graph).endswith("gazette/p01")
    assert str(finding.value).endswith("ns#Sate>")


def test_a_term_in_json_ld_is_told_at_its_place(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonld"
    path.write_text('{"@id": "urn:a", "@type": "https://w3id.org/treatygraph/ns#Sate"}')
    dataset, documents, _ = read_files([path])
    [finding] = check_terms(Material(dataset, documents))
    assert (finding.code, finding.path, finding.line, finding.column) == ("TG101", str(path), 1, 27)
    assert not finding.mendable


def test_people_who_do_not_use_the_ontology_may_use_its_namespace(find: Find) -> None:
    assert find(check_terms, ":a a tg:Sate .", builtin=False) == []


def test_classes_and_properties_that_shapes_name_are_terms(tmp_path: Path) -> None:
    (tmp_path / "shapes.ttl").write_text(
        "@prefix foaf: <http://xmlns.com/foaf/0.1/> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        "<urn:S> a sh:NodeShape ; sh:targetClass foaf:Person ;\n sh:property [ sh:path foaf:nmae ; sh:minCount 0 ] .\n"
    )
    (tmp_path / "data.ttl").write_text('<urn:a> a <http://xmlns.com/foaf/0.1/Person> ; <urn:p> "A" .\n')
    options = Options(builtin=False, shapes=(tmp_path / "shapes.ttl",))
    [finding] = check([tmp_path / "data.ttl"], options=options).findings
    assert (finding.code, finding.line, finding.column, finding.mendable) == ("TG101", 4, 24, False)
    assert finding.path == str(tmp_path / "shapes.ttl")
    assert finding.repair == "Did you mean foaf:name?"
