"""Days known to within bounds.

A day is a :class:`datetime.date`; a bound that is not known is None. Inside the engine days are ordinals, with
one number before all of them and one after, so that bounds that are open compare like any others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from treatygraph.graph.errors import TreatyGraphError

__all__ = ["AFTER_ALL_DAYS", "BEFORE_ALL_DAYS", "Bounds", "as_day", "day_of_ordinal", "parse_day", "parse_xsd_date"]

BEFORE_ALL_DAYS = 0
"""The ordinal that stands for an open beginning."""
AFTER_ALL_DAYS = date.max.toordinal() + 1
"""The ordinal that stands for an open end."""

_XSD_DATE = re.compile(r"(-?)(\d{4,})-(\d{2})-(\d{2})(?:Z|[+-]\d{2}:\d{2})?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_COARSER = re.compile(r"\d{4}(?:-\d{2})?")


@dataclass(frozen=True, slots=True)
class Bounds:
    """The first and the last day that something can be on; None where that is not known.

    :param first: the first possible day.
    :param last: the last possible day.

    >>> Bounds(date(1960, 1, 1), None) & Bounds(None, date(1960, 1, 27))
    Bounds(first=datetime.date(1960, 1, 1), last=datetime.date(1960, 1, 27))
    """

    first: date | None = None
    last: date | None = None

    def __and__(self, other: Bounds) -> Bounds:
        """Intersect: the days that both allow.

        :param other: other bounds on the same day.
        :returns: bounds that are empty when no day is left.
        """
        return Bounds(_later(self.first, other.first), _earlier(self.last, other.last))

    def __or__(self, other: Bounds) -> Bounds:
        """Take the hull: from the first day that one of them allows to the last.

        :param other: other bounds.
        :returns: the narrowest bounds that contain both.
        """
        first = None if self.first is None or other.first is None else min(self.first, other.first)
        last = None if self.last is None or other.last is None else max(self.last, other.last)
        return Bounds(first, last)

    @property
    def is_empty(self) -> bool:
        """Whether no day lies within the bounds."""
        return self.first is not None and self.last is not None and self.first > self.last

    @property
    def ordinals(self) -> tuple[int, int]:
        """The bounds as numbers, for comparisons."""
        return (
            BEFORE_ALL_DAYS if self.first is None else self.first.toordinal(),
            AFTER_ALL_DAYS if self.last is None else self.last.toordinal(),
        )

    @classmethod
    def meeting(cls, several: Iterable[Bounds]) -> Bounds:
        """Put several outer bounds on one day together.

        Bounds that contradict one another cannot all be right; then no day that one of them allows is excluded.

        :param several: the bounds.
        :returns: what all of them allow, or their hull when that is nothing.
        """
        met = hull = None
        for bounds in several:
            met = bounds if met is None else met & bounds
            hull = bounds if hull is None else hull | bounds
        if met is None or hull is None:
            return cls()
        return hull if met.is_empty else met


def parse_xsd_date(text: str) -> date | None:
    """Read the lexical form of an xsd:date (XML Schema 1.1 part 2, 3.3.9); a time zone is dropped.

    :param text: the lexical form.
    :returns: the day; years outside 1 to 9999 become the first or the last day of these; None if it is no date.

    >>> parse_xsd_date("1956-10-19Z")
    datetime.date(1956, 10, 19)
    >>> parse_xsd_date("1956") is None
    True
    """
    match = _XSD_DATE.fullmatch(text.strip())
    if match is None:
        return None
    sign, year, month, day = match.groups()
    if sign or not 1 <= int(year) <= date.max.year:
        return date.min if sign or int(year) == 0 else date.max
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def parse_day(text: str) -> date:
    """Read a day that a user typed.

    :param text: year, month and day, ``1956-10-19``.
    :returns: the day.
    :raises TreatyGraphError: if it names no single day.

    >>> parse_day("1956-10-19")
    datetime.date(1956, 10, 19)
    """
    plain = text.strip()
    if _DAY.fullmatch(plain):
        try:
            return date.fromisoformat(plain)
        except ValueError:
            repair = "Months have the numbers 01 to 12; mind the length of the month."
            raise TreatyGraphError(f"There is no day {plain}.", repair=repair) from None
    if _COARSER.fullmatch(plain):
        first = plain + "-01" * (3 - len(plain.split("-")))
        raise TreatyGraphError(
            f"{plain} is no single day.",
            repair=f"Write year, month and day, {first} for instance; --from and --until take a span.",
        )
    raise TreatyGraphError(f"{plain!r} is no day.", repair="Write year, month and day, 1956-10-19 for instance.")


def as_day(value: date | str) -> date:
    """Take a day as a date or as text.

    :param value: a date, or year, month and day as text.
    :returns: the day.
    :raises TreatyGraphError: if a text names no single day.
    """
    return parse_day(value) if isinstance(value, str) else value


def day_of_ordinal(ordinal: int) -> date | None:
    """Turn a number back into a day.

    :param ordinal: the number.
    :returns: the day, or None for an open bound.
    """
    return date.fromordinal(ordinal) if BEFORE_ALL_DAYS < ordinal < AFTER_ALL_DAYS else None


def _later(one: date | None, other: date | None) -> date | None:
    """Choose the later of two first days."""
    return max(one, other) if one is not None and other is not None else one if other is None else other


def _earlier(one: date | None, other: date | None) -> date | None:
    """Choose the earlier of two last days."""
    return min(one, other) if one is not None and other is not None else one if other is None else other
