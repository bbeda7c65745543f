"""The picture of a promise over time: a lane of bands for each perspective, with the events on it.

The axis is stretched where much happens: each stretch between two changes gets a width that grows with the
logarithm of its days, so that fifty days stay visible beside fifty years. Dates stand at the changes.
"""

from __future__ import annotations

import math
import textwrap
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from treatygraph.graph.promises.model import Perspective
from treatygraph.graph.promises.spans import Span
from treatygraph.server.days import day_in_words
from treatygraph.server.pages.happenings import Dating, Happening
from treatygraph.server.wording import Link, status_words

__all__ = ["Band", "Lane", "Marker", "Tick", "TimeLine", "draw"]

LEFT = 152.0
WIDTH = 1040.0
TOP = 64.0
LANE = 42.0
BAND = 26.0
LETTER = 6.6
"""The width of a letter of the labels in the bands, about."""
_MARGIN = timedelta(days=400)
_TICK_GAP = 74.0
_TICK_ROW = 14.0
_NAME = 15
"""How many letters of the name of a lane stand in a line before the bands, about."""
_MARKER_GAP = 9.0


@dataclass(frozen=True, slots=True)
class Band:
    """The status over some days.

    :param x: where it begins.
    :param width: how wide it is.
    :param status: the status.
    :param label: what stands in it, as far as there is room.
    :param title: all that is to say.
    :param days: from when to when, in words.
    :param possible: what the status can be.
    """

    x: float
    width: float
    status: str
    label: str
    title: str
    days: str
    possible: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Marker:
    """An event on the lane of a perspective.

    :param x: where it stands; the middle of the days that it can be of.
    :param start: where these days begin.
    :param width: how wide they are; 0 for one day.
    :param stance: recognises, rejects or silent.
    :param title: what happened, and how the perspective takes it.
    """

    x: float
    start: float
    width: float
    stance: str
    title: str


@dataclass(frozen=True, slots=True)
class Lane:
    """The time line of one perspective.

    :param perspective: the perspective.
    :param lines: its name, in lines that end before the bands.
    :param y: the top of its bands.
    :param bands: its statuses.
    :param markers: the events, as it takes them.
    """

    perspective: Link
    lines: tuple[str, ...]
    y: float
    bands: tuple[Band, ...]
    markers: tuple[Marker, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A date at the axis.

    :param x: where.
    :param words: the date.
    :param row: the row of its words, from 0; None where there is no room for them.
    """

    x: float
    words: str
    row: int | None

    @property
    def below(self) -> float:
        """How far below the lanes its words stand."""
        return 22 + _TICK_ROW * (self.row or 0)


@dataclass(frozen=True, slots=True)
class TimeLine:
    """A picture.

    :param width: its width.
    :param left: how much of it is for the names of the lanes.
    :param height: its height.
    :param floor: where the lanes end.
    :param lanes: the perspectives.
    :param ticks: the dates.
    :param numbers: where the numbers of the events stand: x, y and the number.
    :param day: where the day stands that is asked about.
    :param first: the first day of the axis.
    :param last: the last day of the axis.
    """

    width: float
    left: float
    height: float
    floor: float
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    numbers: tuple[tuple[float, float, int], ...]
    day: float
    first: date
    last: date


class _Axis:
    """Turns days into places."""

    def __init__(self, days: Iterable[date], today: date) -> None:
        changes = sorted({*days, today})
        begin = _moved(changes[0], -_MARGIN)
        end = _moved(changes[-1], _MARGIN)
        self.days = sorted({begin, *changes, end})
        widths = [1.6 + math.log1p((b - a).days / 30) for a, b in zip(self.days, self.days[1:], strict=False)]
        scale = (WIDTH - LEFT) / sum(widths)
        self.places = [LEFT]
        for width in widths:
            self.places.append(self.places[-1] + width * scale)

    def place(self, day: date | None, default: float) -> float:
        """Return the place of a day, within the axis."""
        if day is None:
            return default
        if day <= self.days[0]:
            return LEFT
        if day >= self.days[-1]:
            return WIDTH
        at = bisect_right(self.days, day) - 1
        part = (day - self.days[at]).days / (self.days[at + 1] - self.days[at]).days
        return self.places[at] + part * (self.places[at + 1] - self.places[at])


def draw(
    spans: Mapping[str, Sequence[Span]],
    words: Mapping[str, Link],
    on: date,
    happenings: Sequence[Happening] = (),
    stances: Mapping[str, Perspective] | None = None,
    datings: Mapping[str, Mapping[str, Dating]] | None = None,
) -> TimeLine:
    """Draw the statuses of one promise.

    :param spans: the spans of each perspective, by IRI.
    :param words: links to the perspectives and conditions, by IRI.
    :param on: the day that is asked about.
    :param happenings: the events that matter.
    :param stances: the perspectives with what they recognise and reject.
    :param datings: for each perspective the events to which it leaves fewer days.
    :returns: the picture.
    """
    changes = {span.first for line in spans.values() for span in line if span.first}
    told = [each.bounds for each in happenings]
    told += [each.bounds for own in (datings or {}).values() for each in own.values()]
    bounds = {day for each in told for day in (each.first, each.last) if day}
    axis = _Axis(changes | bounds, on)
    ticks = _ticks(axis, changes, bounds)
    lanes = []
    for number, (iri, line) in enumerate(spans.items()):
        stance = (stances or {}).get(iri, Perspective(iri))
        own = (datings or {}).get(iri, {})
        markers = _apart(_marker(axis, each, stance, own.get(each.link.iri)) for each in happenings)
        bands = tuple(_band(axis, span, words) for span in line)
        lanes.append(Lane(words[iri], _wrapped(words[iri].text), TOP + number * LANE, bands, markers))
    floor = TOP + len(lanes) * LANE
    height = floor + max((each.below for each in ticks), default=22) + 8
    numbers, now = _numbers(axis, happenings), axis.place(on, WIDTH)
    return TimeLine(WIDTH, LEFT, height, floor, tuple(lanes), ticks, numbers, now, axis.days[0], axis.days[-1])


def _wrapped(name: str) -> tuple[str, ...]:
    """Write the name of a lane in lines that end before the first band."""
    return tuple(textwrap.wrap(name, _NAME, max_lines=3, placeholder="…"))


def _band(axis: _Axis, span: Span, words: Mapping[str, Link]) -> Band:
    """Draw one span."""
    start = axis.place(span.first, LEFT)
    end = axis.place(span.last + timedelta(days=1) if span.last and span.last < date.max else None, WIDTH)
    days = _days(span)
    status = status_words(span.status)
    told = status if len(span.possible) == 1 else f"{status}: {' or '.join(map(status_words, span.possible))}"
    unmet = [words[each].text if each in words else each for each in span.unmet]
    title = f"{told}{', unmet: ' + ', '.join(unmet) if unmet else ''}, {days}"
    room = int((end - start - 8) / LETTER)
    label = next((text for text in (told, status) if len(text) <= room), "")
    return Band(start, max(1.5, end - start), span.status, label, title, days, span.possible)


def _days(span: Span) -> str:
    """Say from when to when a span goes."""
    parts = (span.first and f"from {day_in_words(span.first)}", span.last and f"until {day_in_words(span.last)}")
    return " ".join(part for part in parts if part) or "at all times"


def _marker(axis: _Axis, event: Happening, stance: Perspective, dating: Dating | None) -> Marker:
    """Draw an event on the lane of a perspective: at its day, or over the days that it can be of."""
    recognised, rejected = event.link.iri in stance.recognises, event.link.iri in stance.rejects
    word = "silent" if recognised == rejected else "recognises" if recognised else "rejects"
    bounds, days = (dating.bounds, dating.words) if dating else (event.bounds, event.words)
    start, end = axis.place(bounds.first, LEFT), axis.place(bounds.last, WIDTH)
    told = {"silent": "is silent on it", "recognises": "recognises it", "rejects": "rejects it"}[word]
    title = f"{event.number}. {event.link.text}, {days}: the perspective {told}"
    return Marker(start, start, max(0.0, end - start), word, title)


def _apart(markers: Iterable[Marker]) -> tuple[Marker, ...]:
    """Put markers that would cover each other side by side."""
    found = list(markers)
    edge = -math.inf
    for at in sorted(range(len(found)), key=lambda at: found[at].x):
        edge = max(found[at].x, edge + _MARKER_GAP)
        found[at] = replace(found[at], x=edge)
    return tuple(found)


def _ticks(axis: _Axis, changes: Iterable[date], bounds: Iterable[date]) -> tuple[Tick, ...]:
    """Put dates at the changes, words in two rows where there is room: days on which a status changes go before."""
    rows: tuple[list[float], ...] = ([], [])
    first = sorted(changes)
    ticks = []
    for day in (*first, *sorted({*bounds} - {*first})):
        x = axis.place(day, LEFT)
        free = (row for row, taken in enumerate(rows) if all(abs(x - other) >= _TICK_GAP for other in taken))
        row = next(free, None) if x < WIDTH - 40 else None
        if row is not None:
            rows[row].append(x)
        ticks.append(Tick(x, day.isoformat(), row))
    return tuple(sorted(ticks, key=lambda tick: tick.x))


def _numbers(axis: _Axis, happenings: Iterable[Happening]) -> tuple[tuple[float, float, int], ...]:
    """Place the numbers of the events above the lanes, in two rows where they would touch."""
    placed: list[tuple[float, float, int]] = []
    taken = {0: -math.inf, 1: -math.inf, 2: -math.inf}
    for x, number in sorted((axis.place(each.bounds.first, LEFT), each.number) for each in happenings):
        row = next((each for each, edge in taken.items() if x - edge >= 17), 2)
        taken[row] = x
        placed.append((x, 54 - row * 17, number))
    return tuple(placed)


def _moved(day: date, by: timedelta) -> date:
    """Move a day, within the days that there are."""
    return date.fromordinal(min(max(day.toordinal() + by.days, 1), date.max.toordinal()))
