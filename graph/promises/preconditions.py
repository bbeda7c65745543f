"""Deadlocks: preconditions that wait for each other for ever.

Preconditions form an AND/OR graph. The least fixpoint of the events that can come about is computed; an event is
left over when each way to it waits for something left over. What is left is deadlocked where it waits in a circle
(the strongly connected cores); what merely waits for a core, and what a refusal blocks, are told apart.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from treatygraph.graph.promises.demands import (
    AllOf,
    Demand,
    Occurs,
    Requirement,
    Scope,
    demands,
    occurred_events,
    refused_events,
    required_events,
    visible,
)
from treatygraph.graph.terms import RDF_TYPE, concept, local_name, tg

if TYPE_CHECKING:
    from treatygraph.graph.dataset import Dataset, Term

__all__ = ["Core", "Deadlocks", "Refusal", "Relaxation", "deadlocks"]

LARGEST_SEARCH = 3
"""Demands dropped at once while all smallest relaxations are listed; beyond that one minimal set is given."""


@dataclass(frozen=True, slots=True)
class Core:
    """Events that wait for each other.

    :param events: the IRIs of the event types, sorted.
    :param demands: the demands that close the circle.
    """

    events: tuple[str, ...]
    demands: tuple[Demand, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """An event that somebody refuses to bring about.

    :param event: the IRI of the event type.
    :param who: the IRIs of those who refuse.
    :param where: the passages that tell of it.
    :param waiting: the IRIs of the event types that cannot come about for that reason.
    """

    event: str
    who: tuple[str, ...]
    where: tuple[str, ...]
    waiting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A smallest change that dissolves every deadlock.

    :param drop: the demands to drop.
    :param bring_about: the IRIs of the event types that would have to come about in another way.
    """

    drop: tuple[Demand, ...] = ()
    bring_about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deadlocks:
    """What the preconditions make impossible.

    :param perspectives: the IRIs of the perspectives whose demands count; empty for everybody's.
    :param readings: the IRIs of the readings that were taken.
    :param assumed: the IRIs of the event types taken as come about.
    :param demands: all demands that count.
    :param cores: the deadlocks.
    :param waiting: the IRIs of event types that wait for a core without being part of one.
    :param refusals: what is blocked by a refusal.
    :param relaxations: smallest changes, each of which dissolves all deadlocks.
    """

    perspectives: tuple[str, ...]
    readings: tuple[str, ...]
    assumed: tuple[str, ...]
    demands: tuple[Demand, ...]
    cores: tuple[Core, ...]
    waiting: tuple[str, ...]
    refusals: tuple[Refusal, ...]
    relaxations: tuple[Relaxation, ...]

    def to_record(self) -> dict[str, object]:
        """Write the result with local names, ready for JSON.

        :returns: the fields by name.
        """
        return {name: _shortened(value) for name, value in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class _World:
    """How events can come about.

    :param events: all event types.
    :param generals: for each event type, those of which its events are by being so, directly or not.
    :param counting: for each event type, those whose events somebody says count as events of it.
    :param assumed: event types of which an event has come about, or is taken as come about.
    """

    events: frozenset[str]
    generals: Mapping[str, frozenset[str]]
    counting: Mapping[str, frozenset[str]]
    assumed: frozenset[str]

    def ways(self, event: str) -> set[str]:
        """Name the event types whose events bring this one about."""
        return {each for each in self.events if event in self.generals[each]} | self.counting.get(event, frozenset())


def deadlocks(
    dataset: Dataset,
    *,
    perspectives: Sequence[str] = (),
    assume: Sequence[str] = (),
    readings: Sequence[str] = (),
    hypotheses: Sequence[Demand] = (),
    without: Collection[str] = (),
) -> Deadlocks:
    """Find the preconditions that wait for each other.

    :param dataset: the graph.
    :param perspectives: the IRIs of the perspectives whose demands count; by default those of everybody.
    :param assume: the IRIs of event types taken as come about.
    :param readings: the IRIs of readings to take, besides those that the perspectives recognise.
    :param hypotheses: demands that nobody is reported to make.
    :param without: the IRIs of acts, commitments and propositions to leave out.
    :returns: deadlocks, refusals, and the smallest ways out.
    """
    taken = tuple(sorted({*readings, *_recognised_readings(dataset, perspectives)}))
    graph = visible(dataset, taken)
    scope = Scope(tuple(perspectives), frozenset(without))
    laid_down = (*demands(graph, scope), *hypotheses)
    world = _world(graph, laid_down, frozenset(assume) | occurred_events(graph, scope), scope)
    refused = refused_events(graph, scope)
    stuck = _stuck(world, laid_down, ())
    cores = _cores(world, laid_down, stuck)
    in_cores = {event for core in cores for event in core.events}
    return Deadlocks(
        perspectives=tuple(perspectives),
        readings=taken,
        assumed=tuple(assume),
        demands=laid_down,
        cores=cores,
        waiting=tuple(sorted(stuck - in_cores)),
        refusals=_refusals(world, laid_down, refused, stuck),
        relaxations=_relaxations(world, laid_down, cores),
    )


def _shortened(value: object) -> object:
    """Replace IRIs by local names, at any depth."""
    if isinstance(value, dict):
        return {key: _shortened(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_shortened(each) for each in value]
    return local_name(value) if isinstance(value, str) and "://" in value else value


def _recognised_readings(dataset: Dataset, perspectives: Iterable[str]) -> set[str]:
    """Find the readings that perspectives recognise."""
    recognised = {o for each in perspectives for o in dataset.objects(NamedNode(each), tg("recognises"))}
    readings = set(dataset.subjects(tg("inferenceKind"), concept("reading")))
    return {each.value for each in recognised & readings if isinstance(each, NamedNode)}


def _world(graph: Dataset, laid_down: Iterable[Demand], assumed: frozenset[str], scope: Scope) -> _World:
    """Read which event types there are, and which counts as which."""
    import networkx as nx

    events = {each.value for each in graph.subjects(RDF_TYPE, tg("EventType")) if isinstance(each, NamedNode)}
    for demand in laid_down:
        events |= {demand.dependent, *required_events(demand.requirement)}
    counting: dict[str, set[str]] = {}
    for proposition in {subject for subject, _ in _pairs(graph, "countsAs")} - set(scope.without):
        for event in _named(graph.objects(NamedNode(proposition), tg("countsAs"))):
            constituting = _named(graph.objects(NamedNode(proposition), tg("constitutingEvent")))
            counting.setdefault(event, set()).update(constituting)
    kinds: nx.DiGraph[str] = nx.DiGraph(_pairs(graph, "specialises"))
    kinds.add_nodes_from((*events, *assumed, *counting, *(each for some in counting.values() for each in some)))
    return _World(
        frozenset(kinds),
        {event: frozenset(nx.descendants(kinds, event)) for event in kinds},
        {event: frozenset(some) for event, some in counting.items()},
        assumed,
    )


def _pairs(graph: Dataset, predicate: str) -> list[tuple[str, str]]:
    """List subject and object of a property between things that have IRIs."""
    return [
        (q.subject.value, q.object.value)
        for q in graph.with_predicate(tg(predicate))
        if isinstance(q.subject, NamedNode) and isinstance(q.object, NamedNode)
    ]


def _named(terms: Iterable[Term]) -> set[str]:
    return {each.value for each in terms if isinstance(each, NamedNode)}


def _requirements(world: _World, laid_down: Iterable[Demand]) -> dict[str, list[Demand]]:
    """List for each event type the demands on it: what an event is one of must be possible too."""
    own: dict[str, list[Demand]] = {event: [] for event in world.events}
    for demand in laid_down:
        own[demand.dependent].append(demand)
    return {
        event: own[event] + [demand for general in sorted(world.generals[event]) for demand in own[general]]
        for event in world.events
    }


def _stuck(world: _World, laid_down: Iterable[Demand], refused: Collection[str]) -> set[str]:
    """Compute the least fixpoint of what can come about, and return the rest."""
    needed = _requirements(world, laid_down)
    possible = set(world.assumed)

    def met(requirement: Requirement, event: str) -> bool:
        if isinstance(requirement, Occurs):
            # A step that is both at once need not wait for itself: two sides may move together.
            return requirement.event in possible or requirement.event in world.generals[event]
        combine: Callable[[Iterable[bool]], bool] = all if isinstance(requirement, AllOf) else any
        return combine(met(each, event) for each in requirement.members)

    while True:
        new = {
            event
            for event in world.events - possible
            if world.ways(event) & possible
            or (event not in refused and all(met(demand.requirement, event) for demand in needed[event]))
        }
        if not new:
            return set(world.events) - possible
        possible |= new


def _cores(world: _World, laid_down: Sequence[Demand], stuck: set[str]) -> tuple[Core, ...]:
    """Find the circles among what is stuck."""
    import networkx as nx

    needed = _requirements(world, laid_down)
    waits: nx.DiGraph[str] = nx.DiGraph()
    waits.add_nodes_from(stuck)
    for event in stuck:
        targets = {each for demand in needed[event] for each in required_events(demand.requirement)}
        waits.add_edges_from((event, target) for target in (targets | world.ways(event)) & stuck)
    circles = [
        set(each)
        for each in nx.strongly_connected_components(waits)
        if len(each) > 1 or any(waits.has_edge(one, one) for one in each)
    ]
    cores = [Core(tuple(sorted(circle)), tuple(dict.fromkeys(_inside(needed, circle)))) for circle in circles]
    return tuple(sorted(cores, key=lambda core: core.events))


def _inside(needed: Mapping[str, Iterable[Demand]], circle: set[str]) -> Iterable[Demand]:
    """Find the demands by which the events of a circle wait for each other."""
    for event in sorted(circle):
        yield from (each for each in needed[event] if circle & set(required_events(each.requirement)))


def _refusals(
    world: _World, laid_down: Sequence[Demand], refused: Mapping[str, Sequence[Demand]], stuck: set[str]
) -> tuple[Refusal, ...]:
    """Tell what each refusal alone blocks beyond the deadlocks."""
    found = []
    for event in sorted(refused):
        blocked = _stuck(world, laid_down, {event}) - stuck
        if event in blocked:
            who = tuple(sorted({each for refusal in refused[event] for each in refusal.who}))
            where = tuple(sorted({each for refusal in refused[event] for each in refusal.where}))
            found.append(Refusal(event, who, where, tuple(sorted(blocked - {event}))))
    return tuple(found)


def _relaxations(world: _World, laid_down: Sequence[Demand], cores: Sequence[Core]) -> tuple[Relaxation, ...]:
    """Find the smallest sets of demands to drop, and the single events whose own way would do."""
    if not cores:
        return ()
    candidates = list(dict.fromkeys(demand for core in cores for demand in core.demands))
    drops = [Relaxation(drop=each) for each in _smallest_drops(world, laid_down, candidates)]
    events = sorted({event for core in cores for event in core.events})
    ways = [
        Relaxation(bring_about=(event,))
        for event in events
        if not _has_core(replace(world, assumed=world.assumed | {event}), laid_down)
    ]
    return (*drops, *ways)


def _smallest_drops(
    world: _World, laid_down: Sequence[Demand], candidates: Sequence[Demand]
) -> list[tuple[Demand, ...]]:
    """List the smallest sets of demands without which no deadlock is left; one minimal set where that is large."""
    for size in range(1, min(LARGEST_SEARCH, len(candidates)) + 1):
        found = [each for each in combinations(candidates, size) if not _has_core(world, _minus(laid_down, each))]
        if found:
            return found
    dropped = list(candidates)
    for demand in candidates:
        fewer = [each for each in dropped if each != demand]
        if not _has_core(world, _minus(laid_down, fewer)):
            dropped = fewer
    return [tuple(dropped)]


def _minus(laid_down: Iterable[Demand], dropped: Collection[Demand]) -> list[Demand]:
    return [demand for demand in laid_down if demand not in dropped]


def _has_core(world: _World, laid_down: Sequence[Demand]) -> bool:
    """Tell whether a deadlock is left."""
    return bool(_cores(world, laid_down, _stuck(world, laid_down, ())))
