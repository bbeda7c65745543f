"""The ways of arrows between boxes in columns: past the boxes that stand between, never behind them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

__all__ = ["BOX_HEIGHT", "BOX_WIDTH", "GAP_X", "GAP_Y", "Place", "Route", "Routes"]

BOX_WIDTH = 186.0
BOX_HEIGHT = 62.0
GAP_X = 96.0
GAP_Y = 34.0
LANE = 14.0
"""How far arrows that pass by the same boxes are from each other."""
_HEAD = 7.0
"""How long the head of an arrow is."""
_ABOVE = 20.0
"""Room above a box, for the word on its state."""
_BELOW = 8.0
_TURN = 44.0


Curve: TypeAlias = tuple[float, float, float, float]


class Place(NamedTuple):
    """Where a box stands: its left edge and its top."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Route:
    """The way of an arrow.

    :param path: the curve, as SVG writes it.
    :param x: where its number stands.
    :param y: where its number stands.
    """

    path: str
    x: float
    y: float


class Routes:
    """Finds ways for arrows, one after the other.

    :param places: where the boxes stand.
    """

    def __init__(self, places: Iterable[Place]) -> None:
        self._columns: dict[float, list[float]] = {}
        for x, y in places:
            self._columns.setdefault(x, []).append(y)
        rows = [y for column in self._columns.values() for y in column]
        self.top = min(rows, default=0.0) - _ABOVE
        self.bottom = max(rows, default=0.0) + BOX_HEIGHT + _BELOW
        self._taken: dict[tuple[float, float], int] = {}

    def find(self, one: Place, other: Place, shift: float = 0.0) -> Route:
        """Find the way from one box to another.

        :param one: where the arrow begins.
        :param other: where it ends.
        :param shift: how much lower than the middle it begins and ends, where several join the same boxes.
        :returns: the way.
        """
        if one == other:
            x, y = one.x + BOX_WIDTH, one.y + BOX_HEIGHT / 2
            out = x + 60
            path = f"M{x:.0f},{y - 18:.0f} C{out:.0f},{y - 30:.0f} {out:.0f},{y + 30:.0f} {x + _HEAD:.0f},{y + 18:.0f}"
            return Route(path, x + _TURN, y)
        if one.x == other.x:
            return self._beside(one, other)
        # What goes back to the left begins and ends lower, beside what comes.
        low = min(shift if other.x > one.x else shift + 24, BOX_HEIGHT / 2 - 4)
        between = [x for x in self._columns if min(one.x, other.x) < x < max(one.x, other.x)]
        if between and self._is_blocked(one, other, low, between):
            return self._past(one, other, low, between)
        xs, ys = _curve(one, other, low)
        path = f"M{xs[0]:.0f},{ys[0]:.0f} C{xs[1]:.0f},{ys[1]:.0f} {xs[2]:.0f},{ys[2]:.0f} {xs[3]:.0f},{ys[3]:.0f}"
        part = 0.22 if between else 0.5
        return Route(path, _bezier(part, *xs), _bezier(part, *ys))

    def _is_blocked(self, one: Place, other: Place, shift: float, between: Iterable[float]) -> bool:
        """Tell whether a box stands in the way of the plain curve."""
        xs, ys = _curve(one, other, shift)
        points = [(_bezier(step / 60, *xs), _bezier(step / 60, *ys)) for step in range(61)]
        return any(
            x - 8 < px < x + BOX_WIDTH + 8 and y - _ABOVE < py < y + BOX_HEIGHT + _BELOW
            for x in between
            for y in self._columns[x]
            for px, py in points
        )

    def _past(self, one: Place, other: Place, shift: float, between: Sequence[float]) -> Route:
        """Go past the boxes between, in a gap of theirs, above or below them."""
        (x1, *_, x2), (y1, *_, y2) = _curve(one, other, shift)
        lane = self._lane(between, (y1 + y2) / 2)
        begin, end, turn = min(between) - 6, max(between) + BOX_WIDTH + 6, _TURN
        if x2 < x1:
            begin, end, turn = end, begin, -_TURN
        path = (
            f"M{x1:.0f},{y1:.0f} C{x1 + turn:.0f},{y1:.0f} {begin - turn:.0f},{lane:.0f} {begin:.0f},{lane:.0f} "
            f"L{end:.0f},{lane:.0f} C{end + turn:.0f},{lane:.0f} {x2 - turn:.0f},{y2:.0f} {x2:.0f},{y2:.0f}"
        )
        return Route(path, begin + turn / 2, lane)

    def _beside(self, one: Place, other: Place) -> Route:
        """Go up or down in a column: straight to the next box, else beside those between."""
        low, high = sorted((one.y, other.y))
        if not any(low < y < high for y in self._columns[one.x]):
            x, down = one.x + BOX_WIDTH / 2 + 40, other.y > one.y
            y1, y2 = (one.y + BOX_HEIGHT, other.y - _HEAD) if down else (one.y, other.y + BOX_HEIGHT + _HEAD)
            return Route(f"M{x:.0f},{y1:.0f} L{x:.0f},{y2:.0f}", x, (y1 + y2) / 2)
        x, y1, y2 = one.x + BOX_WIDTH, one.y + BOX_HEIGHT / 2, other.y + BOX_HEIGHT / 2
        out = x + _TURN
        path = f"M{x:.0f},{y1:.0f} C{out:.0f},{y1:.0f} {out:.0f},{y2:.0f} {x + _HEAD:.0f},{y2:.0f}"
        return Route(path, x + _TURN * 0.75, (y1 + y2) / 2)

    def _lane(self, columns: Iterable[float], near: float) -> float:
        """Choose a height at which nothing stands in some columns, as near as can be."""
        blocked = sorted((y - _ABOVE, y + BOX_HEIGHT + _BELOW) for x in columns for y in self._columns[x])
        begin, end = blocked[0][0], blocked[0][1]
        gaps = [(-1e6, begin)]
        for low, high in blocked[1:]:
            if low > end:
                gaps.append((end, low))
            end = max(end, high)
        gaps.append((end, 1e6))
        lanes = {}
        for gap in gaps:
            taken = self._taken.get(gap, 0)
            outer = gap[0] < -1e5 or gap[1] > 1e5
            lane = gap[0] + 6 + LANE * taken if gap[0] > -1e5 else gap[1] - 6 - LANE * taken
            if outer or lane <= gap[1]:
                lanes[lane] = gap
        chosen = min(lanes, key=lambda lane: (abs(lane - near), lane))
        self._taken[lanes[chosen]] = self._taken.get(lanes[chosen], 0) + 1
        self.top, self.bottom = min(self.top, chosen - LANE), max(self.bottom, chosen + LANE)
        return chosen


def _curve(one: Place, other: Place, shift: float) -> tuple[Curve, Curve]:
    """Bend a curve between the edges at which two boxes face each other: the x of its four points, and their y."""
    right = other.x > one.x
    x1 = one.x + BOX_WIDTH if right else one.x
    x2 = other.x - _HEAD if right else other.x + BOX_WIDTH + _HEAD
    y1, y2 = one.y + BOX_HEIGHT / 2 + shift, other.y + BOX_HEIGHT / 2 + shift
    bend = (x2 - x1) / 2
    return (x1, x1 + bend, x2 - bend, x2), (y1, y1, y2, y2)


def _bezier(part: float, a: float, b: float, c: float, d: float) -> float:
    """Find a point of a curve."""
    rest = 1 - part
    return rest**3 * a + 3 * rest**2 * part * b + 3 * rest * part**2 * c + part**3 * d
