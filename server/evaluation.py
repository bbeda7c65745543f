"""From a query operation of the protocol to an answer: which dataset the query sees."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pyoxigraph import NamedNode, Quad

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import QueryError
from treatygraph.graph.querying import Result, run
from treatygraph.graph.stored_queries import StoredQuery
from treatygraph.server.addresses import near_iris
from treatygraph.server.protocol import QueryRequest

__all__ = ["evaluate"]

_MERGED = "urn:treatygraph:merged-default-graph"


def evaluate(dataset: Dataset, query: QueryRequest) -> Result:
    """Answer a query over the dataset that it names (SPARQL 1.1 Protocol, section 2.1.4).

    Without ``default-graph-uri`` and ``named-graph-uri`` the default graph is the union of all graphs, unless the
    query says FROM. With either, the query sees those graphs and no others, whatever FROM says.

    :param dataset: the graph.
    :param query: the operation.
    :returns: the answer.
    :raises QueryError: if the query cannot be evaluated, or names a graph that does not exist.
    """
    for iri in (*query.default_graphs, *query.named_graphs):
        _require_graph(dataset, iri)
    # Made here and not read: front matter and names of parameters mean nothing in the protocol.
    plain = StoredQuery("", query.text, "")
    if len(query.default_graphs) < 2:
        return run(dataset, plain, default_graphs=query.default_graphs, named_graphs=query.named_graphs)
    merged = _merge(dataset, query.default_graphs, query.named_graphs)
    return run(merged, plain, default_graphs=[_MERGED], named_graphs=query.named_graphs)


def _merge(dataset: Dataset, default_graphs: Iterable[str], named_graphs: Iterable[str]) -> Dataset:
    """Make one graph of several; the engine itself would find a triple once for each graph that states it."""
    merged = NamedNode(_MERGED)
    quads = [
        Quad(quad.subject, quad.predicate, quad.object, merged)
        for name in default_graphs
        for quad in dataset.graph(NamedNode(name))
    ]
    named = [quad for name in named_graphs for quad in dataset.graph(NamedNode(name))]
    return Dataset(tuple(dict.fromkeys((*quads, *named))))


def _require_graph(dataset: Dataset, iri: str) -> None:
    """Refuse a graph that does not exist: an empty answer would look like a no."""
    names: Sequence[str] = [getattr(name, "value", "") for name in dataset.graph_names]
    if iri not in names:
        near = near_iris([name for name in names if name], iri, 3)
        repair = f"Did you mean {' or '.join(f'<{each}>' for each in near)}?" if near else ""
        raise QueryError(f"There is no graph <{iri}>.", repair=repair)
