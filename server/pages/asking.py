"""Requests for statuses: what a URL asks for, and the answers, which are kept as the graph never changes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from flask import request

from treatygraph.graph.errors import TreatyGraphError, UnknownNameError
from treatygraph.graph.names import near_names
from treatygraph.graph.promises.answers import StatusAnswer
from treatygraph.graph.promises.asking import Question
from treatygraph.graph.promises.cases import Case
from treatygraph.graph.promises.fuzzy_time import day_of_ordinal, parse_day
from treatygraph.graph.promises.model import Act
from treatygraph.graph.promises.spans import Span, spans_of
from treatygraph.server.pages.happenings import Dating, acts_upon, dated
from treatygraph.server.pages.site import Site
from treatygraph.server.problems import Problem

__all__ = [
    "MOST_CASES",
    "MOST_SUPPOSED",
    "Asked",
    "Statuses",
    "as_problem",
    "read_asked",
    "read_day",
    "read_one",
    "read_texts",
    "refuse_too_many",
    "refuse_unknown",
]

KEPT = 128
"""How many questions and answers are kept."""
MOST_SUPPOSED = 24
"""How many suppositions a request may make: each adds days on which a status may change."""
MOST_CASES = 120
"""Of how many promises, each under each perspective, the statuses are told anew where something is supposed."""

_ASSUMED_DAY = "day-"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a URL asks for.

    :param commitments: names of promises; none for all.
    :param perspectives: names of perspectives; none for those that pertain.
    :param assume: events that are assumed, as ``EVENT_TYPE=DATE``.
    :param without: acts and readings that are left out.
    """

    commitments: tuple[str, ...] = ()
    perspectives: tuple[str, ...] = ()
    assume: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


class Statuses:
    """Answers questions about the promises of a graph.

    :param site: the graph.
    :param most_cases: of how many promises, each under each perspective, the statuses are told for what is supposed.
    """

    def __init__(self, site: Site, most_cases: int = MOST_CASES) -> None:
        self._site = site
        self._most_cases = most_cases
        self.question = lru_cache(KEPT)(self._question)
        self.answers_from = lru_cache(KEPT)(self._answers_from)
        self.spans = lru_cache(KEPT)(self._spans)
        self.datings = lru_cache(KEPT)(self._datings)
        self.acts = lru_cache(KEPT)(self._acts)
        self._cases = lru_cache(KEPT)(self._case)

    def _question(self, asked: Asked) -> Question:
        """Find what the names of a request mean; a supposition that would keep all others waiting is refused."""
        question = Question.of(self._site.model, asked.commitments, asked.perspectives, asked.assume, asked.without)
        if question.assumed and len(question.pairs) > self._most_cases:
            raise Problem(
                400,
                f"Something is supposed about {len(question.pairs)} cases, promises under perspectives, at once; "
                f"the most is {self._most_cases}.",
                repair="Name a promise, or perspectives.",
            )
        return question

    def answers(self, asked: Asked, on: date) -> tuple[StatusAnswer, ...]:
        """Answer for a day; what is found out for one is kept for all days on which nothing else happens.

        :param asked: what is asked.
        :param on: the day.
        :returns: the answers.
        """
        turns = self.question(asked).turns
        at = bisect_right(turns, on.toordinal())
        found = self.answers_from(asked, (at and day_of_ordinal(turns[at - 1])) or date.min)
        return tuple(replace(each, on=on) for each in found)

    def _answers_from(self, asked: Asked, first: date) -> tuple[StatusAnswer, ...]:
        """Answer for the first of some days on which nothing else happens."""
        return self.question(asked).answers(first)

    def _spans(self, asked: Asked) -> dict[tuple[str, str], list[Span]]:
        """Find the spans of each promise under each perspective."""
        return {pair: spans_of(self._cases(asked, *pair)) for pair in self.question(asked).pairs}

    def _datings(self, asked: Asked) -> dict[tuple[str, str], Mapping[str, Dating]]:
        """Find the events to which a perspective leaves fewer days than are told of them."""
        pairs = self.question(asked).pairs
        return {
            (promise, view): dated(self._cases(asked, promise, view), self.acts(promise)) for promise, view in pairs
        }

    def _acts(self, commitment: str) -> tuple[Act, ...]:
        """Find the events on which a stance matters to a promise."""
        return acts_upon(self.question(Asked((commitment,))).plain, commitment)

    def _case(self, asked: Asked, commitment: str, perspective: str) -> Case:
        """Look at a promise under a perspective."""
        return self.question(asked).case(commitment, perspective)


def read_asked(commitments: Iterable[str] = ()) -> Asked:
    """Read what the present request asks for.

    Assumptions come as ``assume=EVENT_TYPE=DATE``, or from a form as ``happened=EVENT_TYPE`` with the day beside
    it, ``day-EVENT_TYPE=DATE``. A box that is ticked without a day is told.

    :param commitments: the promise that the path names, if it names one.
    :returns: what is asked for.
    :raises Problem: 400 for an event that was ticked without a day, and for too many suppositions.
    """
    given = request.args
    assume = [*read_texts("assume")]
    for name in given.getlist("happened"):
        day = given.get(_ASSUMED_DAY + name, "")
        if not day:
            raise Problem(400, f"On which day is {name!r} assumed?", repair="Write a day beside the box.")
        assume.append(f"{name}={day}")
    supposed, without = tuple(dict.fromkeys(assume)), read_texts("without")
    refuse_too_many((*supposed, *without))
    return Asked(tuple(commitments) or read_texts("commitment"), read_texts("perspective"), supposed, without)


def refuse_too_many(supposed: Collection[str]) -> None:
    """Refuse a request that supposes too much.

    :param supposed: all that is supposed.
    :raises Problem: 400 for more than may be.
    """
    if len(supposed) > MOST_SUPPOSED:
        raise Problem(
            400,
            f"{len(supposed)} things are supposed at once; the most is {MOST_SUPPOSED}.",
            repair="Suppose fewer, or ask `treatygraph` on your own machine.",
        )


def read_one(name: str) -> str:
    """Read a parameter that makes no sense twice.

    :param name: the parameter.
    :returns: its value; empty where there is none.
    :raises Problem: 400 for several.
    """
    values = request.args.getlist(name)
    if len(values) > 1:
        raise Problem(400, f"The parameter {name!r} is there {len(values)} times.", repair="Give it once.")
    return values[0] if values else ""


def read_day(name: str) -> date | None:
    """Read a day from the present request.

    :param name: the parameter.
    :returns: the day; None where none is given.
    :raises Problem: 400 for what is no day, and for several.
    """
    text = read_one(name).strip()
    try:
        return parse_day(text) if text else None
    except TreatyGraphError as error:
        raise as_problem(error) from None


def refuse_unknown(*names: str, supposing: bool = True) -> None:
    """Refuse a request with a parameter that would be ignored: its answer would be one to another question.

    :param names: the parameters that there are, besides those that say what is supposed.
    :param supposing: whether there are those.
    :raises Problem: 400 for any other.
    """
    known = (*names, "perspective", *(("assume", "happened", "without") if supposing else ()))
    for name in request.args:
        if name not in known and not (supposing and name.startswith(_ASSUMED_DAY)):
            near = near_names(name, known) or sorted(known)
            raise Problem(400, f"There is no parameter {name!r} here.", repair=f"There is {', '.join(near)}.")


def as_problem(error: TreatyGraphError) -> Problem:
    """Turn what the core says of a wrong name or day into an answer.

    :param error: what was raised.
    :returns: 404 for a name that means nothing, otherwise 400.
    """
    # What the command line calls --from is a parameter of the address here.
    return Problem(404 if isinstance(error, UnknownNameError) else 400, str(error).replace(" --", " "))


def read_texts(name: str) -> tuple[str, ...]:
    """Read a parameter of the present request that may be given several times.

    :param name: the parameter.
    :returns: its values, each once; empty values of forms are left out.
    """
    return tuple(dict.fromkeys(text for text in request.args.getlist(name) if text))
