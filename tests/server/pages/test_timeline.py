from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from treatygraph.graph.promises.fuzzy_time import Bounds
from treatygraph.graph.promises.model import Perspective
from treatygraph.graph.promises.spans import Span
from treatygraph.server.pages.timeline import LEFT, WIDTH, Happening, TimeLine, draw
from treatygraph.server.wording import Link

ONE = "https://example.org/one"
SIGNED, BOUND = date(1956, 10, 19), date(1956, 12, 8)


def span(first: date | None, last: date | None, *possible: str, unmet: tuple[str, ...] = ()) -> Span:
    status = possible[0] if len(possible) == 1 else "unknown"
    return Span("https://example.org/promise", ONE, first, last, status, possible, unmet, (), frozenset())


@pytest.fixture
def picture() -> TimeLine:
    spans = [
        span(None, date(1956, 10, 18), "not-made"),
        span(SIGNED, date(1956, 12, 7), "signed-not-binding"),
        span(BOUND, None, "conditional", "withdrawn"),
    ]
    happenings = [
        Happening(1, Link("signature", "https://example.org/signature"), "19 October 1956", Bounds(SIGNED, SIGNED)),
        Happening(2, Link("withdrawal", "https://example.org/withdrawal"), "some day", Bounds(BOUND, date(2018, 1, 1))),
    ]
    stances = {ONE: Perspective(ONE, frozenset({"https://example.org/signature"}))}
    return draw({ONE: spans}, {ONE: Link("one")}, date(1957, 1, 1), happenings, stances)


def test_the_bands_cover_the_axis_without_gaps(picture: TimeLine) -> None:
    bands = picture.lanes[0].bands
    assert bands[0].x == LEFT
    assert bands[-1].x + bands[-1].width == pytest.approx(WIDTH)
    for one, other in pairwise(bands):
        assert one.x + one.width == pytest.approx(other.x)


def test_a_short_stretch_stays_visible(picture: TimeLine) -> None:
    assert picture.lanes[0].bands[1].width > 30


def test_each_band_says_all_in_its_title(picture: TimeLine) -> None:
    assert [band.title for band in picture.lanes[0].bands] == [
        "not made, until 18 October 1956",
        "signed, not binding, from 19 October 1956 until 7 December 1956",
        "unknown: conditional or withdrawn, from 8 December 1956",
    ]


def test_events_stand_on_the_lane_as_the_perspective_takes_them(picture: TimeLine) -> None:
    signature, withdrawal = picture.lanes[0].markers
    assert (signature.stance, signature.width) == ("recognises", 0)
    assert (withdrawal.stance, withdrawal.width > 50) == ("silent", True)
    assert signature.title == "1. signature, 19 October 1956: the perspective recognises it"
    assert signature.x == pytest.approx(picture.lanes[0].bands[1].x)


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1950, 1, 1), date(2100, 1, 1), date(9999, 12, 31)])
def test_any_day_has_a_place(day: date) -> None:
    picture = draw({ONE: [span(None, None, "due")]}, {ONE: Link("one")}, day)
    assert LEFT <= picture.day <= WIDTH
    assert picture.first <= day <= picture.last


def test_the_words_of_dates_do_not_touch(picture: TimeLine) -> None:
    shown = [tick.x for tick in picture.ticks if tick.shown]
    assert all(b - a >= 70 for a, b in pairwise(shown))
    assert len(picture.ticks) == 3
