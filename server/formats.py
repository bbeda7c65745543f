"""The forms in which the server has answers: results of queries, triples and whole datasets."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pyoxigraph import RdfFormat

from treatygraph.graph.export import FORMATS
from treatygraph.server.negotiation import Offer

__all__ = ["DATASETS", "DOCUMENTS", "ENTITIES", "PAGE", "QUADS", "RDF_FORMATS", "RDF_NAMES", "SOLUTIONS", "TRIPLES"]

PAGE = Offer("html", "text/html", "a page for people", ("application/xhtml+xml",))

_JSON = Offer("json", "application/sparql-results+json", "SPARQL results in JSON", ("application/json",))
_XML = Offer("xml", "application/sparql-results+xml", "SPARQL results in XML", ("application/xml", "text/xml"))
_CSV = Offer("csv", "text/csv", "CSV: values only")
_TSV = Offer("tsv", "text/tab-separated-values", "TSV: terms as in Turtle")

_TURTLE = Offer("ttl", "text/turtle", "Turtle", ("application/x-turtle",), ("turtle",))
_TRIG = Offer("trig", "application/trig", "TriG: with the named graphs", ("application/x-trig",))
_N_TRIPLES = Offer("nt", "application/n-triples", "N-Triples", (), ("ntriples", "n-triples"))
_N_QUADS = Offer("nq", "application/n-quads", "N-Quads: with the named graphs", (), ("nquads", "n-quads"))
_JSON_LD = Offer("jsonld", "application/ld+json", "JSON-LD", ("application/json",), ("json-ld", "json"))
_RDF_XML = Offer(
    "rdf",
    "application/rdf+xml",
    "RDF/XML",
    ("application/xml", "text/xml"),
    ("rdf+xml", "rdfxml", "rdf-xml", "xml"),
)

SOLUTIONS = (_JSON, _XML, _CSV, _TSV, PAGE)
"""What SELECT and ASK are answered with."""

TRIPLES = (_TURTLE, _N_TRIPLES, _RDF_XML, _JSON_LD, _TRIG, _N_QUADS, PAGE)
"""What CONSTRUCT and DESCRIBE are answered with."""

DOCUMENTS = (_TURTLE, _TRIG, _N_TRIPLES, _N_QUADS, _JSON_LD, _RDF_XML)
"""The data of one thing."""

ENTITIES = (*DOCUMENTS, PAGE)
"""The documents about one thing, its page among them."""

DATASETS = (_TURTLE, _TRIG, _N_TRIPLES, _N_QUADS, _JSON_LD)
"""The whole graph."""

QUADS = frozenset({"trig", "nq"})
"""The formats that have named graphs."""

RDF_NAMES: Mapping[str, str] = MappingProxyType({"ttl": "turtle"})
"""The names that the core has for formats whose suffix is another."""

RDF_FORMATS: Mapping[str, RdfFormat] = MappingProxyType(
    {offer.name: FORMATS[RDF_NAMES.get(offer.name, offer.name)] for offer in DOCUMENTS}
)
"""The formats of triples and quads by their suffixes."""
