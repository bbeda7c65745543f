"""What a graph states, thing by thing: what matters most first, times with the events that they are of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Quad

from treatygraph.graph.dataset import Term
from treatygraph.graph.terms import RDF_TYPE, tg
from treatygraph.server.pages.site import Site

__all__ = ["Stated", "Told", "things_of"]

_TIME = tg("FuzzyTime")


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement about a thing.

    :param quad: the statement.
    :param of: the property that leads from the thing to what the statement is about, where that is a part of it.
    """

    quad: Quad
    of: Term | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a thing.

    :param subject: the thing.
    :param statements: the statements.
    """

    subject: Term
    statements: tuple[Stated, ...]


def things_of(site: Site, quads: Iterable[Quad]) -> tuple[tuple[Told, ...], tuple[Quad, ...]]:
    """Sort statements by the things that they are about.

    :param site: the graph.
    :param quads: the statements.
    :returns: the things, promises first; and apart from them the statements on things of which only the type is told.
    """
    found: dict[Term, list[Quad]] = {}
    for quad in quads:
        found.setdefault(quad.subject, []).append(quad)
    users = _users_of_times(found)
    told, typed = [], []
    for subject, own in found.items():
        rest = [quad for quad in own if quad.predicate != RDF_TYPE]
        if subject in users or not rest:
            typed += [quad for quad in own if quad.predicate == RDF_TYPE]
            continue
        statements = [Stated(quad) for quad in own]
        for quad in rest:
            if users.get(quad.object) == subject:
                parts = (each for each in found[quad.object] if each.predicate != RDF_TYPE)
                statements += [Stated(each, quad.predicate) for each in parts]
        told.append(Told(subject, tuple(statements)))
    told.sort(key=lambda each: site.rank(each.subject))
    return tuple(told), tuple(typed)


def _users_of_times(found: dict[Term, list[Quad]]) -> dict[Term, Term]:
    """Find the times that are told of, each with the first thing whose time it is."""
    times = {each for each, own in found.items() for quad in own if (quad.predicate, quad.object) == (RDF_TYPE, _TIME)}
    users: dict[Term, Term] = {}
    for subject, own in found.items():
        for quad in own:
            if quad.object in times and subject not in times:
                users.setdefault(quad.object, subject)
    return users
