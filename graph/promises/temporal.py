"""Checks of time across events: what presupposes what, orders against dates, orders in circles, tenures.

They look at what holds whatever readings are taken. That a state ratifies before it signs, that a time has its
bounds the wrong way round, and that a perspective both recognises and rejects an act are shapes (TG241, TG432,
TG271, TG288).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.rules import Rule
from treatygraph.graph.promises.cases import CONFIRMING, Case
from treatygraph.graph.promises.fuzzy_time import Bounds, day_of_ordinal, parse_xsd_date
from treatygraph.graph.promises.index import Index
from treatygraph.graph.promises.model import Act, Model, Order, Perspective
from treatygraph.graph.promises.reading import read_model
from treatygraph.graph.promises.view import ALWAYS, EFFECTIVE, View
from treatygraph.graph.terms import ORG, RDF_TYPE, local_name, tg

if TYPE_CHECKING:
    from treatygraph.graph.dataset import Dataset

__all__ = [
    "ACT_BEFORE_ITS_OBJECT",
    "CIRCULAR_ORDER",
    "DISJOINT_TIMES",
    "IMPOSSIBLE_IDENTITY",
    "ORDER_AGAINST_DATES",
    "OUTSIDE_TENURE",
    "TEMPORAL_RULES",
    "check_chronology",
]

_VCLT = ("https://legal.un.org/ilc/texts/instruments/english/conventions/1_1_1969.pdf",)

ACT_BEFORE_ITS_OBJECT = Rule(
    code="TG441",
    name="act-before-its-object",
    severity=Severity.ERROR,
    message="An act comes after what it acts upon.",
    repair="Correct one of the times, or what the act concerns.",
    what="Compares acts upon a commitment, entries into force, terminations and reservations with the first day on "
    "which a signature, a consent or an act that creates the commitment can have been.",
    why="A promise cannot be withdrawn before it is made; one of the times, or the object of the act, is wrong.",
    references=_VCLT,
)
ORDER_AGAINST_DATES = Rule(
    code="TG443",
    name="order-against-dates",
    severity=Severity.ERROR,
    message="An event that precedes another is not dated after it.",
    repair="Correct the order or one of the times.",
    what="Follows tg:precedes from event to event and compares the days that are left with the bounds.",
    why="Status on a day is worked out from both: where they contradict each other, neither can be used.",
)
CIRCULAR_ORDER = Rule(
    code="TG444",
    name="order-in-a-circle",
    severity=Severity.ERROR,
    message="No event precedes itself.",
    repair="Take out one of the orders.",
    what="Finds events that precede one another in a circle.",
    why="An order that runs in a circle says nothing about what came first.",
)
DISJOINT_TIMES = Rule(
    code="TG445",
    name="times-exclude-each-other",
    severity=Severity.ERROR,
    message="The times of one event have a day in common.",
    repair="Widen the bounds until they exclude no possible day, or make two events of the one.",
    what="Intersects all values of tg:when of an event; each gives outer bounds on the same day.",
    why="Outer bounds never exclude a possible day. If no day is left, one of them is wrong.",
)
OUTSIDE_TENURE = Rule(
    code="TG446",
    name="office-outside-tenure",
    severity=Severity.WARNING,
    message="An official speaks or acts while in an office.",
    repair="Correct the tenure or the time of the act, or record the office that was held then.",
    what="Compares the days on which a person speaks or acts with the tenures of that person, if all of them are "
    "known whole, which a duration in tg:edtf says.",
    why="Who speaks outside every tenure does not speak for the state; or the source told of another office.",
)
IMPOSSIBLE_IDENTITY = Rule(
    code="TG447",
    name="identity-against-dates",
    severity=Severity.ERROR,
    message="Two events that may be one have a day in common.",
    repair="Take the inference out, or correct one of the times.",
    what="Intersects the days of events that an inference says may be the same.",
    why="A reading that the dates exclude cannot be recognised by anybody.",
)
TEMPORAL_RULES = (
    ACT_BEFORE_ITS_OBJECT,
    ORDER_AGAINST_DATES,
    CIRCULAR_ORDER,
    DISJOINT_TIMES,
    OUTSIDE_TENURE,
    IMPOSSIBLE_IDENTITY,
)

_MEMBER = NamedNode(ORG + "member")
_ROLES = (tg("agent"), tg("speaker"))


def check_chronology(dataset: Dataset) -> Iterator[Finding]:
    """Check the times of events against one another.

    :param dataset: the graph.
    :returns: the findings.
    """
    model = read_model(dataset)
    view = View(model, Perspective(""))
    days = {iri: _days(view, act) for iri, act in model.acts.items()}
    yield from _disjoint_times(view)
    yield from _circular(view)
    yield from _orders_against_dates(view, days)
    yield from _impossible_identities(model, days)
    yield from _acts_before_their_objects(model)
    yield from _outside_tenure(dataset, model, days)


def _days(view: View, act: Act) -> Bounds:
    """Put the bounds on an event's day together, as far as no reading is needed for them."""
    return Bounds.meeting(time.bounds for time in act.times if view.told(time))


def _disjoint_times(view: View) -> Iterator[Finding]:
    """Find events whose times exclude each other; a time that excludes itself is a shape's business."""
    for iri, act in view.model.acts.items():
        by_time: defaultdict[str, Bounds] = defaultdict(Bounds)
        for time in act.times:
            if view.told(time):
                by_time[time.time] &= time.bounds
        sound = [bounds for bounds in by_time.values() if not bounds.is_empty]
        common = Bounds()
        for bounds in sound:
            common &= bounds
        if common.is_empty:
            told = " and ".join(sorted({_worded(bounds) for bounds in sound}))
            yield DISJOINT_TIMES.finding(iri, message=f"Its times have no day in common: {told}.")


def _certain_orders(view: View) -> list[Order]:
    """Choose the orders that hold whatever readings are taken."""
    return [order for order in view.model.orders if view.ways(order.graphs) == ALWAYS]


def _circles(orders: Iterable[Order]) -> list[set[str]]:
    """Find the sets of events that precede one another; networkx is imported only where there are any."""
    earlier: defaultdict[str, set[str]] = defaultdict(set)
    for order in orders:
        earlier[order.later].add(order.earlier)
    try:
        TopologicalSorter(earlier).prepare()
    except CycleError:
        return _components((first, later) for later, firsts in earlier.items() for first in firsts)
    return []


def _components(edges: Iterable[tuple[str, str]]) -> list[set[str]]:
    """Find the sets of events each of which leads to all others."""
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph(edges)
    components: Iterable[set[str]] = nx.strongly_connected_components(graph)
    return [each for each in components if len(each) > 1 or graph.has_edge(*tuple(each) * 2)]


def _circular(view: View) -> Iterator[Finding]:
    """Find orders that run in circles; each circle is told once."""
    for circle in _circles(_certain_orders(view)):
        names = ", ".join(sorted(map(local_name, circle)))
        message = f"These precede one another in a circle: {names}." if len(circle) > 1 else "It precedes itself."
        yield CIRCULAR_ORDER.finding(min(circle), message=message)


def _orders_against_dates(view: View, days: dict[str, Bounds]) -> Iterator[Finding]:
    """Follow orders forwards, and find those that lead to an event that must have been before."""
    orders = _certain_orders(view)
    in_circle = {event: min(circle) for circle in _circles(orders) for event in circle}
    pending = [order for order in orders if in_circle.get(order.earlier, "-") != in_circle.get(order.later, "--")]
    first = {iri: bounds.first for iri, bounds in days.items()}
    wrong: set[Order] = set()
    changed = True
    while changed:
        changed = False
        for order in pending:
            start, before, last = first[order.earlier], first[order.later], days[order.later].last
            if start is None or order in wrong:
                continue
            if last is not None and start > last:
                wrong.add(order)
                changed = True
            elif before is None or start > before:
                first[order.later] = start
                changed = True
    for order in sorted(wrong, key=lambda each: (each.earlier, each.later)):
        start, last = first[order.earlier], days[order.later].last
        message = (
            f"It is said to precede {local_name(order.later)}, but is not before {start} and that is not after {last}."
        )
        graph = min(order.graphs)
        yield ORDER_AGAINST_DATES.finding(order.earlier, message=message, graph=graph or None)


def _impossible_identities(model: Model, days: dict[str, Bounds]) -> Iterator[Finding]:
    """Find events that may be one although their days exclude it."""
    for identity in model.identities:
        if (days[identity.one] & days[identity.other]).is_empty:
            message = f"Its days exclude that it is the same as {local_name(identity.other)}."
            yield IMPOSSIBLE_IDENTITY.finding(identity.one, message=message, graph=min(identity.graphs) or None)


def _acts_before_their_objects(model: Model) -> Iterator[Finding]:
    """Find acts that come before what they presuppose; for ratifications a shape does that."""
    index = Index(model)
    told: set[str] = set()
    for commitment in model.commitments.values():
        case = Case(index, commitment, Perspective(""))
        times = case.chronology
        for floor in case.floors:
            lowest = min((times.first[times.node_of[act]] for act in floor.presupposed), default=0)
            for act in floor.acts:
                confirms = any(link.target in CONFIRMING for link in model.acts[act].means)
                if times.last[times.node_of[act]] < lowest and not confirms and act not in told:
                    told.add(act)
                    day = day_of_ordinal(lowest)
                    message = f"What it acts upon, {local_name(commitment.iri)}, was not made before {day}."
                    yield ACT_BEFORE_ITS_OBJECT.finding(act, message=message)


def _outside_tenure(dataset: Dataset, model: Model, days: dict[str, Bounds]) -> Iterator[Finding]:
    """Find officials who speak or act outside all of their tenures, where these are known whole."""
    tenures: defaultdict[str, list[Bounds | None]] = defaultdict(list)
    for holding in dataset.subjects(RDF_TYPE, tg("OfficeHolding")):
        whole = _whole_tenure(dataset, holding)
        for holder in (holding, *dataset.objects(holding, _MEMBER)):
            if isinstance(holder, NamedNode):
                tenures[holder.value].append(whole)
    for iri, act in model.acts.items():
        if act.realisations and not any(link.target in EFFECTIVE for link in act.realisations):
            continue
        people = {each for role in _ROLES for each in dataset.objects(NamedNode(iri), role)}
        for person in sorted(each.value for each in people if isinstance(each, NamedNode)):
            held = tenures.get(person, [None])
            if all(tenure is not None and (tenure & days[iri]).is_empty for tenure in held):
                message = f"On no possible day of it was {local_name(person)} in office."
                yield OUTSIDE_TENURE.finding(iri, message=message)


def _whole_tenure(dataset: Dataset, holding: object) -> Bounds | None:
    """Read the whole tenure of an office; None where only some day of it is known."""
    if not isinstance(holding, NamedNode):
        return None
    tenure: Bounds | None = None
    for time in dataset.objects(holding, tg("when")):
        texts = [each.value for each in dataset.objects(time, tg("edtf")) if isinstance(each, Literal)]
        if any("/" in text for text in texts):
            read = [
                [parse_xsd_date(each.value) for each in dataset.objects(time, tg(name)) if isinstance(each, Literal)]
                for name in ("notBefore", "notAfter")
            ]
            first, last = ([day for day in days if day is not None] for days in read)
            bounds = Bounds(min(first, default=None), max(last, default=None))
            tenure = bounds if tenure is None else tenure | bounds
    return tenure


def _worded(bounds: Bounds) -> str:
    """Write bounds for a reader."""
    if bounds.first == bounds.last:
        return str(bounds.first)
    parts = [f"from {bounds.first}" if bounds.first else "", f"until {bounds.last}" if bounds.last else ""]
    return " ".join(part for part in parts if part)
