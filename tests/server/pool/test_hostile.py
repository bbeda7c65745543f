"""Queries that would end, stall or open up a server that evaluates them like any other."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from runpy import run_path
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

if TYPE_CHECKING:
    from tests.running import Running, Start

DEADLINE = 0.5
PATIENCE = 3.0
"""What a busy machine may add to the deadline; where it is not busy, it is a tenth of a second."""
VICTIM = "SELECT (COUNT(*) AS ?n) { VALUES ?x { 1 2 3 } }"
QUERIES = run_path(str(Path(__file__).parents[3] / "benchmarks" / "hostile_queries.py"))
ENDED: dict[str, str] = QUERIES["ENDED"]
REFUSED: dict[str, str] = QUERIES["REFUSED"]


@pytest.fixture(scope="module")
def server(start: Start) -> Iterator[Running]:
    running = start("--timeout", str(DEADLINE), "--workers", "6")
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="module")
def patient(start: Start) -> Iterator[Running]:
    """A server that leaves time to refuse on a busy machine, too."""
    running = start("--timeout", "10", "--workers", "2")
    yield running
    assert running.stop() == 0


def posted(server: Running, query: bytes) -> tuple[int, dict[str, object], float]:
    """Send a query as a body; the status, the problem, and how long it took."""
    headers = {"Content_Type": "application/sparql-query", "Accept": "application/json"}
    answer = server.ask("/sparql", "POST", query, **headers)
    return answer.status, json.loads(answer.body), answer.seconds


@pytest.mark.parametrize("name", ENDED)
def test_what_goes_on_and_on_is_ended_at_the_deadline(server: Running, name: str) -> None:
    status, problem, seconds = posted(server, ENDED[name].encode())
    assert (status, problem.get("status")) == (503, 503), problem
    assert str(problem["detail"]).startswith(f"The query was ended after {DEADLINE:g} s")
    assert DEADLINE - 0.1 <= seconds < DEADLINE + PATIENCE


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_break_the_engine_is_refused(patient: Running, name: str) -> None:
    status, problem, _ = posted(patient, REFUSED[name].encode())
    assert status in {400, 403, 413}, problem
    assert problem["detail"]


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", bytes(range(256)) * 20, b"\x00" * 5000])
def test_what_is_no_text_is_refused(patient: Running, body: bytes) -> None:
    assert posted(patient, body)[0] == 400


def test_a_query_that_would_take_all_memory_is_ended(server: Running) -> None:
    doubled = "SELECT (STRLEN(?x29) AS ?n) { BIND('" + "x" * 1000 + "' AS ?x0) "
    doubled += " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(29)) + " }"
    status, problem, _ = posted(server, doubled.encode())
    assert (status, problem["status"]) in {(400, 400), (503, 503)}
    assert server.query(VICTIM).body == b"n\r\n3\r\n"


@pytest.mark.parametrize("silent", ["", "SILENT "])
@pytest.mark.parametrize(
    "disguise",
    ["SERVICE", "service", "SeRvIcE", "SERVICE#\n", "\\u0053ERVICE", "SERV\\u0049CE"],
)
def test_a_query_never_calls_out(server: Running, disguise: str, silent: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/sparql"
        status, _, _ = posted(server, f"SELECT * {{ {disguise} {silent}<{url}> {{ ?s ?p ?o }} }}".encode())
        assert status == 400
        with pytest.raises(BlockingIOError):
            listener.accept()


@pytest.mark.parametrize("form", ["FROM <{}>", "FROM NAMED <{}>"])
@pytest.mark.parametrize("scheme", ["http", "file"])
def test_a_dataset_clause_fetches_nothing(server: Running, form: str, scheme: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text("<urn:secret> <urn:p> 1 .", "utf-8")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/x.ttl" if scheme == "http" else secret.as_uri()
        for pattern in ("?s ?p ?o", "GRAPH ?g { ?s ?p ?o }"):
            answer = server.query(f"SELECT ?s {form.format(url)} {{ {pattern} }}")
            assert answer.body in {b"s\r\n", b""} or answer.status == 400
        with pytest.raises(BlockingIOError):
            listener.accept()


def test_a_client_may_ask_for_less_time(server: Running) -> None:
    answer = server.query(ENDED["cartesian product"], "&timeout=100")
    assert answer.status == 503
    assert b"ended after 0.1 s" in answer.body


def test_a_client_cannot_ask_for_more_time(server: Running) -> None:
    assert b"ended after 0.5 s" in server.query(ENDED["cartesian product"], "&timeout=60000").body


def test_others_get_their_answers_meanwhile(server: Running) -> None:
    stop = monotonic() + 3 * DEADLINE
    attacks = list(ENDED.values())

    def attack(number: int) -> None:
        for query in attacks[number::4]:
            if monotonic() > stop:
                return
            server.query(query)

    attackers = [threading.Thread(target=attack, args=(number,)) for number in range(4)]
    for each in attackers:
        each.start()
    times = []
    while monotonic() < stop:
        answer = server.query(f"{VICTIM} # {len(times)}")
        assert (answer.status, answer.body) == (200, b"n\r\n3\r\n")
        times.append(answer.seconds)
    for each in attackers:
        each.join()
    assert len(times) >= 5
    assert sorted(times)[len(times) // 2] < DEADLINE


def test_a_client_that_leaves_ends_its_query(start: Start) -> None:
    server = start("--timeout", "30", "--workers", "2")
    before = set(server.workers())
    request = f"GET /sparql?query={quote(ENDED['cartesian product'])} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    for _ in range(2):
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            connection.sendall(request)
            threading.Event().wait(0.4)
    server.wait_for(lambda: len(server.workers()) == 2 and not before & set(server.workers()), 10)
    assert server.query(VICTIM).body == b"n\r\n3\r\n"
    assert server.stop() == 0


def test_who_comes_when_all_are_busy_is_told_to_come_again(start: Start) -> None:
    server = start("--timeout", "1", "--workers", "1")
    answers: list[tuple[int, str]] = []

    def ask(number: int) -> None:
        answer = server.query(f"{ENDED['cartesian product']} # {number}")
        answers.append((answer.status, answer.headers.get("retry-after", "")))

    clients = [threading.Thread(target=ask, args=(number,)) for number in range(12)]
    for each in clients:
        each.start()
    for each in clients:
        each.join()
    assert {status for status, _ in answers} == {503}, "".join(server.lines)
    assert (503, "1") in answers
    assert (503, "") in answers
    assert server.query(VICTIM).status == 200
    assert server.stop() == 0
