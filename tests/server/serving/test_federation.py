"""Queries that call other endpoints: those on allowed hosts answer, and nobody else is ever called."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from treatygraph.graph.loader import load
from treatygraph.graph.stores.folder import write_store

from ..conftest import PONTOON

if TYPE_CHECKING:
    from tests.running import Reply, Running, Start

DEADLINE = 2.0
PATTERN = "{ ?s ?p ?o }"
ROWS = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"literal","value":"VALUE"}}]}}'
JSON = {"Accept": "application/json"}


class Endpoint(BaseHTTPRequestHandler):
    """Answers by path."""

    def do_POST(self) -> None:
        """Answer a query."""
        server = self.server
        assert isinstance(server, Endpoints)
        server.asked.append(self.rfile.read(int(self.headers["Content-Length"])))
        name, _, argument = self.path[1:].partition("/")
        if name == "slow":
            server.ended.wait()
        status = int(argument) if name in {"redirect", "status"} else 200
        body = b"<p>no rows</p>" if name == "page" else ROWS.replace(b"VALUE", str(len(server.asked)).encode())
        self.send_response(status)
        if name == "redirect":
            self.send_header("Location", server.elsewhere)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Be silent."""


class Endpoints(ThreadingHTTPServer):
    """A host with endpoints.

    :param elsewhere: where it redirects to.
    """

    daemon_threads = True

    def __init__(self, elsewhere: str) -> None:
        super().__init__(("127.0.0.1", 0), Endpoint)
        self.elsewhere = elsewhere
        self.asked: list[bytes] = []
        self.ended = threading.Event()

    def handle_error(self, *_: object) -> None:
        """Take no notice of who hangs up."""

    @property
    def host(self) -> str:
        """Its name and its port."""
        return f"127.0.0.1:{self.server_port}"


@pytest.fixture(scope="module")
def nobody() -> Iterator[socket.socket]:
    """A socket of this machine that no query may call."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        yield listener
        with pytest.raises(BlockingIOError):
            listener.accept()


@pytest.fixture(scope="module")
def elsewhere(nobody: socket.socket) -> str:
    return f"http://127.0.0.1:{nobody.getsockname()[1]}/sparql"


@pytest.fixture(scope="module")
def endpoints(elsewhere: str) -> Iterator[Endpoints]:
    with Endpoints(elsewhere) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.ended.set()
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def other(start: Start) -> Iterator[Running]:
    """Another server of the same kind, which may call nobody."""
    running = start("--workers", "2")
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="module")
def server(start: Start, endpoints: Endpoints, other: Running) -> Iterator[Running]:
    hosts = ("--allow-service", endpoints.host, "--allow-service", f"127.0.0.1:{other.port}")
    running = start("--workers", "2", "--timeout", str(DEADLINE), *hosts)
    yield running
    assert running.stop() == 0


def called(endpoints: Endpoints, path: str = "rows", word: str = "SERVICE") -> str:
    """Write the call of an endpoint."""
    return f"{word} <http://{endpoints.host}/{path}> {PATTERN}"


def problem(reply: Reply) -> tuple[int, str]:
    """Read what is wrong, and what to do about it."""
    found = json.loads(reply.body)
    return reply.status, f"{found['detail']} {found['repair']}"


def test_an_allowed_host_is_asked_and_its_rows_come(server: Running, endpoints: Endpoints) -> None:
    before = len(endpoints.asked)
    reply = server.query(f"SELECT ?s {{ {called(endpoints)} }}")
    assert (reply.status, reply.body) == (200, b"s\r\n%d\r\n" % (before + 1))
    assert endpoints.asked[before:] == [b"SELECT * WHERE { ?s ?p ?o . }"]


def test_an_answer_of_others_is_not_kept(server: Running, endpoints: Endpoints) -> None:
    text = f"SELECT ?s {{ {called(endpoints)} BIND('kept?' AS ?kept) }}"
    replies = [server.query(text) for _ in range(3)]
    assert len({reply.body for reply in replies}) == 3
    assert not any("etag" in reply.headers for reply in replies)
    assert "etag" in server.query("SELECT * { ?s ?p ?o } LIMIT 1").headers


def test_two_of_these_servers_can_be_joined(server: Running, other: Running) -> None:
    text = f"SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o SERVICE <http://127.0.0.1:{other.port}/sparql> {PATTERN} }}"
    count = len({quad.triple for quad in load([PONTOON]).quads})
    assert server.query(text).body == b"n\r\n%d\r\n" % count


@pytest.mark.parametrize("word", ["SERVICE", "SERVICE SILENT", "service silent # so\n"])
@pytest.mark.parametrize(
    "form",
    [
        "SELECT * {{ {} }}",
        "SELECT * {{ {{ SELECT * {{ {} }} }} }}",
        "ASK {{ ?s ?p ?o FILTER EXISTS {{ {} }} }}",
        "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {} }}",
        "SELECT * {{ SERVICE <ALLOWED> {{ {} }} }}",
        "SELECT * {{ SERVICE <ALLOWED> {{ }} {} }}",
    ],
)
def test_nobody_else_is_called(
    server: Running, other: Running, endpoints: Endpoints, elsewhere: str, form: str, word: str
) -> None:
    text = form.replace("ALLOWED", f"http://{endpoints.host}/rows").format(f"{word} <{elsewhere}> {PATTERN}")
    hosts = f"{endpoints.host}, 127.0.0.1:{other.port}"
    words = f"SERVICE <{elsewhere}> is refused. It may call {hosts}, and nobody else."
    assert problem(server.query(text, **JSON)) == (400, words)


def test_a_variable_names_no_endpoint(server: Running, elsewhere: str) -> None:
    text = f"SELECT * {{ VALUES ?e {{ <{elsewhere}> }} SERVICE SILENT ?e {PATTERN} }}"
    status, detail = problem(server.query(text, **JSON))
    assert status == 400
    assert "SERVICE is refused where its endpoint is not written as an IRI." in detail


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirection_is_not_followed(server: Running, endpoints: Endpoints, status: int) -> None:
    redirecting = f"redirect/{status}"
    found, detail = problem(server.query(f"SELECT * {{ {called(endpoints, redirecting)} }}", **JSON))
    assert found == 502
    assert "An endpoint that the query calls fails: " in detail
    silent = server.query(f"SELECT ?s {{ {called(endpoints, redirecting, 'SERVICE SILENT')} }}")
    assert (silent.status, silent.body) == (200, b"s\r\n\r\n")


@pytest.mark.parametrize("path", ["status/500", "status/404", "page"])
def test_an_endpoint_that_fails_is_told(server: Running, endpoints: Endpoints, path: str) -> None:
    status, detail = problem(server.query(f"SELECT * {{ {called(endpoints, path)} }}", **JSON))
    assert status == 502
    assert "An endpoint that the query calls fails: " in detail
    assert 'treatygraph_queries_total{end="call"}' in server.ask("/metrics").body.decode()


def test_what_is_wrong_with_the_query_is_told_as_always(server: Running, endpoints: Endpoints) -> None:
    text = f"SELECT * {{ {called(endpoints)} BIND(<urn:f>(?s) AS ?x) }}"
    words = "There is no function <urn:f>. Use the functions of SPARQL 1.1."
    assert problem(server.query(text, **JSON)) == (400, words)


@pytest.mark.parametrize("word", ["SERVICE", "SERVICE SILENT"])
def test_a_slow_endpoint_is_left_at_the_deadline(server: Running, endpoints: Endpoints, word: str) -> None:
    status, detail = problem(server.query(f"SELECT * {{ {called(endpoints, 'slow', word)} }}", **JSON))
    assert status == 503
    assert f"The query was ended after {DEADLINE:g} s, its deadline." in detail
    assert server.query("ASK {}", Accept="text/csv").body == b"true\n"


def test_a_worker_can_open_nothing_and_is_replaced_when_it_could(server: Running, endpoints: Endpoints) -> None:
    def limits() -> dict[int, list[str]]:
        found = {}
        for pid in server.workers():
            lines = Path(f"/proc/{pid}/limits").read_text("ascii").splitlines()
            found[pid] = next(line.split()[3:5] for line in lines if line.startswith("Max open files"))
        return found

    def are_tight() -> bool:
        found = limits()
        return len(found) == 2 and all(soft == "6" for soft, _ in found.values())

    server.wait_for(are_tight)
    before = set(limits())
    assert server.query("ASK { ?s ?p ?o }").status == 200
    assert set(limits()) == before
    assert server.query(f"SELECT ?s {{ {called(endpoints)} }}").status == 200
    server.wait_for(are_tight)
    assert len(set(limits()) - before) == 1


def test_the_description_names_the_hosts(server: Running, other: Running, endpoints: Endpoints) -> None:
    feature = b"<http://www.w3.org/ns/sparql-service-description#BasicFederatedQuery>"
    description = server.ask("/sparql", Accept="application/n-triples").body
    assert feature in description
    words = f"SERVICE may call {endpoints.host}, 127.0.0.1:{other.port} and nobody else; FROM never leaves this graph."
    assert words.encode() in description
    closed = other.ask("/sparql", Accept="application/n-triples").body
    assert feature not in closed
    assert b"SERVICE and FROM never leave this graph." in closed


def test_a_graph_on_disk_can_be_joined_with_others(start: Start, endpoints: Endpoints, tmp_path: Path) -> None:
    write_store(load([PONTOON]), tmp_path)
    server = start("--workers", "1", "--store", str(tmp_path), "--allow-service", endpoints.host, files=())
    assert server.query(f"SELECT ?t {{ ?t ?q ?v {called(endpoints)} }} LIMIT 1").status == 200
    assert server.query("ASK { ?s ?p ?o }").body == b"true\n"
    assert server.stop() == 0
