"""Places as the map tells of them: where they lie, what they are called and by whom, who claims or administers them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from treatygraph.server.pages.geometry import Box, Shape, box_of
from treatygraph.server.wording import Link

__all__ = ["Holding", "Name", "Outline", "Place", "clusters"]

_APART = 3.0
"""Degrees between places that are shown in two pictures."""


@dataclass(frozen=True, slots=True)
class Name:
    """What somebody calls a place.

    :param text: the name.
    :param language: its language.
    :param users: who calls it so.
    :param inferred: whether that the name is for this place is an inference of the curators.
    :param usage: the IRI of what tells of the name.
    """

    text: str
    language: str
    users: tuple[Link, ...]
    inferred: bool
    usage: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """A geometry of a place, and on whose word.

    :param shape: the geometry.
    :param wkt: as the graph has it.
    :param sources: the works that it is taken from.
    :param locators: where in them it is found.
    :param inferences: the inferences of the curators that it is the place's, each with its reason as a hint.
    """

    shape: Shape
    wkt: str
    sources: tuple[Link, ...]
    locators: tuple[str, ...]
    inferences: tuple[Link, ...]

    @property
    def position(self) -> str:
        """Its middle, in words: the point itself where it is one."""
        longitude, latitude = box_of([self.shape]).middle
        north = f"{abs(latitude):.2f}° {'N' if latitude >= 0 else 'S'}"
        return f"{north}, {abs(longitude):.2f}° {'E' if longitude >= 0 else 'W'}"


@dataclass(frozen=True, slots=True)
class Holding:
    """Somebody who claims or administers a place, and where it says so.

    :param who: the state or body.
    :param word: claimed by, or administered by.
    :param graphs: the graphs that say so.
    """

    who: Link
    word: str
    graphs: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A place.

    :param link: its label and page.
    :param kinds: its classes.
    :param is_land: whether it is a territory; else it is a spot.
    :param names: what it is called and by whom.
    :param outlines: where it lies.
    :param holdings: who claims or administers it.
    :param within: what it lies in.
    :param contains: what lies in it.
    """

    link: Link
    kinds: tuple[Link, ...]
    is_land: bool
    names: tuple[Name, ...]
    outlines: tuple[Outline, ...]
    holdings: tuple[Holding, ...]
    within: tuple[Link, ...]
    contains: tuple[Link, ...]


def clusters(places: Iterable[Place]) -> tuple[tuple[Place, ...], ...]:
    """Put places that lie near each other into one picture.

    :param places: places with an outline; others are left out.
    :returns: the groups, those with land first.
    """
    groups: list[list[Place]] = []
    for place in places:
        if not place.outlines:
            continue
        box = _box([place])
        near = [group for group in groups if _box(group).near(box, _APART)]
        joined = [*(each for group in near for each in group), place]
        groups = [*(group for group in groups if group not in near), joined]
    groups.sort(key=lambda group: (not any(place.is_land for place in group), group[0].link.text))
    return tuple(map(tuple, groups))


def _box(places: Sequence[Place]) -> Box:
    """Find the window that just holds some places."""
    return box_of(outline.shape for place in places for outline in place.outlines)
