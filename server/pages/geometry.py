"""Geometries as the graph writes them: Well-Known Text, longitude before latitude.

Source: OGC 06-103r4 (Simple Feature Access), section 7; OGC GeoSPARQL 1.1, section 8.5.1 (wktLiteral, whose
default reference system is CRS84).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Box", "Shape", "box_of", "read_shape"]

_KIND = re.compile(r"\s*(?P<kind>(?:MULTI)?(?:POINT|LINESTRING|POLYGON))\s*(?P<rest>\(.*\))\s*\Z", re.I | re.S)
_CRS84 = re.compile(r"\s*<http://www\.opengis\.net/def/crs/OGC/1\.3/CRS84>")
_RING = re.compile(r"[^()]*\d[^()]*")
_LIMITS = ((-180.0, 180.0), (-90.0, 90.0))

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A window of longitudes and latitudes, in degrees.

    :param west: its western edge.
    :param south: its southern edge.
    :param east: its eastern edge.
    :param north: its northern edge.
    """

    west: float
    south: float
    east: float
    north: float

    @property
    def middle(self) -> Point:
        """The point in its middle."""
        return (self.west + self.east) / 2, (self.south + self.north) / 2

    def near(self, other: Box, degrees: float) -> bool:
        """Tell whether another box is not further away than so many degrees.

        :param other: the other one.
        :param degrees: the distance, in longitude and in latitude.
        :returns: True if they overlap or nearly do.
        """
        apart = max(self.west - other.east, other.west - self.east, self.south - other.north, other.south - self.north)
        return apart <= degrees


@dataclass(frozen=True, slots=True)
class Shape:
    """A geometry.

    :param kind: point, linestring or polygon, perhaps with multi before it.
    :param rings: its points, stretch by stretch.
    """

    kind: str
    rings: tuple[tuple[Point, ...], ...]

    @property
    def is_point(self) -> bool:
        """Whether it has no extent."""
        return self.kind.endswith("point")

    @property
    def is_area(self) -> bool:
        """Whether it encloses anything."""
        return self.kind.endswith("polygon")


def read_shape(text: str) -> Shape | None:
    """Read a geometry.

    :param text: Well-Known Text, perhaps after the IRI of CRS84.
    :returns: the geometry; None for another kind, another reference system, or coordinates outside the globe.

    >>> read_shape("POINT (103.85 1.29)").rings
    (((103.85, 1.29),),)
    >>> read_shape("POINT (1.29 103.85)") is None
    True
    """
    match = _KIND.match(_CRS84.sub("", text, count=1))
    if match is None:
        return None
    try:
        rings = tuple(tuple(map(_point, ring.split(","))) for ring in _RING.findall(match["rest"]))
    except ValueError:
        return None
    return Shape(match["kind"].lower(), rings) if rings else None


def box_of(shapes: Iterable[Shape]) -> Box:
    """Find the window that just holds some geometries.

    :param shapes: the geometries, at least one.
    :returns: the window.
    """
    points = [point for shape in shapes for ring in shape.rings for point in ring]
    longitudes, latitudes = zip(*points, strict=True)
    return Box(min(longitudes), min(latitudes), max(longitudes), max(latitudes))


def _point(text: str) -> Point:
    """Read a point; what lies outside the globe has its coordinates exchanged, or is in metres."""
    longitude, latitude = (float(each) for each in text.split()[:2])
    for value, (low, high) in zip((longitude, latitude), _LIMITS, strict=True):
        if not low <= value <= high:
            raise ValueError(text)
    return longitude, latitude
