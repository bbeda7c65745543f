"""The server as operators meet it: processes that die, data that is replaced, clients that are slow."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests.running import children
from treatygraph.graph.build_folder import write_build
from treatygraph.graph.loader import load

from ..conftest import PONTOON

if TYPE_CHECKING:
    from tests.running import Running, Start

COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
Program = Callable[..., "subprocess.CompletedProcess[str]"]
THREE = "SELECT (COUNT(*) AS ?n) { VALUES ?x { 1 2 3 } }"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(CONCAT(STR(?a), STR(?f)) != STR(?i)) }"


@pytest.fixture(scope="module")
def server(start: Start) -> Iterator[Running]:
    running = start("--workers", "4", "--access-log")
    yield running
    assert running.stop() == 0


def meanwhile(server: Running, work: Callable[[], None]) -> list[object]:
    """Keep asking while something happens; what was not a right answer."""
    wrong: list[object] = []
    done = threading.Event()
    asked: list[int] = []

    def ask(number: int) -> None:
        while not done.is_set() and len(asked) < 20_000:
            asked.append(number)
            answer = server.query(f"{THREE} # {number}-{len(asked)}")
            if (answer.status, answer.body) != (200, b"n\r\n3\r\n"):
                wrong.append((answer.status, answer.body))

    clients = [threading.Thread(target=ask, args=(number,)) for number in range(3)]
    for each in clients:
        each.start()
    try:
        work()
    finally:
        done.set()
        for each in clients:
            each.join()
    assert asked
    return wrong


def test_workers_that_are_killed_are_replaced_and_answers_stay_right(server: Running) -> None:
    def is_replaced(victim: int) -> bool:
        return len(server.workers()) == 4 and victim not in server.workers()

    def kill() -> None:
        for _ in range(8):
            victim = server.workers()[0]
            os.kill(victim, signal.SIGKILL)
            server.wait_for(partial(is_replaced, victim))

    assert meanwhile(server, kill) == [], "".join(server.lines)


def test_the_zygote_and_web_processes_are_replaced_too(server: Running) -> None:
    generation = children(server.process.pid)[0]
    before = server.lasting()
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    server.wait_for(lambda: len(children(generation)) == len(before) and not set(before) & set(children(generation)))
    server.wait_for(lambda: len(server.workers()) == 4)
    server.wait_for(lambda: server.ask("/healthz/ready").status == 200)
    assert server.query(THREE).body == b"n\r\n3\r\n"


def test_a_generation_that_dies_is_replaced(start: Start) -> None:
    server = start("--workers", "2")
    first = children(server.process.pid)[0]
    os.kill(first, signal.SIGKILL)
    server.wait_for(lambda: bool(children(server.process.pid)) and children(server.process.pid)[0] != first)
    server.wait_for(lambda: server.lines[-1] == "It is served again.\n")
    assert server.query(THREE).body == b"n\r\n3\r\n"
    assert server.stop() == 0


def test_when_the_first_process_is_killed_all_end(start: Start) -> None:
    server = start("--workers", "2")
    # It listens as soon as its first web process does; the others come a moment later.
    server.wait_for(lambda: len(list(server.family())) >= 6)
    family = list(server.family())
    server.process.kill()
    server.process.wait()
    server.wait_for(lambda: not any(is_running(pid) for pid in family))


def is_running(pid: int) -> bool:
    """Tell whether a process is there and is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_no_descriptor_and_no_process_is_left_by_many_requests(server: Running) -> None:
    def count() -> tuple[int, int]:
        family = server.family()
        return len(family), sum(len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in family)

    def ask_all() -> None:
        for number in range(60):
            server.query(f"{THREE} #{number}")
            server.query("SELECT * {")
            server.ask("/nothing")

    ask_all()
    server.wait_for(lambda: len(server.workers()) == 4)
    before = count()
    ask_all()
    server.wait_for(lambda: count()[0] <= before[0] and count()[1] <= before[1] + 4, 10)


def rows_of(server: Running) -> int:
    """Count what is served."""
    return int(server.query(COUNT).body.split()[1])


def test_a_new_build_takes_over_without_a_lost_request(start: Start, tmp_path: Path) -> None:
    first, second = load([PONTOON]), load([PONTOON, PONTOON.parent.parent.parent / "second_article"])
    write_build(first, tmp_path / "build")
    server = start("--workers", "2", "--build", "build", "--watch", folder=tmp_path, files=())
    etag = server.query(COUNT).headers["etag"]
    assert rows_of(server) == len(first.quads)

    def replace() -> None:
        write_build(second, tmp_path / "build")
        server.wait_for(lambda: "The new data is served.\n" in server.lines)
        server.wait_for(lambda: len(children(server.process.pid)) == 1)

    assert meanwhile(server, replace) == []
    assert rows_of(server) == len(second.quads)
    assert server.query(COUNT, If_None_Match=etag).status == 200
    assert server.stop() == 0


def test_data_that_cannot_be_served_leaves_the_former_in_place(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "graph.trig"
    shutil.copy(PONTOON, file)
    server = start("--workers", "2", files=(file,))
    rows = rows_of(server)
    file.write_text("this is no TriG", "utf-8")
    server.process.send_signal(signal.SIGHUP)
    server.wait_for(lambda: any("cannot be served" in line for line in server.lines))
    told = next(line for line in server.lines if "cannot be served" in line)
    assert told.startswith("The new data cannot be served, and the former is served on: ")
    assert "graph.trig:1:" in told
    assert rows_of(server) == rows
    shutil.copy(PONTOON, file)
    server.process.send_signal(signal.SIGHUP)
    server.wait_for(lambda: "The new data is served.\n" in server.lines)
    assert rows_of(server) == rows
    assert server.stop() == 0


def test_a_stop_lets_requests_finish(start: Start) -> None:
    server = start("--workers", "2")
    found: list[int] = []
    client = threading.Thread(target=lambda: found.append(server.query(SLOW).status))
    client.start()
    threading.Event().wait(0.15)
    assert server.stop() == 0
    client.join()
    assert found == [200]


def test_an_idle_connection_does_not_hold_up_a_stop(start: Start) -> None:
    server = start("--workers", "2")
    with socket.create_connection(("127.0.0.1", server.port)) as idle:
        idle.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert idle.recv(100).startswith(b"HTTP/1.1 200")
        began = monotonic()
        assert server.stop() == 0
        assert monotonic() - began < 8


def test_many_slow_clients_do_not_hold_up_others(server: Running) -> None:
    slow = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(100)]
    try:
        for number, each in enumerate(slow):
            each.sendall(b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n" + b"\r\nq" * (number % 2))
        answer = server.query(f"{THREE} # slow")
        assert (answer.status, answer.body) == (200, b"n\r\n3\r\n")
    finally:
        for each in slow:
            each.close()


def test_a_head_that_is_too_long_is_refused(server: Running) -> None:
    with socket.create_connection(("127.0.0.1", server.port), 30) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"x" * 1_000_000)
        assert connection.recv(100).startswith(b"HTTP/1.1 431")


def test_a_body_in_pieces_is_read_and_one_without_end_refused(server: Running) -> None:
    def send(pieces: list[bytes]) -> bytes:
        head = b"POST /sparql HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\nConnection: close\r\n"
        head += b"Content-Type: application/sparql-query\r\nTransfer-Encoding: chunked\r\n\r\n"
        body = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in [*pieces, b""])
        with socket.create_connection(("127.0.0.1", server.port), 30) as connection:
            connection.sendall(head + body)
            return b"".join(iter(lambda: connection.recv(65536), b""))

    text = THREE.encode()
    assert send([text[:10], text[10:]]).endswith(b"n\r\n3\r\n")
    assert send([b"#" * 65_536] * 20).startswith(b"HTTP/1.1 413")


def test_each_request_is_logged_without_its_query(server: Running) -> None:
    server.query("SELECT ('very secret' AS ?x) {}")
    server.wait_for(lambda: any('"/sparql"' in line for line in server.lines))
    server.ask("/healthz?note=marked")
    server.wait_for(lambda: '"/healthz"' in server.lines[-1])
    line = json.loads(server.lines[-1])
    assert set(line) == {"time", "client", "method", "path", "query", "status", "bytes", "seconds"}
    assert (line["client"], line["method"], line["status"]) == ("127.0.0.1", "GET", 200)
    assert len(line["query"]) == 16
    assert "secret" not in "".join(server.lines)


def test_numbers_are_added_up_over_all_processes(server: Running) -> None:
    def total(name: str) -> float:
        lines = server.ask("/metrics").body.decode().splitlines()
        return float(next(line.split()[-1] for line in lines if line.startswith(name)))

    before = total('treatygraph_queries_total{end="answered"}')
    wrong = total('treatygraph_queries_total{end="query"}')
    for number in range(10):
        server.query(f"{THREE} # counted {number}")
        server.query(f"SELECT {number}")
    server.wait_for(lambda: total('treatygraph_queries_total{end="answered"}') == before + 10)
    server.wait_for(lambda: total('treatygraph_queries_total{end="query"}') == wrong + 10)


def test_a_long_answer_arrives_whole(server: Running) -> None:
    rows = 40_000
    text = "SELECT * { " + " ".join(f"VALUES ?x{i} {{ {' '.join(map(str, range(200)))} }}" for i in range(2)) + " }"
    plain = server.query(text)
    assert plain.body.count(b"\n") == rows + 1
    assert int(plain.headers["content-length"]) == len(plain.body)
    packed = server.query(f"{text} #", Accept_Encoding="gzip", Accept="application/sparql-results+json")
    assert packed.headers["content-encoding"] == "gzip"


def test_one_file_of_an_answer_is_shared_by_all_who_have_it(server: Running) -> None:
    first = server.query(COUNT)
    again = server.query(COUNT, If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


@pytest.fixture(scope="module")
def behind(start: Start) -> Iterator[Running]:
    running = start("--workers", "2", "--url-prefix", "/graph", "--forwarded", "1")
    yield running
    assert running.stop() == 0


def test_all_is_under_the_prefix_and_nothing_beside_it(behind: Running) -> None:
    assert behind.ask("/graph/healthz").status == 200
    assert behind.ask("/graph/id/lutha", Accept="text/turtle").headers["location"] == "/graph/data/lutha.ttl"
    assert {behind.ask(path).status for path in ("/healthz", "/graphs/healthz", "/")} == {404}


def test_a_proxy_tells_who_asks_and_how(behind: Running) -> None:
    forwarded = {"X_Forwarded_Proto": "https", "X_Forwarded_Host": "example.org", "X_Forwarded_For": "192.0.2.7"}
    body = behind.ask("/graph/sparql", Accept="text/turtle", **forwarded).body
    assert b"https://example.org/graph/sparql" in body


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_a_proxy_cannot_have_said_is_refused(behind: Running, method: str) -> None:
    answer = behind.ask("/graph/sparql/", method, X_Forwarded_Prefix="//evil.example")
    assert answer.status == 400
    assert b"The header \xc2\xabX-Forwarded-Prefix\xc2\xbb is '//evil.example'. Have the proxy set it" in answer.body


def test_the_address_is_told_with_its_prefix(behind: Running) -> None:
    assert any(line.startswith(f"Listening on http://127.0.0.1:{behind.port}/graph/ ") for line in behind.lines)


def test_without_proxies_nobody_is_believed(server: Running) -> None:
    forwarded = {"X_Forwarded_Proto": "https", "X_Forwarded_Host": "example.org"}
    assert b"example.org" not in server.ask("/sparql", Accept="text/turtle", **forwarded).body


def test_the_public_url_is_the_one_that_is_told(start: Start) -> None:
    server = start("--workers", "2", "--public-url", "https://example.org/graph")
    body = server.ask("/graph/sparql", Accept="text/turtle").body
    assert b"https://example.org/graph/sparql" in body
    assert server.stop() == 0


def test_rows_beyond_the_limit_are_cut_off_and_it_is_told(start: Start) -> None:
    server = start("--workers", "2", "--max-rows", "5", "--max-bytes", "4000")
    answer = server.query("SELECT * { ?s ?p ?o }", Accept="application/sparql-results+json")
    assert answer.headers["treatygraph-limit"] == "max-rows=5"
    assert json.loads(answer.body)["truncated"] == {"limit": "max-rows", "value": 5}
    long = server.query(f"SELECT ('{'x' * 5000}' AS ?x) {{}}")
    assert long.status == 400
    assert b"longer than 4,000 bytes" in long.body
    assert server.stop() == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--timeout", "0"], "timeout must be seconds from 0.05 to 3600, not 0.0"),
        (["--url-prefix", "graph"], "must be a path such as '/graph', not 'graph'"),
        (["--public-url", "example.org"], "must be a URL such as 'https://example.org/graph'"),
        (
            ["--url-prefix", "/a", "--public-url", "https://example.org/b"],
            "url-prefix is '/a', but public-url has the path '/b'. Give public-url that path or none",
        ),
        (["nowhere.trig"], "nowhere.trig"),
    ],
)
def test_wrong_use_is_told(treatygraph: Program, arguments: list[str], message: str) -> None:
    done = treatygraph("serve", "--port", "0", *arguments)
    assert (done.returncode, message in done.stderr) == (2, True), done.stderr


def test_a_query_can_be_as_long_as_a_url(server: Running) -> None:
    assert server.ask(f"/sparql?query={quote(THREE)}%23{'x' * 60_000}", Accept="text/csv").body == b"n\r\n3\r\n"


LONG = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } LIMIT 20000"


def asking(server: Running, text: str, source: str = "127.0.0.1") -> socket.socket:
    """Ask for an answer that is not taken."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.bind((source, 0))
    client.connect(("127.0.0.1", server.port))
    fields = "Host: x\r\nAccept: text/csv\r\n"
    client.sendall(f"GET /sparql?query={quote(text)} HTTP/1.1\r\n{fields}\r\n".encode())
    return client


def test_answers_that_nobody_takes_leave_room_for_those_of_others(start: Start) -> None:
    server = start("--workers", "4", "--max-bytes", "8000000", "--access-log")
    size = len(server.query(LONG).body)
    assert 6_000_000 < size < 8_000_000
    slow = []
    for number in range(3):
        slow.append(asking(server, f"{LONG} # {number}"))
        assert slow[-1].recv(12) == b"HTTP/1.1 200"
    refused = server.query(f"{LONG} # one more")
    assert (refused.status, refused.headers["retry-after"]) == (503, "10")
    assert b"Too many long answers wait to be taken by their clients. Try again in 10 s" in refused.body
    with asking(server, f"{LONG} # of another", "127.0.0.2") as other:
        assert other.recv(12) == b"HTTP/1.1 200"
    for each in slow:
        each.close()
    server.wait_for(lambda: server.query(f"{LONG} # {len(server.lines)}").status == 200)
    server.wait_for(lambda: sum('"end": "client-left"' in line for line in server.lines) == 4)
    assert server.stop() == 0


def test_a_full_disk_is_no_fault_of_the_client(start: Start) -> None:
    server = start("--workers", "2")
    for pid in server.lasting():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (1_500_000, 1_500_000))
    answer = server.query(LONG)
    assert (answer.status, answer.headers["retry-after"]) == (503, "10")
    assert b"The server has no room on its disk for this answer. Try again in 10 s" in answer.body
    server.wait_for(lambda: any("for temporary files: File too large. Make room" in line for line in server.lines))
    assert sum("for temporary files" in line for line in server.lines) == 1
    assert server.query(THREE).body == b"n\r\n3\r\n"
    assert server.stop() == 0
