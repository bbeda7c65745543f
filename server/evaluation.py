"""From a query operation of the protocol to its answer, by the pool where there is one.

Everything that a stranger may ask goes through here; what the server asks for its own pages does not need to.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, has_request_context, request
from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import QueryError
from treatygraph.graph.querying import Result
from treatygraph.server.pool import Answer, Cut, Limits, Task
from treatygraph.server.pool.local import LocalPool
from treatygraph.server.protocol import QueryRequest
from treatygraph.server.tasks import CANCELLATION, END, EXTENSION, REFUSED, AnyPool, task_of

__all__ = ["Evaluated", "answer", "evaluate", "limits"]


@dataclass(frozen=True, slots=True)
class Evaluated:
    """An answer in terms, for pages.

    :param result: the answer, or its first rows or triples.
    :param total: how many rows or triples there are.
    :param cut: where even the whole was cut off, or None.
    :param seconds: how long it took.
    """

    result: Result
    total: int
    cut: Cut | None
    seconds: float


def answer(dataset: Dataset, query: QueryRequest, *, solutions: str | None, triples: str | None) -> Answer:
    """Answer a query over the dataset that it names (SPARQL 1.1 Protocol, section 2.1.4).

    Without ``default-graph-uri`` and ``named-graph-uri`` the default graph is the union of all graphs, unless the
    query says FROM. With either, the query sees those graphs and no others, whatever FROM says.

    :param dataset: the graph.
    :param query: the operation.
    :param solutions: the format for rows and for true or false; None if the client takes none.
    :param triples: the format for a graph; None if the client takes none.
    :returns: the answer, whole, in one of these formats.
    :raises QueryError: if the query cannot be answered; its class tells why.
    """
    return _ask(dataset, task_of(query, solutions, triples))


def evaluate(dataset: Dataset, query: QueryRequest, *, max_rows: int | None = None) -> Evaluated:
    """Answer a query in terms.

    :param dataset: the graph.
    :param query: the operation.
    :param max_rows: how many rows or triples are wanted at most; all are counted. None for all.
    :returns: the answer.
    :raises QueryError: if the query cannot be answered; its class tells why.
    """
    found = _ask(dataset, task_of(query, "json", "nt", max_rows))
    data = found.read()
    if found.form == "graph":
        triples = tuple(quad.triple for quad in parse(data, RdfFormat.N_TRIPLES))
        result = Result("graph", triples=triples)
    else:
        read = parse_query_results(data, QueryResultsFormat.JSON)
        if isinstance(read, QuerySolutions):
            names = tuple(variable.value for variable in read.variables)
            result = Result("select", names, tuple(tuple(row[name] for name in names) for row in read))
        else:
            result = Result("ask", boolean=bool(read))
    total = len(result) if found.total is None else found.total
    return Evaluated(result, total, found.cut, found.seconds)


def limits() -> Limits:
    """Tell what one query may cost in the present application.

    :returns: the limits.
    """
    pool: AnyPool | None = current_app.extensions.get(EXTENSION)
    return Limits() if pool is None else pool.limits


def _ask(dataset: Dataset, task: Task) -> Answer:
    """Ask the pool of the application, or the engine where there is none."""
    if not has_request_context():
        return LocalPool(dataset).ask(task)
    refused: QueryError | None = request.environ.pop(REFUSED, None)
    pool: AnyPool = current_app.extensions.get(EXTENSION) or LocalPool(dataset)
    try:
        if refused is not None:
            raise refused
        found = pool.ask(task, request.remote_addr or "", request.environ.get(CANCELLATION))
    except QueryError as error:
        request.environ[END] = getattr(error, "code", "query")
        raise
    request.environ[END] = "answered"
    return found
