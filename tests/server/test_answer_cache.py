from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import Client
from werkzeug.wrappers import Request, Response

from treatygraph.server.answer_cache import MAX_ANSWER, MAX_BODY, AnswerCache

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

LONG = "text " * 1000


class Counting:
    """An application that says how often it was asked."""

    def __init__(self, make: Callable[[Request], Response]) -> None:
        self._make = make
        self.asked = 0

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self.asked += 1
        return self._make(Request(environ))(environ, start_response)


def kept(make: Callable[[Request], Response], **options: Any) -> tuple[Counting, Client]:
    app = Counting(make)
    return app, Client(AnswerCache(app, lambda: "v1", **options))


def test_what_was_answered_is_answered_again_without_the_application() -> None:
    app, client = kept(lambda request: Response(LONG, mimetype="text/plain"))
    first, second = client.get("/a?b=1"), client.get("/a?b=1")
    assert app.asked == 1
    assert first.data == second.data == LONG.encode()
    assert list(first.headers) == list(second.headers)


@pytest.mark.parametrize(
    ("path", "options"),
    [
        ("/a?b=2", {}),
        ("/c?b=1", {}),
        ("/a?b=1", {"headers": {"Accept": "text/html"}}),
        ("/a?b=1", {"headers": {"Host": "example.org"}}),
        ("/a?b=1", {"method": "POST", "data": b"x"}),
        ("/a?b=1", {"base_url": "https://localhost/"}),
    ],
)
def test_another_request_is_another_answer(path: str, options: dict[str, Any]) -> None:
    app, client = kept(lambda request: Response(LONG))
    client.get("/a?b=1")
    client.open(path, **options)
    assert app.asked == 2


def test_bodies_tell_requests_apart() -> None:
    app, client = kept(lambda request: Response(request.get_data()))
    answers = [client.post("/", data=body).data for body in (b"one", b"two", b"one")]
    assert (answers, app.asked) == ([b"one", b"two", b"one"], 2)
    client.post("/", data=b"one", content_type="text/other")
    assert app.asked == 3


def test_a_client_that_has_the_answer_is_told_so() -> None:
    app, client = kept(lambda request: Response(LONG, headers={"Link": "</x>", "Vary": "Accept"}))
    etag = client.get("/").headers["ETag"]
    for value in (etag, f'"other", {etag}', f"W/{etag}"):
        answer = client.get("/", headers={"If-None-Match": value})
        assert (answer.status_code, answer.data) == (304, b"")
        assert (answer.headers["ETag"], answer.headers["Link"]) == (etag, "</x>")
        assert set(answer.headers["Vary"].split(", ")) == {"Accept", "Accept-Encoding"}
        assert "Content-Type" not in answer.headers
    assert client.get("/", headers={"If-None-Match": '"other"'}).status_code == 200
    assert app.asked == 1


def test_it_is_told_so_even_when_the_answer_is_not_kept_any_more() -> None:
    etag = kept(lambda request: Response(LONG))[1].get("/").headers["ETag"]
    assert kept(lambda request: Response(LONG))[1].get("/", headers={"If-None-Match": etag}).status_code == 304


def test_another_version_has_another_etag() -> None:
    app = Counting(lambda request: Response(LONG))
    first, second = Client(AnswerCache(app, lambda: "v1")).get("/"), Client(AnswerCache(app, lambda: "v2")).get("/")
    assert first.headers["ETag"] != second.headers["ETag"]


def test_a_client_that_takes_gzip_gets_it_under_another_etag() -> None:
    _, client = kept(lambda request: Response(LONG, mimetype="text/turtle"))
    plain = client.get("/", headers={"Accept-Encoding": "gzip;q=0, br"})
    packed = client.get("/", headers={"Accept-Encoding": "br, gzip;q=0.5"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data)
    again = client.get("/", headers={"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(("body", "media_type"), [("short", "text/plain"), (LONG, "image/png")])
def test_what_gains_nothing_is_not_compressed(body: str, media_type: str) -> None:
    _, client = kept(lambda request: Response(body, mimetype=media_type))
    assert "Content-Encoding" not in client.get("/", headers={"Accept-Encoding": "gzip"}).headers


@pytest.mark.parametrize(
    "response",
    [
        Response(LONG, 404),
        Response(LONG, 503),
        Response("", 303, {"Location": "/x"}),
        Response(LONG, headers={"Cache-Control": "no-store"}),
        Response(LONG, headers={"Set-Cookie": "a=b"}),
        Response(LONG, headers={"Vary": "Cookie"}),
        Response(LONG, headers={"ETag": '"own"'}),
    ],
)
def test_what_does_not_stay_right_is_not_kept(response: Response) -> None:
    app, client = kept(lambda request: response)
    answers = [client.get("/") for _ in range(2)]
    assert app.asked == 2
    assert answers[0].data == response.data
    assert "max-age" not in answers[0].headers.get("Cache-Control", "")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (NOW() AS ?x) {}",
        "SELECT%20(rand%20()%20AS%20?x)%20{}",
        "%55UID()",
        "NOW %23 x%0A()",
        "N\\u004FW()",
        "FILTER(%22\\u0022%22 = NOW())",
    ],
)
def test_what_changes_each_time_is_not_kept(query: str) -> None:
    app, client = kept(lambda request: Response(LONG))
    for _ in range(2):
        client.get(f"/sparql?query={query}")
        client.post("/sparql", data=f"query={query}")
    assert app.asked == 4


@pytest.mark.parametrize("query", ["SELECT (1 AS ?now) {}", "ASK { FILTER('NOW() \\U00000041' = '') }"])
def test_what_only_looks_as_if_it_changed_is_kept(query: str) -> None:
    app, client = kept(lambda request: Response(LONG))
    for _ in range(2):
        client.get("/sparql", query_string={"query": query})
    assert app.asked == 1


def test_an_answer_that_is_too_long_to_keep_is_passed_on_whole() -> None:
    body = b"x" * (MAX_ANSWER + 1)
    app, client = kept(lambda request: Response(body, mimetype="text/plain"))
    assert client.get("/").data == body
    packed = client.get("/", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.data) == body
    assert app.asked == 2


def test_a_body_that_is_too_long_is_left_to_the_application() -> None:
    app, client = kept(lambda request: Response(str(len(request.get_data()))))
    assert client.post("/", data=b"x" * (MAX_BODY + 1)).data == str(MAX_BODY + 1).encode()
    assert app.asked == 1


def test_what_was_not_asked_for_the_longest_makes_room() -> None:
    app, client = kept(lambda request: Response(LONG), max_bytes=3 * (len(LONG) + len(LONG) // 2 + 2048))
    for path in ("/1", "/2", "/3", "/1", "/4", "/1", "/3"):
        client.get(path)
    assert app.asked == 4
    client.get("/2")
    assert app.asked == 5


def test_head_has_the_head_of_get() -> None:
    app, client = kept(lambda request: Response(LONG))
    expected = client.get("/").headers
    answer = client.head("/")
    assert (answer.data, dict(answer.headers)) == (b"", dict(expected))
    assert app.asked == 1


def test_a_body_is_closed() -> None:
    closed: list[bool] = []

    def make(request: Request) -> Response:
        response = Response(iter([LONG.encode()]))
        response.content_length = len(LONG)
        response.call_on_close(lambda: closed.append(True))
        return response

    _, client = kept(make)
    assert client.get("/").data == LONG.encode()
    assert closed == [True]


def test_pages_and_data_and_queries_can_all_be_kept(client: FlaskClient) -> None:
    for path in ("/", "/data/lutha.ttl", "/sparql?query=ASK{}", "/ns", "/page/lutha"):
        first = client.get(path)
        assert first.headers["Cache-Control"] == "public, max-age=60", path
        assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304, path
    for path in ("/healthz", "/healthz/ready", "/metrics"):
        assert client.get(path).headers["Cache-Control"] == "no-store"
