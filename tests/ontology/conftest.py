"""The files of the ontology, parsed, and a way to parse a small ontology written in a test."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Triple, parse

from treatygraph.ontology import alignment_files, concept_files, ontology_files

PREFIXES = """
@prefix : <https://example.org/id/> .
@prefix c: <https://w3id.org/treatygraph/concept/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix eli: <http://data.europa.eu/eli/ontology#> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
@prefix np: <http://www.nanopub.org/nschema#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix odrl: <http://www.w3.org/ns/odrl/2/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix s: <https://w3id.org/treatygraph/concept/scheme/> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sssom: <https://w3id.org/sssom/> .
@prefix tg: <https://w3id.org/treatygraph/ns#> .
@prefix time: <http://www.w3.org/2006/time#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

Parser = Callable[[str], tuple[Triple, ...]]


def triples_of(paths: Iterable[Path]) -> tuple[Triple, ...]:
    """All triples of some files, in the order of writing."""
    return tuple(quad.triple for path in paths for quad in parse(path=path, format=RdfFormat.TURTLE))


@pytest.fixture(scope="session")
def turtle() -> Parser:
    """Parse Turtle with the prefixes of the project."""
    return lambda text: tuple(quad.triple for quad in parse(PREFIXES + text, format=RdfFormat.TURTLE))


@pytest.fixture(scope="session")
def ontology() -> tuple[Triple, ...]:
    """The ontology: header and topics."""
    return triples_of(ontology_files())


@pytest.fixture(scope="session")
def concepts() -> tuple[Triple, ...]:
    """The code lists."""
    return triples_of(concept_files())


@pytest.fixture(scope="session")
def alignments() -> tuple[Triple, ...]:
    """The alignments with foreign vocabularies."""
    return triples_of(alignment_files())
