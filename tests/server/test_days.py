from __future__ import annotations

from datetime import date

import pytest

from treatygraph.server.days import day_in_words, edtf_in_words

DAYS = [
    (date(1956, 10, 9), "9 October 1956"),
    ("1956-10", "October 1956"),
    ("1956", "1956"),
    ("1956-13-01", "1956-13-01"),
    ("soon", "soon"),
    (None, ""),
]
EDTF = [
    ("1956-10-19", "19 October 1956"),
    ("[..2018-12-07]", "on or before 7 December 2018"),
    ("[1960..]", "on or after 1960"),
    ("[1960-01-01..1960-01-27]", "on a day from 1 January 1960 to 27 January 1960"),
    ("2012/2020-09", "from 2012 to September 2020"),
    ("2012/..", "from 2012"),
    ("/", "/"),
    ("2004-06~", "2004-06~"),
]


@pytest.mark.parametrize(("day", "words"), DAYS)
def test_days_in_words(day: date | str | None, words: str) -> None:
    assert day_in_words(day) == words


@pytest.mark.parametrize(("edtf", "words"), EDTF)
def test_imprecise_days_in_words(edtf: str, words: str) -> None:
    assert edtf_in_words(edtf) == words
