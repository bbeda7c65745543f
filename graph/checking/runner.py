"""The check: all rules, on files or on a dataset."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from os import PathLike
from pathlib import Path

from treatygraph.graph.checking.consistency import check_consistency
from treatygraph.graph.checking.files import FileIndex, read_files
from treatygraph.graph.checking.findings import Finding, Report
from treatygraph.graph.checking.queries import ENDING, check_queries
from treatygraph.graph.checking.shacl import check_shapes
from treatygraph.graph.checking.structure import check_structure
from treatygraph.graph.checking.times import check_edtf
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import NothingToCheckError
from treatygraph.graph.loader import default_paths, find_files
from treatygraph.queries import query_files

__all__ = ["CHECKS", "Progress", "check", "check_dataset"]

Progress = Callable[[str], None]
"""Is told the name of each step when it begins."""


def _check_chronology(dataset: Dataset) -> Iterable[Finding]:
    """Check the order of events; imported late, since that module imports this package for its findings."""
    from treatygraph.graph.promises.temporal import check_chronology

    return check_chronology(dataset)


CHECKS: tuple[tuple[str, Callable[[Dataset], Iterable[Finding]]], ...] = (
    ("structure", check_structure),
    ("shapes", check_shapes),
    ("consistency", check_consistency),
    ("times", check_edtf),
    ("order of events", _check_chronology),
)
"""The checks of a dataset, with the names that progress tells."""


def check(paths: Iterable[str | PathLike[str]] | None = None, *, progress: Progress | None = None) -> Report:
    """Check files: their syntax, the shapes, consistency, times, and queries.

    :param paths: RDF files, queries (``.rq``), and folders of RDF files; by default the graph and the stored
        queries that come with the package.
    :param progress: is told each step.
    :returns: the findings, each with the file that it is about.
    :raises InputError: if a file cannot be read.
    :raises NothingToCheckError: if there is nothing to check.

    >>> check().findings
    ()
    """
    named = None if paths is None else [Path(path) for path in paths]
    queries = query_files() if named is None else tuple(path for path in named if path.suffix == ENDING)
    others = default_paths() if named is None else [path for path in named if path.suffix != ENDING]
    tell = progress or (lambda step: None)
    tell("syntax")
    files = find_files(others) if others or not queries else ()
    dataset, broken = read_files(files)
    tell("queries")
    found = [*broken, *check_queries(queries)]
    if dataset.quads:
        found += _placed(_findings(dataset, tell), dataset.sources)
    elif not found and not queries:
        raise NothingToCheckError("The files hold no statement.", repair="Name files with statements.")
    return Report.of(found, files=len(files) + len(queries), graphs=len(dataset.graph_names))


def check_dataset(dataset: Dataset, *, progress: Progress | None = None) -> Report:
    """Check a dataset: shapes, consistency and times.

    :param dataset: the curated graph, with or without what was derived from it.
    :param progress: is told each step.
    :returns: the findings, with files where the dataset knows its own.
    """
    found = _placed(_findings(dataset, progress or (lambda step: None)), dataset.sources)
    return Report.of(found, files=len(dataset.sources), graphs=len(dataset.graph_names))


def _findings(dataset: Dataset, tell: Progress) -> Iterator[Finding]:
    """Run all checks of a dataset."""
    for name, run in CHECKS:
        tell(name)
        yield from run(dataset)


def _placed(findings: Iterable[Finding], files: Iterable[Path]) -> list[Finding]:
    """Say of each finding to which file it belongs; without findings no file is read again."""
    found = list(findings)
    if not found:
        return found
    index = FileIndex.of(files)
    return [index.placed(finding) for finding in found]
