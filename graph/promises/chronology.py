"""When the events of a case can have happened, for one perspective.

Each event, or group of events that a recognised reading takes for one, is a node with a first and a last possible
day. Orders narrow the days of their ends. Where the statements contradict one another the contradiction is left
out, so that no day which somebody allows is excluded; :mod:`treatygraph.graph.promises.temporal` reports it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from treatygraph.graph.promises.fuzzy_time import BEFORE_ALL_DAYS, Bounds
from treatygraph.graph.promises.index import Index, components
from treatygraph.graph.promises.model import Act, Graphs, Link, TimeBound
from treatygraph.graph.promises.view import ALWAYS, View

__all__ = ["Chronology", "Floor", "bits", "chronology"]

_EdgeKey: TypeAlias = Callable[[tuple[int, int]], tuple[int, tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Floor:
    """Acts that presuppose others: they are not before the first day that one of these can be on.

    :param acts: the acts.
    :param presupposed: what they presuppose; one of them is enough.
    """

    acts: tuple[str, ...]
    presupposed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chronology:
    """The possible days of the events of a case.

    :param node_of: the node of each event.
    :param first: the first possible day of each node, as an ordinal.
    :param last: the last possible day of each node.
    :param before: for each node, as bits, the nodes that come before it although their days overlap.
    :param why: for each node, the graphs that its first and that its last day rest on.
    """

    node_of: Mapping[str, int]
    first: tuple[int, ...]
    last: tuple[int, ...]
    before: tuple[int, ...]
    why: tuple[tuple[Graphs, Graphs], ...]


@dataclass(slots=True)
class _End:
    """One end of a node's days, and the graphs that it rests on."""

    day: int
    why: Graphs


class _Network:
    """The nodes and the edges between them while the days are narrowed."""

    def __init__(self, bounds: Sequence[tuple[_End, _End]], edges: Mapping[tuple[int, int], Graphs]) -> None:
        self.own = bounds
        self.size = len(bounds)
        circular = _in_circles(self.size, edges)
        self.edges = {edge: why for edge, why in edges.items() if not circular.issuperset(edge)}
        self.first = [_End(first.day, first.why) for first, _ in bounds]
        self.last = [_End(last.day, last.why) for _, last in bounds]
        self.propagate()
        self._drop_contradictions()

    def propagate(self) -> None:
        """Move first days forwards and last days backwards along the edges."""
        order = sorted(self.edges, key=_topological(self.size, self.edges))
        for earlier, later in order:
            end, start = self.first[later], self.first[earlier]
            if start.day > end.day:
                self.first[later] = _End(start.day, start.why | self.edges[earlier, later])
        for earlier, later in reversed(order):
            end, start = self.last[later], self.last[earlier]
            if end.day < start.day:
                self.last[earlier] = _End(end.day, end.why | self.edges[earlier, later])

    def raise_first(self, node: int, day: int, why: Graphs) -> None:
        """Narrow the days of a node from below, unless none would be left."""
        if self.first[node].day < day <= self.last[node].day:
            self.first[node] = _End(day, why)

    def ancestors(self) -> list[int]:
        """Find for each node, as bits, the nodes before it whose days overlap with its own."""
        before = [0] * self.size
        for earlier, later in sorted(self.edges, key=_topological(self.size, self.edges)):
            before[later] |= before[earlier] | 1 << earlier
        return [
            sum(1 << each for each in bits(mask) if self.last[each].day >= self.first[node].day)
            for node, mask in enumerate(before)
        ]

    def _drop_contradictions(self) -> None:
        """Give the events of a contradiction their own days back, and forget the orders that tie them."""
        wrong = [node for node in range(self.size) if self.first[node].day > self.last[node].day]
        if not wrong:
            return
        together = components(self.edges)
        tied = {each for node in wrong for each in together.get(node, (node,))}
        self.edges = {edge: why for edge, why in self.edges.items() if not tied & set(edge)}
        for node in tied:
            self.first[node], self.last[node] = self.own[node]


def chronology(
    index: Index, view: View, acts: Iterable[str], dates: Mapping[str, Bounds], floors: Iterable[Floor]
) -> Chronology:
    """Work out the possible days of events, as a perspective sees them.

    :param index: the model's look-ups.
    :param view: the perspective.
    :param acts: the events that matter; those tied to them by orders and identities are taken along.
    :param dates: further things that come about by themselves, with their bounds.
    :param floors: what presupposes what, in the order in which it is to be applied.
    :returns: the possible days.
    """
    events = index.tied(acts)
    ends = {event: _ends(view, index.model.acts[event]) for event in events}
    group_of = _merged(index, view, ends)
    leaders = sorted(set(group_of.values()))
    number = {leader: position for position, leader in enumerate([*leaders, *sorted(dates)])}
    node_of = {event: number[group_of[event]] for event in events} | {name: number[name] for name in dates}
    own = [ends[leader] for leader in leaders]
    own += [_plain_ends(bounds.ordinals) for _, bounds in sorted(dates.items())]
    network = _Network(own, _edges(index, view, events, node_of))
    for floor in floors:
        _apply(network, node_of, floor)
    return Chronology(
        node_of=node_of,
        first=tuple(end.day for end in network.first),
        last=tuple(end.day for end in network.last),
        before=tuple(network.ancestors()),
        why=tuple(zip((end.why for end in network.first), (end.why for end in network.last), strict=True)),
    )


def bits(mask: int) -> Iterator[int]:
    """Tell which bits of a number are set.

    :param mask: the number.
    :returns: the positions, lowest first.
    """
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def _ends(view: View, act: Act) -> tuple[_End, _End]:
    """Put the bounds on an event's day together, as far as the perspective counts them."""
    counted = [time for time in act.times if _counts(view, act, time)]
    first, last = _plain_ends(Bounds.meeting(time.bounds for time in counted).ordinals)
    for time in counted:
        why = view.support([Link("", graphs) for graphs in _statements(time)])
        if time.bounds.first is not None and time.bounds.first.toordinal() == first.day:
            first.why |= why
        if time.bounds.last is not None and time.bounds.last.toordinal() == last.day:
            last.why |= why
    return first, last


def _counts(view: View, act: Act, time: TimeBound) -> bool:
    """Tell whether a bound counts: it holds in any case, or comes with the reading that makes up the act."""
    return all(
        view.ways(graphs) == ALWAYS or (view.ways(graphs) and _stated_by(view, act) & graphs)
        for graphs in (time.link, time.value)
    )


def _statements(time: TimeBound) -> tuple[Graphs, ...]:
    """Name the graphs of a bound; those that only describe the same time for other events tell nothing of this one."""
    both = time.link & time.value
    return (both,) if both else (time.link, time.value)


def _stated_by(view: View, act: Act) -> Graphs:
    """Name the readings that make up an act which nothing else states, as far as they are not recognised."""
    graphs = frozenset[str]().union(*(link.graphs for link in act.kinds + act.realisations))
    return frozenset() if view.ways(graphs) == ALWAYS else graphs


def _only_read(index: Index, view: View, *events: str) -> bool:
    """Tell whether an event is there only if a reading is taken; then it must not narrow the days of others."""
    return any(_stated_by(view, index.model.acts[event]) for event in events)


def _plain_ends(ordinals: tuple[int, int]) -> tuple[_End, _End]:
    """Make ends that rest on nothing yet."""
    first, last = ordinals
    return _End(first, frozenset()), _End(last, frozenset())


def _merged(index: Index, view: View, ends: dict[str, tuple[_End, _End]]) -> dict[str, str]:
    """Let the events that recognised readings take for one share a node, unless their days exclude it."""
    group_of = {event: event for event in ends}
    for event in ends:
        for identity in index.identities.get(event, ()):
            recognised = (identity.graphs & view.recognises) - view.left_out
            one, other = group_of[identity.one], group_of[identity.other]
            if not recognised or one == other or _only_read(index, view, identity.one, identity.other):
                continue
            first = _tighter(ends[one][0], ends[other][0], recognised, ends[one][0].day > ends[other][0].day)
            last = _tighter(ends[one][1], ends[other][1], recognised, ends[one][1].day < ends[other][1].day)
            if first.day <= last.day:
                ends[one] = first, last
                group_of = {each: one if group == other else group for each, group in group_of.items()}
    return group_of


def _tighter(one: _End, other: _End, why: Graphs, first_is_tighter: bool) -> _End:
    """Choose between the ends of two events that are one."""
    chosen = one if first_is_tighter else other
    return _End(chosen.day, chosen.why | why)


def _edges(
    index: Index, view: View, events: Iterable[str], node_of: Mapping[str, int]
) -> dict[tuple[int, int], Graphs]:
    """Find the orders that hold in any case, as edges between nodes."""
    found: dict[tuple[int, int], Graphs] = {}
    for event in events:
        for order in index.orders.get(event, ()):
            edge = node_of[order.earlier], node_of[order.later]
            if edge[0] == edge[1] or _only_read(index, view, order.earlier, order.later):
                continue
            if view.ways(order.graphs) == ALWAYS:
                found[edge] = found.get(edge, frozenset()) | view.support([Link("", order.graphs)])
    return found


def _apply(network: _Network, node_of: Mapping[str, int], floor: Floor) -> None:
    """Narrow the days of acts by those of what they presuppose."""
    ends = [network.first[node_of[act]] for act in floor.presupposed]
    lowest = min(ends, key=lambda end: end.day, default=None)
    if lowest is None or lowest.day == BEFORE_ALL_DAYS:
        return
    for act in floor.acts:
        network.raise_first(node_of[act], lowest.day, lowest.why)
    network.propagate()


def _topological(size: int, edges: Iterable[tuple[int, int]]) -> _EdgeKey:
    """Make a sort key that puts an edge after all edges that lead to it; the edges have no circle."""
    depth = [0] * size
    following: list[list[int]] = [[] for _ in range(size)]
    missing = [0] * size
    for earlier, later in edges:
        following[earlier].append(later)
        missing[later] += 1
    pending = [node for node in range(size) if not missing[node]]
    while pending:
        node = pending.pop()
        for later in following[node]:
            depth[later] = max(depth[later], depth[node] + 1)
            missing[later] -= 1
            if not missing[later]:
                pending.append(later)
    return lambda edge: (depth[edge[0]], edge)


def _in_circles(size: int, edges: Iterable[tuple[int, int]]) -> frozenset[int]:
    """Find the nodes that lie on circles or between them: what is left when both loose ends are peeled off."""
    left = set(range(size))
    current = list(edges)
    while True:
        current = [edge for edge in current if left.issuperset(edge)]
        inner = {earlier for earlier, _ in current} & {later for _, later in current}
        if inner == left:
            return frozenset(left)
        left = inner
