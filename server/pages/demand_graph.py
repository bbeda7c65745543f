"""The picture of preconditions: what has to wait for what, who demands it, where it says so."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from treatygraph.graph.promises.demands import AnyOf, Occurs, Requirement
from treatygraph.graph.promises.preconditions import Deadlocks
from treatygraph.server.wording import Link

__all__ = ["Arrow", "Box", "DemandGraph", "draw_demands", "required_words"]

BOX_WIDTH = 186.0
BOX_HEIGHT = 62.0
GAP_X = 96.0
GAP_Y = 26.0
_LETTERS = 25
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
    :param height: its height.
    :param boxes: the kinds of events.
    :param arrows: what has to come before what.
    """

    width: float
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
    return DemandGraph(width, height + GAP_Y, tuple(boxes.values()), tuple(_arrows([*edges, *also], boxes, cores)))


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


def _arrows(edges: Iterable[_Edge], boxes: Mapping[str, Box], cores: Mapping[str, int]) -> Iterable[Arrow]:
    """Draw the arrows; several between the same boxes part from each other."""
    drawn: dict[tuple[str, str], int] = {}
    for edge in edges:
        ends = (edge.source, edge.target)
        beside = drawn[ends] = drawn.get(ends, -1) + 1
        one, other = boxes[edge.source], boxes[edge.target]
        circular = edge.source in cores and cores[edge.source] == cores.get(edge.target)
        if other.x <= one.x:
            path, x, y = _backwards(one, other)
        else:
            path, x, y = _forwards(one, other, beside * 20 - 6)
        yield Arrow(path, edge.number, x, y, edge.choice, circular, kind=not edge.number)


def _forwards(one: Box, other: Box, shift: float) -> tuple[str, float, float]:
    """Draw from the right edge of a box to the left edge of one further right; say where a number goes."""
    x1, y1 = one.x + BOX_WIDTH, one.y + BOX_HEIGHT / 2 + shift
    x2, y2 = other.x - 7, other.y + BOX_HEIGHT / 2 + shift
    bend = max(40.0, abs(x2 - x1) / 2)
    path = f"M{x1:.0f},{y1:.0f} C{x1 + bend:.0f},{y1:.0f} {x2 - bend:.0f},{y2:.0f} {x2:.0f},{y2:.0f}"
    part = 0.5 if x2 - x1 < GAP_X + BOX_WIDTH else 0.22
    return path, _bezier(part, x1, x1 + bend, x2 - bend, x2), _bezier(part, y1, y1, y2, y2)


def _backwards(one: Box, other: Box) -> tuple[str, float, float]:
    """Draw from the lower edge of a box to that of one further left, below both; in a column, straight."""
    if one.x == other.x and one.y != other.y:
        x, down = one.x + BOX_WIDTH / 2 + 40, other.y > one.y
        y1, y2 = (one.y + BOX_HEIGHT, other.y - 7) if down else (one.y, other.y + BOX_HEIGHT + 7)
        return f"M{x:.0f},{y1:.0f} L{x:.0f},{y2:.0f}", x, (y1 + y2) / 2
    x1, y1 = one.x + BOX_WIDTH / 2, one.y + BOX_HEIGHT
    x2, y2 = other.x + BOX_WIDTH / 2 + 12, other.y + BOX_HEIGHT + 7
    low = max(y1, y2) + 40
    path = f"M{x1:.0f},{y1:.0f} C{x1:.0f},{low:.0f} {x2:.0f},{low:.0f} {x2:.0f},{y2:.0f}"
    return path, _bezier(0.5, x1, x1, x2, x2), _bezier(0.5, y1, low, low, y2)


def _bezier(part: float, a: float, b: float, c: float, d: float) -> float:
    """Find a point of a curve."""
    rest = 1 - part
    return rest**3 * a + 3 * rest**2 * part * b + 3 * rest * part**2 * c + part**3 * d
