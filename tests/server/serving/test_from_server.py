"""A graph on a SPARQL server is served from there: same answers as from memory, and clear words when it is away."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode, urlsplit

import pytest

from tests.graph.stores import servers as stores
from tests.graph.stores.conftest import SERVERS
from treatygraph.graph.build_folder import write_build
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.loader import load
from treatygraph.graph.stores import limits
from treatygraph.graph.stores.push import push, writer_to
from treatygraph.graph.stores.remote import Remote
from treatygraph.graph.terms import ID
from treatygraph.server import create_app

from ..conftest import PONTOON
from .test_from_disk import CASES, COUNT, PATHS

if TYPE_CHECKING:
    from tests.running import Running, Start

SAME = [
    *(path for path in PATHS if not path.startswith("/sparql?")),
    "/sparql?"
    + urlencode(
        {
            "query": f"SELECT ?s ?c {{ ?s a ?c FILTER(STRSTARTS(STR(?s), '{ID}')) }} ORDER BY ?s ?c",
            "format": "tsv",
            "max-rows": "7",
        }
    ),
    "/sparql?"
    + urlencode(
        {
            "query": "SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o",
            "format": "json",
            "default-graph-uri": "https://w3id.org/treatygraph/id/graphs/stated",
        }
    ),
    f"/sparql?{urlencode({'query': 'ASK { ?s ?p ?o }', 'format': 'json'})}",
    f"/sparql?{urlencode({'query': 'DESCRIBE <https://w3id.org/treatygraph/id/japan>', 'format': 'ttl'})}",
    f"/sparql?{urlencode({'query': 'SELECT ?s { ?s ?p }'})}",
    f"/sparql?{urlencode({'query': 'ASK {}', 'default-graph-uri': 'urn:none'})}",
]
"""What has one answer, whatever the server: columns in an order, and no statement twice."""
ENDED = b"The query was ended after 3 s, its deadline. Ask for less at a time: bind more of its variables, or split it."
OTHERWISE = {"order-of-events", "where-places-lie", "/exports/", "/.well-known/void"}
"""What Virtuoso answers differently, as docs/how-to/large-graphs.md tells: digests among it, since it writes geometries
anew."""
_GEOMETRY = re.compile(rb"[A-Z]+ ?\([-0-9(), .]+\)")


class Gate:
    """Stands before a server, sees what is sent, and lets it through as long as it is open."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.upstream = 0
        self.is_open = True
        self.requests: list[bytes] = []
        self.left = 0
        self._clients: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}/query"

    def _accept(self) -> None:
        while True:
            client, _ = self.listener.accept()
            if not self.upstream:
                client.close()
                return
            self._clients.append(client)
            self._threads.append(threading.Thread(target=self._pass, args=(client,)))
            self._threads[-1].start()

    def _pass(self, client: socket.socket) -> None:
        # Whoever called notices when there is no server.
        with client, suppress(OSError), socket.create_connection(("127.0.0.1", self.upstream)) as server:
            back = threading.Thread(target=pump, args=(server, client))
            back.start()
            while data := client.recv(65536):
                self.requests.append(data)
                if self.is_open:
                    server.sendall(data)
            self.left += 1
            server.shutdown(socket.SHUT_RDWR)
            back.join()

    def close(self) -> None:
        self.upstream = 0
        socket.create_connection(self.listener.getsockname()).close()
        for client in self._clients:
            with suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        self.listener.close()


def pump(source: socket.socket, target: socket.socket) -> None:
    """Pass on what comes, to its end."""
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_RDWR)


def port_of(server: stores.Server) -> int:
    return urlsplit(server.query).port or 0


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Gate]:
    """A gate before a server that has a small graph."""
    with stores.oxigraph(tmp_path) as server:
        push(load([PONTOON]), writer_to(server.store))
        found = Gate()
        found.upstream = port_of(server)
        yield found
        found.close()


@pytest.fixture(scope="module")
def memory(start: Start, built: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The graph, served from memory."""
    folder = tmp_path_factory.mktemp("memory")
    write_build(built, folder / "build")
    running = start(*OPTIONS, "--build", "build", folder=folder, files=())
    yield running
    assert running.stop() == 0


OPTIONS = ("--workers", "2", "--max-rows", "5000", "--timeout", "60", "--public-url", "https://example.org")


@pytest.fixture(scope="module", params=SERVERS)
def remote(
    request: pytest.FixtureRequest, start: Start, built: Dataset, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Running]]:
    """The same graph, served from each kind of server."""
    begin = getattr(stores, request.param)
    with begin(tmp_path_factory.mktemp(request.param)) as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("TREATYGRAPH_PUSH_USER", stores.ACCOUNT[0])
        patch.setenv("TREATYGRAPH_PUSH_PASSWORD", stores.ACCOUNT[1])
        push(built, writer_to(server.store))
        running = start(*OPTIONS, "--store", server.query, files=())
        assert running.lines[0] == f"Serving the store {server.query}: {built.size:,} statements.\n"
        yield request.param, running
        assert running.stop() == 0


@pytest.mark.parametrize(("name", "parameters"), CASES)
def test_a_stored_query_has_the_same_answer(
    name: str, parameters: dict[str, str], memory: Running, remote: tuple[str, Running]
) -> None:
    kind, server = remote
    answers = [each.ask(f"/queries/{name}.csv?{urlencode(parameters)}") for each in (memory, server)]
    assert answers[0].status == answers[1].status
    if kind != "virtuoso" or name not in OTHERWISE:
        assert sorted(answers[0].body.splitlines()) == sorted(answers[1].body.splitlines())


@pytest.mark.parametrize("path", SAME)
def test_everything_else_is_the_same(path: str, memory: Running, remote: tuple[str, Running]) -> None:
    kind, server = remote
    expected, found = memory.ask(path), server.ask(path)
    assert found.status == expected.status
    if kind == "virtuoso" and path not in OTHERWISE:
        assert _GEOMETRY.sub(with_numbers, found.body) == _GEOMETRY.sub(with_numbers, expected.body)
    elif kind != "virtuoso":
        assert found.body == expected.body


def with_numbers(geometry: re.Match[bytes]) -> bytes:
    """Write the numbers of a geometry in one way."""
    plain = re.sub(rb"\s*([(,])\s*", rb"\1", geometry[0])
    return re.sub(rb"\d+\.\d+", lambda number: str(float(number[0])).encode(), plain)


REFUSED = {
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }": b"SERVICE is refused.",
    "SELECT * { SERVICE SILENT ?x { ?s ?p ?o } }": b"SERVICE is refused.",
    "INSERT DATA { <urn:a> <urn:b> <urn:c> }": b"This is an update.",
    "ASK " + "{" * 101 + "}" * 101: b"The query nests deeper than 100.",
    "SELECT * { ?s ?p }": b"Unexpected",
}


def test_what_we_refuse_is_not_sent(gate: Gate, start: Start) -> None:
    server = start("--workers", "1", "--store", gate.url, files=())
    assert server.query("ASK { ?s ?p ?o }").body.startswith(b"true")
    for text, told in REFUSED.items():
        body = f"query={quote(text)}".encode()
        answer = server.ask("/sparql", "POST", body, Content_Type="application/x-www-form-urlencoded")
        assert (answer.status, told in answer.body) == (400, True), answer.body
    sent = b"".join(gate.requests)
    assert not any(word in sent for word in (b"SERVICE", b"INSERT", b"%7B%7B%7B"))
    assert server.stop() == 0


def test_the_deadline_and_a_client_that_leaves_end_the_request(gate: Gate, start: Start) -> None:
    server = start("--workers", "1", "--timeout", "10", "--store", gate.url, files=())
    assert server.query("ASK { ?s ?p ?o }").status == 200
    gate.is_open = False
    late = server.query("ASK { ?late ?p ?o }", "&timeout=3000")
    assert (late.status, late.body.splitlines()[1]) == (503, ENDED)
    with socket.create_connection(("127.0.0.1", server.port)) as client:
        client.sendall(b"GET /sparql?query=ASK%20%7B%20%3Fleft%20%3Fp%20%3Fo%20%7D HTTP/1.1\r\nHost: x\r\n\r\n")
        server.wait_for(lambda: any(b"left" in each for each in gate.requests))
        before = gate.left
    server.wait_for(lambda: gate.left == before + 1, 20)
    gate.is_open = True
    assert server.query("ASK { ?again ?p ?o }").body.startswith(b"true")
    assert server.stop() == 0


def test_a_server_that_is_away_is_told_until_it_is_back(start: Start, tmp_path: Path) -> None:
    gate, graph = Gate(), load([PONTOON])
    with stores.oxigraph(tmp_path) as first:
        push(graph, writer_to(first.store))
        gate.upstream = port_of(first)
        server = start("--workers", "2", "--store", gate.url, files=())
        assert int(server.query(COUNT).body.split()[1]) == graph.size
    for path in (f"/sparql?query={quote('ASK { ?s ?p ?o }')}", "/queries/declaration-sides.json"):
        away = server.ask(path)
        assert away.status == 502
        assert b"The server 127.0.0.1 cannot be reached: " in away.body
        assert b"Is it running?" in away.body
    assert [server.ask(path).status for path in ("/healthz", "/data/pontoon-treaty.ttl")] == [200, 200]
    (tmp_path / "second").mkdir()
    with stores.oxigraph(tmp_path / "second") as second:
        push(graph, writer_to(second.store))
        gate.upstream = port_of(second)
        assert server.query("ASK { ?s ?p ?o }").body.startswith(b"true")
        assert server.stop() == 0
    gate.close()


def test_pages_of_a_small_graph_ask_the_server_nothing(gate: Gate, start: Start) -> None:
    server = start("--workers", "1", "--store", gate.url, files=())
    # The record, the sizes of the graphs, what is in them, and their kinds.
    assert count(gate) == 4
    for path in (
        "/",
        "/page/pontoon-treaty",
        "/data/pontoon-treaty.ttl",
        "/query/terms.json",
        "/ns",
        "/things",
        "/map",
    ):
        assert server.ask(path, Accept="*/*").status == 200
    assert count(gate) == 4
    assert server.query("ASK { ?s ?p ?o }").status == 200
    assert count(gate) == 5
    assert server.stop() == 0


def test_a_stop_waits_for_nothing_that_nobody_wants(tmp_path: Path, start: Start) -> None:
    gate = Gate()
    with stores.oxigraph(tmp_path) as upstream:
        writer_to(upstream.store).replace("urn:graph", [b"<urn:a> <urn:p> <urn:b> .\n"])
        gate.upstream = port_of(upstream)
        # Longer than what ends a test that waits for a server.
        server = start("--workers", "1", "--timeout", "120", "--store", gate.url, files=())
        gate.is_open = False
        with socket.create_connection(("127.0.0.1", server.port)) as client:
            client.sendall(b"GET /data/left.ttl HTTP/1.1\r\nHost: x\r\n\r\n")
            server.wait_for(lambda: any(b"left" in each for each in gate.requests))
        assert server.stop() == 0
    gate.close()


def count(gate: Gate) -> int:
    """Count the requests that were passed on."""
    return b"".join(gate.requests).count(b"POST /query HTTP/1.1\r\n")


def test_what_is_too_large_to_be_read_is_refused(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_IN_MEMORY", 3)
    client = create_app(Remote(gate.url)).test_client()
    for path in ("/exports/treatygraph.trig", "/store", "/store?default"):
        answer = client.get(path)
        assert (path, answer.status_code) == (path, 403)
        assert "more than the 3 that are read into memory" in answer.text
    assert client.get("/data/pontoon-treaty.ttl").status_code == 200
