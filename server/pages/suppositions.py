"""What can be supposed about a promise: that something happened, or that an act or a reading does not count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from treatygraph.graph.promises.asking import Question
from treatygraph.graph.promises.cases import Case
from treatygraph.graph.promises.model import Perspective
from treatygraph.graph.terms import local_name
from treatygraph.server.addresses import document_name
from treatygraph.server.days import day_in_words
from treatygraph.server.pages.asking import Asked
from treatygraph.server.wording import Link

if TYPE_CHECKING:
    from treatygraph.server.pages.promise_view import Promises

__all__ = ["Choice", "Suppositions", "supposed", "suppositions"]


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be assumed or left out.

    :param name: its name in addresses.
    :param link: the thing.
    :param chosen: whether the request chooses it.
    :param day: the day on which it is assumed.
    :param reason: when it was, or why it is inferred.
    """

    name: str
    link: Link
    chosen: bool
    day: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Suppositions:
    """What can be supposed.

    :param events: the kinds of events that can be assumed.
    :param acts: the acts that can be left out.
    :param readings: the inferences that can be left out.
    """

    events: tuple[Choice, ...]
    acts: tuple[Choice, ...]
    readings: tuple[Choice, ...]


def suppositions(promises: Promises, asked: Asked, commitment: str) -> Suppositions:
    """List what can be supposed about a promise.

    :param promises: makes views.
    :param asked: what is asked, with what is supposed already.
    :param commitment: the IRI of the promise.
    :returns: the choices.
    """
    return Suppositions(
        _events(promises, asked, commitment),
        tuple(_left_out(asked, each.link, each.words) for each in promises.happenings(commitment)),
        _readings(promises, asked, commitment),
    )


def _events(promises: Promises, asked: Asked, commitment: str) -> tuple[Choice, ...]:
    """List the kinds of events that matter: those that conditions require, and what is promised."""
    model = promises.statuses.question(asked).plain.model
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


def _readings(promises: Promises, asked: Asked, commitment: str) -> tuple[Choice, ...]:
    """List the inferences that the status can rest on, with their reasons."""
    plain = promises.statuses.question(asked).plain
    case = Case(plain, plain.model.commitments[commitment], Perspective(""))
    found = []
    for iri in sorted(case.inferences):
        # That they are inferences is said by the heading of the group.
        link = replace(promises.link(iri), text=local_name(iri).replace("-", " "))
        found.append(_left_out(asked, link, promises.site.wording.definition(iri)))
    return tuple(found)


def _left_out(asked: Asked, link: Link, reason: str) -> Choice:
    """Offer to leave an act or an inference out."""
    name = document_name(link.iri) or link.iri
    return Choice(name, link, bool({name, local_name(link.iri), link.iri} & {*asked.without}), reason=reason)


def supposed(promises: Promises, question: Question) -> Iterator[str]:
    """Say in words what is supposed: that something happened on a day, or that something does not count.

    :param promises: makes views.
    :param question: what is asked.
    :returns: words for each supposition.
    """
    model = question.plain.model
    known = {local_name(iri): promises.link(iri).text for iri in (*model.event_types, *model.acts)}
    for text in question.assumed:
        names, equals, day = text.rpartition("=")
        if equals:
            yield f"{' and '.join(known.get(name, name) for name in names.split('+'))} on {day_in_words(day)}"
        else:
            name = text.removeprefix("without ")
            yield f"without {known.get(name, name.replace('-', ' '))}"
