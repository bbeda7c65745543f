"""Time each step of the build on copies of the shipped graph: ``python benchmarks/build.py``.

A copy has things, passages and graphs of its own under other names and shares the voices, so that what one voice
says grows with the number of copies. The last column is the growth from the row before: as many times the seconds
for as many times the quads is 1.0, quadratic growth on ten times the quads is 10.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, TypeVar

from pyoxigraph import NamedNode, Quad, RdfFormat

from treatygraph.graph import load
from treatygraph.graph.build_folder import read_build, write_build
from treatygraph.graph.builder import build
from treatygraph.graph.checking import check_dataset
from treatygraph.graph.closure import close_dataset
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.export import serialise
from treatygraph.graph.loader import read_quads
from treatygraph.graph.terms import ID, PERSPECTIVES_GRAPH, PROVENANCE_GRAPH, tg

COPIES = (1, 4, 16)
Result = TypeVar("Result")


def main() -> None:
    """Print a table for each number of copies."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("copies", nargs="*", type=int, default=COPIES, help="how many copies of the graph to build")
    parser.add_argument("--check", action="store_true", help="time the check too, which takes the longest")
    former: dict[str, float] = {}
    size = 0
    for copies in parser.parse_args().copies:
        dataset = multiplied(load(), copies)
        seconds = timed_steps(dataset, check=parser.parse_args().check)
        print(f"\n{copies} copies, {len(dataset.quads):,} curated quads")
        for step, taken in seconds.items():
            growth = taken / former[step] / (len(dataset.quads) / size) if step in former else None
            print(f"  {step:<22}{taken:>9.3f} s" + (f"{growth:>8.1f}" if growth else ""))
        former, size = seconds, len(dataset.quads)


def timed_steps(dataset: Dataset, *, check: bool) -> dict[str, float]:
    """Run every step of the build once and return the seconds that each took."""
    seconds: dict[str, float] = {}

    def timed(step: str, run: Callable[[], Result]) -> Result:
        start = perf_counter()
        result = run()
        seconds[step] = perf_counter() - start
        return result

    with TemporaryDirectory() as name:
        data, folder = Path(name, "data.trig"), Path(name, "build")
        data.write_bytes(timed("export TriG", lambda: serialise(dataset.quads, RdfFormat.TRIG)))
        timed("load TriG", lambda: read_quads(data))
        if check:
            timed("check", lambda: check_dataset(dataset))
        timed("close", lambda: close_dataset(dataset))
        timed("derive statuses", lambda: build(dataset, check=False, closure=False))
        built = build(dataset, check=False)
        timed("digest", lambda: built.digest)
        timed("write", lambda: write_build(built, folder))
        timed("read", lambda: read_build(folder, derivations=False))
        timed("read with derivations", lambda: read_build(folder))
    return seconds


def multiplied(dataset: Dataset, copies: int) -> Dataset:
    """Copy a graph under other names; voices and the graphs that all sources share keep theirs."""
    shared = {PROVENANCE_GRAPH, PERSPECTIVES_GRAPH}
    shared |= {quad.object.value for quad in dataset.quads if quad.predicate == tg("voice")}

    def renamed(term: Any, number: int) -> Any:
        if not isinstance(term, NamedNode) or not term.value.startswith(ID) or term.value in shared or not number:
            return term
        return NamedNode(f"{term.value}-copy-{number}")

    return Dataset(
        tuple(
            dict.fromkeys(
                Quad(*(renamed(part, number) for part in (q.subject, q.predicate, q.object, q.graph_name)))
                for number in range(copies)
                for q in dataset.quads
            )
        )
    )


if __name__ == "__main__":
    main()
