from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.loader import load
from treatygraph.server import create_app

PONTOON = Path(__file__).parent / "data" / "pontoon.trig"


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    return load([PONTOON])


@pytest.fixture(scope="session")
def app(dataset: Dataset) -> Flask:
    return create_app(dataset, {"TESTING": True})


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
