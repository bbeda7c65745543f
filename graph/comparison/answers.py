"""What changed in the answers of the stored queries, asked with their parameters at their defaults."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import Literal, NamedNode, Quad

from treatygraph.graph.comparison.blank_nodes import with_stable_names
from treatygraph.graph.errors import TreatyGraphError
from treatygraph.graph.querying import Result, run
from treatygraph.graph.stored_queries import StoredQuery
from treatygraph.graph.terms import XSD, local_name

if TYPE_CHECKING:
    from treatygraph.graph.dataset import Dataset, Term

__all__ = ["AnswerChange", "Row", "SkippedQuery", "compare_answers"]

Row: TypeAlias = "tuple[Term | None, ...]"
_BOOLEAN = NamedNode(XSD + "boolean")


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """A stored query that two versions answer differently.

    :param query: its name.
    :param summary: what it asks.
    :param columns: the names of the columns.
    :param removed: the rows that are gone, as often as they are.
    :param added: the rows that have come.
    :param old_problem: why the first version cannot answer; empty where it can.
    :param new_problem: why the second one cannot.
    """

    query: str
    summary: str
    columns: tuple[str, ...]
    removed: tuple[Row, ...] = ()
    added: tuple[Row, ...] = ()
    old_problem: str = ""
    new_problem: str = ""


@dataclass(frozen=True, slots=True)
class SkippedQuery:
    """A stored query that neither version can answer as it stands.

    :param query: its name.
    :param reason: why not.
    """

    query: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Answer:
    """An answer as rows, or the reason why there is none."""

    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    problem: str = ""


def compare_answers(
    old: Dataset, new: Dataset, queries: Iterable[StoredQuery]
) -> tuple[tuple[AnswerChange, ...], tuple[SkippedQuery, ...]]:
    """Ask two versions the same queries; the order of rows is of no account.

    :param old: the first version, as built.
    :param new: the second one.
    :param queries: the stored queries.
    :returns: the queries whose answers differ, and those that neither version can answer; both in the queries' order.
    """
    sides = [(dataset, frozenset(map(local_name, dataset.iris))) for dataset in (old, new)]
    changes: list[AnswerChange] = []
    skipped: list[SkippedQuery] = []
    for query in queries:
        before, after = (_ask(dataset, query, names) for dataset, names in sides)
        if before.problem and after.problem:
            skipped.append(SkippedQuery(query.name, before.problem))
        elif before != after:
            removed, added = _rows_only_in(before, after), _rows_only_in(after, before)
            if removed or added or before.problem or after.problem:
                columns = after.columns or before.columns
                changes.append(
                    AnswerChange(query.name, query.summary, columns, removed, added, before.problem, after.problem)
                )
    return tuple(changes), tuple(skipped)


def _ask(dataset: Dataset, query: StoredQuery, names: Container[str]) -> _Answer:
    """Ask one version one query; a default that names nothing is found by the local names, without near matches."""
    missing = [parameter.name for parameter in query.parameters if parameter.required]
    if missing:
        return _Answer(problem=f"It has no default for {', '.join(missing)}.")
    for parameter in query.parameters:
        default = parameter.default
        if parameter.type == "iri" and default and ":" not in default and local_name(default) not in names:
            return _Answer(problem=f"The default of {parameter.name!r}, {default}, is not in this graph.")
    try:
        return _as_rows(run(dataset, query))
    except TreatyGraphError as error:
        return _Answer(problem=error.message)


def _as_rows(result: Result) -> _Answer:
    """Turn any answer into rows."""
    if result.form == "select":
        return _Answer(result.variables, result.rows)
    if result.form == "ask":
        return _Answer(("answer",), ((Literal(str(result.boolean).lower(), datatype=_BOOLEAN),),))
    quads = with_stable_names(Quad(*triple) for triple in result.triples)
    return _Answer(
        ("subject", "predicate", "object"), tuple((quad.subject, quad.predicate, quad.object) for quad in quads)
    )


def _rows_only_in(one: _Answer, other: _Answer) -> tuple[Row, ...]:
    """Find the rows that one answer has more often than another, sorted."""
    more = Counter(one.rows)
    more.subtract(Counter(other.rows))
    return tuple(sorted(more.elements(), key=lambda row: tuple(str(term or "") for term in row)))
