from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from treatygraph.graph.promises.fuzzy_time import Bounds
from treatygraph.graph.promises.model import Perspective
from treatygraph.graph.promises.spans import Span
from treatygraph.server.pages.happenings import Dating, Happening
from treatygraph.server.pages.timeline import LEFT, WIDTH, TimeLine, draw
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
    for row in (0, 1):
        shown = [tick.x for tick in picture.ticks if tick.row == row]
        assert all(b - a >= 70 for a, b in pairwise(shown))
    assert len(picture.ticks) == 3


def test_days_on_which_a_status_changes_have_words_before_bounds_of_events() -> None:
    changes = [date(1960, 1, day) for day in range(3, 30)]
    spans = [span(None, date(1960, 1, 2), "not-made")]
    spans += [span(day, day, "due" if day.day % 2 else "suspended") for day in changes]
    bound = date(1960, 1, 2)
    event = Happening(1, Link("event", "https://example.org/event"), "some day", Bounds(bound, bound))
    found = draw({ONE: spans}, {ONE: Link("one")}, changes[-1], [event])
    rows = {tick.words: tick.row for tick in found.ticks}
    assert rows["1960-01-02"] is None, "the day before the first change has no room"
    assert [rows["1960-01-03"], rows["1960-01-04"]] == [0, 1]
    assert found.height > found.floor + 30, "there is room for the second row"


def test_an_event_of_many_days_begins_at_the_first_and_reaches_to_the_last(picture: TimeLine) -> None:
    withdrawal = picture.lanes[0].markers[1]
    place = {tick.words: tick.x for tick in picture.ticks}
    assert withdrawal.start == place["1956-12-08"]
    assert withdrawal.start + withdrawal.width == pytest.approx(place["2018-01-01"])
    assert withdrawal.x == withdrawal.start
    assert [x for x, _, number in picture.numbers if number == 2] == [place["1956-12-08"]]


def test_where_an_inference_dates_an_event_it_stands_at_that_day() -> None:
    day = date(1960, 1, 27)
    event = Happening(1, Link("event", "https://example.org/event"), "some day", Bounds(date(1960, 1, 1), None))
    spans = [span(None, None, "due")]
    datings = {ONE: {"https://example.org/event": Dating(Bounds(day, day), ("https://example.org/inference",))}}
    other = ONE + "/other"
    found = draw({ONE: spans, other: spans}, {ONE: Link("one"), other: Link("other")}, day, [event], {}, datings)
    dated, told = (lane.markers[0] for lane in found.lanes)
    assert dated.width == 0
    assert dated.x == found.day > told.x
    assert dated.title == "1. event, 27 January 1960, dated by an inference: the perspective is silent on it"
    assert told.title == "1. event, some day: the perspective is silent on it"


def test_markers_do_not_cover_each_other() -> None:
    day = date(1960, 1, 27)
    events = [Happening(n, Link(str(n), f"https://example.org/{n}"), "day", Bounds(day, day)) for n in (1, 2, 3)]
    found = draw({ONE: [span(None, None, "due")]}, {ONE: Link("one")}, day, events)
    assert all(b.x - a.x >= 9 for a, b in pairwise(found.lanes[0].markers))


def test_a_long_name_of_a_lane_is_broken_into_lines_that_end_before_the_bands() -> None:
    name = "Government of the Union of Soviet Socialist Republics and its successors"
    found = draw({ONE: [span(None, None, "due")]}, {ONE: Link(name)}, BOUND)
    assert found.lanes[0].lines == ("Government of", "the Union of", "Soviet…")
    assert found.lanes[0].perspective.text == name
