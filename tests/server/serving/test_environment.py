from __future__ import annotations

from typing import Any

import httptools
import pytest
from werkzeug.wrappers import Request

from treatygraph.server.problems import Problem
from treatygraph.server.serving.environment import SENT, Surroundings
from treatygraph.server.serving.exchange import Head
from treatygraph.server.serving.options import ServeOptions

CLIENT, SERVER = ("192.0.2.7", 41000), ("127.0.0.1", 8000)


def environment(target: str = "/", headers: dict[str, str] | None = None, **options: Any) -> dict[str, Any]:
    pairs = [(name.encode(), value.encode()) for name, value in (headers or {}).items()]
    return Surroundings(ServeOptions(**options)).environment(Head("GET", target.encode(), pairs, CLIENT, SERVER))


def test_a_request_is_the_same_for_the_application() -> None:
    pairs = [(b"host", b"example.org"), (b"accept", b"text/csv"), (b"x-a", b"1"), (b"x-a", b"2"), (b"a_b", b"no")]
    head = Head("POST", b"/page/Itorofu%20%C3%A9?a=%20b&%C3%A9", pairs, CLIENT, SERVER)
    request = Request(Surroundings(ServeOptions()).environment(head))
    assert (request.method, request.path, request.host) == ("POST", "/page/Itorofu é", "example.org")
    assert request.query_string == b"a=%20b&%C3%A9"
    assert request.args["a"] == " b"
    assert (request.headers["Accept"], request.headers["X-A"]) == ("text/csv", "1, 2")
    assert "A-B" not in request.headers
    assert "Upgrade" not in Request(environment(headers={"upgrade": "websocket"})).headers
    assert request.remote_addr == "192.0.2.7"


def test_a_client_may_send_the_whole_url() -> None:
    environ = environment("http://example.org/ns?a=1#part")
    assert (environ["PATH_INFO"], environ["QUERY_STRING"]) == ("/ns", "a=1")


def test_what_is_no_url_is_refused() -> None:
    with pytest.raises(httptools.HttpParserInvalidURLError):
        environment("http://[::1")


@pytest.mark.parametrize(
    ("path", "script", "rest"),
    [
        ("/graph/ns", "/graph", "/ns"),
        ("/graph", "/graph", ""),
        ("/graph/", "/graph", "/"),
        ("/graphs", "/graph", "/..//graphs"),
    ],
)
def test_the_prefix_is_taken_off(path: str, script: str, rest: str) -> None:
    environ = environment(path, url_prefix="/graph")
    assert (environ["SCRIPT_NAME"], environ["PATH_INFO"]) == (script, rest)


def test_the_public_url_stands_for_what_the_client_sent() -> None:
    request = Request(environment("/graph/ns", {"host": "evil.example"}, public_url="https://example.org/graph"))
    assert request.url == "https://example.org/graph/ns"


@pytest.mark.parametrize(("path", "rest"), [("/graph/ns", "/ns"), ("/ns", "/ns"), ("/graphs", "/graphs"), ("/", "/")])
def test_a_proxy_may_take_the_path_of_the_public_url_off(path: str, rest: str) -> None:
    environ = environment(path, public_url="https://example.org/graph")
    assert (environ["SCRIPT_NAME"], environ["PATH_INFO"], environ[SENT]) == ("/graph", rest, path)


def test_the_path_is_also_kept_as_it_was_sent() -> None:
    assert environment("/graphs", url_prefix="/graph")[SENT] == "/graphs"
    assert environment("/graph/ns?a=1", url_prefix="/graph")[SENT] == "/graph/ns"


@pytest.mark.parametrize("value", ["javascript:x", "graph", "//evil.example", "/a//b", "/<script>", "/a?b", "/é"])
def test_a_prefix_that_is_no_path_is_refused(value: str) -> None:
    with pytest.raises(Problem) as raised:
        environment(headers={"host": "a", "x-forwarded-prefix": value}, forwarded=1)
    assert raised.value.message.startswith("The header «X-Forwarded-Prefix» is ")
    assert (raised.value.code, raised.value.repair) == (400, "Have the proxy set it anew.")
    assert environment(headers={"host": "a", "x-forwarded-prefix": value})["SCRIPT_NAME"] == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [("x-forwarded-proto", "javascript"), ("x-forwarded-host", "a/b"), ("x-forwarded-host", "a:b@c")],
)
def test_a_scheme_or_a_host_that_cannot_be_is_refused(name: str, value: str) -> None:
    with pytest.raises(Problem) as raised:
        environment(headers={"host": "a", name: value}, forwarded=1)
    assert raised.value.message == f"The header «{name.title()}» is {value!r}."


def test_a_prefix_of_a_proxy_has_no_slash_at_its_end() -> None:
    told = {"host": "a", "x-forwarded-prefix": "/graph/"}
    assert environment("/ns", told, forwarded=1)["SCRIPT_NAME"] == "/graph"


def test_so_many_proxies_as_there_are_are_believed() -> None:
    told = {"x-forwarded-for": "203.0.113.9, 198.51.100.4", "x-forwarded-proto": "https", "host": "example.org"}
    assert environment(headers=told)["REMOTE_ADDR"] == "192.0.2.7"
    behind = environment(headers=told, forwarded=1)
    assert (behind["REMOTE_ADDR"], behind["wsgi.url_scheme"]) == ("198.51.100.4", "https")
    assert environment(headers=told, forwarded=2)["REMOTE_ADDR"] == "203.0.113.9"
