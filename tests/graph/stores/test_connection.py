"""HTTP as servers, gateways and strangers speak it: every request ends, and goes nowhere else."""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic, sleep

import pytest

from treatygraph.graph.stores import connection
from treatygraph.graph.stores.connection import Connection, credentials
from treatygraph.graph.stores.failures import StoreError

Step = tuple[int, dict[str, str], bytes]


class Scripted(ThreadingHTTPServer):
    """A server that answers in the order of its script, and keeps what it was asked."""

    steps: list[Step]
    seen: list[tuple[str, str, dict[str, str], bytes]]
    delay = 0.0


class Handler(BaseHTTPRequestHandler):
    server: Scripted
    protocol_version = "HTTP/1.1"

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.seen.append((self.command, self.path, dict(self.headers), body))
        sleep(self.server.delay)
        steps = self.server.steps
        status, headers, content = steps.pop(0) if len(steps) > 1 else steps[0]
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(content))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *values: object) -> None:
        """Say nothing."""


for method in ("GET", "PUT", "POST", "DELETE"):
    setattr(Handler, f"do_{method}", Handler.answer)

Serve = Callable[..., tuple[str, Scripted]]


@pytest.fixture
def serve() -> Iterator[Serve]:
    started: list[Scripted] = []

    def start(*steps: Step) -> tuple[str, Scripted]:
        server = Scripted(("127.0.0.1", 0), Handler)
        server.steps, server.seen = list(steps), []
        started.append(server)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/sparql", server

    yield start
    for server in started:
        server.shutdown()
        server.server_close()


def test_a_busy_server_is_asked_again_and_not_for_ever(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "PAUSE", 0.01)
    url, server = serve((503, {}, b"later"), (502, {}, b"later"), (200, {"Content-Type": "text/plain; q=1"}, b"done"))
    reply = Connection(url).send("POST", body=b"x")
    assert (reply.status, reply.kind, reply.body, len(server.seen)) == (200, "text/plain", b"done", 3)
    url, server = serve((503, {}, b"<p>\nlater.\n"))
    reply = Connection(url).send("PUT", body=b"x")
    assert (reply.good, reply.status, len(server.seen)) == (False, 503, 1 + connection.MOST_RETRIES)
    url, server = serve((404, {}, b""))
    assert Connection(url).send("GET").complaint == "no reason given"
    assert len(server.seen) == 1


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"400 Bad Request\nThere is no graph <urn:x>. Look.\n", "There is no graph <urn:x>. Look"),
        (b"\n400\n\nno such graph\n", "no such graph"),
        (b"400 Bad Request\n", "400 Bad Request"),
        (b"Virtuoso 37000 Error\nmore", "Virtuoso 37000 Error"),
        (b"x" * 5000, "x" * 300),
    ],
)
def test_the_first_line_that_gives_a_reason_is_told(serve: Serve, body: bytes, told: str) -> None:
    url, _ = serve((400, {}, body))
    assert Connection(url).send("GET").complaint == told


@pytest.mark.parametrize(
    ("body", "told"),
    [(b'{"detail": "There is no graph."}', "There is no graph"), (b'{"detail": 1}', '{"detail": 1}'), (b"[", "[")],
)
def test_the_detail_of_a_problem_is_told(serve: Serve, body: bytes, told: str) -> None:
    url, _ = serve((400, {"Content-Type": "application/problem+json"}, body))
    assert Connection(url).send("GET").complaint == told


def test_a_redirection_is_told_and_not_followed(serve: Serve) -> None:
    elsewhere, other = serve((200, {}, b""))
    url, _ = serve((307, {"Location": elsewhere}, b""))
    with pytest.raises(StoreError) as raised:
        Connection(url, account=("me", "secret")).send("GET")
    assert str(raised.value) == f"{url} leads elsewhere, to {elsewhere}. Give that URL if you trust it."
    assert other.seen == []


def test_user_and_password_are_given_to_servers_that_ask(serve: Serve) -> None:
    url, server = serve((401, {"WWW-Authenticate": 'Basic realm="x"'}, b""), (200, {}, b""))
    asking = Connection(url, account=("me", "secret"))
    assert asking.send("PUT", body=b"x").good
    assert asking.send("PUT", body=b"x").good
    basic = "Basic " + base64.b64encode(b"me:secret").decode()
    assert [seen[2].get("Authorization") for seen in server.seen] == [None, basic, basic]
    assert [seen[3] for seen in server.seen] == [b"x"] * 3


def test_a_server_that_wants_a_digest_gets_no_password(serve: Serve) -> None:
    challenge = 'Digest realm="x", nonce="n", qop="auth", algorithm="MD5"'
    url, server = serve(
        (401, {"WWW-Authenticate": challenge}, b""), (401, {"WWW-Authenticate": challenge}, b""), (200, {}, b"")
    )
    assert Connection(url, account=("me", "secret")).send("PUT", body=b"x").good
    said = [seen[2].get("Authorization", "") for seen in server.seen]
    assert said[0] == said[1] == ""
    assert said[2].startswith('Digest username="me"')
    assert "secret" not in said[2]


def test_without_an_account_the_status_is_handed_on(serve: Serve) -> None:
    url, _ = serve((401, {"WWW-Authenticate": "Basic"}, b"who?"))
    assert Connection(url).send("GET").status == 401


def test_the_environment_names_the_account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TREATYGRAPH_PUSH_USER", raising=False)
    assert credentials("TREATYGRAPH_PUSH") is None
    monkeypatch.setenv("TREATYGRAPH_PUSH_USER", "me")
    monkeypatch.setenv("TREATYGRAPH_PUSH_PASSWORD", "secret")
    assert credentials("TREATYGRAPH_PUSH") == ("me", "secret")


def test_a_proxy_of_the_environment_is_not_used(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy, other = serve((200, {}, b"proxy"))
    url, _ = serve((200, {}, b"server"))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, proxy)
    assert Connection(url).send("GET").body == b"server"
    assert other.seen == []


def test_a_server_that_takes_too_long_is_left(serve: Serve) -> None:
    url, server = serve((200, {}, b""))
    server.delay = 0.5
    began = monotonic()
    with pytest.raises(StoreError, match=r"^The server 127\.0\.0\.1 takes longer than 0\.1 seconds\.$"):
        Connection(url, seconds=0.1, repeat=False).send("GET")
    assert monotonic() - began < 2


def test_an_answer_that_is_too_large_is_not_read_to_its_end(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "MOST_BYTES", 1000)
    url, _ = serve((200, {}, b"x" * 100_000))
    with pytest.raises(StoreError, match=r"^The answer is larger than 1,000 bytes\."):
        Connection(url).send("GET")


def test_an_answer_that_breaks_off_is_no_answer(serve: Serve) -> None:
    url, _ = serve((200, {"Content-Length": "10", "Connection": "close"}, b"half"))
    with pytest.raises(StoreError, match="breaks off"):
        Connection(url).send("GET")


def test_who_speaks_no_tls_is_told(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "PAUSE", 0.01)
    url, _ = serve((200, {}, b""))
    with pytest.raises(StoreError, match=r"^The certificate of 127\.0\.0\.1 is not accepted: "):
        Connection(url.replace("http:", "https:"), repeat=False).send("GET")


def test_nobody_at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "PAUSE", 0.01)
    with pytest.raises(StoreError) as raised:
        Connection("http://127.0.0.1:1/", repeat=False).send("GET")
    assert str(raised.value) == "The server 127.0.0.1 cannot be reached: Connection refused. Is it running?"


@pytest.mark.parametrize("url", ["ftp://example.org/", "example.org", "http://", "http://[", "http://h:99999/", ""])
def test_what_is_no_url_of_a_server(url: str) -> None:
    with pytest.raises(StoreError, match="is no URL of a server"):
        Connection(url)


def test_a_password_in_a_url_is_refused_and_not_repeated() -> None:
    with pytest.raises(StoreError) as raised:
        Connection("https://me:secret@example.org/")
    assert "secret" not in str(raised.value)
