"""Lexical forms of the date and time datatypes of XML Schema.

Source: XML Schema Definition Language 1.1 Part 2: Datatypes, sections 3.3.7 to 3.3.14 and 3.4.28.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["TEMPORAL_FORMS", "is_sole_form", "is_temporal_form"]

_YEAR = r"-?(?P<year>[1-9][0-9]{3,}|0[0-9]{3})"
_MONTH = r"(?P<month>0[1-9]|1[0-2])"
_DAY = r"(?P<day>0[1-9]|[12][0-9]|3[01])"
_TIME = r"(([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?|24:00:00(\.0+)?)"
_ZONE = r"(?P<zone>Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)"

TEMPORAL_FORMS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        name: re.compile(form)
        for name, form in {
            "date": f"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}?",
            "dateTime": f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}?",
            "dateTimeStamp": f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}",
            "gDay": f"---{_DAY}{_ZONE}?",
            "gMonth": f"--{_MONTH}{_ZONE}?",
            "gMonthDay": f"--{_MONTH}-{_DAY}{_ZONE}?",
            "gYear": f"{_YEAR}{_ZONE}?",
            "gYearMonth": f"{_YEAR}-{_MONTH}{_ZONE}?",
            "time": f"{_TIME}{_ZONE}?",
        }.items()
    }
)
"""The local name of each datatype with the pattern of its lexical forms."""

_LEAP_YEAR = 2000


def is_temporal_form(datatype: str, lexical: str) -> bool:
    """Tell whether a text is a lexical form of a date or time datatype.

    :param datatype: its local name.
    :param lexical: the text.
    :returns: whether the form is right and its day exists.

    >>> is_temporal_form("date", "2018-02-28"), is_temporal_form("date", "2018-02-29")
    (True, False)
    """
    found = TEMPORAL_FORMS[datatype].fullmatch(lexical)
    if found is None:
        return False
    parts = found.groupdict()
    if "day" not in parts or "month" not in parts:
        return True
    # The Gregorian calendar repeats every 400 years, which maps any year to one that the calendar module has.
    year = int(parts["year"]) % 400 + _LEAP_YEAR if "year" in parts else _LEAP_YEAR
    return int(parts["day"]) <= monthrange(year, int(parts["month"]))[1]


def is_sole_form(datatype: str, lexical: str) -> bool:
    """Tell whether the value of a lexical form of a date or time datatype can be written in this way only.

    :param datatype: its local name.
    :param lexical: the form.
    :returns: False if it has a time zone, a fraction of a second, or midnight as the end of the day.
    """
    found = TEMPORAL_FORMS[datatype].fullmatch(lexical)
    return found is not None and found["zone"] is None and "." not in lexical and "24:00:00" not in lexical
