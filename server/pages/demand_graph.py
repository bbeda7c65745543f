"""The picture of preconditions: what has to wait for what, who demands it, where it says so."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from treatygraph.graph.promises.demands import AnyOf, Occurs, Requirement
from treatygraph.graph.promises.preconditions import Deadlocks
from treatygraph.server.pages.arrow_routes import BOX_HEIGHT, BOX_WIDTH, GAP_X, GAP_Y, Place, Routes
from treatygraph.server.wording import Link

__all__ = ["Arrow", "Box", "DemandGraph", "draw_demands", "required_words"]

_LETTERS = 23
_LINES = 3


@dataclass(frozen=True, slots=True)
class Box:
    """A kind of event.

    :param x: its left edge.
    :param y: its top.
    :param link: the event type.
    :param lines: its name, cut into lines.
    :param state: ``deadlocked``, ``waiting``, ``refused``, ``assumed`` or ``open``.
    """

    x: float
    y: float
    link: Link
    lines: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True)
class Arrow:
    """That one kind of event has to come before another.

    :param path: the curve, as SVG writes it.
    :param number: the number of the demand.
    :param x: where the number stands.
    :param y: where the number stands.
    :param choice: whether it is one of several ways.
    :param circular: whether it closes a circle.
    :param kind: whether it says that what it points at is one of the other kind, too; then it has no number.
    """

    path: str
    number: int
    x: float
    y: float
    choice: bool
    circular: bool
    kind: bool = False


@dataclass(frozen=True, slots=True)
class DemandGraph:
    """A picture.

    :param width: its width.
    :param top: where it begins; an arrow may pass above all boxes.
    :param height: its height.
    :param boxes: the kinds of events.
    :param arrows: what has to come before what.
    """

    width: float
    top: float
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


@dataclass(frozen=True, slots=True)
class _Edge:
    """An arrow before it is placed."""

    source: str
    target: str
    number: int
    choice: bool = False


def draw_demands(result: Deadlocks, links: Mapping[str, Link], kinds: Iterable[tuple[str, str]] = ()) -> DemandGraph:
    """Draw the demands that count, what comes first at the left.

    :param result: the demands, and what they make impossible.
    :param links: links to the kinds of events.
    :param kinds: pairs of which the second is one of the first kind, too, so that demands on that hold for it.
    :returns: the picture.
    """
    edges = [
        _Edge(source, demand.dependent, number, choice)
        for number, demand in enumerate(result.demands, start=1)
        for source, choice in _sources(demand.requirement)
    ]
    events = sorted({end for edge in edges for end in (edge.source, edge.target)})
    layers = _layers(events, edges)
    columns: dict[int, list[str]] = {}
    for event in events:
        columns.setdefault(layers[event], []).append(event)
    _order(columns, edges)
    tallest = max(map(len, columns.values()), default=0)
    height = max(1, tallest) * (BOX_HEIGHT + GAP_Y) + GAP_Y
    states = _states(result)
    boxes: dict[str, Box] = {}
    for layer, column in columns.items():
        used = len(column) * (BOX_HEIGHT + GAP_Y) - GAP_Y
        for row, event in enumerate(column):
            x = layer * (BOX_WIDTH + GAP_X) + 2
            y = (height - used) / 2 + row * (BOX_HEIGHT + GAP_Y)
            boxes[event] = Box(x, y, links[event], _lines(links[event].text), states.get(event, "open"))
    width = max(columns, default=0) * (BOX_WIDTH + GAP_X) + BOX_WIDTH + 4
    cores = {event: number for number, core in enumerate(result.cores) for event in core.events}
    also = [_Edge(general, one, 0) for general, one in sorted(kinds) if general in boxes and one in boxes]
    routes = Routes(Place(box.x, box.y) for box in boxes.values())
    arrows = tuple(_arrows([*edges, *also], boxes, cores, routes))
    return DemandGraph(width, routes.top, routes.bottom - routes.top, tuple(boxes.values()), arrows)


def required_words(requirement: Requirement, links: Mapping[str, Link]) -> str:
    """Write a requirement in words.

    :param requirement: the requirement.
    :param links: links to the kinds of events.
    :returns: words, with parentheses where there is more than one level.
    """
    if isinstance(requirement, Occurs):
        return links[requirement.event].text
    parts = [required_words(each, links) for each in requirement.members]
    joined = (" or " if isinstance(requirement, AnyOf) else " and ").join(parts)
    return joined if len(parts) == 1 else f"({joined})" if parts else "some day"


def _sources(requirement: Requirement, choice: bool = False) -> Iterable[tuple[str, bool]]:
    """List what a requirement asks for, and whether it is one of several ways."""
    if isinstance(requirement, Occurs):
        yield requirement.event, choice
        return
    several = isinstance(requirement, AnyOf) and len(requirement.members) > 1
    for member in requirement.members:
        yield from _sources(member, choice or several)


def _layers(events: Sequence[str], edges: Sequence[_Edge]) -> dict[str, int]:
    """Put each event to the right of what it waits for; circles are cut where they close."""
    needs: dict[str, list[str]] = {event: [] for event in events}
    for edge in edges:
        needs[edge.target].append(edge.source)
    found: dict[str, int] = {}

    def layer(event: str, above: frozenset[str]) -> int:
        if event not in found:
            below = [layer(each, above | {event}) for each in needs[event] if each not in above and each != event]
            depth = 1 + max(below, default=-1)
            if above & set(needs[event]):
                return depth
            found[event] = depth
        return found[event]

    return {event: layer(event, frozenset()) for event in events}


def _order(columns: dict[int, list[str]], edges: Sequence[_Edge]) -> None:
    """Sort each column by where its neighbours stand, so that fewer arrows cross."""
    for _ in range(4):
        rows = {event: row for column in columns.values() for row, event in enumerate(column)}
        for column in columns.values():
            column.sort(key=lambda event: (_middle(event, rows, edges), event))
            rows |= {event: row for row, event in enumerate(column)}


def _middle(event: str, rows: Mapping[str, int], edges: Sequence[_Edge]) -> float:
    """Find the mean row of the neighbours of an event."""
    near = [rows[edge.source] for edge in edges if edge.target == event]
    near += [rows[edge.target] for edge in edges if edge.source == event]
    return sum(near) / len(near) if near else rows[event]


def _states(result: Deadlocks) -> dict[str, str]:
    """Say what becomes of each event."""
    states: dict[str, str] = dict.fromkeys(result.waiting, "waiting")
    states |= {refusal.event: "refused" for refusal in result.refusals}
    states |= {event: "deadlocked" for core in result.cores for event in core.events}
    return states | dict.fromkeys(result.assumed, "assumed")


def _lines(text: str) -> tuple[str, ...]:
    """Cut a name into as many lines as a box has."""
    return tuple(textwrap.wrap(text, _LETTERS, max_lines=_LINES, placeholder=" …"))


def _arrows(
    edges: Iterable[_Edge], boxes: Mapping[str, Box], cores: Mapping[str, int], routes: Routes
) -> Iterable[Arrow]:
    """Draw the arrows; several between the same boxes part from each other."""
    drawn: dict[tuple[str, str], int] = {}
    for edge in edges:
        ends = (edge.source, edge.target)
        beside = drawn[ends] = drawn.get(ends, -1) + 1
        one, other = boxes[edge.source], boxes[edge.target]
        circular = edge.source in cores and cores[edge.source] == cores.get(edge.target)
        route = routes.find(Place(one.x, one.y), Place(other.x, other.y), beside * 20 - 6)
        yield Arrow(route.path, edge.number, route.x, route.y, edge.choice, circular, kind=not edge.number)
