"""The status of every promise over the whole time line, as spans of days, and as quads of the status graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from treatygraph.graph.promises.answers import summary
from treatygraph.graph.promises.asking import pertaining
from treatygraph.graph.promises.cases import Case
from treatygraph.graph.promises.fuzzy_time import AFTER_ALL_DAYS, day_of_ordinal
from treatygraph.graph.promises.index import Index
from treatygraph.graph.promises.model import Graphs
from treatygraph.graph.promises.reading import read_model
from treatygraph.graph.terms import ID, PROV, RDF_TYPE, STATUS_GRAPH, XSD, concept, tg

if TYPE_CHECKING:
    from treatygraph.graph.dataset import Dataset

__all__ = ["Span", "spans_of", "status_quads"]

START = "start"
"""Stands in the IRI of the span that has no beginning."""

_DATE = NamedNode(XSD + "date")
_DERIVED_FROM = NamedNode(PROV + "wasDerivedFrom")
_GRAPH = NamedNode(STATUS_GRAPH)


@dataclass(frozen=True, slots=True)
class Span:
    """The status of a commitment under a perspective, on all days of an unbroken span.

    :param commitment: the IRI of the commitment.
    :param perspective: the IRI of the perspective.
    :param first: the first day; None where the span has no beginning.
    :param last: the last day; None where it has no end.
    :param status: the status, or ``unknown``.
    :param possible: the exact set of possible statuses.
    :param unmet: the conditions that are certainly unmet where it is conditional.
    :param possibly_unmet: those that may be.
    :param graphs: the graphs that it rests on.
    """

    commitment: str
    perspective: str
    first: date | None
    last: date | None
    status: str
    possible: tuple[str, ...]
    unmet: tuple[str, ...]
    possibly_unmet: tuple[str, ...]
    graphs: Graphs

    @property
    def iri(self) -> str:
        """The IRI of its node in the status graph, made of commitment, perspective and first day."""
        start = START if self.first is None else self.first.isoformat()
        perspective = _segment(self.perspective, ID + "perspective/")
        return f"{ID}status-span/{_segment(self.commitment, ID)}/{perspective}/{start}"

    def continues(self, other: Span) -> bool:
        """Tell whether it says the same as another span.

        :param other: the span before it.
        :returns: whether the two are one.
        """
        return (self.possible, self.unmet, self.possibly_unmet) == (
            other.possible,
            other.unmet,
            other.possibly_unmet,
        )


def spans_of(case: Case) -> list[Span]:
    """Cut the time line into the longest spans on which the status of a case stays the same.

    :param case: the commitment as a perspective sees it.
    :returns: the spans; the first has no beginning, the last no end, and each day is in one of them.
    """
    found: list[Span] = []
    for start, following in zip(case.starts, [*case.starts[1:], AFTER_ALL_DAYS], strict=True):
        if following == date.min.toordinal():
            # Before the first day that there is, nobody can ask.
            continue
        outcome = case.outcome(start)
        span = Span(
            commitment=case.commitment.iri,
            perspective=case.perspective.iri,
            first=day_of_ordinal(start),
            last=None if following == AFTER_ALL_DAYS else date.fromordinal(following) - timedelta(days=1),
            status=summary(outcome),
            possible=outcome.possible,
            unmet=outcome.unmet,
            possibly_unmet=outcome.possibly_unmet,
            graphs=case.graphs(start),
        )
        if found and span.continues(found[-1]):
            found[-1] = replace(found[-1], last=span.last, graphs=found[-1].graphs | span.graphs)
        else:
            found.append(span)
    return found


def status_quads(dataset: Dataset) -> tuple[Quad, ...]:
    """Derive the status graph: the spans of each commitment under each perspective that pertains to it.

    :param dataset: the graph.
    :returns: the quads of the status graph, which describes itself too; none where nothing is promised.
    """
    index = Index(read_model(dataset))
    quads: list[Quad] = []
    rests_on: set[str] = set()
    for commitment in index.model.commitments.values():
        for perspective in pertaining(index, commitment):
            for span in spans_of(Case(index, commitment, index.model.perspectives[perspective])):
                quads += _quads_of(span)
                rests_on |= span.graphs
    if not quads:
        return ()
    own = [Quad(_GRAPH, RDF_TYPE, tg("StatusGraph"), _GRAPH)]
    return (*own, *_derivation(_GRAPH, rests_on), *quads)


def _quads_of(span: Span) -> Iterator[Quad]:
    """Write one span."""
    node = NamedNode(span.iri)
    yield Quad(node, RDF_TYPE, tg("StatusSpan"), _GRAPH)
    yield Quad(node, tg("statusOf"), _term(span.commitment), _GRAPH)
    yield Quad(node, tg("underPerspective"), _term(span.perspective), _GRAPH)
    yield Quad(node, tg("statusValue"), concept(span.status), _GRAPH)
    for value in span.possible:
        yield Quad(node, tg("possibleStatus"), concept(value), _GRAPH)
    for condition in span.unmet:
        yield Quad(node, tg("unmetCondition"), _term(condition), _GRAPH)
    for condition in span.possibly_unmet:
        yield Quad(node, tg("possiblyUnmetCondition"), _term(condition), _GRAPH)
    for name, day in (("validFrom", span.first), ("validUntil", span.last)):
        if day is not None:
            yield Quad(node, tg(name), Literal(day.isoformat(), datatype=_DATE), _GRAPH)
    yield from _derivation(node, span.graphs)


def _derivation(node: NamedNode, graphs: Iterable[str]) -> Iterator[Quad]:
    """Say which graphs a node was derived from; a graph without an IRI cannot be named."""
    for name in sorted(graphs):
        if name and not name.startswith("_:"):
            yield Quad(node, _DERIVED_FROM, NamedNode(name), _GRAPH)


def _term(text: str) -> NamedNode | BlankNode:
    """Turn what the model calls a thing back into a term."""
    return BlankNode(text.removeprefix("_:")) if text.startswith("_:") else NamedNode(text)


def _segment(iri: str, prefix: str) -> str:
    """Turn the IRI of a thing into a part of another; what is not named as usual is quoted whole."""
    return iri.removeprefix(prefix) if iri.startswith(prefix) else quote(iri, safe="")
