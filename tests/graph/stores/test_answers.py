"""Each stored query has the same answers wherever the quads are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.querying import run
from treatygraph.graph.stored_queries import find_query
from treatygraph.graph.stores.disk import Disk
from treatygraph.graph.stores.folder import write_store
from treatygraph.graph.stores.push import push, writer_to
from treatygraph.graph.stores.remote import Remote

from .conftest import SERVERS
from .servers import ACCOUNT, Server

FOLDER = Path(__file__).parents[2] / "queries"
CASES = [
    pytest.param(path.stem, case["parameters"], id=f"{path.stem}-{number}")
    for path in sorted(FOLDER.glob("*.json"))
    for number, case in enumerate(json.loads(path.read_text("utf-8")))
]
DIFFERENT = {("virtuoso", "order-of-events"), ("virtuoso", "where-places-lie")}
"""What docs/how-to/large-graphs.md tells of: Virtuoso leaves a column empty, and writes geometries in its own way."""


@pytest.fixture(scope="module", params=["disk", *SERVERS])
def store(
    request: pytest.FixtureRequest, built: Dataset, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Dataset]]:
    """The dataset in each kind of store, once for all queries."""
    if request.param == "disk":
        folder = tmp_path_factory.mktemp("disk")
        write_store(built, folder)
        yield "disk", Disk(folder)
        return
    server: Server = request.getfixturevalue(request.param)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TREATYGRAPH_PUSH_USER", ACCOUNT[0])
        patch.setenv("TREATYGRAPH_PUSH_PASSWORD", ACCOUNT[1])
        push(built, writer_to(server.store))
        yield request.param, Remote(server.query)


def test_there_are_queries() -> None:
    assert len({case.values[0] for case in CASES}) == len(list((FOLDER.parents[1] / "queries").glob("*.rq")))


@pytest.mark.parametrize(("name", "parameters"), CASES)
def test_a_stored_query_has_the_answer_that_it_has_in_memory(
    name: str, parameters: dict[str, str], built: Dataset, store: tuple[str, Dataset]
) -> None:
    kind, dataset = store
    expected, found = (run(each, find_query(name), parameters) for each in (built, dataset))
    assert (expected.variables, len(expected)) == (found.variables, len(found))
    assert (expected == found) is ((kind, name) not in DIFFERENT)
