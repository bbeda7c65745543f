"""Rules on the days of a work: it is not written after it is published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.rules import Rule
from treatygraph.graph.terms import SCHEMA, XSD

if TYPE_CHECKING:
    from treatygraph.graph.dataset import Dataset, Term

__all__ = ["PUBLISHED_BEFORE_WRITTEN", "check_publication"]

PUBLISHED_BEFORE_WRITTEN = Rule(
    code="TG448",
    name="published-before-written",
    severity=Severity.WARNING,
    message="A work is not written after it is published.",
    repair="Correct one of the days; of a later edition say schema:dateModified.",
    what="Compares schema:dateCreated with schema:datePublished, in all graphs, as far as they have a year.",
    why="One of the days is wrong, and both bound the days of what the work tells.",
    references=("https://schema.org/dateCreated", "https://schema.org/datePublished"),
)

_DATED = frozenset(XSD + name for name in ("date", "dateTime", "gYear", "gYearMonth"))
_DAY = len("2001-05-10")


def check_publication(dataset: Dataset) -> Iterator[Finding]:
    """Compare the days on which works were written with those on which they were published.

    :param dataset: the dataset.
    :returns: a finding for each work that was published first.
    """
    for namespace in (SCHEMA, "http://schema.org/"):
        written, published = NamedNode(namespace + "dateCreated"), NamedNode(namespace + "datePublished")
        for quad in dataset.with_predicate(written):
            day = _day(quad.object)
            latest = max(filter(None, map(_day, dataset.objects(quad.subject, published))), default="")
            # Days sort as texts, and a year comes before its days.
            if day and latest and day > latest:
                yield PUBLISHED_BEFORE_WRITTEN.finding(
                    quad.subject.value if isinstance(quad.subject, NamedNode) else str(quad.subject),
                    message=f"It is of {day}, and was published on {latest}.",
                    graph=quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else None,
                    predicate=written.value,
                    value=str(quad.object),
                )


def _day(value: Term) -> str:
    """Read a day, a month or a year; empty for anything else, and for years before Christ."""
    dated = isinstance(value, Literal) and value.datatype.value in _DATED and value.value[:1].isdecimal()
    return value.value[:_DAY] if dated and isinstance(value, Literal) else ""
