"""From a query operation of the protocol to an answer: which dataset the query sees."""

from __future__ import annotations

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.query_dataset import require_graphs
from treatygraph.graph.querying import Result, run
from treatygraph.graph.stored_queries import StoredQuery
from treatygraph.server.protocol import QueryRequest

__all__ = ["evaluate"]


def evaluate(dataset: Dataset, query: QueryRequest) -> Result:
    """Answer a query over the dataset that it names (SPARQL 1.1 Protocol, section 2.1.4).

    Without ``default-graph-uri`` and ``named-graph-uri`` the default graph is the union of all graphs, unless the
    query says FROM. With either, the query sees those graphs and no others, whatever FROM says.

    :param dataset: the graph.
    :param query: the operation.
    :returns: the answer.
    :raises QueryError: if the query cannot be evaluated, or names a graph that does not exist.
    """
    require_graphs(dataset, (*query.default_graphs, *query.named_graphs))
    # Made here and not read: front matter and names of parameters mean nothing in the protocol.
    plain = StoredQuery("", query.text, "")
    return run(dataset, plain, default_graphs=query.default_graphs, named_graphs=query.named_graphs)
