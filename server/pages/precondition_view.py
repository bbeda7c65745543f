"""What has to come before what: the demands that count, drawn and told, with who lays them down and where."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode

from treatygraph.graph.promises.demands import required_events, visible
from treatygraph.graph.promises.preconditions import Deadlocks
from treatygraph.graph.terms import ID, tg
from treatygraph.server.pages.demand_graph import DemandGraph, draw_demands, required_words
from treatygraph.server.pages.evidence import Marks
from treatygraph.server.pages.promise_view import Promises
from treatygraph.server.wording import Link

__all__ = ["DemandView", "Preconditions", "demand_view"]

_PASSAGES = ID + "passage/"
_SPECIALISES = tg("specialises")


@dataclass(frozen=True, slots=True)
class DemandView:
    """A demand in words.

    :param dependent: what has to wait.
    :param requirement: what it waits for.
    :param who: those who lay it down.
    :param where: the passages that tell of it.
    :param origin: the promise, act or proposition that it comes from.
    """

    dependent: Link
    requirement: str
    who: tuple[Link, ...]
    where: tuple[Link, ...]
    origin: Link


@dataclass(frozen=True, slots=True)
class Preconditions:
    """What has to come before what.

    :param result: what the core found.
    :param picture: the picture.
    :param demands: the demands, in the order of their numbers.
    :param links: links to all that is named.
    """

    result: Deadlocks
    picture: DemandGraph
    demands: tuple[DemandView, ...]
    links: dict[str, Link]


def demand_view(
    promises: Promises, perspectives: tuple[str, ...], assume: tuple[str, ...], readings: tuple[str, ...]
) -> Preconditions:
    """Collect who demands what before what.

    :param promises: makes views.
    :param perspectives: the IRIs of the perspectives whose demands count; none for all.
    :param assume: the IRIs of event types taken as come about.
    :param readings: the IRIs of readings to take.
    :returns: the view.
    """
    result = promises.deadlocks(perspectives, assume, readings)
    named: set[str] = set()
    for demand in result.demands:
        named |= {demand.dependent, *required_events(demand.requirement), *demand.who}
    named |= {event for core in result.cores for event in core.events} | {*result.assumed, *result.readings}
    named |= {event for each in result.relaxations for event in each.bring_about} | {*result.waiting}
    named |= {iri for each in result.refusals for iri in (each.event, *each.who, *each.waiting)}
    links = {iri: promises.link(iri) for iri in named}
    marks = Marks(promises.site)
    told = tuple(
        DemandView(
            links[demand.dependent],
            required_words(demand.requirement, links),
            tuple(links[each] for each in demand.who),
            tuple(marks.passage(f"{_PASSAGES}{each}") for each in demand.where),
            promises.link(demand.origin) if "://" in demand.origin else Link(demand.origin),
        )
        for demand in result.demands
    )
    return Preconditions(result, draw_demands(result, links, _kinds(promises, result)), told, links)


def _kinds(promises: Promises, result: Deadlocks) -> set[tuple[str, str]]:
    """Find out which kinds of events are also others, by the readings that are taken."""
    graph = visible(promises.site.dataset, result.readings)
    quads = graph.with_predicate(_SPECIALISES)
    return {
        (quad.object.value, quad.subject.value)
        for quad in quads
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
    }
