"""The description of the endpoint in its own terms (SPARQL 1.1 Service Description)."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.terms import RDF_TYPE, XSD

__all__ = ["service_description"]

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
FORMATS = "http://www.w3.org/ns/formats/"

_RESULT_FORMATS = (
    "JSON-LD",
    "N-Triples",
    "RDF_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_JSON",
    "SPARQL_Results_TSV",
    "SPARQL_Results_XML",
    "Turtle",
)


def service_description(dataset: Dataset, url: str) -> list[Quad]:
    """Describe the endpoint: what it speaks, and which graphs it has.

    :param dataset: the graph.
    :param url: the address of the endpoint.
    :returns: the description.
    """
    service, everything = NamedNode(f"{url}#service"), NamedNode(f"{url}#dataset")
    quads = [
        Quad(service, RDF_TYPE, _sd("Service")),
        Quad(service, _sd("endpoint"), NamedNode(url)),
        Quad(service, _sd("supportedLanguage"), _sd("SPARQL11Query")),
        Quad(service, _sd("feature"), _sd("UnionDefaultGraph")),
        Quad(service, _sd("defaultDataset"), everything),
        Quad(everything, RDF_TYPE, _sd("Dataset")),
    ]
    quads += [Quad(service, _sd("resultFormat"), NamedNode(FORMATS + name)) for name in _RESULT_FORMATS]
    union = NamedNode(f"{url}#default-graph")
    quads.append(Quad(everything, _sd("defaultGraph"), union))
    quads += _graph(union, len({quad.triple for quad in dataset.quads}))
    names = [name for name in dataset.graph_names if not isinstance(name, DefaultGraph)]
    for number, name in enumerate(names, start=1):
        entry, graph = NamedNode(f"{url}#named-graph-{number}"), NamedNode(f"{url}#graph-{number}")
        quads += [
            Quad(everything, _sd("namedGraph"), entry),
            Quad(entry, RDF_TYPE, _sd("NamedGraph")),
            Quad(entry, _sd("name"), name),
            Quad(entry, _sd("graph"), graph),
        ]
        quads += _graph(graph, len(dataset.graph(name)))
    return quads


def _graph(graph: NamedNode, size: int) -> Iterator[Quad]:
    """Describe one graph."""
    yield Quad(graph, RDF_TYPE, _sd("Graph"))
    yield Quad(graph, NamedNode(VOID + "triples"), Literal(str(size), datatype=NamedNode(XSD + "integer")))


def _sd(local: str) -> NamedNode:
    """Return a term of the service description vocabulary."""
    return NamedNode(SD + local)
