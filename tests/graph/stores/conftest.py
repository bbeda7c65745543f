"""The servers that the tests push to, and the dataset that they push."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.loader import load
from treatygraph.graph.stores.push import push, writer_to
from treatygraph.graph.stores.reserved import RECORD

from . import servers
from .servers import ACCOUNT, Server

SERVERS = ["oxigraph", "virtuoso"]


@pytest.fixture(scope="session")
def curated() -> Dataset:
    """The graph that is shipped, as it was curated."""
    return load()


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> None:
    """The account that new Virtuosos have; Oxigraph asks for none."""
    monkeypatch.setenv("TREATYGRAPH_PUSH_USER", ACCOUNT[0])
    monkeypatch.setenv("TREATYGRAPH_PUSH_PASSWORD", ACCOUNT[1])


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with servers.oxigraph(tmp_path_factory.mktemp("oxigraph")) as server:
        yield server


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with servers.virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        yield server


@pytest.fixture(params=SERVERS)
def server(request: pytest.FixtureRequest, account: None) -> Server:
    """Each server that there is, empty of what is ours."""
    found: Server = request.getfixturevalue(request.param)
    writer = writer_to(found.store)
    push(Dataset(()), writer)
    writer.drop(RECORD)
    return found
