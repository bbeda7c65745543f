"""The events that matter to a promise, and the days that each perspective leaves to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from treatygraph.graph.promises.cases import Case
from treatygraph.graph.promises.fuzzy_time import Bounds, day_of_ordinal
from treatygraph.graph.promises.index import Index
from treatygraph.graph.promises.model import Act, Perspective
from treatygraph.server.days import day_in_words
from treatygraph.server.wording import Link

__all__ = ["Dating", "Happening", "acts_upon", "dated", "when"]


@dataclass(frozen=True, slots=True)
class Happening:
    """An event that matters to the promise.

    :param number: its number on the picture.
    :param link: the event.
    :param words: its day in words.
    :param bounds: the days that it can be of.
    """

    number: int
    link: Link
    words: str
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class Dating:
    """The days that are left to an event where they are fewer than its own times allow.

    :param bounds: the days.
    :param inferences: the inferences of the curators that they rest on; none where the order of events does it.
    """

    bounds: Bounds
    inferences: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The days, and how they were found."""
        return f"{when(self.bounds)}, dated by {'an inference' if self.inferences else 'what comes before and after'}"


def acts_upon(index: Index, commitment: str) -> tuple[Act, ...]:
    """Find the events on which a stance matters to a promise.

    :param index: the model's look-ups.
    :param commitment: the IRI of the promise.
    :returns: the events in the order of their days.
    """
    case = Case(index, index.model.commitments[commitment], Perspective(""))
    acts = [act for iri, act in index.model.acts.items() if iri in case.drafts.touched]
    return tuple(sorted(acts, key=lambda act: (act.bounds.ordinals, act.iri)))


def dated(case: Case, acts: Iterable[Act]) -> Mapping[str, Dating]:
    """Find the events to which a perspective leaves fewer days than their own times allow.

    :param case: the promise as the perspective sees it.
    :param acts: the events.
    :returns: what is left to each of them, by IRI; those whose days stay as they are told are missing.
    """
    times, found = case.chronology, {}
    for act in acts:
        node = times.node_of.get(act.iri)
        if node is None:
            continue
        days = times.first[node], times.last[node]
        narrower = [left != told for left, told in zip(days, act.bounds.ordinals, strict=True)]
        if any(narrower):
            graphs = frozenset[str]().union(*(why for why, new in zip(times.why[node], narrower, strict=True) if new))
            bounds = Bounds(*map(day_of_ordinal, days))
            found[act.iri] = Dating(bounds, tuple(sorted(filter(case.view.is_inference, graphs))))
    return found


def when(bounds: Bounds) -> str:
    """Say on which day something was, as far as that is known.

    :param bounds: the days that it can be of.
    :returns: words.

    >>> from datetime import date
    >>> when(Bounds(date(1960, 1, 27), date(1960, 1, 27)))
    '27 January 1960'
    >>> when(Bounds(None, date(1960, 1, 27)))
    'not after 27 January 1960'
    """
    first, last = bounds.first, bounds.last
    if first is not None and first == last:
        return day_in_words(first)
    parts = (first and f"not before {day_in_words(first)}", last and f"not after {day_in_words(last)}")
    return ", ".join(part for part in parts if part) or "on an unknown day"
