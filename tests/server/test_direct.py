"""What is answered without the framework is answered as the framework answers it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from treatygraph.server import Application, create_app
from treatygraph.server.evaluation import EXTENSION

if TYPE_CHECKING:
    from treatygraph.graph.dataset import Dataset

ROWS = "SELECT ?s { ?s a ?class } ORDER BY ?s"
GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
ACCEPTS = [None, "*/*", "text/csv", "text/turtle", "application/json;q=0.5, text/csv;q=0.4", "text/html", "image/png"]


@pytest.fixture(scope="module")
def application(dataset: Dataset) -> Application:
    return create_app(dataset)


def environment(path: str, query: str = "", accept: str | None = None, **further: Any) -> dict[str, Any]:
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "/graph",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
    }
    return environ | ({} if accept is None else {"HTTP_ACCEPT": accept}) | further


def by_flask(application: Application, environ: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
    started: list[Any] = []
    content = application.uncached(environ, lambda *given: started.append(given) or (lambda _: None))
    body = b"".join(content)
    return int(started[0][0][:3]), _named(started[0][1]), body


def directly(
    application: Application, environ: dict[str, Any], body: bytes = b""
) -> tuple[dict[str, str], bytes] | None:
    document = application.direct.document(environ)
    if document is not None:
        return _named(document.headers), document.body
    question = application.direct.question(environ, body)
    if question is None:
        return None
    found = application.extensions[EXTENSION].ask(question.task)
    return _named(question.headers(found)), found.read()


def _named(headers: list[tuple[str, str]]) -> dict[str, str]:
    named = {name.lower(): value for name, value in headers}
    assert len(named) == len(headers)
    # Flask adds the length of a body that is whole; so does whoever sends a document.
    named.pop("content-length", None)
    return named


@pytest.mark.parametrize("accept", ACCEPTS)
@pytest.mark.parametrize("further", ["", "&timeout=999999999", "&format=tsv", "&format=nt", "&default-graph-uri=urn:a"])
@pytest.mark.parametrize("text", [ROWS, GRAPH, "ASK {}"])
def test_queries(application: Application, text: str, further: str, accept: str | None) -> None:
    environ = environment("/sparql", f"query={quote(text)}{further}", accept)
    status, headers, body = by_flask(application, dict(environ))
    if status == 200:
        is_page = "text/html" in headers["content-type"]
        assert directly(application, environ) == (None if is_page else (headers, body))


@pytest.mark.parametrize("accept", ACCEPTS)
@pytest.mark.parametrize("path", ["/data/lutha.ttl", "/data/lutha.nt", "/data/lutha.rdf"])
def test_data_of_things(application: Application, path: str, accept: str | None) -> None:
    environ = environment(path, "", accept)
    status, headers, body = by_flask(application, dict(environ))
    assert status == 200
    assert directly(application, environ) == (headers, body)


@pytest.mark.parametrize(
    "environ",
    [
        environment("/"),
        environment("/sparql"),
        environment("/sparql", "format=ttl"),
        environment("/sparql", "query=%FF"),
        environment("/sparql", "query=ASK%20%7B%7D&timeout=soon"),
        environment("/sparql", "update=CLEAR%20ALL"),
        environment("/sparql", "query=ASK%20%7B%7D", REQUEST_METHOD="PUT"),
        environment("/sparql", "query=ASK%20%7B%7D", "text/html"),
        environment("/data/lutha"),
        environment("/data/lutha.trig"),
        environment("/data/nobody.ttl"),
        environment("/data/\xff.ttl"),
        environment("/sparql", REQUEST_METHOD="POST", CONTENT_TYPE="text/plain"),
    ],
    ids=lambda environ: f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}?{environ['QUERY_STRING']}",
)
def test_all_else_is_left_to_the_application(application: Application, environ: dict[str, Any]) -> None:
    assert directly(application, environ, b"ASK {}") is None


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/sparql-query", ROWS.encode()),
        ("application/x-www-form-urlencoded; charset=UTF-8", f"query={quote(ROWS)}&format=csv".encode()),
        ("Application/SPARQL-Query;charset=utf-8", ROWS.encode()),
    ],
)
@pytest.mark.parametrize("method", ["POST", "QUERY"])
def test_queries_in_a_body(application: Application, method: str, content_type: str, body: bytes) -> None:
    sent = {"REQUEST_METHOD": method, "CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(len(body))}
    environ = environment("/sparql", **sent)
    status, headers, answer = by_flask(application, environ | {"wsgi.input": io.BytesIO(body)})
    assert status == 200
    assert directly(application, environ, body) == (headers, answer)


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_request_breaks_it(app: Flask, path: str, query: str) -> None:
    assert isinstance(app, Application)
    environ = environment("/data/" + path.encode("utf-8", "replace").decode("latin-1") + ".ttl", quote(query))
    directly(app, environ)
    environ = environment("/sparql", f"query={quote(query)}&{query.encode('utf-8', 'replace').decode('latin-1')}")
    app.direct.question(environ, query.encode("utf-8", "replace"))
