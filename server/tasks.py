"""Queries as the pool takes them, and what who listens and the application tell each other of one."""

from __future__ import annotations

import math
from typing import Protocol

from treatygraph.server.pool import Answer, Cancellation, Limits, Task
from treatygraph.server.protocol import QueryRequest

__all__ = ["CANCELLATION", "END", "EXTENSION", "REFUSED", "AnyPool", "task_of"]

EXTENSION = "treatygraph.pool"
"""Where an application keeps its pool."""
CANCELLATION = "treatygraph.cancellation"
"""Where the environment of a request keeps what ends its queries when the client leaves."""
END = "treatygraph.end"
"""Where the environment of a request tells how its query ended."""
REFUSED = "treatygraph.refused"
"""Where the environment of a request keeps why its query, which was asked before, has no answer."""


class AnyPool(Protocol):
    """What answers queries."""

    @property
    def limits(self) -> Limits:
        """What one query may cost."""

    def ask(self, task: Task, client: str = "", cancellation: Cancellation | None = None) -> Answer:
        """Answer a query.

        :param task: the query.
        :param client: the address of who asks.
        :param cancellation: ends the query when the client leaves.
        :returns: the answer.
        :raises QueryError: if there is none.
        """


def task_of(query: QueryRequest, solutions: str | None, triples: str | None, first: int | None = None) -> Task:
    """Make a task of an operation.

    :param query: the operation.
    :param solutions: the format for rows and for true or false; None if the client takes none.
    :param triples: the format for a graph; None if the client takes none.
    :param first: how many rows are wanted at most, while all are counted; None for all rows, uncounted.
    :returns: the task.
    """
    return Task(
        query.text,
        query.default_graphs,
        query.named_graphs,
        solutions,
        triples,
        first,
        math.inf if query.timeout is None else query.timeout,
    )
