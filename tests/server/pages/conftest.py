from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.loader import load
from treatygraph.server import create_app
from treatygraph.server.pages.site import Site

ARTICLE = Path(__file__).parents[2] / "second_article"


@pytest.fixture(scope="session")
def shipped(built: Dataset) -> Flask:
    return create_app(built, {"TESTING": True})


@pytest.fixture
def reader(shipped: Flask) -> FlaskClient:
    """A browser, without its window."""
    client = shipped.test_client()
    client.environ_base["HTTP_ACCEPT"] = "text/html"
    return client


@pytest.fixture(scope="session")
def site(shipped: Flask) -> Site:
    found = shipped.extensions["treatygraph.site"]
    assert isinstance(found, Site)
    return found


@pytest.fixture(scope="session")
def with_words() -> FlaskClient:
    """An application that has a copy of its source."""
    client = create_app(load([ARTICLE]), {"TESTING": True, "SOURCES": [ARTICLE]}).test_client()
    client.environ_base["HTTP_ACCEPT"] = "text/html"
    return client


@pytest.fixture
def lonely() -> FlaskClient:
    """An application whose graph holds nothing."""
    return create_app(Dataset(()), {"TESTING": True}).test_client()
