"""``/map``: the places of the graph over land without boundaries, drawn here, so that no script is needed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request

from treatygraph.graph.terms import GEO, RDFS
from treatygraph.server.frontend_files import Frontend
from treatygraph.server.pages.frontend import current_frontend
from treatygraph.server.pages.gazetteer import places_of
from treatygraph.server.pages.geometry import Box, Shape, box_of
from treatygraph.server.pages.land import CREDIT, UNITS, Frame, frame
from treatygraph.server.pages.places import Place, clusters
from treatygraph.server.pages.site import Site
from treatygraph.server.problems import Problem

__all__ = ["MAX_COLOURS", "Mark", "Picture", "colours_of", "get_blueprint", "pictures"]

MAX_COLOURS = 6
"""How many claimants have a colour of their own; the others share one."""

_LETTERS = 46
"""How many letters high a picture is wide."""
_LETTER = 0.93
"""The width of a letter by the height that a picture gives it: on a phone, where letters are half as large again."""
_LONGEST = 24
"""As many letters find room on one side of any place, on a phone too."""
_QUERY = f"""PREFIX geo: <{GEO}>
PREFIX rdfs: <{RDFS}>

#defaultView:Map
SELECT ?place ?label ?wkt ?graph WHERE {{
  GRAPH ?graph {{ ?place geo:hasGeometry ?geometry }}
  ?geometry geo:asWKT ?wkt .
  OPTIONAL {{ ?place rdfs:label ?label }}
}}
ORDER BY ?place
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a picture.

    :param place: the place.
    :param text: its number in the list and its label, or for a long label a name that is used; empty where another
        label stands for it.
    :param called: what others call it, each name with whose it is; empty on the map of all places.
    :param path: SVG path data of its outline; empty for points.
    :param points: where its points are drawn.
    :param x: where its label stands.
    :param y: the baseline of its label.
    :param anchor: start or end: which side of the label stands there.
    :param colours: the classes of the colours of those who claim or administer it.
    """

    place: Place
    text: str
    called: str
    path: str
    points: tuple[tuple[float, float], ...]
    x: float
    y: float
    anchor: str
    colours: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A map.

    :param name: what it shows, in words.
    :param frame: its window, with the land in it.
    :param marks: the places on it.
    """

    name: str
    frame: Frame
    marks: tuple[Mark, ...]

    @property
    def unit(self) -> float:
        """The height of a letter."""
        return round(self.frame.view[2] / _LETTERS, 2)


def get_blueprint(site: Site) -> Blueprint:
    """Make the part of the application that draws maps.

    :param site: the graph.
    :returns: the blueprint, to be mounted at the root.
    """
    blueprint = Blueprint("map_page", __name__)

    @blueprint.get("/map")
    def page() -> str:
        places = places_of(site.dataset, site.vocabulary)
        placed = [place for place in places if place.outlines]
        return render_template(
            "map.html",
            pictures=pictures(current_frontend(), placed),
            placed=placed,
            others=[place for place in places if not place.outlines],
            colours=colours_of(places),
            credit=CREDIT,
            coast=current_frontend().built,
            query=_QUERY,
        )

    @blueprint.get("/map/places.json")
    def data() -> Response:
        found = [
            {"iri": place.link.iri, "label": place.link.text, "wkt": outline.wkt, "locators": list(outline.locators)}
            for place in places_of(site.dataset, site.vocabulary)
            for outline in place.outlines
        ]
        return _json({"places": found})

    @blueprint.get("/map/frame.json")
    def window() -> Response:
        found = frame(current_frontend(), _box(request.args.get("box", "")))
        return _json({"view": found.view, "stretch": found.stretch, "land": found.land, "credit": CREDIT})

    return blueprint


def pictures(frontend: Frontend, placed: Sequence[Place]) -> tuple[Picture, ...]:
    """Draw a map of each group of territories, and one of all places.

    :param frontend: what npm made.
    :param placed: the places that lie anywhere.
    :returns: the maps; none without a place.
    """
    groups = clusters(placed)
    numbers, colours = _numbers(placed), colours_of(placed)
    close = [group for group in groups if any(place.is_land for place in group)]
    wide = [tuple(placed)] if len(groups) > 1 or (groups and not close) else []
    drawn = []
    for group in (*close, *wide):
        window = frame(frontend, box_of(_shapes(group)))
        names = ", ".join(place.link.text for place in group)
        texts = _texts(numbers, placed) if group not in wide else _brief_texts(numbers, placed, close)
        name = names if group not in wide else f"All places: {names}"
        drawn.append(Picture(name, window, _marks(group, window, texts, colours, close=group not in wide)))
    return tuple(drawn)


def colours_of(places: Sequence[Place]) -> Mapping[str, str]:
    """Give each of those who claim or administer a place a colour.

    :param places: the places.
    :returns: the class of the colour by the label of who it stands for; nobody else has one.
    """
    holders = sorted({holding.who.text for place in places for holding in place.holdings})
    return {who: f"holder-{min(index, MAX_COLOURS)}" for index, who in enumerate(holders, 1)}


def _numbers(placed: Sequence[Place]) -> Mapping[str, int]:
    """Give places their numbers in the list."""
    return {place.link.iri: number for number, place in enumerate(placed, 1)}


def _texts(numbers: Mapping[str, int], placed: Sequence[Place]) -> Mapping[str, str]:
    """Write the labels of places, each with its number."""
    return {place.link.iri: _text(numbers[place.link.iri], place) for place in placed}


def _text(number: int, place: Place) -> str:
    """Write the label of a place; for a long one stands a name that is used, with whose it is, else what has room."""
    text, *others = (f"{number} {words}" for words in (place.link.text, *_names(place)))
    fitting = next((each for each in (text, *others) if len(each) <= _LONGEST), "")
    return fitting or f"{text[: _LONGEST - 1].rstrip()}…"


def _brief_texts(
    numbers: Mapping[str, int], placed: Sequence[Place], close: Sequence[Sequence[Place]]
) -> Mapping[str, str]:
    """Write the labels of a picture that has others beside it: what those show close by gets its numbers alone."""
    texts = dict(_texts(numbers, placed))
    for first, *others in close:
        texts[first.link.iri] = ", ".join(str(numbers[place.link.iri]) for place in (first, *others))
        texts |= {place.link.iri: "" for place in others}
    return texts


def _shapes(group: Sequence[Place]) -> list[Shape]:
    """Collect the outlines of places."""
    return [outline.shape for place in group for outline in place.outlines]


def _marks(
    group: Sequence[Place], window: Frame, texts: Mapping[str, str], colours: Mapping[str, str], *, close: bool
) -> tuple[Mark, ...]:
    """Put the places of a group into a window; seen from close by, with what they are called and by whom."""
    left, _, width, _ = window.view
    unit = width / _LETTERS
    marks = []
    for place in group:
        box = box_of(_shapes([place]))
        west, east = (side * UNITS * window.stretch for side in (box.west, box.east))
        text = texts[place.link.iri]
        called = _called(place, text) if close else ""
        room, needed = left + width - east, (max(len(text), len(called)) * _LETTER + 0.6) * unit
        ends = needed > room and west - left > room
        marks.append(
            Mark(
                place,
                text,
                called,
                _path(place),
                _points(place, window.stretch),
                round(west - 0.6 * unit if ends else east + 0.6 * unit, 1),
                round(-box.middle[1] * UNITS + 0.35 * unit, 1),
                "end" if ends else "start",
                tuple(sorted({colours[holding.who.text] for holding in place.holdings})),
            )
        )
    return tuple(marks)


def _names(place: Place) -> list[str]:
    """Write what a place is called, each name with those who use it."""
    return [f"“{name.text}” ({' and '.join(each.text for each in name.users)})" for name in place.names if name.users]


def _called(place: Place, text: str) -> str:
    """Write what a place is called beside its label; long lists are left to the text beside the map."""
    told = [name for name in _names(place) if name not in text]
    words = ", ".join(told)
    return words if len(words) <= _LONGEST else f"{told[0]}, …" if len(told) > 1 else words


def _path(place: Place) -> str:
    """Write the outlines of a place as SVG path data, in the units of the land."""
    parts = []
    for outline in place.outlines:
        if not outline.shape.is_point:
            end = "z" if outline.shape.is_area else ""
            for ring in outline.shape.rings:
                parts.append("M" + "L".join(f"{x * UNITS:.0f} {-y * UNITS:.0f}" for x, y in ring) + end)
    return "".join(parts)


def _points(place: Place, stretch: float) -> tuple[tuple[float, float], ...]:
    """Place the points of a place in the units of the picture."""
    shapes = [outline.shape for outline in place.outlines if outline.shape.is_point]
    points = [point for shape in shapes for ring in shape.rings for point in ring]
    return tuple((round(x * UNITS * stretch, 1), round(-y * UNITS, 1)) for x, y in points)


def _box(text: str) -> Box:
    """Read the window that a request asks for."""
    repair = "Send ?box=WEST,SOUTH,EAST,NORTH in degrees, for instance ?box=145,43,147,44."
    try:
        west, south, east, north = (float(each) for each in text.split(","))
    except ValueError:
        raise Problem(400, f"The box {text!r} is not four numbers.", repair=repair) from None
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise Problem(400, f"The box {text!r} is not a window on the globe.", repair=repair)
    return Box(west, south, east, north)


def _json(document: object) -> Response:
    return Response(json.dumps(document, ensure_ascii=False) + "\n", mimetype="application/json")
