"""Days within bounds, and days that people type."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatygraph.graph.errors import TreatyGraphError
from treatygraph.graph.promises.fuzzy_time import (
    AFTER_ALL_DAYS,
    BEFORE_ALL_DAYS,
    Bounds,
    as_day,
    day_of_ordinal,
    parse_day,
    parse_xsd_date,
)

DAYS = st.none() | st.dates()
BOUNDS = st.builds(Bounds, DAYS, DAYS)


def contains(bounds: Bounds, day: date) -> bool:
    return (bounds.first is None or bounds.first <= day) and (bounds.last is None or day <= bounds.last)


@given(BOUNDS, BOUNDS, st.dates())
def test_an_intersection_has_the_days_of_both(one: Bounds, other: Bounds, day: date) -> None:
    assert contains(one & other, day) == (contains(one, day) and contains(other, day))


@given(BOUNDS, BOUNDS, st.dates())
def test_a_hull_has_the_days_of_either(one: Bounds, other: Bounds, day: date) -> None:
    if contains(one, day) or contains(other, day):
        assert contains(one | other, day)


@given(BOUNDS, st.dates())
def test_ordinals_compare_like_days(bounds: Bounds, day: date) -> None:
    first, last = bounds.ordinals
    assert (first <= day.toordinal() <= last) == contains(bounds, day)


def test_open_bounds_lie_outside_all_days() -> None:
    assert Bounds().ordinals == (BEFORE_ALL_DAYS, AFTER_ALL_DAYS)
    assert day_of_ordinal(BEFORE_ALL_DAYS) is None
    assert day_of_ordinal(AFTER_ALL_DAYS) is None
    assert day_of_ordinal(date.min.toordinal()) == date.min
    assert day_of_ordinal(date.max.toordinal()) == date.max


def test_bounds_that_contradict_one_another_exclude_no_day_that_one_of_them_allows() -> None:
    early, late = Bounds(None, date(1950, 1, 1)), Bounds(date(1960, 1, 1), date(1961, 1, 1))
    assert Bounds.meeting([early, late]) == Bounds(None, date(1961, 1, 1))
    assert Bounds.meeting([]) == Bounds()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1956-10-19", date(1956, 10, 19)),
        ("1956-10-19Z", date(1956, 10, 19)),
        ("1956-10-19+09:00", date(1956, 10, 19)),
        ("-0043-03-15", date.min),
        ("12000-01-01", date.max),
        ("1956-02-30", None),
        ("1956-10", None),
        ("1956", None),
        ("yesterday", None),
    ],
)
def test_the_lexical_forms_of_dates(text: str, day: date | None) -> None:
    assert parse_xsd_date(text) == day


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1956", "1956-01-01"),
        ("1956-10", "1956-10-01"),
        ("1956-02-30", "There is no day 1956-02-30"),
        ("19 October 1956", "Write year, month and day"),
        ("", "Write year, month and day"),
    ],
)
def test_what_is_no_day_is_refused_with_the_form(text: str, told: str) -> None:
    with pytest.raises(TreatyGraphError) as caught:
        parse_day(text)
    assert told in str(caught.value)


def test_a_day_can_be_given_as_text_or_as_a_date() -> None:
    assert as_day("1956-10-19") == as_day(date(1956, 10, 19)) == parse_day(" 1956-10-19 ")
