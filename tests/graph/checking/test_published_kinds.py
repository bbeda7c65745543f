"""What is told of terms of well-known vocabularies is told of terms that they have."""

from __future__ import annotations

import pytest

from treatygraph.graph.checking.published import CLOSED, OPEN, published_terms
from treatygraph.graph.checking.published_kinds import LITERALS, THINGS, published_kind
from treatygraph.graph.checking.vocabulary import namespace_of
from treatygraph.graph.terms import DCTERMS, GEO, ORG, OWL, PROV, RDF, RDFS, SCHEMA, SH, SKOS, TIME, XSD

FOAF = "http://xmlns.com/foaf/0.1/"


@pytest.mark.parametrize("iri", sorted(THINGS | LITERALS))
def test_properties_of_which_more_is_told_are_published_properties(iri: str) -> None:
    namespace = namespace_of(iri)
    name = iri.removeprefix(namespace)
    assert name in published_terms(namespace)
    assert published_kind(namespace, name) == "property"


def test_no_property_takes_things_alone_and_literals_alone() -> None:
    assert THINGS.isdisjoint(LITERALS)


@pytest.mark.parametrize(
    ("namespace", "name", "kind"),
    [
        (FOAF, "Person", "class"),
        (FOAF, "based_near", "property"),
        (SKOS, "ConceptScheme", "class"),
        (PROV, "EmptyCollection", "class"),
        (OWL, "real", "datatype"),
        (RDF, "nil", ""),
        (RDF, "_1", ""),
        (RDF, "langString", "datatype"),
        (RDFS, "Literal", "class"),
        (DCTERMS, "W3CDTF", "datatype"),
        (DCTERMS, "IMT", ""),
        (ORG, "Head", ""),
        (TIME, "unitDay", ""),
        (TIME, "January", "class"),
        (GEO, "wktLiteral", "datatype"),
        (XSD, "gYear", "datatype"),
        (XSD, "minInclusive", ""),
        (SCHEMA, "name", "property"),
        (SCHEMA, "InStock", ""),
        (SH, "path", ""),
        ("urn:x#", "Person", ""),
    ],
)
def test_a_term_is_a_class_a_property_a_datatype_or_nobody_knows(namespace: str, name: str, kind: str) -> None:
    assert published_kind(namespace, name) == kind


def test_every_published_term_begins_as_its_kind_does() -> None:
    namespaces = {*CLOSED, *OPEN} - {XSD, SH, SCHEMA, "http://schema.org/"}
    for namespace in namespaces:
        for name in published_terms(namespace):
            expected = {"", "class" if name[0].isupper() else "property", "datatype"}
            assert published_kind(namespace, name) in expected
