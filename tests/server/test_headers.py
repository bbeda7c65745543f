from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from treatygraph.graph.dataset import Dataset
from treatygraph.server import create_app

PATHS = [
    "/",
    "/healthz",
    "/sparql",
    "/sparql?query=",
    "/id/lutha",
    "/id/nobody-xyzzy",
    "/data/lutha.csv",
    "/static/style.css",
]


@pytest.mark.parametrize("path", PATHS)
def test_any_site_may_read_any_answer(client: FlaskClient, path: str) -> None:
    with client.get(path) as response:
        assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", PATHS)
def test_browsers_get_a_strict_policy(client: FlaskClient, path: str) -> None:
    with client.get(path) as response:
        headers = response.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/", "/healthz", "/id/lutha", "/data/lutha.ttl", "/exports/treatygraph.ttl", "/ns"])
def test_options_and_head_work_everywhere(client: FlaskClient, path: str) -> None:
    assert client.options(path).headers["Access-Control-Allow-Methods"]
    head, get = client.head(path), client.get(path)
    assert head.data == b""
    assert head.status_code == get.status_code
    assert head.headers["Content-Length"] == get.headers["Content-Length"]


def test_405_outside_of_the_endpoint(client: FlaskClient) -> None:
    response = client.post("/id/lutha")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]


def test_an_internal_error_tells_nothing_of_its_inside(dataset: Dataset) -> None:
    app: Flask = create_app(dataset)

    @app.get("/broken")
    def broken() -> str:
        raise RuntimeError("a secret")

    response = app.test_client().get("/broken", headers={"Accept": "application/json"})
    assert (response.status_code, response.content_type) == (500, "application/problem+json")
    assert "secret" not in response.text
    assert response.headers["Access-Control-Allow-Origin"] == "*"
