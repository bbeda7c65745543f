"""EDTF strings: the examples of the standard, and what must hold of all dates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatygraph.graph.checking.edtf import read_edtf
from treatygraph.graph.promises.fuzzy_time import Bounds

DAYS = st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1985-04-12", "1985-04-12", "1985-04-12"),
        ("1985-04", "1985-04-01", "1985-04-30"),
        ("1985", "1985-01-01", "1985-12-31"),
        ("1985-04-12T23:20:30Z", "1985-04-12", "1985-04-12"),
        ("1964/2008", "1964-01-01", "2008-12-31"),
        ("2004-06/2006-08", "2004-06-01", "2006-08-31"),
        ("2004-02-01/2005", "2004-02-01", "2005-12-31"),
        ("201X", "2010-01-01", "2019-12-31"),
        ("20XX", "2000-01-01", "2099-12-31"),
        ("2004-XX", "2004-01-01", "2004-12-31"),
        ("1985-04-XX", "1985-04-01", "1985-04-30"),
        ("1985-XX-XX", "1985-01-01", "1985-12-31"),
        ("1985-04-12/..", "1985-04-12", None),
        ("1985-04-12/", "1985-04-12", None),
        ("../1985-04", None, "1985-04-30"),
        ("[1667,1668,1670..1672]", "1667-01-01", "1672-12-31"),
        ("[..1760-12-03]", None, "1760-12-03"),
        ("[1760-12..]", "1760-12-01", None),
        ("{1960,1961-12}", "1960-01-01", "1961-12-31"),
    ],
)
def test_the_examples_of_the_standard(text: str, first: str | None, last: str | None) -> None:
    wanted = Bounds(*(None if day is None else date.fromisoformat(day) for day in (first, last)))
    assert read_edtf(text).bounds == wanted
    assert read_edtf(text).exact


@pytest.mark.parametrize("text", ["1984?", "2004-06~", "2004-06-11%", "2004?-06-11", "1984~/2004-06"])
def test_a_qualified_time_is_not_exact(text: str) -> None:
    days = read_edtf(text)
    assert not days.exact
    assert days.bounds == read_edtf(text.translate({ord(sign): None for sign in "?~%"})).bounds


@pytest.mark.parametrize("text", ["2001-21", "Y170000002", "-1985", "0000", "1X99-1X", "XXXX", "1984-1X", "1985-1X-01"])
def test_what_has_no_bounds_here_is_still_edtf(text: str) -> None:
    assert read_edtf(text).bounds is None


@pytest.mark.parametrize(
    "text",
    ["", "?", "..", "/", "../..", "[..]", "[]", "{}", "May 2001", "2001-13", "2001-02-29", "2001-05-32", "01/05/2001",
     "2001-5-1", "200", "20010501", "[2001", "2001..2002", "1985/1986/1987", "2001-42"],
)  # fmt: skip
def test_what_is_no_edtf_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_edtf(text)


@given(DAYS)
def test_a_day_is_itself_and_lies_in_its_month_and_year(day: date) -> None:
    text = day.isoformat()
    assert read_edtf(text).bounds == Bounds(day, day)
    month, year = read_edtf(text[:7]).bounds, read_edtf(text[:4]).bounds
    assert month is not None
    assert year is not None
    assert month | Bounds(day, day) == month
    assert year | month == year
    assert month.last is not None
    assert month.last == date.max or (month.last + timedelta(days=1)).day == 1


@given(DAYS, DAYS)
def test_a_set_and_an_interval_have_the_bounds_of_their_ends(one: date, other: date) -> None:
    first, last = sorted((one, other))
    wanted = Bounds(first, last)
    assert read_edtf(f"[{first}..{last}]").bounds == wanted
    assert read_edtf(f"{first}/{last}").bounds == wanted
    assert read_edtf(f"[{last},{first}]").bounds == wanted
    assert read_edtf(f"[..{last}]").bounds == Bounds(None, last)
    assert read_edtf(f"{first}/..").bounds == Bounds(first, None)


@given(st.text(alphabet="0123456789X-./[]{},?~%TYZ", max_size=24))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        days = read_edtf(text)
    except ValueError:
        return
    assert days.exact == (not set(text) & set("?~%"))
