"""The outline of land under a map: tiles of Natural Earth (land alone, no boundaries) that the bundler cut."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import cos, floor, radians

from treatygraph.server.frontend_files import Frontend
from treatygraph.server.pages.geometry import Box

__all__ = ["CREDIT", "UNITS", "Frame", "frame"]

CREDIT = "Land: Natural Earth 1:10m, 1:50m and 1:110m (public domain). No boundaries, no countries."
UNITS = 1000
"""Units of a picture in one degree."""

_SCALES = (("land-10m.json", 12.0), ("land-50m.json", 70.0), ("land-110m.json", 360.0))
"""The files, the finest first, each with the widest window it serves."""
_MOST_TEXT = 60_000
"""A picture with more outline than this takes the next coarser file."""
_MARGIN = 0.45
_LEAST = 2.6
"""Degrees of latitude that a picture shows at least: a lone islet says nothing of where it is."""
_TALLEST, _WIDEST = 0.95, 1.9
"""Width of a picture by its height: not less, not more."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A window on the world, with the land in it.

    :param box: the window.
    :param stretch: by how much degrees of longitude are shorter than those of latitude in its middle.
    :param land: SVG path data of the land, in thousandths of a degree; none where nothing was built.
    """

    box: Box
    stretch: float
    land: tuple[str, ...]

    @property
    def view(self) -> tuple[float, float, float, float]:
        """The viewBox of the picture."""
        width = (self.box.east - self.box.west) * UNITS * self.stretch
        height = (self.box.north - self.box.south) * UNITS
        left, top = self.box.west * UNITS * self.stretch, -self.box.north * UNITS
        return round(left, 1), round(top, 1), round(width, 1), round(height, 1)


def frame(frontend: Frontend, box: Box) -> Frame:
    """Choose a window around a box, and the land in it.

    :param frontend: what npm made.
    :param box: what is to be seen.
    :returns: the window, with some room around and neither a ribbon nor a tower.
    """
    stretch = max(0.2, cos(radians(box.middle[1])))
    height = max((box.north - box.south) * (1 + _MARGIN), _LEAST)
    width = max((box.east - box.west) * (1 + _MARGIN), _LEAST)
    height = max(height, width * stretch / _WIDEST)
    width = max(width, height * _TALLEST / stretch)
    window = _window(box.middle, min(width, 360.0), min(height, 180.0))
    return Frame(window, stretch, _land(frontend, window))


def _window(middle: tuple[float, float], width: float, height: float) -> Box:
    """Put a window around a point, and push it back onto the globe."""
    west = min(max(middle[0] - width / 2, -180.0), 180.0 - width)
    south = min(max(middle[1] - height / 2, -90.0), 90.0 - height)
    return Box(west, south, west + width, south + height)


def _land(frontend: Frontend, window: Box) -> tuple[str, ...]:
    """Take the tiles of a window from the finest file that serves it."""
    for name, widest in _SCALES:
        if name not in frontend.files or window.east - window.west > widest:
            continue
        found = tuple(_tiles(frontend, name, window))
        if sum(map(len, found)) <= _MOST_TEXT or name == _SCALES[-1][0]:
            return found
    return ()


def _tiles(frontend: Frontend, name: str, window: Box) -> Iterator[str]:
    """Find the tiles of a file that a window shows."""
    step, tiles = _read(frontend, name)
    for west in _starts(window.west, window.east, -180, step):
        for south in _starts(window.south, window.north, -90, step):
            tile = tiles.get(f"{west},{south}")
            if tile:
                yield tile


def _starts(low: float, high: float, origin: int, step: int) -> range:
    """Count the edges of the tiles between two degrees."""
    return range(origin + floor((low - origin) / step) * step, int(high) + 1, step)


@lru_cache(maxsize=8)
def _read(frontend: Frontend, name: str) -> tuple[int, Mapping[str, str]]:
    """Read a file of tiles, once: how many degrees each has, and their outlines."""
    document = json.loads(frontend.text(name))
    return document["step"], document["tiles"]
