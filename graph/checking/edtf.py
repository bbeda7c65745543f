"""The days that an EDTF string allows: dates, intervals and sets of ISO 8601-2, levels 0 to 2 as far as needed.

Understood are days, months, years, unspecified digits (``195X``, ``1956-10-XX``), qualifiers (``?``, ``~``, ``%``),
intervals (``1956/1960``, ``1956-10-19/..``) and sets (``[1960-01-01..1960-12-31]``, ``[..2018-12-07]``,
``{1956,1960}``); see https://www.loc.gov/standards/datetime/. Seasons and the like are valid but have no bounds here.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from treatygraph.graph.promises.fuzzy_time import Bounds

__all__ = ["EdtfDays", "read_edtf"]

_DATE = re.compile(r"(?P<year>[0-9X]{4})(?:-(?P<month>[0-9X]{2})(?:-(?P<day>[0-9X]{2}))?)?(?:T[0-9:.+Z-]+)?")
_QUALIFIER = re.compile(r"[?~%]")
_SEASON = re.compile(r"[0-9X]{4}-(?:2[1-9]|3[0-9]|4[01])")
_FAR_YEAR = re.compile(r"-[0-9]{4}.*|Y-?[0-9E]+.*")
_OPEN = ("", "..")
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class EdtfDays:
    """What an EDTF string says of days.

    :param bounds: the first and the last possible day; None where they cannot be told.
    :param exact: False for what is qualified as uncertain or approximate: then the bounds may be wider.
    """

    bounds: Bounds | None
    exact: bool


def read_edtf(text: str) -> EdtfDays:
    """Read an EDTF string.

    :param text: the string.
    :returns: the days that it allows.
    :raises ValueError: if it is no EDTF.

    >>> read_edtf("[..1956-10]").bounds
    Bounds(first=None, last=datetime.date(1956, 10, 31))
    >>> read_edtf("1956~").exact
    False
    """
    plain = _QUALIFIER.sub("", text)
    exact = plain == text
    if not plain:
        raise ValueError("it is empty")
    if plain[0] + plain[-1] in ("[]", "{}"):
        parts = [_span(part, "..") for part in plain[1:-1].split(",")]
        known = [part for part in parts if part is not None]
        whole = len(known) == len(parts)
        hull = known[0] if known else None
        for part in known[1:]:
            hull = part if hull is None else hull | part
        return EdtfDays(hull if whole else None, exact)
    return EdtfDays(_span(plain, "/"), exact)


def _span(text: str, separator: str) -> Bounds | None:
    """Read a date, or two of them that a separator parts; either may be open."""
    if separator not in text:
        return _date(text)
    start, _, end = text.partition(separator)
    if start in _OPEN and end in _OPEN:
        raise ValueError(f"{text!r} has neither a beginning nor an end")
    first = Bounds() if start in _OPEN else _date(start)
    last = Bounds() if end in _OPEN else _date(end)
    return None if first is None or last is None else Bounds(first.first, last.last)


def _date(text: str) -> Bounds | None:
    """Read a date of any precision; None for one that has no bounds here."""
    if _SEASON.fullmatch(text) or _FAR_YEAR.fullmatch(text):
        return None
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no date, interval or set of EDTF")
    year, month, day = match["year"], match["month"] or "XX", match["day"] or "XX"
    if _half_given(month) or _half_given(day) or year == "XXXX":
        return None
    first_year, last_year = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if first_year < date.min.year:
        return None
    first_month, last_month = (1, _MONTHS) if month == "XX" else (int(month), int(month))
    if day != "XX":
        return Bounds(date(first_year, first_month, int(day)), date(last_year, last_month, int(day)))
    return Bounds(date(first_year, first_month, 1), date(last_year, last_month, monthrange(last_year, last_month)[1]))


def _half_given(digits: str) -> bool:
    """Tell whether one of two digits is left open."""
    return digits.count("X") == 1
