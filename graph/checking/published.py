"""The terms of well-known vocabularies, so that a slip in one of them is found although nobody declares it here.

The lists are those that come with rdflib, which is imported when a term is looked up that is not known otherwise. To a
*closed* vocabulary nothing is added any more without a new edition; the others grow, and only an obvious misspelling of
one of their terms is held to be one.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from treatygraph.graph.terms import (
    DCTERMS,
    ELI,
    GEO,
    OA,
    ORG,
    OWL,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SH,
    SKOS,
    SKOSXL,
    TIME,
    XSD,
)

__all__ = ["AT_HAND", "CLOSED", "OPEN", "published_terms"]

CLOSED: Mapping[str, str] = MappingProxyType(
    {
        OWL: "OWL",
        RDF: "RDF",
        RDFS: "RDFS",
        SKOS: "SKOS",
        SH: "SH",
        PROV: "PROV",
        ORG: "ORG",
        DCTERMS: "DCTERMS",
        XSD: "XSD",
        TIME: "TIME",
        "http://xmlns.com/foaf/0.1/": "FOAF",
        "http://purl.org/dc/elements/1.1/": "DC",
    }
)
"""Vocabularies that are known whole, by namespace, with the names that rdflib gives them."""
OPEN: Mapping[str, str] = MappingProxyType(
    {
        SCHEMA: "SDO",
        "http://schema.org/": "SDO",
        GEO: "GEO",
        "http://www.w3.org/ns/dcat#": "DCAT",
        "http://purl.org/linked-data/cube#": "QB",
        "http://rdfs.org/ns/void#": "VOID",
        "http://usefulinc.com/ns/doap#": "DOAP",
        "http://www.w3.org/ns/sosa/": "SOSA",
        "http://www.w3.org/ns/ssn/": "SSN",
    }
)
"""Vocabularies that grow."""
_YOUNGER: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        RDF: frozenset({"li", "reifies", "dirLangString", "TripleTerm", "Alt", "ID", "about", "resource"}),
        RDFS: frozenset({"Proposition"}),
    }
)
"""Terms that are not in rdflib's lists."""


AT_HAND: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        namespace: frozenset(names.split())
        for namespace, names in (
            ("http://www.w3.org/ns/dcat#", "Dataset version"),
            (DCTERMS, "creator date description language license title"),
            (ELI, "is_part_of number"),
            (GEO, "Geometry asWKT hasGeometry wktLiteral"),
            (OA, "TextPositionSelector end hasSelector hasSource start"),
            (ORG, "linkedTo member memberOf originalOrganization resultingOrganization subOrganizationOf"),
            (PROV, "atLocation hadPrimarySource"),
            (RDF, "first langString nil rest type"),
            (RDFS, "comment label seeAlso"),
            (
                SCHEMA,
                "Article Book CreativeWork NewsArticle articleSection author dateCreated datePublished locationCreated "
                "name publisher sha256 url",
            ),
            (SKOS, "altLabel prefLabel"),
            (SKOSXL, "literalForm"),
            (
                XSD,
                "anyURI boolean date dateTime dateTimeStamp dayTimeDuration decimal double duration float gDay gMonth "
                "gMonthDay gYear gYearMonth int integer long nonNegativeInteger positiveInteger short string time "
                "token yearMonthDuration",
            ),
        )
    }
)
"""Terms that graphs of treatygraph use most, so that no list has to be imported for them."""


@cache
def published_terms(namespace: str) -> frozenset[str]:
    """List the terms of a vocabulary.

    :param namespace: a key of :data:`CLOSED` or :data:`OPEN`.
    :returns: their local names; none for any other namespace.

    >>> "wasDerivedFrom" in published_terms("http://www.w3.org/ns/prov#")
    True
    """
    name = CLOSED.get(namespace) or OPEN.get(namespace)
    if name is None:
        return frozenset()
    from rdflib import namespace as lists

    terms = getattr(lists, name)
    return frozenset((*terms.__annotations__, *terms._extras, *_YOUNGER.get(namespace, ())))
