from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from treatygraph.graph.dataset import Dataset
from treatygraph.server import create_app
from treatygraph.server.pages.warming import warm


def test_what_the_first_pages_show_is_found_out_before(built: Dataset) -> None:
    app = create_app(built, {"TESTING": True})
    warm(app)
    assert app.extensions["treatygraph.promises"].statuses.answers.cache_info().currsize == 1
    assert app.test_client().get("/", headers={"Accept": "text/html"}).status_code == 200
    assert app.extensions["treatygraph.promises"].statuses.spans.cache_info().hits >= 1


def test_a_graph_that_holds_nothing_is_soon_ready(lonely: FlaskClient) -> None:
    app = lonely.application
    assert isinstance(app, Flask)
    warm(app)
