"""What the page about a promise shows: its statuses, its time line, what could be assumed, who demands what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from flask import current_app
from flask.sansio.app import App
from pyoxigraph import NamedNode

from treatygraph.graph.names import choose
from treatygraph.graph.promises.answers import Dispute, Former, StatusAnswer, disputes
from treatygraph.graph.promises.demands import Demand
from treatygraph.graph.promises.preconditions import Deadlocks, deadlocks
from treatygraph.graph.promises.spans import Span
from treatygraph.graph.terms import local_name
from treatygraph.server.addresses import address_of, document_name
from treatygraph.server.pages.asking import Asked, Statuses
from treatygraph.server.pages.evidence import Marks
from treatygraph.server.pages.happenings import Dating, Happening, when
from treatygraph.server.pages.site import Site
from treatygraph.server.pages.suppositions import Suppositions, supposed, suppositions
from treatygraph.server.pages.timeline import TimeLine, draw
from treatygraph.server.wording import Link, status_words

__all__ = [
    "PAGE_ROOM",
    "Narrowed",
    "PromiseView",
    "Promises",
    "Sketch",
    "StatusRow",
    "current_promises",
    "promise_view",
    "register",
    "sketches",
]

PAGE_ROOM = 240
"""How much a page of promises has room for: a band takes three, an event on a lane one."""

_EXTENSION = "treatygraph.promises"


@dataclass(frozen=True, slots=True)
class StatusRow:
    """The status under one perspective.

    :param perspective: the perspective.
    :param name: its name in addresses.
    :param answer: the status.
    :param unmet: the conditions that are unmet for certain.
    :param possibly_unmet: those that may be.
    :param because: the passages that it rests on.
    :param inferences: the inferences without which it would be another.
    :param former: what it was without the assumptions; None where they change no more than what it waits for.
    :param waiting: how the assumptions change what it waits for, where the status stays.
    """

    perspective: Link
    name: str
    answer: StatusAnswer
    unmet: tuple[Link, ...]
    possibly_unmet: tuple[Link, ...]
    because: tuple[Link, ...]
    inferences: tuple[Link, ...]
    former: Former | None
    waiting: tuple[tuple[str, Link], ...]

    @property
    def holds_first(self) -> list[str]:
        """What matters most of what holds in every case: whether it binds, whether it is due."""
        return [_in_words(each) for each in self.answer.holds if each in _MATTERS_MOST]

    @property
    def holds_more(self) -> list[str]:
        """What else holds in every case, where the status is unknown; a known one says the same."""
        rest = [each for each in self.answer.holds if each not in _MATTERS_MOST]
        return list(map(_in_words, rest)) if len(self.answer.possible) > 1 else []


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The days that are left to an event under some perspectives.

    :param who: the perspectives.
    :param words: the days, and how they were found.
    :param inferences: the inferences that they rest on.
    """

    who: tuple[Link, ...]
    words: str
    inferences: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class PromiseView:
    """What the page about a promise shows.

    :param promise: the promise.
    :param roles: debtor, creditor and so on, with their things.
    :param on: the day.
    :param rows: the statuses on that day.
    :param picture: the time line.
    :param happenings: the events that matter.
    :param stances: for each event, how each perspective takes it.
    :param datings: for each event, to whom which days are left where these are fewer than is told.
    :param suppositions: what can be assumed and left out.
    :param disputes: on what the perspectives differ.
    :param assumed: what is assumed, as the command takes it.
    :param supposed: the same in words.
    """

    promise: Link
    roles: tuple[tuple[str, tuple[Link, ...]], ...]
    on: date
    rows: tuple[StatusRow, ...]
    picture: TimeLine
    happenings: tuple[Happening, ...]
    stances: tuple[tuple[str, ...], ...]
    datings: tuple[tuple[Narrowed, ...], ...]
    suppositions: Suppositions
    disputes: tuple[tuple[tuple[Link, str], ...], ...]
    assumed: tuple[str, ...]
    supposed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sketch:
    """A promise at a glance.

    :param promise: the promise.
    :param name: its name in addresses.
    :param picture: the time line.
    :param now: the status on the day under each perspective, with what it can be.
    """

    promise: Link
    name: str
    picture: TimeLine
    now: tuple[tuple[Link, str, tuple[str, ...]], ...]


class Promises:
    """Makes the views of promises.

    :param site: the graph.
    """

    def __init__(self, site: Site) -> None:
        self.site = site
        self.statuses = Statuses(site)
        self.deadlocks = lru_cache(32)(self._deadlocks)

    def link(self, iri: str) -> Link:
        """Link to a thing, without a hint.

        :param iri: its IRI.
        :returns: the link.
        """
        return replace(self.site.wording.link(NamedNode(iri)), hint="")

    def _deadlocks(
        self,
        perspectives: tuple[str, ...],
        assume: tuple[str, ...],
        readings: tuple[str, ...],
        hypotheses: tuple[Demand, ...] = (),
        without: tuple[str, ...] = (),
    ) -> Deadlocks:
        """Find the preconditions that wait for each other."""
        return deadlocks(
            self.site.dataset,
            perspectives=perspectives,
            assume=assume,
            readings=readings,
            hypotheses=hypotheses,
            without=without,
        )

    def happenings(self, commitment: str) -> tuple[Happening, ...]:
        """Show the events on which a stance matters to a promise, in the order of their days.

        :param commitment: the IRI of the promise.
        :returns: the events; their links hold for the present request alone.
        """
        return tuple(
            Happening(number, self.link(act.iri), when(act.bounds), act.bounds)
            for number, act in enumerate(self.statuses.acts(commitment), start=1)
        )


def register(app: App, promises: Promises) -> None:
    """Give an application its promises.

    :param app: the application.
    :param promises: makes their views.
    """
    app.extensions[_EXTENSION] = promises


def current_promises() -> Promises:
    """Return what makes views of promises in the application that answers the present request.

    :returns: it, with all that it has kept.
    """
    promises = current_app.extensions[_EXTENSION]
    if not isinstance(promises, Promises):
        raise TypeError(f"{_EXTENSION} holds {type(promises).__name__}, not promises")
    return promises


def sketches(
    promises: Promises, asked: Asked, on: date, page: int = 1, room: int = PAGE_ROOM
) -> tuple[list[Sketch], int]:
    """Show promises at a glance, as many as a page has room for.

    :param promises: makes views.
    :param asked: the promises, with what is assumed.
    :param on: the day.
    :param page: the number of the page, from 1.
    :param room: how much a page has room for: a band takes three, an event on a lane one.
    :returns: the promises of the page, in the order of their names, and the number of pages.
    """
    lines: dict[str, dict[str, list[Span]]] = {}
    for (commitment, perspective), line in promises.statuses.spans(asked).items():
        lines.setdefault(commitment, {})[perspective] = line
    pages: list[list[str]] = []
    left = 0
    for commitment, own in lines.items():
        bands = sum(map(len, own.values()))
        takes = 3 * bands + len(own) * len(promises.happenings(commitment))
        if takes > left:
            pages.append([])
            left = room
        pages[-1].append(commitment)
        left -= takes
    shown = pages[page - 1] if page <= len(pages) else []
    return [_sketch(promises, asked, on, each, lines[each]) for each in shown], len(pages)


def _sketch(promises: Promises, asked: Asked, on: date, commitment: str, lines: Mapping[str, Sequence[Span]]) -> Sketch:
    """Show one promise at a glance."""
    picture = _picture(promises, asked, on, commitment, lines)
    now = [(promises.link(iri), next(span for span in line if _covers(span, on))) for iri, line in lines.items()]
    told = tuple((link, span.status, span.possible) for link, span in now)
    return Sketch(promises.link(commitment), document_name(commitment) or "", picture, told)


def _picture(
    promises: Promises, asked: Asked, on: date, commitment: str, lines: Mapping[str, Sequence[Span]]
) -> TimeLine:
    """Draw the time line of a promise."""
    statuses = promises.statuses
    conditions = {iri for line in lines.values() for span in line for iri in span.unmet}
    words = {iri: promises.link(iri) for iri in (*lines, *conditions)}
    datings = {view: each for (promise, view), each in statuses.datings(asked).items() if promise == commitment}
    perspectives = statuses.question(asked).index.model.perspectives
    return draw(lines, words, on, promises.happenings(commitment), perspectives, datings)


def _narrowed(promises: Promises, asked: Asked, commitment: str, event: Happening) -> Iterator[Narrowed]:
    """Tell to whom which days are left for an event; those to whom the same are left together."""
    found: dict[Dating, list[str]] = {}
    for (promise, view), datings in promises.statuses.datings(asked).items():
        if promise == commitment and event.link.iri in datings:
            found.setdefault(datings[event.link.iri], []).append(view)
    for dating, views in found.items():
        yield Narrowed(tuple(map(promises.link, views)), dating.words, tuple(map(promises.link, dating.inferences)))


def promise_view(promises: Promises, asked: Asked, on: date) -> PromiseView:
    """Collect what the page about a promise shows.

    :param promises: makes views.
    :param asked: one promise, with what is assumed.
    :param on: the day.
    :returns: the view.
    """
    statuses, link = promises.statuses, promises.link
    question = statuses.question(asked)
    answers = statuses.answers(asked, on)
    commitment = choose(asked.commitments[0], question.plain.model.commitments, "commitment")
    happenings = promises.happenings(commitment)
    spans = {perspective: line for (_, perspective), line in statuses.spans(asked).items()}
    picture = _picture(promises, asked, on, commitment, spans)
    return PromiseView(
        link(commitment),
        _roles(promises, commitment),
        on,
        tuple(_row(promises, each) for each in answers),
        picture,
        happenings,
        tuple(tuple(lane.markers[number].stance for lane in picture.lanes) for number in range(len(happenings))),
        tuple(tuple(_narrowed(promises, asked, commitment, each)) for each in happenings),
        suppositions(promises, asked, commitment),
        tuple(_dispute(promises, each) for each in disputes(answers)),
        question.assumed,
        tuple(supposed(promises, question)),
    )


_MATTERS_MOST = ("binding", "not-due")
_ROLES = ("debtors", "creditors", "consequents", "conditions", "set_out_by")
_ROLE_WORDS = ("Promised by", "Promised to", "What", "On condition of", "Set out in")


def _roles(promises: Promises, commitment: str) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    """Say who promises what to whom."""
    found = promises.site.model.commitments[commitment]
    told = []
    for role, word in zip(_ROLES, _ROLE_WORDS, strict=True):
        targets = dict.fromkeys(link.target for link in getattr(found, role))
        if targets:
            told.append((word, tuple(map(promises.link, targets))))
    return tuple(told)


def _row(promises: Promises, answer: StatusAnswer) -> StatusRow:
    """Put the status under one perspective into words."""
    link, marks, former = promises.link, Marks(promises.site), answer.changed
    stays = former is not None and former.possible == answer.possible
    return StatusRow(
        link(answer.perspective),
        document_name(answer.perspective) or answer.perspective,
        answer,
        tuple(map(link, answer.unmet)),
        tuple(map(link, answer.possibly_unmet)),
        tuple(marks.passage(each) for each in answer.because),
        tuple(Link(local_name(each), each, address_of(each)) for each in answer.inferences),
        None if stays else former,
        tuple((words, link(iri)) for words, iri in _waiting(former, answer)) if former and stays else (),
    )


def _waiting(former: Former, answer: StatusAnswer) -> Iterator[tuple[str, str]]:
    """Tell how what a promise waits for has changed, with the conditions."""
    now, perhaps = {*answer.unmet}, {*answer.possibly_unmet}
    for iri in (*former.unmet, *former.possibly_unmet):
        if iri not in now | perhaps:
            yield "no longer waits for", iri
        elif iri in former.unmet and iri in perhaps:
            yield "perhaps no longer waits for", iri
        elif iri in former.possibly_unmet and iri in now:
            yield "waits in every case for", iri
    for iri in (*answer.unmet, *answer.possibly_unmet):
        if iri not in (*former.unmet, *former.possibly_unmet):
            yield "now waits for", iri


def _in_words(held: str) -> str:
    """Say what holds in every case: ``not-due``, ``binding``; words that are several stand in quotation marks."""
    negated = held.removeprefix("not-")
    words = status_words(negated)
    words = f"\u201c{words}\u201d" if "," in words else words
    return words if negated == held else f"not {words}"


def _covers(span: Span, day: date) -> bool:
    """Tell whether a day is one of a span."""
    return (span.first is None or span.first <= day) and (span.last is None or day <= span.last)


def _dispute(promises: Promises, dispute: Dispute) -> tuple[tuple[Link, str], ...]:
    """Say on what perspectives differ."""
    return tuple((promises.link(iri), status) for iri, status in dispute.statuses)
