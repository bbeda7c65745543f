"""How much of a source the graph carries: passage by passage, what is stated and what the curators inferred."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from treatygraph.graph.passages import passages_of, sources
from treatygraph.graph.terms import PROV, local_name, tg

if TYPE_CHECKING:
    from treatygraph.graph.dataset import Dataset, GraphName

__all__ = ["PassageCoverage", "as_markdown", "coverage"]

_HEAD = """\
<!-- Made by `treatygraph coverage`; a test compares it. -->
# What the graph takes from each source

Passage by passage: how many statements its graph makes, and how many statements the curators inferred that rest on
it, alone or with other passages.

"""
_DERIVED = NamedNode(PROV + "wasDerivedFrom")


@dataclass(frozen=True, slots=True)
class PassageCoverage:
    """What one passage supports.

    :param source: the IRI of the source.
    :param passage: the IRI of the passage.
    :param block: the number of the block of the source that holds it.
    :param stated: how many statements its passage graph makes.
    :param inferred: how many statements the curators inferred that rest on it, alone or with others.
    """

    source: str
    passage: str
    block: int
    stated: int
    inferred: int


def coverage(dataset: Dataset) -> tuple[PassageCoverage, ...]:
    """Count for every passage of every source the statements that rest on it.

    :param dataset: the graph.
    :returns: a row a passage, in the order of the sources' names and texts.
    """
    return tuple(
        PassageCoverage(source, passage.iri, passage.block, *_counts(dataset, NamedNode(passage.iri)))
        for source in sources(dataset)
        for passage in passages_of(dataset, source)
    )


def as_markdown(rows: Iterable[PassageCoverage]) -> str:
    """Write the page for the documentation.

    :param rows: the rows, at least one.
    :returns: a page in Markdown: a table for each source, its sums, and the passages that support nothing.
    """
    by_source: dict[str, list[PassageCoverage]] = {}
    for row in rows:
        by_source.setdefault(row.source, []).append(row)
    return _HEAD + "\n\n".join(_table(source, each) for source, each in by_source.items())


def _counts(dataset: Dataset, passage: NamedNode) -> tuple[int, int]:
    """Count the statements of the graphs of a passage, and of those inferred from them."""
    graphs = [graph for graph in dataset.subjects(tg("supportedBy"), passage) if dataset.kind_of(graph) == "passage"]
    inferred = {
        graph for each in graphs for graph in dataset.subjects(_DERIVED, each) if dataset.kind_of(graph) == "inference"
    }
    return _size(dataset, graphs), _size(dataset, inferred)


def _size(dataset: Dataset, graphs: Iterable[GraphName]) -> int:
    """Count the statements of several graphs."""
    return sum(len(dataset.graph(each)) for each in graphs)


def _table(source: str, rows: list[PassageCoverage]) -> str:
    """Write the table of one source."""
    lines = [
        f"## {local_name(source)}",
        "",
        "| passage | block | statements | inferred from it |",
        "|---|---:|---:|---:|",
        *(f"| {local_name(row.passage)} | {row.block} | {row.stated} | {row.inferred} |" for row in rows),
        "",
    ]
    silent = [local_name(row.passage) for row in rows if not row.stated]
    lines.append(f"{sum(row.stated for row in rows)} statements in {len(rows)} passages.")
    lines.append(f"Passages that support nothing: {', '.join(silent) if silent else 'none'}.")
    return "\n".join(lines)
