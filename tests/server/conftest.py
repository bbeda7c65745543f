from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.running import Running, Start, running
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


@pytest.fixture(scope="session")
def start(program: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """Start servers as users do, and end each of them with the tests that asked for it."""
    with ExitStack() as stack:

        def begin(*arguments: str, folder: Path | None = None, files: Sequence[Path] = (PONTOON,)) -> Running:
            place = tmp_path_factory.mktemp("served") if folder is None else folder
            command = [str(program), "serve", "--port", "0", *arguments, *map(str, files)]
            return stack.enter_context(running(command, place))

        yield begin
