"""What the page about a promise shows: its statuses, its time line, what could be assumed, who demands what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from flask import current_app
from flask.sansio.app import App
from pyoxigraph import Literal, NamedNode

from treatygraph.graph.names import choose
from treatygraph.graph.promises.answers import Dispute, Former, StatusAnswer, disputes
from treatygraph.graph.promises.asking import Question
from treatygraph.graph.promises.cases import Case
from treatygraph.graph.promises.model import Act, Perspective
from treatygraph.graph.promises.preconditions import Deadlocks, deadlocks
from treatygraph.graph.promises.spans import Span
from treatygraph.graph.terms import RDFS, local_name
from treatygraph.server.addresses import address_of, document_name
from treatygraph.server.days import day_in_words
from treatygraph.server.pages.asking import Asked, Statuses
from treatygraph.server.pages.evidence import Marks
from treatygraph.server.pages.site import Site
from treatygraph.server.pages.timeline import Happening, TimeLine, draw
from treatygraph.server.wording import Link

__all__ = [
    "PAGE_ROOM",
    "Choice",
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
    :param former: what it was without the assumptions; None where they change nothing.
    """

    perspective: Link
    name: str
    answer: StatusAnswer
    unmet: tuple[Link, ...]
    possibly_unmet: tuple[Link, ...]
    because: tuple[Link, ...]
    inferences: tuple[Link, ...]
    former: Former | None

    @property
    def holds_first(self) -> list[str]:
        """What matters most of what holds in every case: whether it binds, whether it is due."""
        return [each.replace("-", " ", 1) for each in self.answer.holds if each in _MATTERS_MOST]

    @property
    def holds_more(self) -> list[str]:
        """What else holds in every case, where the status is unknown; a known one says the same."""
        rest = [each for each in self.answer.holds if each not in _MATTERS_MOST]
        return [each.replace("-", " ", 1) for each in rest] if len(self.answer.possible) > 1 else []


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be assumed or left out.

    :param name: its name in addresses.
    :param link: the thing.
    :param chosen: whether the request chooses it.
    :param day: the day on which it is assumed.
    :param hint: what it is.
    """

    name: str
    link: Link
    chosen: bool
    day: str = ""
    hint: str = ""


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
    :param events: the kinds of events that can be assumed.
    :param acts: the acts and readings that can be left out.
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
    events: tuple[Choice, ...]
    acts: tuple[Choice, ...]
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
        self._acts = lru_cache(64)(self._acts_upon)

    def link(self, iri: str) -> Link:
        """Link to a thing, without a hint.

        :param iri: its IRI.
        :returns: the link.
        """
        return replace(self.site.wording.link(NamedNode(iri)), hint="")

    def _deadlocks(
        self, perspectives: tuple[str, ...], assume: tuple[str, ...], readings: tuple[str, ...]
    ) -> Deadlocks:
        """Find the preconditions that wait for each other."""
        return deadlocks(self.site.dataset, perspectives=perspectives, assume=assume, readings=readings)

    def happenings(self, commitment: str) -> tuple[Happening, ...]:
        """Show the events on which a stance matters to a promise, in the order of their days.

        :param commitment: the IRI of the promise.
        :returns: the events; their links hold for the present request alone.
        """
        return tuple(
            Happening(number, self.link(act.iri), _when(act), act.bounds)
            for number, act in enumerate(self._acts(commitment), start=1)
        )

    def _acts_upon(self, commitment: str) -> tuple[Act, ...]:
        """Find the events on which a stance matters to a promise."""
        index = self.statuses.question(Asked((commitment,))).plain
        case = Case(index, index.model.commitments[commitment], Perspective(""))
        acts = [act for iri, act in index.model.acts.items() if iri in case.drafts.touched]
        return tuple(sorted(acts, key=lambda act: (act.bounds.ordinals, act.iri)))


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
    conditions = {iri for line in lines.values() for span in line for iri in span.unmet}
    words = {iri: promises.link(iri) for iri in (*lines, *conditions)}
    perspectives = promises.statuses.question(asked).index.model.perspectives
    picture = draw(lines, words, on, promises.happenings(commitment), perspectives)
    now = [(words[iri], next(span for span in line if _covers(span, on))) for iri, line in lines.items()]
    told = tuple((link, span.status, span.possible) for link, span in now)
    return Sketch(promises.link(commitment), document_name(commitment) or "", picture, told)


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
    conditions = {iri for line in spans.values() for span in line for iri in (*span.unmet, *span.possibly_unmet)}
    words = {iri: link(iri) for iri in (*spans, *conditions)}
    perspectives = question.index.model.perspectives
    picture = draw(spans, words, on, happenings, perspectives)
    return PromiseView(
        link(commitment),
        _roles(promises, commitment),
        on,
        tuple(_row(promises, each) for each in answers),
        picture,
        happenings,
        tuple(tuple(lane.markers[number].stance for lane in picture.lanes) for number in range(len(happenings))),
        _events(promises, question, asked, commitment),
        _acts(promises, question, asked, happenings, commitment),
        tuple(_dispute(promises, each) for each in disputes(answers)),
        question.assumed,
        tuple(_supposed(promises, question)),
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
    link, marks = promises.link, Marks(promises.site)
    return StatusRow(
        link(answer.perspective),
        document_name(answer.perspective) or answer.perspective,
        answer,
        tuple(map(link, answer.unmet)),
        tuple(map(link, answer.possibly_unmet)),
        tuple(marks.passage(each) for each in answer.because),
        tuple(Link(local_name(each), each, address_of(each)) for each in answer.inferences),
        answer.changed,
    )


def _when(act: Act) -> str:
    """Say on which day an act was done, as far as that is known."""
    first, last = act.bounds.first, act.bounds.last
    if first is not None and first == last:
        return day_in_words(first)
    parts = (first and f"not before {day_in_words(first)}", last and f"not after {day_in_words(last)}")
    return ", ".join(part for part in parts if part) or "on an unknown day"


def _events(promises: Promises, question: Question, asked: Asked, commitment: str) -> tuple[Choice, ...]:
    """List the kinds of events that matter: those that conditions require, and what is promised."""
    model = question.plain.model
    plain = promises.statuses.spans(Asked(asked.commitments))
    conditions = {iri for line in plain.values() for span in line for iri in (*span.unmet, *span.possibly_unmet)}
    wanted = [link.target for iri in sorted(conditions) for link in model.conditions[iri].requires]
    wanted += [link.target for link in model.commitments[commitment].consequents]
    days = {name: day for name, _, day in (text.rpartition("=") for text in asked.assume)}
    found = []
    for iri in dict.fromkeys(wanted):
        name = document_name(iri) or iri
        day = next((days[each] for each in (name, local_name(iri), iri) if each in days), "")
        found.append(Choice(name, promises.link(iri), bool(day), day))
    return tuple(found)


def _acts(
    promises: Promises, question: Question, asked: Asked, happenings: Iterable[Happening], commitment: str
) -> tuple[Choice, ...]:
    """List the acts and the inferences that can be left out."""

    def choice(link: Link, hint: str) -> Choice:
        names = {document_name(link.iri) or link.iri, local_name(link.iri), link.iri}
        return Choice(document_name(link.iri) or link.iri, link, bool(names & set(asked.without)), hint=hint)

    case = Case(question.plain, question.plain.model.commitments[commitment], Perspective(""))
    found = [choice(each.link, each.words) for each in happenings]
    for iri in sorted(case.inferences):
        reason = promises.site.dataset.value(NamedNode(iri), NamedNode(RDFS + "comment"))
        link = Link(f"inference: {local_name(iri).replace('-', ' ')}", iri, address_of(iri))
        found.append(choice(link, reason.value if isinstance(reason, Literal) else ""))
    return tuple(found)


def _supposed(promises: Promises, question: Question) -> Iterable[str]:
    """Say in words what is supposed: that something happened on a day, or that something does not count."""
    model = question.plain.model
    known = {local_name(iri): promises.link(iri).text for iri in (*model.event_types, *model.acts)}
    for text in question.assumed:
        names, equals, day = text.rpartition("=")
        if equals:
            yield f"{' and '.join(known.get(name, name) for name in names.split('+'))} on {day_in_words(day)}"
        else:
            name = text.removeprefix("without ")
            yield f"without {known.get(name, name.replace('-', ' '))}"


def _covers(span: Span, day: date) -> bool:
    """Tell whether a day is one of a span."""
    return (span.first is None or span.first <= day) and (span.last is None or day <= span.last)


def _dispute(promises: Promises, dispute: Dispute) -> tuple[tuple[Link, str], ...]:
    """Say on what perspectives differ."""
    return tuple((promises.link(iri), status) for iri, status in dispute.statuses)
