"""Measure the places where quads can be: ``python benchmarks/stores.py [--quads 100000]``.

Generated quads are put into memory, on disk and on a server of Oxigraph (from the package ``oxigraph``) that this
program starts on loopback. What is measured: how long it takes to bring them there, to bring them again when nothing
or one graph has changed, to open the place, and to answer a short and a long query.
"""

from __future__ import annotations

import argparse
import resource
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from typing import TypeVar

from pyoxigraph import Literal, NamedNode, Quad

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.querying import run
from treatygraph.graph.stores.disk import Disk
from treatygraph.graph.stores.folder import write_store
from treatygraph.graph.stores.push import push, writer_to
from treatygraph.graph.stores.remote import Remote
from treatygraph.graph.stores.writers import Writer

BASE = "https://example.org/"
PER_GRAPH = 200
ROUNDS = 200
SHORT = f"SELECT ?p ?o {{ <{BASE}s/77> ?p ?o }}"
Made = TypeVar("Made")
LONG = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 100000"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quads", type=int, default=100_000)
    count = parser.parse_args().quads
    dataset, changed = generate(count), generate(count, changed=True)
    print(f"{count:,} quads in {len(dataset.graph_names):,} graphs")
    timed("digest (RDFC-1.0), which all writing needs", lambda: dataset.digest)
    timed("memory: fill the store", lambda: dataset.store)
    ask("memory", dataset)
    with TemporaryDirectory() as name:
        folder = Path(name) / "store"
        timed("disk: write", lambda: write_store(dataset, folder))
        print(f"{'disk: size':<48}{sum(f.stat().st_size for f in folder.rglob('*')) / 1e6:>10.1f} MB")
        timed("disk: write again, nothing changed", lambda: write_store(dataset, folder))
        disk = timed("disk: open", lambda: opened(folder))
        ask("disk", disk)
    timed("digest of the same with one quad changed", lambda: changed.digest)
    with server() as base:
        measure_pushes("update", writer_to(f"{base}/update", "update", f"{base}/query"), dataset, changed)
    with server() as base:
        measure_pushes("gsp", writer_to(f"{base}/store"), dataset, changed)
        ask("server", timed("server: connect", lambda: connected(f"{base}/query")))
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:.0f} MB")


def measure_pushes(protocol: str, writer: Writer, dataset: Dataset, changed: Dataset) -> None:
    """Measure a way to write on a server."""
    timed(f"{protocol}: push", lambda: push(dataset, writer))
    timed(f"{protocol}: push again, nothing changed", lambda: push(dataset, writer))
    timed(f"{protocol}: push again, one graph changed", lambda: push(changed, writer))


def generate(count: int, *, changed: bool = False) -> Dataset:
    """Make quads."""
    quads = [
        Quad(
            NamedNode(f"{BASE}s/{number // 5}"),
            NamedNode(f"{BASE}p/{number % 5}"),
            NamedNode(f"{BASE}o/{number % 997}") if number % 2 else Literal(f"value {number}"),
            NamedNode(f"{BASE}g/{number // PER_GRAPH}"),
        )
        for number in range(count)
    ]
    if changed:
        quads[0] = Quad(quads[0].subject, quads[0].predicate, Literal("changed"), quads[0].graph_name)
    return Dataset(tuple(quads))


def timed(what: str, work: Callable[[], Made]) -> Made:
    """Do something, and print how long it takes."""
    began = perf_counter()
    made = work()
    print(f"{what:<48}{(perf_counter() - began) * 1e3:>10.1f} ms", flush=True)
    return made


def ask(place: str, dataset: Dataset) -> None:
    """Measure queries."""
    run(dataset, SHORT)
    began = perf_counter()
    for _ in range(ROUNDS):
        run(dataset, SHORT)
    print(f"{place + ': a short query':<48}{(perf_counter() - began) / ROUNDS * 1e3:>10.2f} ms", flush=True)
    timed(f"{place}: 100,000 rows at most", lambda: run(dataset, LONG))


def opened(folder: Path) -> Dataset:
    """Open a store on disk, to its first answer."""
    found = Disk(folder)
    run(found, SHORT)
    return found


def connected(url: str) -> Dataset:
    """Connect to a server, to its first answer."""
    found = Remote(url)
    run(found, SHORT)
    return found


@contextmanager
def server() -> Iterator[str]:
    """Start a server of Oxigraph with its data in memory."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{taken.getsockname()[1]}"
    program = str(Path(sys.executable).parent / "oxigraph")
    process = subprocess.Popen([program, "serve", "--bind", place], stderr=subprocess.DEVNULL)
    try:
        host, port = place.split(":")
        for _ in range(200):
            with socket.socket() as trying:
                if trying.connect_ex((host, int(port))) == 0:
                    break
            sleep(0.05)
        yield f"http://{place}"
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main()
