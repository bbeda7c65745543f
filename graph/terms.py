"""Namespaces, graph names and prefixes: the only place that spells them.

Terms of the ontology are ``tg:``, code lists ``c:``, the things of the graph stand in the empty prefix.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from pyoxigraph import NamedNode

__all__ = [
    "CONCEPT",
    "DCTERMS",
    "ELI",
    "GEO",
    "GRAPH",
    "ID",
    "INFERRED_GRAPHS",
    "NP",
    "OA",
    "ONTOLOGY_IRI",
    "ORG",
    "OWL",
    "PERSPECTIVES_GRAPH",
    "PREFIXES",
    "PROV",
    "PROVENANCE_GRAPH",
    "RDF",
    "RDFS",
    "RDFS_LABEL",
    "RDF_TYPE",
    "SCHEMA",
    "SH",
    "SKOS",
    "SKOSXL",
    "STATUS_GRAPH",
    "TG",
    "TIME",
    "XSD",
    "compact",
    "concept",
    "expand",
    "local_name",
    "tg",
]

ONTOLOGY_IRI = "https://w3id.org/treatygraph/ns"
TG = ONTOLOGY_IRI + "#"
CONCEPT = "https://w3id.org/treatygraph/concept/"
ID = "https://w3id.org/treatygraph/id/"

GRAPH = ID + "graph/"
PROVENANCE_GRAPH = GRAPH + "provenance"
PERSPECTIVES_GRAPH = GRAPH + "perspectives"
INFERRED_GRAPHS = GRAPH + "inferred/"
STATUS_GRAPH = GRAPH + "status"

DCTERMS = "http://purl.org/dc/terms/"
ELI = "http://data.europa.eu/eli/ontology#"
GEO = "http://www.opengis.net/ont/geosparql#"
NP = "http://www.nanopub.org/nschema#"
OA = "http://www.w3.org/ns/oa#"
ORG = "http://www.w3.org/ns/org#"
OWL = "http://www.w3.org/2002/07/owl#"
PROV = "http://www.w3.org/ns/prov#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMA = "https://schema.org/"
SH = "http://www.w3.org/ns/shacl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SKOSXL = "http://www.w3.org/2008/05/skos-xl#"
TIME = "http://www.w3.org/2006/time#"
XSD = "http://www.w3.org/2001/XMLSchema#"

PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "": ID,
        "c": CONCEPT,
        "dcterms": DCTERMS,
        "eli": ELI,
        "geo": GEO,
        "np": NP,
        "oa": OA,
        "org": ORG,
        "owl": OWL,
        "prov": PROV,
        "rdf": RDF,
        "rdfs": RDFS,
        "schema": SCHEMA,
        "sh": SH,
        "skos": SKOS,
        "skosxl": SKOSXL,
        "tg": TG,
        "time": TIME,
        "xsd": XSD,
    }
)

RDF_TYPE = NamedNode(RDF + "type")
RDFS_LABEL = NamedNode(RDFS + "label")

_PLAIN_LOCAL_NAME = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")


def tg(local: str) -> NamedNode:
    """Return the term of the ontology that has this local name.

    :param local: the part after ``#``, ``State`` for instance.
    :returns: the term.

    >>> tg("State").value
    'https://w3id.org/treatygraph/ns#State'
    """
    return NamedNode(TG + local)


def concept(local: str) -> NamedNode:
    """Return the concept of the code lists that has this local name.

    :param local: the part after ``concept/``, ``hand-over`` for instance.
    :returns: the concept.

    >>> concept("hand-over").value
    'https://w3id.org/treatygraph/concept/hand-over'
    """
    return NamedNode(CONCEPT + local)


def local_name(iri: str) -> str:
    """Return what follows the last ``/`` or ``#`` of an IRI.

    :param iri: any IRI.
    :returns: its local name, the IRI itself where nothing follows.

    >>> local_name("https://w3id.org/treatygraph/id/perspective/japan")
    'japan'
    """
    return re.split("[/#]", iri)[-1] or iri


def compact(iri: str) -> str:
    """Shorten an IRI to a CURIE that Turtle and SPARQL accept unescaped.

    :param iri: any IRI.
    :returns: the CURIE, or the IRI in angle brackets where no prefix fits.

    >>> compact("https://w3id.org/treatygraph/ns#State")
    'tg:State'
    >>> compact("https://w3id.org/treatygraph/id/japan")
    ':japan'
    >>> compact("https://w3id.org/treatygraph/id/perspective/japan")
    '<https://w3id.org/treatygraph/id/perspective/japan>'
    """
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and _PLAIN_LOCAL_NAME.fullmatch(iri[len(namespace) :]):
            return f"{prefix}:{iri[len(namespace) :]}"
    return f"<{iri}>"


def expand(curie: str, further: Iterable[tuple[str, str]] = ()) -> str | None:
    """Spell out a CURIE with one of our prefixes.

    :param curie: a prefix, a colon and a local name.
    :param further: prefixes with their namespaces that are known besides.
    :returns: the IRI, or None where the text is no CURIE or the prefix is unknown.

    >>> expand("c:force")
    'https://w3id.org/treatygraph/concept/force'
    >>> expand("https://example.org/a") is None
    True
    """
    prefix, colon, local = curie.partition(":")
    namespace = PREFIXES.get(prefix, dict(further).get(prefix)) if colon else None
    if namespace is None or not local or local.startswith("//"):
        return None
    return namespace + local
