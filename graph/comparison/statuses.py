"""What changed in the statuses of promises: on which days another status holds, per promise and perspective."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from treatygraph.graph.promises.asking import pertaining
from treatygraph.graph.promises.cases import Case
from treatygraph.graph.promises.index import Index
from treatygraph.graph.promises.reading import read_model
from treatygraph.graph.promises.spans import Span, spans_of

if TYPE_CHECKING:
    from treatygraph.graph.dataset import Dataset

__all__ = ["State", "StatusChange", "compare_statuses"]

_Timeline = Sequence[tuple[date, "State | None"]]
"""First days, in order, each with what holds from it on; ``date.min`` is no beginning."""
_NEVER: _Timeline = ((date.min, None),)


@dataclass(frozen=True, slots=True)
class State:
    """What holds of a promise under a perspective.

    :param status: the status, or ``unknown``.
    :param possible: the exact set of what it can be.
    :param unmet: the conditions that are certainly unmet.
    :param possibly_unmet: those that may be.
    """

    status: str
    possible: tuple[str, ...] = ()
    unmet: tuple[str, ...] = ()
    possibly_unmet: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatusChange:
    """An unbroken span of days on which two versions tell different statuses.

    :param commitment: the IRI of the promise.
    :param perspective: the IRI of the perspective.
    :param first: the first day; None where the span has no beginning.
    :param last: the last day; None where it has no end.
    :param old: what the first version tells; None where it lacks the promise or the perspective.
    :param new: what the second version tells.
    """

    commitment: str
    perspective: str
    first: date | None
    last: date | None
    old: State | None
    new: State | None

    @property
    def days(self) -> int | None:
        """The number of days; None where the span is open."""
        return None if self.first is None or self.last is None else (self.last - self.first).days + 1


def compare_statuses(old: Dataset, new: Dataset) -> tuple[StatusChange, ...]:
    """Find the days on which two versions tell different statuses.

    Asked are the perspectives that, in either version, take a stance on something that matters to the promise.

    :param old: the curated graph of the first version.
    :param new: that of the second one.
    :returns: the spans, sorted by promise, perspective and day.
    """
    indexes = tuple(Index(read_model(dataset)) for dataset in (old, new))
    pairs = {pair for index in indexes for pair in _pairs(index)}
    return tuple(
        change
        for commitment, perspective in sorted(pairs)
        for change in _changes(commitment, perspective, *(_timeline(each, commitment, perspective) for each in indexes))
    )


def _pairs(index: Index) -> Iterator[tuple[str, str]]:
    """Name the promises of a version, each with the perspectives that pertain to it."""
    for commitment in index.model.commitments.values():
        for perspective in pertaining(index, commitment):
            if perspective in index.model.perspectives:
                yield commitment.iri, perspective


def _timeline(index: Index, commitment: str, perspective: str) -> _Timeline:
    """Tell what holds from which day on."""
    model = index.model
    if commitment not in model.commitments or perspective not in model.perspectives:
        return _NEVER
    case = Case(index, model.commitments[commitment], model.perspectives[perspective])
    return [(span.first or date.min, _state(span)) for span in spans_of(case)]


def _state(span: Span) -> State:
    """Take from a span what it says, without its evidence."""
    return State(span.status, span.possible, span.unmet, span.possibly_unmet)


def _changes(commitment: str, perspective: str, old: _Timeline, new: _Timeline) -> Iterator[StatusChange]:
    """Go through the days of two time lines; neighbours that differ in the same way are one span."""
    starts = sorted({first for first, _ in (*old, *new)})
    found: StatusChange | None = None
    for number, start in enumerate(starts):
        last = starts[number + 1] - timedelta(days=1) if number + 1 < len(starts) else None
        before, after = (_at(line, start) for line in (old, new))
        if found is not None and (found.old, found.new) == (before, after):
            found = replace(found, last=last)
            continue
        if found is not None and found.old != found.new:
            yield found
        found = StatusChange(commitment, perspective, None if start == date.min else start, last, before, after)
    if found is not None and found.old != found.new:
        yield found


def _at(line: _Timeline, day: date) -> State | None:
    """Tell what holds on a day."""
    return line[bisect_right([first for first, _ in line], day) - 1][1]
