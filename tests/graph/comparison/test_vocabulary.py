"""What changed in the terms."""

from __future__ import annotations

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from treatygraph.graph.closure import ontology_quads
from treatygraph.graph.comparison.vocabulary import TermChange, compare_terms, declares_terms

PREFIXES = """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
"""
OLD = "<urn:a> a owl:Class . <urn:b> a owl:ObjectProperty . <urn:c> a skos:Concept ; owl:deprecated true ."
NEW = """
<urn:a> a owl:Class ; owl:deprecated true ; dcterms:isReplacedBy <urn:d> .
<urn:c> a skos:Concept .
<urn:d> a owl:Class .
"""
CHANGES = (
    TermChange("added", "urn:d"),
    TermChange("deprecated", "urn:a", ("urn:d",)),
    TermChange("reinstated", "urn:c"),
    TermChange("removed", "urn:b"),
)


def quads(text: str) -> list[Quad]:
    return list(parse(input=PREFIXES + text, format=RdfFormat.TURTLE))


def test_terms_are_added_deprecated_reinstated_and_removed() -> None:
    assert compare_terms(quads(OLD), quads(NEW)) == CHANGES


def test_the_way_back_is_the_mirror() -> None:
    opposite = {"added": "removed", "removed": "added", "deprecated": "reinstated", "reinstated": "deprecated"}
    back = {
        TermChange(opposite[each.kind], each.term, each.replacements) for each in compare_terms(quads(NEW), quads(OLD))
    }
    assert back == set(CHANGES)


def test_a_class_that_is_called_deprecated_is_deprecated() -> None:
    old, new = quads("<urn:a> a owl:Class ."), quads("<urn:a> a owl:DeprecatedClass .")
    assert compare_terms(old, new) == (TermChange("deprecated", "urn:a"),)


@pytest.mark.parametrize("text", ["<urn:a> <urn:p> <urn:b> .", "[] a owl:Class .", "<urn:a> owl:deprecated true ."])
def test_what_declares_no_term_has_none(text: str) -> None:
    assert not declares_terms(quads(text))
    assert compare_terms((), quads(text)) == ()


def test_a_property_without_its_declaration_is_a_removed_term() -> None:
    ontology = ontology_quads()
    gone = "https://w3id.org/treatygraph/ns#debtor"
    assert compare_terms(ontology, [quad for quad in ontology if gone not in str(quad.subject)]) == (
        TermChange("removed", gone),
    )
