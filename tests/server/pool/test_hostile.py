"""Queries that would end, stall or open up a server that evaluates them like any other."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
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

CROSS = " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(6))
ENDED = {
    "cartesian product": f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}",
    "cartesian product that is sorted": f"SELECT * {{ {CROSS} }} ORDER BY ?c5 ?a0",
    "cartesian product that is grouped": f"SELECT ?a0 (COUNT(*) AS ?n) {{ {CROSS} }} GROUP BY ?a0 ?c1 ?c2 ?c3",
    "cartesian product without duplicates": f"SELECT DISTINCT * {{ {CROSS} }}",
    "cartesian product of rows": f"SELECT * {{ {CROSS} }}",
    "cartesian product as a graph": f"CONSTRUCT {{ ?a0 ?b1 ?c2 }} WHERE {{ {CROSS} }}",
    "cartesian product in a description": f"DESCRIBE ?a0 {{ {CROSS} FILTER(?a0 != ?a1) }}",
    "ask for what is not there": f"ASK {{ {CROSS} FILTER(CONCAT(STR(?c0), STR(?c5)) = 'nothing') }}",
    "product of subqueries": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"{{ SELECT ?x{i} {{ ?x{i} ?p{i} ?o{i} }} }}" for i in range(7))
    + " }",
    "product of optionals": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"OPTIONAL {{ ?s{i} ?p{i} ?o{i} }}" for i in range(7))
    + " }",
    "product of unions": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"{{ ?s{i} ?p ?o{i} }} UNION {{ ?o{i} ?q ?s{i} }}" for i in range(7))
    + " }",
    "product under minus": f"SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o MINUS {{ {CROSS} FILTER(?a0 = ?c5) }} }}",
    "product under exists": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER NOT EXISTS { "
    + CROSS
    + " FILTER(CONCAT(STR(?a0), STR(?c5)) = STR(?s)) } }",
    "product of values": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?v{i} {{ {' '.join(map(str, range(60)))} }}" for i in range(7))
    + " }",
    "thousand triple patterns": f"SELECT * {{ {' '.join(f'?a{i} ?b ?c{i} .' for i in range(1000))} }}",
    "repeated patterns": f"SELECT * {{ {'?s ?p ?o . ' * 300} }}",
    "chain of patterns": f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'?x{i} ?p{i} ?x{i + 1} .' for i in range(400))} }}",
    "paths with free ends": f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'?x{i} (!<urn:a>)* ?y{i} .' for i in range(5))} }}",
    "path of paths": "SELECT (COUNT(*) AS ?n) { "
    "?a ((!<urn:a>)*/(!<urn:b>)*/(^!<urn:c>)*/(!<urn:d>|^(!<urn:e>))*)* ?b . "
    "?c (!<urn:a>)* ?d . ?e (!<urn:f>)+ ?f . ?g (!<urn:g>)* ?h . ?i (!<urn:g>)* ?j . ?k (!<urn:g>)* ?l }",
    "words without end": f"SELECT (SUM(STRLEN(CONCAT(STR(?a0), STR(?c1), STR(?c2)))) AS ?n) {{ {CROSS} }}",
    "digests of everything": f"SELECT (MAX(SHA512(CONCAT(STR(?a0), STR(?c1), STR(?c3)))) AS ?n) {{ {CROSS} }}",
    "join of all texts": f"SELECT (GROUP_CONCAT(STR(?c0)) AS ?n) {{ {CROSS} }}",
    "pattern that repeats": f"SELECT (COUNT(*) AS ?n) {{ {CROSS} "
    "FILTER(REGEX(CONCAT(STR(?c0), STR(?a5)), '(a|aa)+(x+x+)+y$')) }",
}
"""Queries that work until they are ended: what each of them is, and its text."""

REFUSED = {
    "exists in exists": "ASK { " + "FILTER EXISTS { " * 850 + "?s ?p ?o" + " }" * 851,
    "subquery in subquery": "SELECT * { " + "{ SELECT * { " * 1170 + "?s ?p ?o" + " } }" * 1170 + " }",
    "group in group": "ASK " + "{" * 2200 + "}" * 2200,
    "brackets in brackets": "ASK { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }",
    "not of not": "ASK { FILTER(" + "!" * 20_000 + "true) }",
    "long sum": f"ASK {{ FILTER({' + '.join(['1'] * 15_000)} > 0) }}",
    "long alternative": f"ASK {{ ?s {'|'.join(['<urn:a>'] * 6000)} ?o }}",
    "long union": "ASK { " + " UNION ".join(["{}"] * 6000) + " }",
    "list in list": "ASK { ?s ?p " + "(" * 3000 + ")" * 3000 + " }",
    "blank node in blank node": "ASK { ?s ?p " + "[ ?p " * 2500 + "1" + " ]" * 2500 + " }",
    "triple in triple": "ASK { ?s ?p " + "<<( ?a ?b " * 1500 + "1" + " )>>" * 1500 + " }",
    "unfinished": "SELECT * {",
    "two queries": "ASK {} ASK {}",
    "control characters": "ASK { ?s ?p '\x00\x01' } \x00 x",
    "expression without end": "SELECT * { FILTER(REGEX('aaaaaaaaaaaaaaaa', '(((a{1,900}){1,900}){1,900}){1,900}')) } {",
    "unknown function": "SELECT * { BIND(<urn:no-such-function>(1) AS ?x) }",
    "update": "DELETE WHERE { ?s ?p ?o }",
    "load": "LOAD <http://127.0.0.1:1/data>",
    "text beyond the limit": "ASK {} #" + "x" * 70_000,
}
"""Queries that are refused: what each of them is, and its text."""


@pytest.fixture(scope="module")
def server(start: Start) -> Iterator[Running]:
    running = start("--timeout", str(DEADLINE), "--workers", "6")
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
def test_what_would_break_the_engine_is_refused_at_once(server: Running, name: str) -> None:
    status, problem, seconds = posted(server, REFUSED[name].encode())
    assert status in {400, 403, 413}, problem
    assert problem["detail"]
    assert seconds < DEADLINE + PATIENCE


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", bytes(range(256)) * 20, b"\x00" * 5000])
def test_what_is_no_text_is_refused(server: Running, body: bytes) -> None:
    assert posted(server, body)[0] == 400


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
    assert {status for status, _ in answers} == {503}
    assert (503, "1") in answers
    assert (503, "") in answers
    assert server.query(VICTIM).status == 200
    assert server.stop() == 0
