"""The description of the endpoint in its own terms (SPARQL 1.1 Service Description)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import cast

from pyoxigraph import Literal, NamedNode, Quad

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.graph_groups import KIND_TEXTS
from treatygraph.graph.querying import run
from treatygraph.graph.terms import DCTERMS, RDF_TYPE, RDFS_LABEL, XSD, tg
from treatygraph.server.description import VOID
from treatygraph.server.formats import SOLUTIONS, TRIPLES
from treatygraph.server.pool import Limits
from treatygraph.server.pool.errors import in_bytes

__all__ = ["ENTAILMENT", "FORMATS", "SD", "service_description"]

SD = "http://www.w3.org/ns/sparql-service-description#"
ENTAILMENT = "http://www.w3.org/ns/entailment/"
_OWL_RL = "http://www.w3.org/ns/owl-profile/RL"

FORMATS: Mapping[str, str] = MappingProxyType(
    {
        offer: f"http://www.w3.org/ns/formats/{name}"
        for offer, name in {
            "csv": "SPARQL_Results_CSV",
            "json": "SPARQL_Results_JSON",
            "jsonld": "JSON-LD",
            "nq": "N-Quads",
            "nt": "N-Triples",
            "rdf": "RDF_XML",
            "trig": "TriG",
            "tsv": "SPARQL_Results_TSV",
            "ttl": "Turtle",
            "xml": "SPARQL_Results_XML",
        }.items()
    }
)
"""W3C's names of the formats, by suffix."""

_ABOUT_DEFAULT = (
    "Without a dataset in the request or in the query: the union of all graphs. Nothing is inferred while a query "
    "is answered; what follows by the ontology stands in graphs of its own, one for each voice."
)


def service_description(dataset: Dataset, url: str, limits: Limits) -> list[Quad]:
    """Describe the endpoint: what it speaks, which graphs it has, and which groups of graphs can be named.

    :param dataset: the graph.
    :param url: the address of the endpoint.
    :param limits: what one query may cost.
    :returns: the description.
    """
    service, everything, available = (NamedNode(f"{url}#{name}") for name in ("service", "dataset", "graphs"))
    union = NamedNode(f"{url}#default-graph")
    quads = [
        Quad(service, RDF_TYPE, _sd("Service")),
        Quad(service, _sd("endpoint"), NamedNode(url)),
        Quad(service, _sd("supportedLanguage"), _sd("SPARQL11Query")),
        Quad(service, _sd("feature"), _sd("UnionDefaultGraph")),
        Quad(service, _sd("defaultEntailmentRegime"), NamedNode(ENTAILMENT + "Simple")),
        Quad(service, NamedNode(DCTERMS + "description"), Literal(_in_words(limits), language="en")),
        Quad(service, _sd("defaultDataset"), everything),
        Quad(service, _sd("availableGraphs"), available),
        Quad(everything, RDF_TYPE, _sd("Dataset")),
        Quad(everything, _sd("defaultGraph"), union),
        Quad(union, NamedNode(DCTERMS + "description"), Literal(_ABOUT_DEFAULT, language="en")),
        Quad(available, RDF_TYPE, _sd("GraphCollection")),
    ]
    formats = sorted({FORMATS[offer.name] for offer in (*SOLUTIONS, *TRIPLES) if offer.name in FORMATS})
    quads += [Quad(service, _sd("resultFormat"), NamedNode(name)) for name in formats]
    quads += [Quad(service, _sd("feature"), _sd("BasicFederatedQuery"))] if limits.services else []
    quads += _sized(union, _union_size(dataset))
    names = [name for name in dataset.graph_names if isinstance(name, NamedNode)]
    for number, name in enumerate(names, start=1):
        entry, graph = NamedNode(f"{url}#named-graph-{number}"), NamedNode(f"{url}#graph-{number}")
        quads += _named(entry, name, graph, (everything, available))
        quads += _sized(graph, dataset.size_of(name))
        quads += _of_kind(dataset, name, entry, graph)
    return [*quads, *_groups(dataset, url, available)]


def _union_size(dataset: Dataset) -> int:
    """Count the triples of the union of all graphs, as the endpoint does."""
    if dataset.statistics is not None:
        return dataset.statistics.triples
    (row,) = run(dataset, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").bindings()
    return int(cast("Literal", row["n"]).value)


def _in_words(limits: Limits) -> str:
    """Tell the limits."""
    rows = "" if limits.max_rows is None else f" and {limits.max_rows:,} rows"
    size = f"{in_bytes(limits.max_bytes)}{rows}"
    hosts = ", ".join(limits.services)
    reach = f"SERVICE may call {hosts} and nobody else; FROM never leaves" if hosts else "SERVICE and FROM never leave"
    return f"Read-only. A query may take {limits.timeout:g} seconds, an answer may have {size}; {reach} this graph."


def _groups(dataset: Dataset, url: str, available: NamedNode) -> Iterator[Quad]:
    """Describe the groups of graphs, which FROM and default-graph-uri can name."""
    for number, group in enumerate(dataset.groups.values(), start=1):
        entry, graph = NamedNode(f"{url}#group-{number}"), NamedNode(f"{url}#merge-{number}")
        yield from _named(entry, NamedNode(group.iri), graph, (available,))
        yield Quad(graph, RDF_TYPE, _sd("Graph"))
        yield Quad(graph, RDFS_LABEL, Literal(group.label, language="en"))
        yield Quad(graph, NamedNode(DCTERMS + "description"), Literal(group.description, language="en"))
        yield from (Quad(graph, NamedNode(DCTERMS + "hasPart"), NamedNode(member)) for member in group.members)


def _of_kind(dataset: Dataset, name: NamedNode, entry: NamedNode, graph: NamedNode) -> Iterator[Quad]:
    """Tell the kind of a graph, who vouches for it, and whether its statements were inferred."""
    kind = dataset.kind_of(name)
    yield Quad(graph, NamedNode(DCTERMS + "description"), Literal(KIND_TEXTS[kind], language="en"))
    yield Quad(graph, NamedNode(DCTERMS + "type"), Literal(kind))
    yield from (Quad(graph, tg("voice"), voice) for voice in dataset.objects(name, tg("voice")))
    if kind == "inferred":
        yield Quad(entry, _sd("entailmentRegime"), NamedNode(ENTAILMENT + "OWL-RDF-Based"))
        yield Quad(entry, _sd("supportedEntailmentProfile"), NamedNode(_OWL_RL))


def _named(entry: NamedNode, name: NamedNode, graph: NamedNode, owners: Iterable[NamedNode]) -> Iterator[Quad]:
    """Describe a named graph."""
    yield from (Quad(owner, _sd("namedGraph"), entry) for owner in owners)
    yield Quad(entry, RDF_TYPE, _sd("NamedGraph"))
    yield Quad(entry, _sd("name"), name)
    yield Quad(entry, _sd("graph"), graph)


def _sized(graph: NamedNode, size: int) -> Iterator[Quad]:
    """Describe one graph by its size."""
    yield Quad(graph, RDF_TYPE, _sd("Graph"))
    yield Quad(graph, NamedNode(VOID + "triples"), Literal(str(size), datatype=NamedNode(XSD + "integer")))


def _sd(local: str) -> NamedNode:
    """Return a term of the service description vocabulary."""
    return NamedNode(SD + local)
