"""Two ways to write graphs on a server: the Graph Store HTTP Protocol, and SPARQL Update where there is none.

Whatever is written may be written again without harm, since nothing that is sent has blank nodes. No request is
larger than a few megabytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from pyoxigraph import Triple

from treatygraph.graph.stores.connection import Connection, Reply
from treatygraph.graph.stores.dialects import read_graph
from treatygraph.graph.stores.failures import StoreError

__all__ = ["ACCOUNT", "GraphStoreWriter", "UpdateWriter", "Writer"]

ACCOUNT = "TREATYGRAPH_PUSH"
"""What the variables with user and password begin with: ``…_USER`` and ``…_PASSWORD``."""
_NOT_FOUND = 404
_TRIPLES = "application/n-triples"
_UPDATE = "application/sparql-update"
_ESCAPE = re.compile(rb"\\\\([uU])|\\.")


class Writer(Protocol):
    """A way to write graphs."""

    def read(self, graph: str) -> tuple[Triple, ...]:
        """Read a graph.

        :param graph: its name.
        :returns: its triples; none where there is no such graph.
        :raises StoreError: if the server does not answer as it should.
        """

    def replace(self, graph: str, lines: Sequence[bytes]) -> None:
        """Write a graph in the place of the one that has its name.

        :param graph: its name.
        :param lines: its triples, as lines of N-Triples.
        :raises StoreError: if the server does not take it.
        """

    def add(self, graph: str, lines: Sequence[bytes]) -> None:
        """Write triples into a graph, beside those that are there.

        :param graph: its name.
        :param lines: the triples, as lines of N-Triples.
        :raises StoreError: if the server does not take them.
        """

    def drop(self, graph: str) -> None:
        """Remove a graph, if it is there.

        :param graph: its name.
        :raises StoreError: if the server does not remove it.
        """


class GraphStoreWriter:
    """Writes by the Graph Store HTTP Protocol (SPARQL 1.1, sections 5.2 to 5.5).

    :param connection: to the URL of the graph store.
    """

    most_lines = 50_000
    most_bytes = 4 << 20

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def read(self, graph: str) -> tuple[Triple, ...]:
        """Read a graph.

        :param graph: its name.
        :returns: its triples; none where there is no such graph.
        :raises StoreError: if the server does not answer as it should.
        """
        reply = self._connection.send("GET", parameters={"graph": graph}, accept=_TRIPLES)
        if reply.status == _NOT_FOUND:
            return ()
        return read_graph(_required(reply, "read", graph).body)

    def replace(self, graph: str, lines: Sequence[bytes]) -> None:
        """Write a graph in the place of the one that has its name.

        :param graph: its name.
        :param lines: its triples, as lines of N-Triples.
        :raises StoreError: if the server does not take it.
        """
        for number, chunk in enumerate(_chunks(lines, self.most_lines, self.most_bytes)):
            self._send("POST" if number else "PUT", graph, chunk)

    def add(self, graph: str, lines: Sequence[bytes]) -> None:
        """Write triples into a graph, beside those that are there.

        :param graph: its name.
        :param lines: the triples, as lines of N-Triples.
        :raises StoreError: if the server does not take them.
        """
        for chunk in _chunks(lines, self.most_lines, self.most_bytes):
            self._send("POST", graph, chunk)

    def drop(self, graph: str) -> None:
        """Remove a graph, if it is there.

        :param graph: its name.
        :raises StoreError: if the server does not remove it.
        """
        reply = self._connection.send("DELETE", parameters={"graph": graph})
        if reply.status != _NOT_FOUND:
            _required(reply, "remove", graph)

    def _send(self, method: str, graph: str, body: bytes) -> None:
        reply = self._connection.send(method, parameters={"graph": graph}, body=body, kind=_TRIPLES)
        _required(reply, "write", graph)


class UpdateWriter:
    """Writes by SPARQL Update (SPARQL 1.1 Protocol, section 2.2).

    :param connection: to the URL of the update service.
    :param queries: to the URL of the query service; None where it is the same.
    """

    most_lines = 1000
    most_bytes = 1 << 19
    """Virtuoso compiles an update like a program, which must not be long."""

    def __init__(self, connection: Connection, queries: Connection | None = None) -> None:
        self._connection = connection
        self._queries = connection if queries is None else queries

    def read(self, graph: str) -> tuple[Triple, ...]:
        """Read a graph.

        :param graph: its name.
        :returns: its triples; none where there is no such graph.
        :raises StoreError: if the server does not answer as it should.
        """
        text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
        reply = self._queries.send("POST", form={"query": text}, accept=_TRIPLES)
        return read_graph(_required(reply, "read", graph, "--push-query names the URL of the query service.").body)

    def replace(self, graph: str, lines: Sequence[bytes]) -> None:
        """Write a graph in the place of the one that has its name.

        :param graph: its name.
        :param lines: its triples, as lines of N-Triples.
        :raises StoreError: if the server does not take it.
        """
        if not lines:
            self.drop(graph)
            return
        name = graph.encode()
        for number, chunk in enumerate(_chunks(_for_sparql(lines), self.most_lines, self.most_bytes)):
            # One request, so that a graph that is small is never half there.
            before = b"" if number else b"DROP SILENT GRAPH <" + name + b"> ;\n"
            self._send(graph, before + b"INSERT DATA { GRAPH <" + name + b"> {\n" + chunk + b"} }")

    def add(self, graph: str, lines: Sequence[bytes]) -> None:
        """Write triples into a graph, beside those that are there.

        :param graph: its name.
        :param lines: the triples, as lines of N-Triples.
        :raises StoreError: if the server does not take them.
        """
        for chunk in _chunks(_for_sparql(lines), self.most_lines, self.most_bytes):
            self._send(graph, b"INSERT DATA { GRAPH <" + graph.encode() + b"> {\n" + chunk + b"} }")

    def drop(self, graph: str) -> None:
        """Remove a graph, if it is there.

        :param graph: its name.
        :raises StoreError: if the server does not remove it.
        """
        self._send(graph, b"DROP SILENT GRAPH <" + graph.encode() + b">")

    def _send(self, graph: str, text: bytes) -> None:
        _required(self._connection.send("POST", body=text, kind=_UPDATE), "write", graph)


def _for_sparql(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Write triples so that no reader of SPARQL takes a backslash and a letter for a code point (section 19.2)."""
    for line in lines:
        yield _ESCAPE.sub(_safe, line) if b"\\\\u" in line or b"\\\\U" in line else line


def _safe(match: re.Match[bytes]) -> bytes:
    """Write the letter after an escaped backslash as a code point."""
    return match[0] if match[1] is None else b"\\\\\\U%08x" % ord(match[1])


def _chunks(lines: Iterable[bytes], most_lines: int, most_bytes: int) -> Iterator[bytes]:
    """Divide lines into requests of bounded size; no lines make one empty request."""
    chunk: list[bytes] = []
    size = 0
    for line in lines:
        if chunk and (len(chunk) == most_lines or size + len(line) > most_bytes):
            yield b"".join(chunk)
            chunk, size = [], 0
        chunk.append(line)
        size += len(line)
    yield b"".join(chunk)


def _required(reply: Reply, what: str, graph: str, hint: str = "") -> Reply:
    """Accept an answer if the server did what it was asked."""
    if reply.good:
        return reply
    if reply.status in (401, 403):
        raise StoreError(
            f"The server does not let us {what} graphs (status {reply.status}).",
            repair=f"Set {ACCOUNT}_USER and {ACCOUNT}_PASSWORD to an account that may.",
        )
    raise StoreError(
        f"The server did not {what} the graph <{graph}> (status {reply.status}): {reply.complaint}.",
        repair=hint or "Is this the URL of the protocol that --push-protocol names?",
    )
