"""Asking for the status of promises: the public function, what-if, and the choice of perspectives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import chain
from typing import TypeAlias

from pyoxigraph import NamedNode

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import TreatyGraphError, UnknownNameError
from treatygraph.graph.names import choose
from treatygraph.graph.promises.answers import Former, StatusAnswer, answer, summary
from treatygraph.graph.promises.cases import Case
from treatygraph.graph.promises.fuzzy_time import Bounds, as_day
from treatygraph.graph.promises.index import Index
from treatygraph.graph.promises.model import ASSUMED, Act, Commitment, Link, Model, Perspective, TimeBound
from treatygraph.graph.promises.reading import read_model
from treatygraph.graph.terms import local_name

__all__ = ["Assumptions", "Name", "Question", "pertaining", "status"]

Name: TypeAlias = str | NamedNode
"""A thing: its IRI or its local name."""
Assumptions: TypeAlias = Mapping[str, date | str] | Iterable[str | tuple[str, date | str]]
"""Events that are assumed: event types with days, as a mapping, as pairs or as ``EVENT_TYPE=DATE``."""

_ASSUMED = frozenset((ASSUMED,))


@dataclass(frozen=True)
class Question:
    """What is asked for, with all names found.

    :param index: the model in which it is answered, assumptions included.
    :param plain: the model as it is; the same one where nothing is assumed.
    :param pairs: the commitments and perspectives that are asked for, by IRI.
    :param assumed: what is assumed, in words.
    """

    index: Index
    plain: Index
    pairs: tuple[tuple[str, str], ...]
    assumed: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        graph: Dataset | Model,
        commitments: Iterable[Name] = (),
        perspectives: Iterable[Name] = (),
        assume: Assumptions = (),
        without: Iterable[Name] = (),
    ) -> Question:
        """Find what names mean.

        :param graph: the graph, or the model read from it.
        :param commitments: the commitments; none for all.
        :param perspectives: the perspectives; none for those that pertain to each commitment.
        :param assume: events that every perspective is to recognise.
        :param without: acts, propositions and inference graphs that no perspective is to recognise.
        :returns: the question.
        :raises TreatyGraphError: if a name means nothing or several things, or a date is none.
        """
        model = graph if isinstance(graph, Model) else read_model(graph)
        plain = Index(model)
        wanted = [choose(_text(name), model.commitments, "commitment") for name in commitments]
        views = [choose(_text(name), model.perspectives, "perspective") for name in perspectives]
        pairs = tuple(
            (commitment, perspective)
            for commitment in dict.fromkeys(wanted or sorted(model.commitments))
            for perspective in dict.fromkeys(views or pertaining(plain, model.commitments[commitment]))
        )
        changed, assumed = _assumed(model, assume)
        changed, left_out = _without(changed, without)
        return cls(Index(changed) if assumed or left_out else plain, plain, pairs, assumed + left_out)

    def answers(self, on: date) -> tuple[StatusAnswer, ...]:
        """Answer for a day.

        :param on: the day.
        :returns: an answer for each pair, in their order.
        """
        return tuple(self.answer(commitment, perspective, on) for commitment, perspective in self.pairs)

    def answer(self, commitment: str, perspective: str, on: date) -> StatusAnswer:
        """Answer for one pair and a day.

        :param commitment: the IRI of the commitment.
        :param perspective: the IRI of the perspective.
        :param on: the day.
        :returns: the answer.
        """
        found = answer(self.index, *_things(self.index, commitment, perspective), on)
        if not self.assumed:
            return found
        before = Case(self.plain, *_things(self.plain, commitment, perspective)).outcome(on.toordinal())
        former = Former(summary(before), before.possible, before.unmet, before.possibly_unmet)
        now = Former(found.status, found.possible, found.unmet, found.possibly_unmet)
        return replace(found, assumed=self.assumed, changed=None if former == now else former)

    @cached_property
    def turns(self) -> tuple[int, ...]:
        """The days, as ordinals, on which answers can change: in between all stay the same, whatever is left out."""
        model = self.index.model
        times = chain.from_iterable(act.times for act in model.acts.values())
        dates = chain.from_iterable(condition.times for condition in model.conditions.values())
        return tuple(sorted({day for time in (*times, *dates) for day in time.bounds.ordinals}))

    def case(self, commitment: str, perspective: str) -> Case:
        """Look at one pair over the whole time line.

        :param commitment: the IRI of the commitment.
        :param perspective: the IRI of the perspective.
        :returns: the case.
        """
        return Case(self.index, *_things(self.index, commitment, perspective))


def status(
    graph: Dataset | Model,
    commitment: Name | None = None,
    *,
    on: date | str | None = None,
    perspective: Name | Iterable[Name] | None = None,
    assume: Assumptions = (),
    without: Name | Iterable[Name] = (),
) -> tuple[StatusAnswer, ...]:
    """Tell the status of promises on a day, per perspective.

    :param graph: the graph, or the model read from it.
    :param commitment: the promise; None for all.
    :param on: the day, as a date or as ``1956-10-19``; None for today.
    :param perspective: one perspective or several; None for those that pertain to each promise.
    :param assume: what-if: events that every perspective is to recognise, ``{"event-type": "2019-01-01"}``.
    :param without: what-if: acts, propositions and inference graphs that no perspective is to recognise.
    :returns: an answer for each promise and perspective.
    :raises TreatyGraphError: if a name means nothing or several things, or a date is none.

    >>> from treatygraph.graph import load, status
    >>> [each.status for each in status(load(), "hand-over-1956", on="1956-11-01", perspective="japan")]
    ['signed-not-binding']
    """
    question = Question.of(graph, _listed(commitment), _listed(perspective), assume, _listed(without))
    return question.answers(date.today() if on is None else as_day(on))


def pertaining(index: Index, commitment: Commitment) -> list[str]:
    """Find the perspectives that recognise or reject something that matters to a commitment.

    :param index: the model's look-ups.
    :param commitment: the commitment.
    :returns: their IRIs, sorted.
    """
    case = Case(index, commitment, Perspective(""))
    matters = case.drafts.touched | case.inferences
    return sorted({iri for thing in matters for iri in index.stances.get(thing, ())})


def _listed(names: Name | Iterable[Name] | None) -> list[Name]:
    """Take one name, several or none."""
    if names is None:
        return []
    return [names] if isinstance(names, (str, NamedNode)) else list(names)


def _text(name: Name) -> str:
    """Write a name as text."""
    return name.value if isinstance(name, NamedNode) else name


def _things(index: Index, commitment: str, perspective: str) -> tuple[Commitment, Perspective]:
    """Find commitment and perspective in a model."""
    return index.model.commitments[commitment], index.model.perspectives[perspective]


def _assumed(model: Model, assume: Assumptions) -> tuple[Model, tuple[str, ...]]:
    """Add the events that are assumed."""
    pairs = assume.items() if isinstance(assume, Mapping) else [_pair(each) for each in assume]
    acts, words = {}, []
    for name, value in pairs:
        day, types = as_day(value), _types(model, name)
        word = f"{'+'.join(map(local_name, types))}={day.isoformat()}"
        acts[word] = Act(
            iri=word,
            kinds=(Link("DiplomaticEvent", _ASSUMED),),
            realisations=(Link("occurred", _ASSUMED),),
            event_types=tuple(Link(each, _ASSUMED) for each in types),
            times=(TimeBound(Bounds(day, day), _ASSUMED, _ASSUMED),),
        )
        words.append(word)
    return model.with_acts(acts) if acts else model, tuple(words)


def _pair(text: str | tuple[str, date | str]) -> tuple[str, date | str]:
    """Take an assumption apart."""
    if not isinstance(text, str):
        return text
    name, equals, day = text.rpartition("=")
    if not equals or not name:
        raise TreatyGraphError(
            f"{text!r} is no assumption.", repair="Write an event type and a day: EVENT_TYPE=1956-10-19."
        )
    return name, day


def _types(model: Model, name: str) -> list[str]:
    """Find the event types that a name means: one, or those that a condition requires."""
    try:
        return [choose(name, model.event_types, "event type")]
    except UnknownNameError:
        requiring = {iri for iri, condition in model.conditions.items() if condition.requires}
        known = {*model.event_types, *requiring}
        found = choose(name, known, "event type, nor condition that requires one,")
        return sorted(link.target for link in model.conditions[found].requires)


def _without(model: Model, without: Iterable[Name]) -> tuple[Model, tuple[str, ...]]:
    """Let every perspective reject what is left out."""
    things = {*model.acts, *(edge.proposition for edge in model.type_edges if edge.proposition)}
    things |= {iri for iri, info in model.graphs.items() if info.kind == "inference"}
    names = [choose(_text(name), things, "act") for name in without]
    dropped = frozenset(names)
    if not dropped:
        return model, ()
    perspectives = {
        iri: Perspective(iri, each.recognises - dropped, each.rejects | dropped)
        for iri, each in model.perspectives.items()
    }
    words = tuple(f"without {local_name(name)}" for name in dict.fromkeys(names))
    return replace(model, perspectives=perspectives), words
