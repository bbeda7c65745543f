"""What is refused before it reaches the application: told as all errors are, counted and logged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from time import monotonic
from typing import TYPE_CHECKING, Any

import pytest

from treatygraph.server.headers import ALWAYS
from treatygraph.server.serving.refusals import HEAD_SECONDS

from .test_connection import Client, head

if TYPE_CHECKING:
    from tests.running import Running, Start

NO_HOST = "The header «Host» holds what is no host. Send the name".encode()
ASKED = ("Content-Type: application/sparql-query", "Expect: 100-continue")


@pytest.fixture(scope="module")
def server(start: Start) -> Iterator[Running]:
    running = start("--workers", "2")
    yield running
    assert running.stop() == 0


@pytest.mark.parametrize(
    ("sent", "status", "words"),
    [
        (b"nonsense\r\n\r\n", 400, b"What was sent is no request by HTTP/1.1: "),
        (head("http://[::1"), 400, b"The request asks for what is no URL. Send a path, percent-encoded."),
        (b"GET / HTTP/1.1\r\nno colon\r\n\r\n", 400, b"What was sent is no request by HTTP/1.1: "),
        (head("/", "FOO"), 501, b"No address here knows this method. OPTIONS tells those that there are."),
        (head("/sparql", "POST", "Transfer-Encoding: chunked") + b"zz\r\n", 400, b"What was sent is no request"),
        (b"GET / HTTP/1.1\r\n\r\n", 400, b"The request has no header \xc2\xabHost\xc2\xbb, or more than one."),
        (head("/", "GET", "Host: y"), 400, b"or more than one. Send it once."),
        (b"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400, NO_HOST),
        (b"GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", 400, NO_HOST),
        (b"GET / HTTP/1.1\r\nHost: who@where\r\n\r\n", 400, NO_HOST),
        (b"GET / HTTP/1.1\r\nHost: where/what\r\n\r\n", 400, NO_HOST),
        (b"GET / HTTP/1.0\r\nHost: where:port\r\n\r\n", 400, NO_HOST),
        (b"GET / HTTP/1.1\r\nHost: \xc3\xa4\r\n\r\n", 400, NO_HOST),
        (b"GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505, b"HTTP/2.0 is not spoken here. Send HTTP/1.1."),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, b"HTTP/2.0 is not spoken here."),
        (b"GET / HTTP/0.9\r\n\r\n", 505, b"HTTP/0.9 is not spoken here."),
        (b"GET / HTTP/3.0\r\nHost: x\r\n\r\n", 505, b"HTTP/3.0 is not spoken here."),
        (
            head("/sparql", "POST", "Transfer-Encoding: gzip, chunked"),
            501,
            b"encoding that is not known here. Send it as",
        ),
        (b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400, b"HTTP/1.0 knows no Transfer-Encoding."),
        (head("/sparql", "POST", *ASKED, "Content-Length: 1048577"), 413, b"too long. Send at most 1,048,576 bytes."),
        (head("/", "GET", f"A: {'b' * 300_000}"), 431, b"Send at most 1,000 headers and 262,144 bytes."),
        (head("/", "GET", *(f"A{number}: b" for number in range(1000))), 431, b"The head of the request is too long."),
    ],
)
def test_what_is_no_request_is_refused_as_all_else_is(server: Running, sent: bytes, status: int, words: bytes) -> None:
    with Client(server) as client:
        client.connection.sendall(sent)
        found, fields, body = client.answer()
        assert client.connection.recv(1) == b""
    assert (found, b"connection: close" in fields) == (status, True)
    assert words in body
    for name, value in ALWAYS.items():
        assert f"{name.lower()}: {value}\r\n".encode() in fields


@pytest.mark.parametrize("host", ["", "x:8000", "127.0.0.1", "[::1]:80", "a-b.example", "a_b", "%C3%A4"])
def test_hosts_that_there_can_be(server: Running, host: str) -> None:
    with Client(server) as client:
        client.connection.sendall(f"GET /healthz HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        assert client.answer()[0] == 200


def test_a_body_that_is_short_is_asked_for(server: Running) -> None:
    with Client(server) as client:
        client.connection.sendall(head("/sparql", "POST", *ASKED, "Content-Length: 6"))
        assert client.answer(has_body=False)[0] == 100
        client.connection.sendall(b"ASK {}")
        assert client.answer()[0] == 200


def test_what_comes_after_what_was_refused_is_not_looked_at(server: Running) -> None:
    with Client(server) as client:
        client.connection.sendall(b"GET / HTTP/1.1\r\n\r\nnonsense\r\n\r\n")
        assert client.answer()[0] == 400
        assert client.connection.recv(1) == b""


def test_who_sends_a_head_too_slowly_is_told_so_and_who_sends_none_is_hung_up_on(server: Running) -> None:
    began = monotonic()
    with Client(server) as silent, Client(server) as slow, Client(server) as second:
        slow.connection.sendall(b"GET / HTTP/1.1\r\n")
        second.connection.sendall(head("/healthz") + b"G")
        assert second.answer()[0] == 200
        for client in (slow, second):
            status, fields, body = client.answer()
            assert (status, b"connection: close" in fields) == (408, True)
            assert b"The head of the request took longer than 10 s. Send it at once." in body
        assert silent.connection.recv(1) == b""
    assert monotonic() - began > HEAD_SECONDS - 1


def test_what_was_refused_is_counted_and_logged(start: Start) -> None:
    server = start("--workers", "1", "--access-log")
    unfit = head("/sparql", "POST", "Content-Type: application/sparql-query", "Transfer-Encoding: chunked")
    for sent in (b"nonsense\r\n\r\n", b"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", unfit + b"\r\nzz\r\n"):
        with Client(server) as client:
            client.connection.sendall(sent)
            assert client.answer()[0] == 400
    server.wait_for(lambda: len(logged(server)) == 3)
    assert 'treatygraph_requests_total{status="400"} 3.0\n' in server.ask("/metrics").body.decode()
    found = [{name: line.get(name) for name in ("client", "path", "status", "refused")} for line in logged(server)]
    refused = "What was sent is no request by HTTP/1.1: Invalid method encountered."
    assert found[:3] == [
        {"client": "127.0.0.1", "path": None, "status": 400, "refused": refused},
        {"client": "127.0.0.1", "path": None, "status": 400, "refused": "The header «Host» holds what is no host."},
        {"client": "127.0.0.1", "path": "/sparql", "status": 400, "refused": None},
    ]
    assert server.stop() == 0


def logged(server: Running) -> list[dict[str, Any]]:
    """Read the access log."""
    return [json.loads(line) for line in server.lines if line.startswith("{")]
