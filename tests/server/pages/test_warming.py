from __future__ import annotations

import subprocess
import sys

from flask import Flask
from flask.testing import FlaskClient

from treatygraph.graph.dataset import Dataset
from treatygraph.server import create_app
from treatygraph.server.pages.warming import warm


def test_what_the_first_pages_show_is_found_out_before(built: Dataset) -> None:
    app = create_app(built, {"TESTING": True})
    warm(app)
    assert app.extensions["treatygraph.promises"].statuses.answers_from.cache_info().currsize == 1
    assert app.test_client().get("/", headers={"Accept": "text/html"}).status_code == 200
    assert app.extensions["treatygraph.promises"].statuses.spans.cache_info().hits >= 1


def test_a_graph_that_holds_nothing_is_soon_ready(lonely: FlaskClient) -> None:
    app = lonely.application
    assert isinstance(app, Flask)
    warm(app)


def test_the_rules_are_there_before_anybody_asks_for_them() -> None:
    code = (
        "import sys\n"
        "from treatygraph.graph.loader import load\n"
        "from treatygraph.server import create_app\n"
        "from treatygraph.server.pages.warming import warm\n"
        "warm(create_app(load(), {'TESTING': True}))\n"
        "print('treatygraph.graph.checking.registry' in sys.modules)\n"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told == "True\n"
