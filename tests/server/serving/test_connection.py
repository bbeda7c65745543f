"""Connections as clients hold them: several requests on one, several at once, and none that is whole."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
import uvicorn
import uvloop

from treatygraph.server import Application
from treatygraph.server.pool import Limits, Pool
from treatygraph.server.pool.admission import Admission
from treatygraph.server.pool.counts import Counts
from treatygraph.server.pool.room import Room
from treatygraph.server.problems import Problem
from treatygraph.server.replies import Reply
from treatygraph.server.serving import exchange, gateway
from treatygraph.server.serving.backlog import Backlog
from treatygraph.server.serving.connection import EXCHANGE, Connection
from treatygraph.server.serving.exchange import Exchange, Head
from treatygraph.server.serving.options import ServeOptions
from treatygraph.server.tally import Tally

if TYPE_CHECKING:
    from tests.running import Running, Start

ASK = f"/sparql?query={quote('ASK {}')}"
NAMED = "/data/lutha.ttl"
MOST = 120_000_000
"""How many bytes wait for clients at most."""


@pytest.fixture(scope="module")
def server(start: Start) -> Iterator[Running]:
    running = start("--workers", "2")
    yield running
    assert running.stop() == 0


def head(path: str, method: str = "GET", *fields: str) -> bytes:
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: x", *fields, "", ""]).encode()


class Client:
    """A client that reads one answer after the other from one connection."""

    def __init__(self, server: Running) -> None:
        self.connection = socket.create_connection(("127.0.0.1", server.port), 30)
        self._data = b""

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def answer(self, *, has_body: bool = True) -> tuple[int, bytes, bytes]:
        """Read one answer: status, headers, body."""
        fields = self._take(self._until(b"\r\n\r\n"))
        length = re.search(rb"content-length: (\d+)", fields)
        body = self._take(int(length[1])) if length and has_body else b""
        return int(fields[9:12]), fields, body

    def _until(self, end: bytes) -> int:
        while end not in self._data:
            self._read()
        return self._data.index(end) + len(end)

    def _take(self, size: int) -> bytes:
        while len(self._data) < size:
            self._read()
        taken, self._data = self._data[:size], self._data[size:]
        return taken

    def _read(self) -> None:
        part = self.connection.recv(65536)
        assert part, self._data
        self._data += part


@pytest.mark.parametrize("path", [ASK, NAMED, "/healthz"])
def test_many_requests_on_one_connection(server: Running, path: str) -> None:
    with Client(server) as client:
        found = []
        for _ in range(3):
            client.connection.sendall(head(path))
            found.append(client.answer())
    assert [status for status, _, _ in found] == [200] * 3
    assert len({body for _, _, body in found}) == 1


def test_requests_that_are_sent_at_once_are_answered_in_order(server: Running) -> None:
    unkept = f"/sparql?query={quote('SELECT (1 AS ?one) {} # in a row')}&format=csv"
    with Client(server) as client:
        client.connection.sendall(head(NAMED) + head("/healthz") + head(NAMED) + head(unkept) + head(NAMED))
        bodies = [client.answer()[2] for _ in range(5)]
    assert bodies[0] == bodies[2] == bodies[4]
    assert bodies[1].startswith(b"ok ")
    assert bodies[3] == b"one\r\n1\r\n"


@pytest.mark.parametrize("path", [ASK, NAMED, "/healthz"])
def test_head_has_the_same_headers_and_no_body(server: Running, path: str) -> None:
    with Client(server) as client:
        client.connection.sendall(head(path) + head(path, "HEAD") + head("/healthz"))
        _, fields, body = client.answer()
        status, bare, _ = client.answer(has_body=False)
        assert client.answer()[2].startswith(b"ok ")
    assert status == 200
    assert b"content-length: %d\r\n" % len(body) in bare
    assert re.findall(rb"etag: .*", bare) == re.findall(rb"etag: .*", fields)


def test_an_answer_that_the_client_has_is_not_sent_again(server: Running) -> None:
    with Client(server) as client:
        client.connection.sendall(head(NAMED))
        etag = re.search(rb'etag: ("[0-9a-f]+")', client.answer()[1])
        assert etag is not None
        client.connection.sendall(head(NAMED, "GET", f"If-None-Match: {etag[1].decode()}"))
        status, fields, _ = client.answer(has_body=False)
        client.connection.sendall(head("/healthz"))
        assert client.answer()[0] == 200
    assert (status, b"content-length" in fields) == (304, False)


@pytest.mark.parametrize("path", [ASK, NAMED, "/healthz"])
@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_a_connection_ends_when_the_client_wants_it(server: Running, path: str, version: str) -> None:
    request = f"GET {path} HTTP/{version}\r\nHost: x\r\n" + "Connection: close\r\n" * (version == "1.1") + "\r\n"
    with Client(server) as client:
        client.connection.sendall(request.encode())
        assert client.answer()[0] == 200
        assert client.connection.recv(1) == b""


def test_a_request_in_small_pieces_is_read(server: Running) -> None:
    with Client(server) as client:
        for place in range(0, len(request := head(NAMED)), 7):
            client.connection.sendall(request[place : place + 7])
        assert client.answer()[0] == 200


def test_a_url_that_is_too_long_is_told_so(server: Running) -> None:
    with Client(server) as client:
        client.connection.sendall(head(f"/sparql?query={'x' * 70_000}"))
        status, fields, body = client.answer()
    assert (status, b"connection: close" in fields) == (414, True)
    assert b"Send the query as a POST" in body


def test_a_request_of_http_1_0_needs_no_host(server: Running) -> None:
    with Client(server) as client:
        client.connection.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
        assert client.answer()[0] == 200


def test_what_follows_a_request_is_refused_after_its_answer(server: Running) -> None:
    unkept = f"/sparql?query={quote('SELECT (1 AS ?one) {} # before nonsense')}&format=csv"
    with Client(server) as client:
        client.connection.sendall(head(unkept) + b"nonsense\r\n\r\n")
        assert [client.answer()[2], client.answer()[0]] == [b"one\r\n1\r\n", 400]


def test_the_wish_for_another_protocol_is_ignored(server: Running) -> None:
    wish = ("Connection: Upgrade", "Upgrade: websocket")
    with Client(server) as client:
        client.connection.sendall(head("/about", "GET", *wish))
        assert client.answer()[0] == 200
        client.connection.sendall(head(ASK, "GET", *wish) + head("/healthz"))
        assert [client.answer()[0], client.answer()[2][:3]] == [200, b"ok "]
        client.connection.sendall(head(NAMED))
        assert client.answer()[0] == 200


@pytest.mark.parametrize("path", ["/healthz", "/sparql?query=ASK%20%7B%7D%20%23%20half-closed&format=csv"])
def test_who_has_no_more_to_say_still_gets_the_answer(server: Running, path: str) -> None:
    with Client(server) as client:
        client.connection.sendall(head(path))
        client.connection.shutdown(socket.SHUT_WR)
        assert client.answer()[0] == 200
        assert client.connection.recv(1) == b""


@pytest.fixture(scope="module")
def below(start: Start) -> Iterator[Running]:
    """A server below a prefix."""
    running = start("--workers", "2", "--url-prefix", "/graph")
    yield running
    assert running.stop() == 0


@pytest.mark.parametrize("name", ["server", "below"])
def test_the_options_of_the_whole_server(request: pytest.FixtureRequest, name: str) -> None:
    with Client(request.getfixturevalue(name)) as client:
        client.connection.sendall(head("*", "OPTIONS"))
        status, fields, _ = client.answer()
    assert status == 200
    assert b"allow: " in fields


def test_any_version_of_an_answer_that_is_kept_will_do(server: Running) -> None:
    with Client(server) as client:
        client.connection.sendall(head(NAMED, "GET", "If-None-Match: *"))
        assert client.answer(has_body=False)[0] == 304


def test_a_body_that_is_compressed_is_refused(server: Running) -> None:
    fields = ("Content-Type: application/sparql-query", "Content-Encoding: gzip", "Content-Length: 6")
    with Client(server) as client:
        client.connection.sendall(head("/sparql", "POST", *fields) + b"ASK {}")
        status, fields_, body = client.answer()
    assert (status, b"accept-encoding: identity" in fields_) == (415, True)
    assert b"The body was sent in the encoding 'gzip'. Send it as it is." in body


def gateway_to(app: Application) -> gateway.Gateway:
    """A gateway without workers."""
    counts, limits = Counts(1), Limits()
    pool = Pool("", limits, Admission(counts, 0, 1), Room(counts, 0, limits.max_bytes))
    return gateway.Gateway(app, pool, ServeOptions(workers=1), Tally())


@pytest.mark.parametrize("has_begun", [False, True])
def test_a_mistake_in_the_gateway_is_told_and_no_whole_answer(
    app: Application, has_begun: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"some"
        raise ZeroDivisionError("late")

    def fail(environ: object, body: object) -> None:
        raise ZeroDivisionError("early")

    async def test() -> bytes:
        async with serving(gateway_to(app)) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(head("/sparql?query=ASK%7B%7D"))
            answer = await reader.read()
            writer.close()
            return answer

    if has_begun:
        monkeypatch.setattr(app.direct, "question", lambda environ, body: None)
        monkeypatch.setattr(gateway, "_begin", lambda app, environ: gateway.Stream(200, [], pieces()))
    else:
        monkeypatch.setattr(app.direct, "question", fail)
    answer = uvloop.run(test())
    if has_begun:
        assert answer.endswith(b"\r\n\r\n4\r\nsome\r\n"), "the end of the last chunk is missing"
    else:
        assert answer.startswith(b"HTTP/1.1 500 ")
        assert answer.endswith(b"The server failed on this request; its log says more.\n")
    assert "ZeroDivisionError: " + ("late" if has_begun else "early") in capsys.readouterr().err


def test_a_body_that_takes_too_long_is_told_so(app: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway, "BODY_SECONDS", 0.3)

    async def test() -> bytes:
        async with serving(gateway_to(app)) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(head("/sparql", "POST", "Content-Type: application/sparql-query", "Content-Length: 6") + b"A")
            answer = await reader.read()
            writer.close()
            return answer

    answer = uvloop.run(test())
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"access-control-allow-origin: *\r\n" in answer
    assert answer.endswith(b"The body took longer than 20 s. Send it at once, or a shorter one.\n")


def test_too_many_connections_are_told_when_to_come_again() -> None:
    async def test() -> bytes:
        async with serving(Endless(), limit_concurrency=1) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(head("/"))
            answer = await reader.read()
            writer.close()
            return answer

    answer = uvloop.run(test())
    assert answer.startswith(b"HTTP/1.1 503 ")
    assert b"\r\nretry-after: 5\r\n" in answer
    assert b"more connections than it can serve. Try again in 5 s." in answer


def test_the_body_of_a_get_is_no_next_request(server: Running) -> None:
    with Client(server) as client:
        client.connection.sendall(head(NAMED, "GET", "Content-Length: 5") + b"GET /" + head("/healthz"))
        assert [client.answer()[0], client.answer()[2][:3]] == [200, b"ok "]


class Endless:
    """An application that answers without end, or with one long answer, as the path says."""

    is_draining, root = False, b"/"

    def __init__(self) -> None:
        self.backlog = Backlog(MOST)
        self.ended = asyncio.Event()
        self.was_too_slow = False

    def is_lost(self) -> None:
        """Count nothing."""

    def refused(self, problem: Problem, size: int, client: object) -> None:
        """Count nothing."""

    def at_once(self, head: Head) -> tuple[None, None]:
        return None, None

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        exchange: Exchange = scope[EXCHANGE]
        if scope["path"] == "/long":
            await exchange.reply(Reply(200, (("Content-Length", "50000000"),), bytes(50_000_000)))
            await exchange.reply(Reply(200, (("Content-Length", "0"),), b""))
        else:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            while not exchange.is_cut_off:
                async with exchange.hurry():
                    await send({"type": "http.response.body", "body": bytes(100_000), "more_body": True})
        self.was_too_slow = exchange.is_too_slow
        self.ended.set()


@pytest.mark.parametrize("path", ["/long", "/endless"])
def test_a_client_that_does_not_take_its_answer_is_hung_up_on(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "SEND_SECONDS", 0.3)

    async def test() -> None:
        app = Endless()
        async with serving(app) as port:
            with socket.create_connection(("127.0.0.1", port)) as client:
                client.sendall(head(path))
                await asyncio.wait_for(app.ended.wait(), 20)
        assert app.was_too_slow

    uvloop.run(test())


def test_a_client_that_takes_its_answer_too_slowly_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "SEND_SECONDS", 1.0)
    monkeypatch.setattr(exchange, "LEAST_RATE", 2**40)

    async def test() -> None:
        app = Endless()
        async with serving(app) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1000)
            writer.write(head("/endless"))
            while await reader.read(50_000):
                # Each piece is taken long before its time is up.
                await asyncio.sleep(0.02)
            writer.close()
            assert app.was_too_slow

    asyncio.run(asyncio.wait_for(test(), 60))


@asynccontextmanager
async def serving(app: Endless | gateway.Gateway, **further: Any) -> AsyncIterator[int]:
    """Serve an application on a port."""
    settings = {"interface": "asgi3", "ws": "none", "lifespan": "off", "log_config": None, "proxy_headers": False}
    settings |= further
    server = uvicorn.Server(uvicorn.Config(app, http=Connection, **settings))
    listener = socket.create_server(("127.0.0.1", 0))
    running = asyncio.create_task(server.serve([listener]))
    yield listener.getsockname()[1]
    server.should_exit = True
    await running


class Broken(Endless):
    """An application with a mistake in it."""

    def at_once(self, head: Head) -> tuple[None, None]:
        raise ZeroDivisionError("a mistake")


def test_a_mistake_of_ours_is_none_of_the_client(capsys: pytest.CaptureFixture[str]) -> None:
    async def test() -> bytes:
        async with serving(Broken()) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(head("/"))
            answer = await reader.read()
            writer.close()
            await writer.wait_closed()
            return answer

    assert uvloop.run(test()).startswith(b"HTTP/1.1 500 ")
    assert "ZeroDivisionError: a mistake" in capsys.readouterr().err
