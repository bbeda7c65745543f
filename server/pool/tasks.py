"""What is asked of the pool, and what it says of an answer beside the answer itself; both travel as JSON."""

from __future__ import annotations

import json
import math
import sys
from dataclasses import dataclass
from typing import Any, NamedTuple

from treatygraph.graph.errors import QueryError
from treatygraph.server.pool.errors import CallFailedError, StoreFailedError, TooLargeError, UnwritableError

__all__ = ["MAX_QUERY_BYTES", "Cut", "Limits", "Outcome", "Task", "encoded_error"]

MAX_QUERY_BYTES = 64 * 1024
"""The engine's parser is recursive; the stack of a worker is made for texts of this size."""
TIMEOUT = 10.0
MAX_BYTES = 256 * 1024 * 1024
MEMORY = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may cost.

    :param timeout: its seconds.
    :param max_rows: how many rows or triples of its answer are handed out; None for all.
    :param max_bytes: how long its answer may be.
    :param memory: the bytes that its evaluation may take.
    :param services: the hosts that it may call by SERVICE, each with a port or without.
    """

    timeout: float = TIMEOUT
    max_rows: int | None = None
    max_bytes: int = MAX_BYTES
    memory: int = MEMORY
    services: tuple[str, ...] = ()


class Cut(NamedTuple):
    """Where an answer was cut off.

    :param limit: the name of the limit: ``max-rows``.
    :param value: its value.
    """

    limit: str
    value: int


class Task(NamedTuple):
    """A query for the pool.

    :param text: the query.
    :param default_graphs: the graphs that make up its default graph, in place of its own FROM.
    :param named_graphs: the graphs that GRAPH can name, in place of its own FROM NAMED.
    :param solutions: the format for SELECT and ASK; None if the client takes none.
    :param triples: the format for CONSTRUCT and DESCRIBE; None if the client takes none.
    :param first: how many rows are wanted at most, while all are counted; None for all rows, uncounted.
    :param timeout: its seconds.
    :param max_rows: the limit of rows; None for no limit.
    :param max_bytes: the limit of bytes.
    """

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    solutions: str | None = "json"
    triples: str | None = "nt"
    first: int | None = None
    timeout: float = math.inf
    max_rows: int | None = None
    max_bytes: int = sys.maxsize

    def limited(self, limits: Limits) -> Task:
        """Lower what is asked for to what there is.

        :param limits: the limits of the server.
        :returns: the task that is worked on.
        """
        rows = [each for each in (self.max_rows, limits.max_rows) if each is not None]
        return self._replace(
            timeout=min(self.timeout, limits.timeout),
            max_rows=min(rows, default=None),
            max_bytes=min(self.max_bytes, limits.max_bytes),
        )

    def encoded(self) -> bytes:
        """Write the task for the way to a worker.

        :returns: JSON.
        """
        return json.dumps(self).encode()

    @classmethod
    def decoded(cls, data: bytes) -> Task:
        """Read what :meth:`encoded` wrote.

        :param data: JSON.
        :returns: the task.
        """
        text, default_graphs, named_graphs, *others = json.loads(data.decode())
        return cls(text, tuple(default_graphs), tuple(named_graphs), *others)


class Outcome(NamedTuple):
    """What is known of an answer when its last byte is written.

    :param form: select, ask or graph.
    :param name: the format.
    :param total: how many rows or triples there are, as far as limits allow to count; None where none were counted.
    :param cut: where it was cut off, or None.
    :param seconds: how long it took.
    """

    form: str
    name: str
    total: int | None = None
    cut: Cut | None = None
    seconds: float = 0.0

    def encoded(self) -> bytes:
        """Write the outcome for the way from a worker.

        :returns: JSON.
        """
        return json.dumps(self).encode()

    @classmethod
    def decoded(cls, data: bytes) -> Outcome:
        """Read what :meth:`encoded` or :func:`encoded_error` wrote.

        :param data: JSON.
        :returns: the outcome.
        :raises QueryError: the error, if it is one.
        """
        content: list[Any] | dict[str, Any] = json.loads(data.decode())
        if isinstance(content, dict):
            raise _decoded_error(content["error"], content)
        form, name, total, cut, seconds = content
        return cls(form, name, total, cut and Cut(*cut), seconds)


def encoded_error(error: QueryError) -> bytes:
    """Write an error for the way from a worker.

    :param error: the error.
    :returns: JSON.
    """
    kind = type(error).__name__
    content: dict[str, object] = {"error": kind, "message": error.message, "repair": error.repair}
    content |= {"line": error.line, "column": error.column}
    content |= {name: getattr(error, name) for name in ("limit", "form", "status") if hasattr(error, name)}
    return json.dumps(content).encode()


def _decoded_error(kind: str, content: dict[str, Any]) -> QueryError:
    """Make the error again."""
    if kind == TooLargeError.__name__:
        return TooLargeError(content["limit"])
    if kind == UnwritableError.__name__:
        return UnwritableError(content["message"], repair=content["repair"], form=content["form"])
    if kind == CallFailedError.__name__:
        return CallFailedError(content["message"], repair=content["repair"])
    if kind == StoreFailedError.__name__:
        return StoreFailedError(content["message"], repair=content["repair"], status=content["status"])
    return QueryError(content["message"], repair=content["repair"], line=content["line"], column=content["column"])
