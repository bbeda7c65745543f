"""Lexical forms of dates and times."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatygraph.graph.reasoning.temporal_forms import is_sole_form, is_temporal_form


@pytest.mark.parametrize(
    ("datatype", "lexical"),
    [
        ("date", "1956-10-19"),
        ("date", "1956-10-19Z"),
        ("date", "1956-10-19+14:00"),
        ("date", "12018-01-01"),
        ("date", "-0044-03-15"),
        ("date", "2000-02-29"),
        ("dateTime", "2018-12-07T16:37:00"),
        ("dateTime", "2018-12-07T24:00:00"),
        ("dateTime", "2018-12-07T16:37:00.123456789-05:30"),
        ("dateTimeStamp", "2018-12-07T16:37:00Z"),
        ("gYear", "1956"),
        ("gYearMonth", "1956-10"),
        ("gMonthDay", "--02-29"),
        ("gMonth", "--10"),
        ("gDay", "---31"),
        ("time", "16:37:00"),
    ],
)
def test_right_forms(datatype, lexical):
    assert is_temporal_form(datatype, lexical)


@pytest.mark.parametrize(
    ("datatype", "lexical"),
    [
        ("date", ""),
        ("date", "1956"),
        ("date", "1956-13-01"),
        ("date", "1956-1-5"),
        ("date", "1900-02-29"),
        ("date", "01956-10-19"),
        ("date", " 1956-10-19"),
        ("date", "1956-10-19+15:00"),
        ("date", "\u0661956-10-19"),
        ("dateTime", "1956-10-19"),
        ("dateTime", "1956-10-19T24:00:01"),
        ("dateTimeStamp", "2018-12-07T16:37:00"),
        ("gMonthDay", "--02-30"),
        ("gYear", "56"),
        ("time", "25:00:00"),
    ],
)
def test_wrong_forms(datatype, lexical):
    assert not is_temporal_form(datatype, lexical)


@given(st.dates())
def test_every_date_of_python_is_a_date(day):
    assert is_temporal_form("date", day.isoformat())


@given(st.integers(1, 9999), st.integers(0, 13), st.integers(0, 32))
def test_a_form_is_right_exactly_if_its_day_exists(year, month, day):
    try:
        exists = bool(date(year, month, day))
    except ValueError:
        exists = False
    assert is_temporal_form("date", f"{year:04}-{month:02}-{day:02}") is exists


@pytest.mark.parametrize("lexical", ["2018-12-07T16:37:00Z", "2018-12-07T16:37:00.0", "2018-12-07T24:00:00"])
def test_a_form_of_which_there_are_others(lexical):
    assert not is_sole_form("dateTime", lexical)


def test_a_form_without_zone_and_fraction_is_the_only_one():
    assert is_sole_form("dateTime", "2018-12-07T16:37:00")
    assert is_sole_form("gYear", "1956")
