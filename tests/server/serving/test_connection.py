"""Connections as clients hold them: several requests on one, several at once, and none that is whole."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
import uvicorn

from treatygraph.server.answer_cache import Reply
from treatygraph.server.serving import connection
from treatygraph.server.serving.connection import EXCHANGE, HEAD_SECONDS, Connection, Exchange, Head

if TYPE_CHECKING:
    from tests.running import Running, Start

ASK = f"/sparql?query={quote('ASK {}')}"
NAMED = "/data/lutha.ttl"


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
    assert b"send the query as a POST" in body


@pytest.mark.parametrize("request_", [b"nonsense\r\n\r\n", head("http://[::1"), b"GET / HTTP/1.1\r\nno colon\r\n\r\n"])
def test_what_is_no_request_is_refused(server: Running, request_: bytes) -> None:
    with Client(server) as client:
        client.connection.sendall(request_)
        assert client.answer()[0] == 400


def test_a_client_that_does_not_send_its_request_is_hung_up_on(server: Running) -> None:
    began = monotonic()
    with Client(server) as silent, Client(server) as slow:
        slow.connection.sendall(b"GET / HTTP/1.1\r\n")
        assert silent.connection.recv(1) == slow.connection.recv(1) == b""
    assert HEAD_SECONDS - 1 < monotonic() - began < HEAD_SECONDS + 5


def test_the_body_of_a_get_is_no_next_request(server: Running) -> None:
    with Client(server) as client:
        client.connection.sendall(head(NAMED, "GET", "Content-Length: 5") + b"GET /" + head("/healthz"))
        assert [client.answer()[0], client.answer()[2][:3]] == [200, b"ok "]


class Endless:
    """An application that answers without end, or with one long answer, as the path says."""

    is_draining = False

    def __init__(self) -> None:
        self.ended = asyncio.Event()

    def at_once(self, head: Head) -> tuple[None, None]:
        return None, None

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        exchange: Exchange = scope[EXCHANGE]
        if scope["path"] == "/long":
            await exchange.reply(Reply(200, [("Content-Length", "50000000")], bytes(50_000_000)))
            await exchange.reply(Reply(200, [("Content-Length", "0")], b""))
        else:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            while not exchange.is_cut_off:
                async with exchange.hurry():
                    await send({"type": "http.response.body", "body": bytes(100_000), "more_body": True})
        self.ended.set()


@pytest.mark.parametrize("path", ["/long", "/endless"])
def test_a_client_that_does_not_take_its_answer_is_hung_up_on(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "SEND_SECONDS", 0.3)

    async def test() -> None:
        app = Endless()
        async with serving(app) as port:
            with socket.create_connection(("127.0.0.1", port)) as client:
                client.sendall(head(path))
                await asyncio.wait_for(app.ended.wait(), 20)

    asyncio.run(test())


def test_a_client_that_takes_its_answer_too_slowly_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "SEND_SECONDS", 1.0)
    monkeypatch.setattr(connection, "LEAST_RATE", 2**40)

    async def test() -> None:
        app = Endless()
        async with serving(app) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1000)
            writer.write(head("/endless"))
            while await reader.read(50_000):
                # Each piece is taken long before its time is up.
                await asyncio.sleep(0.02)
            writer.close()
            assert app.ended.is_set()

    asyncio.run(asyncio.wait_for(test(), 60))


@asynccontextmanager
async def serving(app: Endless) -> AsyncIterator[int]:
    """Serve an application on a port."""
    settings = {"interface": "asgi3", "ws": "none", "lifespan": "off", "log_config": None, "proxy_headers": False}
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

    assert asyncio.run(test()).startswith(b"HTTP/1.1 500 ")
    assert "ZeroDivisionError: a mistake" in capsys.readouterr().err
