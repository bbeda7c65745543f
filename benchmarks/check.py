"""Time the check, and its validators alone, on generated sound graphs: ``python benchmarks/check.py``.

The first table compares the start of the command with ``python -c "import pyshacl"``: whole processes, the shortest of
several runs. The second has seconds and peak memory for copies of the second article under other names, each run in a
process of its own: the whole check with either validator, and for comparison either validator called plainly, once,
with the same shapes on the union of the same data, as N-Triples. *CPU* is what all processes of a run used, which
other work on the machine changes less than the seconds; the last column is how many times the CPU of ``check`` a run
used. The largest size is run with ``--largest`` alone.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

SIZES = (1_000, 10_000, 100_000)
LARGEST = 1_000_000
REPETITIONS = 5
ARTICLE = Path(__file__).parents[1] / "tests" / "second_article" / "nna-2024-05-14.trig"
KIBIBYTE = 1024


def main() -> None:
    """Print the tables, or run one contender in this process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, help="numbers of triples")
    parser.add_argument("--largest", action="store_true", help=f"run {LARGEST:,} triples as well")
    parser.add_argument("--no-start", action="store_true", help="leave the first table out")
    parser.add_argument("--without", action="append", default=[], choices=CONTENDERS, help="leave one out")
    parser.add_argument("--patience", type=float, default=300, help="seconds after which a run is ended")
    parser.add_argument("--run", nargs=2, help=argparse.SUPPRESS)
    wishes = parser.parse_args()
    if wishes.run:
        name, folder = wishes.run
        print(json.dumps(measured(CONTENDERS[name], Path(folder))))
        return
    if not wishes.no_start:
        start_table()
    names = [name for name in CONTENDERS if name not in wishes.without]
    print("\n| triples | run | seconds | CPU | peak MB | times check |\n|---|---|---|---|---|---|")
    for size in [*wishes.sizes, *([LARGEST] if wishes.largest else [])]:
        size_rows(size, names, wishes.patience)


def start_table() -> None:
    """Compare the start of the command with that of pyshacl."""
    program = str(Path(sys.executable).with_name("treatygraph"))
    with TemporaryDirectory() as cache:
        seconds = {
            "python -c 'import pyshacl'": shortest([sys.executable, "-c", "import pyshacl"], cache),
            "check, nothing remembered": shortest([program, "check", "--no-cache"], cache),
            "the same with pyshacl alone": shortest([sys.executable, "-c", WITHOUT_TURBO], cache),
            "check, nothing changed": shortest([program, "check"], cache),
        }
    base = next(iter(seconds.values()))
    print("| start | seconds | times pyshacl |\n|---|---|---|")
    for name, taken in seconds.items():
        print(f"| {name} | {taken:.2f} | {taken / base:.2f} |")


def shortest(command: list[str], cache: str) -> float:
    """Run a command several times, after once for its caches, and return the shortest time."""
    environment = {**os.environ, "TREATYGRAPH_CACHE": cache}
    times = []
    for _ in range(REPETITIONS + 1):
        start = perf_counter()
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
        times.append(perf_counter() - start)
    return min(times[1:])


def size_rows(size: int, names: list[str], patience: float) -> None:
    """Run the contenders on a graph of one size and print their rows."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        written = write_data(size, folder)
        first = None
        for contender in names:
            command = [sys.executable, __file__, "--run", contender, name]
            try:
                done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, timeout=patience)
            except subprocess.TimeoutExpired:
                print(f"| {written:,} | {contender} | > {patience:.0f} | | | |", flush=True)
                continue
            seconds, used, peak = json.loads(done.stdout)
            first = first or used
            row = f"{seconds:.2f} | {used:.2f} | {peak:,.0f} | {used / first:.1f}"
            print(f"| {written:,} | {contender} | {row} |", flush=True)


def write_data(size: int, folder: Path) -> int:
    """Write the graph as TriG, and its union with what the shapes need of the ontology as N-Triples."""
    from treatygraph.graph.checking.shacl import _vocabulary
    from treatygraph.graph.terms import PREFIXES
    from treatygraph.shapes import shape_files

    quads = tuple(generated(size))
    serialize(quads, folder / "data.trig", format=RdfFormat.TRIG, prefixes=dict(PREFIXES))
    triples = dict.fromkeys([*(quad.triple for quad in quads), *_vocabulary()])
    serialize(triples, folder / "data.nt", format=RdfFormat.N_TRIPLES)
    (folder / "shapes.ttl").write_bytes(b"\n".join(path.read_bytes() for path in shape_files()))
    return len(quads)


def generated(size: int) -> Iterator[Quad]:
    """Copy the second article until there are enough statements; voices and shared graphs keep their names."""
    from treatygraph.graph.loader import load
    from treatygraph.graph.terms import GRAPH, ID, RDFS_LABEL, tg

    dataset = load([ARTICLE])
    shared = {quad.object.value for quad in dataset.quads if quad.predicate == tg("voice")}
    written = 0
    for number in count():

        def rename(term: object, suffix: str = f"-{number}") -> object:
            if not isinstance(term, NamedNode) or not term.value.startswith(ID):
                return term
            kept = term.value in shared or term.value.removeprefix(GRAPH).count("/") == 0
            return term if kept else NamedNode(term.value + suffix)

        for quad in dataset.quads:
            subject, value = rename(quad.subject), rename(quad.object)
            if quad.predicate == RDFS_LABEL and isinstance(value, Literal) and subject != quad.subject:
                value = Literal(f"{value.value} {number}", language=value.language)
            copy = Quad(subject, quad.predicate, value, rename(quad.graph_name))
            if number == 0 or copy != quad:
                yield copy
                written += 1
        if written >= size:
            return


def measured(run: Callable[[Path], None], folder: Path) -> tuple[float, float, float]:
    """Run one contender; return the seconds, and CPU and peak memory in MB of this process and of a copy of it."""
    start = perf_counter()
    run(folder)
    seconds = perf_counter() - start
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    used = sum(each.ru_utime + each.ru_stime for each in usages)
    return seconds, used, sum(each.ru_maxrss for each in usages) / KIBIBYTE


def check_with_the_fastest(folder: Path) -> None:
    """Run the whole check."""
    from treatygraph.graph.checking import check

    report = check([folder / "data.trig"], parallel=True)
    if report.errors:
        raise SystemExit(f"The graph is not sound: {report.errors[0]}")


def check_with_pyshacl(folder: Path) -> None:
    """Run the whole check as if pyshacl-turbo were not installed."""
    sys.modules["pyshacl_turbo"] = None
    check_with_the_fastest(folder)


def plain(module: str) -> Callable[[Path], None]:
    """Return a plain call of a validator on parsed graphs."""

    def run(folder: Path) -> None:
        from importlib import import_module

        import rdflib

        data = rdflib.Graph().parse(folder / "data.nt", format="nt")
        shapes = rdflib.Graph().parse(folder / "shapes.ttl", format="turtle")
        import_module(module).validate(data, shacl_graph=shapes, inference="none", advanced=False)

    return run


CONTENDERS: Mapping[str, Callable[[Path], None]] = {
    "check": check_with_the_fastest,
    "check with pyshacl": check_with_pyshacl,
    "pyshacl": plain("pyshacl"),
    "pyshacl-turbo": plain("pyshacl_turbo"),
}
WITHOUT_TURBO = (
    "import sys; sys.modules['pyshacl_turbo'] = None; from treatygraph.graph.commands import main; "
    "main(['check', '--no-cache'])"
)

if __name__ == "__main__":
    main()
