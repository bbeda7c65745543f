"""What is asked of the pool, and what it says of an answer beside the answer itself, and how both travel.

Much of it is the same for most queries, and is JSON that is written and read once; the rest stands beside it.
"""

from __future__ import annotations

import json
import math
import sys
from functools import lru_cache
from struct import Struct
from typing import Any, NamedTuple

from treatygraph.graph.errors import QueryError
from treatygraph.server.pool.errors import CallFailedError, StoreFailedError, TooLargeError, UnwritableError

__all__ = ["MAX_QUERY_BYTES", "Cut", "Limits", "Outcome", "Task", "encoded_error"]

MAX_QUERY_BYTES = 64 * 1024
"""The engine's parser is recursive; the stack of a worker is made for texts of this size."""
TIMEOUT = 10.0
MAX_BYTES = 256 * 1024 * 1024
MEMORY = 256 * 1024 * 1024
"""Rows of a million quads are sorted in it, and triples made of a hundred thousand; four who attack have four of it."""
_REMEMBERED = 64
_LENGTH = Struct(">I")
_SECONDS = Struct(">d")


class Limits(NamedTuple):
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
        return Task(
            *self[:6],
            min(self.timeout, limits.timeout),
            min(rows, default=None),
            min(self.max_bytes, limits.max_bytes),
        )

    def encoded(self) -> bytes:
        """Write the task for the way to a worker.

        :returns: its options, and the query after them.
        """
        options = _written(self[1:])
        return _LENGTH.pack(len(options)) + options + self.text.encode("utf-8", "surrogatepass")

    @classmethod
    def decoded(cls, data: bytes) -> Task:
        """Read what :meth:`encoded` wrote.

        :param data: the bytes.
        :returns: the task.
        """
        end = _LENGTH.size + _LENGTH.unpack_from(data)[0]
        default_graphs, named_graphs, *others = _read(data[_LENGTH.size : end])
        text = data[end:].decode("utf-8", "surrogatepass")
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

        :returns: how long it took, and the rest after it.
        """
        return _SECONDS.pack(self.seconds) + _written(self[:4])

    @classmethod
    def decoded(cls, data: bytes) -> Outcome:
        """Read what :meth:`encoded` or :func:`encoded_error` wrote.

        :param data: the bytes.
        :returns: the outcome.
        :raises QueryError: the error, if it is one.
        """
        if data.startswith(_ERROR):
            raise _decoded_error(json.loads(data))
        form, name, total, cut = _read(data[_SECONDS.size :])
        return cls(form, name, total, cut and Cut(*cut), _SECONDS.unpack_from(data)[0])


_ERROR = b"{"
"""What an error begins with, as an object in JSON; a time that begins like that would be longer than the world's."""


@lru_cache(_REMEMBERED)
def _written(values: tuple[object, ...]) -> bytes:
    """Write what many tasks or outcomes have in common."""
    return json.dumps(values).encode()


@lru_cache(_REMEMBERED)
def _read(data: bytes) -> tuple[Any, ...]:
    """Read what :func:`_written` wrote."""
    return tuple(json.loads(data))


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


def _decoded_error(content: dict[str, Any]) -> QueryError:
    """Make the error again."""
    kind = content["error"]
    if kind == TooLargeError.__name__:
        return TooLargeError(content["limit"])
    if kind == UnwritableError.__name__:
        return UnwritableError(content["message"], repair=content["repair"], form=content["form"])
    if kind == CallFailedError.__name__:
        return CallFailedError(content["message"], repair=content["repair"])
    if kind == StoreFailedError.__name__:
        return StoreFailedError(content["message"], repair=content["repair"], status=content["status"])
    return QueryError(content["message"], repair=content["repair"], line=content["line"], column=content["column"])
