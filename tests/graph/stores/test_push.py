"""Pushing to real servers: only what is missing is sent, only what is ours is removed, and no crash loses anything."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from treatygraph.graph.canonical import digest
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.stores.connection import Connection
from treatygraph.graph.stores.failures import StoreError
from treatygraph.graph.stores.push import Pushed, push, writer_to
from treatygraph.graph.stores.records import Record, lines_of
from treatygraph.graph.stores.remote import Remote
from treatygraph.graph.stores.reserved import RECORD
from treatygraph.graph.stores.writers import GraphStoreWriter, UpdateWriter

from .servers import Server

A, B, FOREIGN = (NamedNode(f"https://example.org/graph/{name}") for name in ("a", "b", "foreign"))
P = NamedNode("https://example.org/p")

CRASHING = """
import os, signal, sys
from treatygraph.graph import load
from treatygraph.graph.stores.push import push, writer_to
url, protocol, queries, last = sys.argv[1:]
writer = writer_to(url, protocol, queries or None)
connection, done = writer._connection, 0
send = connection.send
def dying(method, **rest):
    global done
    done += method != "GET" and "form" not in rest
    reply = send(method, **rest)
    if done == int(last):
        os.kill(os.getpid(), signal.SIGKILL)
    return reply
connection.send = dying
push(load(), writer)
"""


def quad(graph: NamedNode, value: str) -> Quad:
    return Quad(BlankNode("b"), P, Literal(value), graph)


def small(*values: tuple[NamedNode, str]) -> Dataset:
    return Dataset(tuple(quad(graph, value) for graph, value in values))


@pytest.mark.parametrize("way", [0, 1])
def test_what_was_pushed_is_on_the_server_and_nothing_else(server: Server, way: int, curated: Dataset) -> None:
    writer = writer_to(*list(server.writers())[way])
    graphs = len(curated.graph_names) + 1
    statements = len(curated.quads) + len({each.triple for each in curated.quads})
    assert push(curated, writer) == Pushed(graphs, 0, 0, statements)
    remote = Remote(server.query)
    assert (remote.is_complete, remote.digest, remote.counts()) == (True, curated.digest, curated.counts())
    if server.name == "oxigraph":
        assert digest(remote.quads) == curated.digest
    assert remote.graph_names == curated.graph_names


@pytest.mark.parametrize("way", [0, 1])
def test_a_second_push_sends_only_what_changed_and_removes_what_is_gone(server: Server, way: int) -> None:
    writer = writer_to(*list(server.writers())[way])
    writer.replace(FOREIGN.value, lines_of([quad(FOREIGN, "foreign").triple]))
    first = small((A, "1"), (B, "2"))
    assert push(first, writer) == Pushed(3, 0, 0, 4)
    assert push(first, writer) == Pushed(0, 3, 0, 0)
    # The graph of all statements is sent again whenever anything changes.
    assert push(small((A, "1"), (B, "3")), writer) == Pushed(2, 1, 0, 3)
    assert push(small((A, "1")), writer) == Pushed(1, 1, 1, 1)
    remote = Remote(server.query)
    assert remote.graph_names == (A,)
    assert set(remote.quads) == {quad(A, "1")}
    assert len(writer.read(FOREIGN.value)) == 1
    assert writer.read(B.value) == ()
    writer.drop(FOREIGN.value)


def test_a_graph_that_nobody_has_can_be_removed(server: Server) -> None:
    for each in server.writers():
        writer_to(*each).drop("https://example.org/graph/none")


@pytest.mark.parametrize("way", [0, 1])
@pytest.mark.parametrize("last", [1, 2, 40])
def test_after_a_crash_the_next_push_goes_on(server: Server, way: int, last: int, curated: Dataset) -> None:
    url, protocol, queries = list(server.writers())[way]
    done = subprocess.run(
        [sys.executable, "-c", CRASHING, url, protocol, queries or "", str(last)], check=False, capture_output=True
    )
    assert (done.returncode, done.stderr) == (-signal.SIGKILL, b"")
    assert not Remote(server.query).is_complete
    again = push(curated, writer_to(url, protocol, queries))
    assert again.sent + again.kept == len(curated.graph_names) + 1
    remote = Remote(server.query)
    assert (remote.is_complete, remote.counts()) == (True, curated.counts())
    if server.name == "oxigraph":
        assert digest(remote.quads) == curated.digest


def test_what_was_noted_before_a_crash_is_not_sent_again(oxigraph: Server, curated: Dataset) -> None:
    writer = writer_to(oxigraph.store)
    push(curated, writer)
    record = Record.read(writer.read(RECORD))
    half = {name: mark if number % 2 else "" for number, (name, mark) in enumerate(sorted(record.graphs.items()))}
    writer.replace(RECORD, Record(half).lines())
    assert push(curated, writer).kept == sum(map(bool, half.values()))


def test_large_graphs_go_in_several_requests(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(GraphStoreWriter, "most_lines", 7)
    monkeypatch.setattr(UpdateWriter, "most_bytes", 500)
    dataset = Dataset(tuple(quad(A, f"value {number}") for number in range(100)))
    for each in server.writers():
        push(Dataset(()), writer_to(*each))
        assert push(dataset, writer_to(*each)) == Pushed(2, 0, 0, 200)
        assert set(Remote(server.query).quads) == set(dataset.quads)


ODD = (
    "\\u0041",
    "\\\\U00000041",
    "\\",
    '"',
    "'",
    "a\nb\r\t",
    "}",
    "# no comment",
    "?x $y",
    "é 日本 \U0001f5fe",
    "\\\u0001",
    "",
    "x" * 5000,
)


@pytest.mark.parametrize("way", [0, 1])
def test_odd_values_arrive_as_they_are(server: Server, way: int) -> None:
    literals = [*map(Literal, ODD), *(Literal(value, language="en") for value in ODD)]
    dataset = Dataset(tuple(Quad(A, P, literal, A) for literal in literals))
    push(dataset, writer_to(*list(server.writers())[way]))
    assert {quad.object for quad in Remote(server.query).quads} == set(literals)


def test_the_wrong_url_is_told(oxigraph: Server) -> None:
    with pytest.raises(StoreError, match=r"did not write the graph .* \(status 404\)"):
        push(small((A, "1")), GraphStoreWriter(Connection(oxigraph.query.replace("query", "nonsense"))))
    with pytest.raises(StoreError, match="--push-query names the URL of the query service"):
        push(small((A, "1")), writer_to(oxigraph.update, "update"))
