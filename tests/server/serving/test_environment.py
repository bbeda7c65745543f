from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from werkzeug.wrappers import Request

from treatygraph.server.answer_cache import AnswerCache
from treatygraph.server.serving.environment import Surroundings
from treatygraph.server.serving.options import ServeOptions


class Headers(list[tuple[str, str]]):
    """Headers as granian gives them."""

    def items(self) -> list[tuple[str, str]]:
        return self

    def get(self, name: str, default: Any = None) -> Any:
        return next((value for key, value in self if key == name), default)


@dataclass
class Scope:
    """A request as granian gives it."""

    method: str = "GET"
    path: str = "/"
    query_string: str = ""
    headers: Headers = field(default_factory=Headers)
    http_version: str = "1.1"
    server: str = "127.0.0.1:8000"
    client: str = "192.0.2.7:41000"
    scheme: str = "http"


def environment(scope: Scope, **options: Any) -> dict[str, Any]:
    return Surroundings(ServeOptions(**options)).environment(scope)


def test_a_request_is_the_same_for_the_application() -> None:
    headers = Headers([("host", "example.org"), ("accept", "text/csv"), ("x-a", "1"), ("x-a", "2"), ("a_b", "no")])
    scope = Scope("POST", "/page/Itorofu é", "a=%20b&é", headers)
    request = Request(environment(scope))
    assert (request.method, request.path, request.host) == ("POST", "/page/Itorofu é", "example.org")
    assert request.query_string == "a=%20b&é".encode()
    assert request.args["a"] == " b"
    assert (request.headers["Accept"], request.headers["X-A"]) == ("text/csv", "1, 2")
    assert "A-B" not in request.headers
    assert request.remote_addr == "192.0.2.7"


def test_an_address_of_ipv6_has_no_brackets() -> None:
    assert environment(Scope(client="[2001:db8::1]:41000"))["REMOTE_ADDR"] == "2001:db8::1"


@pytest.mark.parametrize(
    ("path", "script", "rest"),
    [("/graph/ns", "/graph", "/ns"), ("/graph", "/graph", ""), ("/graph/", "/graph", "/")],
)
def test_the_prefix_is_taken_off(path: str, script: str, rest: str) -> None:
    environ = environment(Scope(path=path), url_prefix="/graph")
    assert (environ["SCRIPT_NAME"], environ["PATH_INFO"]) == (script, rest)


def test_the_public_url_stands_for_what_the_client_sent() -> None:
    scope = Scope(path="/graph/ns", headers=Headers([("host", "evil.example")]))
    request = Request(environment(scope, public_url="https://example.org/graph"))
    assert request.url == "https://example.org/graph/ns"


@pytest.mark.parametrize("options", [{}, {"url_prefix": "/g"}, {"public_url": "https://example.org/g"}])
@pytest.mark.parametrize("path", ["/g/a é", "/", "/g"])
def test_answers_are_found_under_the_name_that_they_are_kept_under(options: dict[str, str], path: str) -> None:
    headers = Headers([("host", "example.org"), ("accept", "text/csv")])
    scope = Scope(path=path, query_string="q=é", headers=headers)
    surroundings = Surroundings(ServeOptions(**options))

    def app(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Length", "2")])
        return [b"ok"]

    cache = AnswerCache(app, lambda: "v1")
    list(cache(surroundings.environment(scope), lambda *_: lambda _: None))
    found = cache.find(surroundings.key(scope, headers), "", "")
    assert found is not None
    assert found.body == b"ok"
