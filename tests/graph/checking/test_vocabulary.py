"""What is declared, by whom, and what would be declared if it were a term."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from treatygraph.graph.checking.material import Material
from treatygraph.graph.checking.vocabulary import namespace_of
from treatygraph.graph.terms import CONCEPT, ELI, ID, OA, ORG, PROV, RDF, RDFS, SCHEMA, SKOS, TG, XSD

E = "https://example.org/ns#"
Read = Callable[..., Material]
ONTOLOGY = """
ex:Fleet a owl:Class ; rdfs:subClassOf ex:Thing ; owl:disjointWith ex:Harbour .
ex:Harbour a owl:Class ; owl:equivalentClass ex:Port .
ex:anchorsIn a owl:ObjectProperty ; schema:domainIncludes ex:Fleet ; schema:rangeIncludes ex:Harbour .
ex:berthedIn a owl:ObjectProperty ; owl:deprecated true ; dcterms:isReplacedBy ex:anchorsIn .
ex:old a owl:ObjectProperty ; owl:deprecated false .
"""


@pytest.mark.parametrize(
    ("iri", "kinds"),
    [
        (TG + "State", {"class"}),
        (TG + "party", {"property"}),
        (CONCEPT + "hand-over", {"concept"}),
        (ORG + "Organization", {"class"}),
    ],
)
def test_the_ontology_and_the_code_lists_are_declared(material: Read, iri: str, kinds: set[str]) -> None:
    assert material(":a :b :c .").vocabulary.kinds[iri] == kinds


def test_files_and_further_ontologies_declare_terms(material: Read, tmp_path: Path) -> None:
    own = material(ONTOLOGY).vocabulary
    assert own.kinds[E + "Fleet"] == {"class"}
    path = tmp_path / "more.ttl"
    path.write_text(f"<{E}Ship> a <http://www.w3.org/2002/07/owl#Class> .")
    assert material(":a :b :c .", ontology=(path,)).vocabulary.kinds[E + "Ship"] == {"class"}


def test_classes_have_all_their_superclasses(material: Read) -> None:
    vocabulary = material(ONTOLOGY).vocabulary
    assert vocabulary.classes_of([TG + "Island"]) >= {TG + "Island", TG + "Territory", TG + "Place", PROV + "Location"}
    assert vocabulary.classes_of([E + "Port"]) == {E + "Port", E + "Harbour"}
    assert vocabulary.classes_of([E + "unheard"]) == {E + "unheard"}


def test_domains_ranges_and_disjoint_classes_are_read(material: Read) -> None:
    vocabulary = material(ONTOLOGY).vocabulary
    assert vocabulary.domains[E + "anchorsIn"] == {E + "Fleet"}
    assert vocabulary.ranges[E + "anchorsIn"] == {E + "Harbour"}
    assert vocabulary.disjoint[E + "Harbour"] == {E + "Fleet"}


def test_deprecated_terms_name_their_successor(material: Read) -> None:
    assert material(ONTOLOGY).vocabulary.deprecated == {E + "berthedIn": E + "anchorsIn"}


@pytest.mark.parametrize(
    ("iri", "kind", "missing"),
    [
        (TG + "Sate", "class", True),
        (TG + "State", "class", False),
        (TG, "", False),
        (CONCEPT + "hand-ovr", "", True),
        (RDFS + "lable", "property", True),
        (RDFS + "label", "property", False),
        (PROV + "wasGeneratedBy", "property", False),
        (PROV + "wasGenerated", "property", True),
        (RDF + "_12", "property", False),
        (XSD + "gMonth", "datatype", False),
        (XSD + "year2", "datatype", True),
        (SCHEMA + "datePublishd", "property", True),
        (SCHEMA + "somethingQuiteNew", "property", False),
        (ELI + "is_part_off", "property", True),
        (ELI + "unmber", "property", True),
        (ELI + "number", "property", False),
        (OA + "hasTarget", "property", False),
        (SKOS + "Concept", "class", False),
        ("https://nobody.example/p", "property", False),
        (E + "anchorsin", "property", True),
        (E + "Ship", "class", True),
        (E + "hand-over", "concept", False),
    ],
)
def test_a_term_is_missed_where_its_namespace_is_known(material: Read, iri: str, kind: str, missing: bool) -> None:
    assert material(ONTOLOGY).vocabulary.misses(iri, kind) is missing


def test_terms_that_are_merely_given_a_type_do_not_close_their_namespace(material: Read) -> None:
    vocabulary = material("ex:Fleet a owl:Class .").vocabulary
    assert not vocabulary.misses(E + "Ship", "class")


def test_without_the_builtin_ontology_its_terms_are_unknown_and_nothing_is_missed(material: Read) -> None:
    vocabulary = material(":a :b :c .", builtin=False).vocabulary
    assert TG + "State" not in vocabulary.kinds
    assert not vocabulary.misses(TG + "Sate", "class")
    assert vocabulary.misses(RDFS + "lable", "property")


def test_candidates_are_of_the_kind_that_is_wanted(material: Read) -> None:
    vocabulary = material(ONTOLOGY).vocabulary
    assert vocabulary.candidates(E, "property") == {"anchorsIn", "berthedIn", "old"}
    assert "State" not in vocabulary.candidates(TG, "property")
    assert "is_part_of" in vocabulary.candidates(ELI)


def test_a_namespace_ends_with_its_last_mark() -> None:
    assert namespace_of(ID + "time/1956") == ID + "time/"
    assert namespace_of("urn:a") == ""
