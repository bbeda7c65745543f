"""A store on disk is served from there: same answers as from memory, new builds without a lost request."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest

from tests.running import children
from treatygraph.graph.build_folder import write_build
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.loader import load
from treatygraph.graph.stores.folder import write_store

from ..conftest import PONTOON

if TYPE_CHECKING:
    from tests.running import Running, Start

CASES = [
    pytest.param(path.stem, case["parameters"], id=f"{path.stem}-{number}")
    for path in sorted((Path(__file__).parents[2] / "queries").glob("*.json"))
    for number, case in enumerate(json.loads(path.read_text("utf-8")))
]
COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(CONCAT(STR(?a), STR(?f)) != STR(?i)) }"
PATHS = [
    "/healthz",
    "/data/japan.ttl",
    "/data/japan.trig",
    "/data/japan.jsonld",
    "/data/nothing-of-this-name.ttl",
    "/",
    "/status",
    "/status.json",
    "/deadlocks.json",
    "/sources/",
    "/queries.json",
    "/search.json?q=islands",
    "/map/places.json",
    "/query/terms.json",
    "/ns.ttl",
    "/exports/",
    "/exports/treatygraph.trig",
    "/.well-known/void",
    "/sparql",
    "/store?default",
    f"/store?graph={quote('https://w3id.org/treatygraph/id/graphs/stated', safe='')}",
    f"/sparql?{urlencode({'query': 'SELECT * { ?s a ?c } ORDER BY ?s ?c', 'format': 'csv', 'max-rows': '7'})}",
    "/sparql?"
    + urlencode(
        {
            "query": "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o",
            "format": "csv",
            "default-graph-uri": "https://w3id.org/treatygraph/id/graphs/stated",
        }
    ),
]


@pytest.fixture(scope="module")
def servers(
    start: Start, built: Dataset, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Running, Running]]:
    """The same graph, from memory and from disk."""
    folder = tmp_path_factory.mktemp("both")
    write_build(built, folder / "build")
    write_store(built, folder / "kept")
    options = ("--workers", "2", "--max-rows", "5000", "--public-url", "https://example.org")
    memory = start(*options, "--build", "build", folder=folder, files=())
    disk = start(*options, "--store", "kept", folder=folder, files=())
    assert disk.lines[0] == f"Serving the store kept: {built.size:,} statements.\n"
    yield memory, disk
    assert (memory.stop(), disk.stop()) == (0, 0)


@pytest.mark.parametrize(("name", "parameters"), CASES)
def test_a_stored_query_has_the_same_answer(
    name: str, parameters: dict[str, str], servers: tuple[Running, Running]
) -> None:
    answers = [each.ask(f"/queries/{name}?{urlencode(parameters)}", Accept="*/*") for each in servers]
    assert [each.status for each in answers] == [200, 200]
    assert sorted(answers[0].body.splitlines()) == sorted(answers[1].body.splitlines())


@pytest.mark.parametrize("path", PATHS)
def test_everything_else_is_the_same(path: str, servers: tuple[Running, Running]) -> None:
    memory, disk = (each.ask(path) for each in servers)
    assert (memory.status, disk.status) == ((404, 404) if "nothing" in path else (200, 200))
    assert memory.body == disk.body


def test_a_page_shows_all_but_the_premises_of_what_is_derived(servers: tuple[Running, Running]) -> None:
    memory, disk = (each.ask("/page/japan") for each in servers)
    assert (memory.status, disk.status) == (200, 200)
    mark = b'<li class="mark inferred">'
    assert memory.body.count(mark) == disk.body.count(mark) > 0
    assert b"derived: " in memory.body


def rows_of(server: Running) -> int:
    """Count what is served."""
    return int(server.query(COUNT).body.split()[1])


def meanwhile(server: Running, work: Callable[[], None]) -> set[tuple[int, int]]:
    """Keep asking while something happens; the statuses of the answers, and how much was served."""
    found: set[tuple[int, int]] = set()
    done = threading.Event()

    def ask(number: int) -> None:
        for turn in range(10_000):
            if done.is_set():
                break
            answer = server.query(f"{COUNT} # {number} {turn}")
            found.add((answer.status, int(answer.body.split()[1])))

    clients = [threading.Thread(target=ask, args=(number,)) for number in range(3)]
    for each in clients:
        each.start()
    try:
        work()
    finally:
        done.set()
        for each in clients:
            each.join()
    return found


def test_a_new_store_takes_over_without_a_lost_request(start: Start, tmp_path: Path) -> None:
    first, second = load([PONTOON]), load([PONTOON, PONTOON.parents[2] / "second_article"])
    write_store(first, tmp_path / "kept")
    server = start("--workers", "2", "--watch", "--store", "kept", folder=tmp_path, files=())
    etag = server.query(COUNT).headers["etag"]

    def replace() -> None:
        write_store(second, tmp_path / "kept")
        server.wait_for(lambda: "The new data is served.\n" in server.lines)
        server.wait_for(lambda: len(children(server.process.pid)) == 1)

    assert meanwhile(server, replace) == {(200, first.size), (200, second.size)}
    assert rows_of(server) == second.size
    assert server.query(COUNT, If_None_Match=etag).status == 200
    assert not write_store(second, tmp_path / "kept")
    assert len(list((tmp_path / "kept").glob("store-*"))) == 1
    assert server.stop() == 0


def test_processes_that_are_killed_open_the_store_again_that_they_had(start: Start, tmp_path: Path) -> None:
    first, second = load([PONTOON]), load([PONTOON, PONTOON.parents[2] / "second_article"])
    write_store(first, tmp_path / "kept")
    server = start("--workers", "2", "--store", "kept", folder=tmp_path, files=())
    generation = children(server.process.pid)[0]
    write_store(second, tmp_path / "kept")
    before = set(server.lasting())
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    server.wait_for(lambda: len(children(generation)) == len(before) and not before & set(children(generation)))
    server.wait_for(lambda: server.ask("/healthz/ready").status == 200)
    assert rows_of(server) == first.size
    assert len(server.ask("/data/pontoon.ttl").body) > 0
    for pid in server.workers():
        os.kill(pid, signal.SIGKILL)
    again = server.query(f"{COUNT} # again")
    assert again.status == 200, again.body
    assert int(again.body.split()[1]) == first.size
    server.process.send_signal(signal.SIGHUP)
    server.wait_for(lambda: "The new data is served.\n" in server.lines)
    assert rows_of(server) == second.size
    assert server.stop() == 0


def test_what_goes_on_and_on_is_ended_and_the_next_worker_reads_on(
    start: Start, built: Dataset, tmp_path: Path
) -> None:
    write_store(built, tmp_path / "kept")
    server = start("--workers", "1", "--timeout", "0.5", "--store", "kept", folder=tmp_path, files=())
    for turn in range(3):
        assert server.query(f"{SLOW} # {turn}").status == 503
        assert int(server.query(f"{COUNT} # {turn}").body.split()[1]) == built.size
    assert server.stop() == 0


def test_a_store_that_is_damaged_is_told(start: Start, tmp_path: Path) -> None:
    write_store(load([PONTOON]), tmp_path / "kept")
    server = start("--workers", "1", "--store", "kept", folder=tmp_path, files=())
    write_store(load([PONTOON.parents[2] / "second_article"]), tmp_path / "kept")
    manifest = json.loads((tmp_path / "kept" / "manifest.json").read_text())
    (tmp_path / "kept" / manifest["store"] / "treatygraph.contents").write_text("{}")
    server.process.send_signal(signal.SIGHUP)
    server.wait_for(lambda: any("is damaged" in line for line in server.lines))
    told = next(line for line in server.lines if "is damaged" in line)
    assert told.startswith("The new data cannot be served, and the former is served on: The store in kept is damaged")
    assert rows_of(server) == load([PONTOON]).size
    assert server.stop() == 0
