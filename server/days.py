"""Days as people read them: EDTF strings and xsd:date values in words."""

from __future__ import annotations

import re
from datetime import date

__all__ = ["day_in_words", "edtf_in_words", "moment_in_words"]

_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_MOMENT = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)T(?P<time>\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?P<zone>Z|[+-]\d\d:\d\d|)")
_SET = re.compile(r"\[(?P<first>[^.,\]]*)\.\.(?P<last>[^.,\]]*)\]")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day_in_words(day: date | str | None) -> str:
    """Write a day, a month or a year.

    :param day: a date, or ``1956-10-19``, ``1956-10``, ``1956``.
    :returns: words; a text that is none of these comes back as it is, nothing for None.

    >>> day_in_words("1956-10-19")
    '19 October 1956'
    >>> day_in_words("1956-10")
    'October 1956'
    """
    text = day.isoformat() if isinstance(day, date) else day or ""
    match = _DAY.fullmatch(text)
    if match is None:
        return text
    year, month, number = match.groups()
    if month is None or not 1 <= int(month) <= len(_MONTHS):
        return text
    words = f"{_MONTHS[int(month) - 1]} {year}"
    return words if number is None else f"{int(number)} {words}"


def moment_in_words(moment: str) -> str:
    """Write a day with a time.

    :param moment: as in XML Schema; seconds are left out.
    :returns: words; a text of another form comes back as it is.

    >>> moment_in_words("2018-12-07T16:37:00")
    '7 December 2018, 16:37'
    """
    match = _MOMENT.fullmatch(moment)
    return moment if match is None else f"{day_in_words(match['day'])}, {match['time']}{match['zone']}"


def edtf_in_words(edtf: str) -> str:
    """Write an EDTF string: a day, one unknown day of several, or a duration.

    :param edtf: the string.
    :returns: words; what is of another form comes back as it is.

    >>> edtf_in_words("[..2018-12-07]")
    'on or before 7 December 2018'
    >>> edtf_in_words("[1960-01-01..1960-01-27]")
    'on a day from 1 January 1960 to 27 January 1960'
    >>> edtf_in_words("2012/2020-09")
    'from 2012 to September 2020'
    """
    found = _SET.fullmatch(edtf)
    if found is not None:
        first, last = day_in_words(found["first"]), day_in_words(found["last"])
        if first and last:
            return f"on a day from {first} to {last}"
        return f"on or after {first}" if first else f"on or before {last}" if last else edtf
    if edtf.count("/") == 1:
        first, last = (day_in_words(each) if each not in {"", ".."} else "" for each in edtf.split("/"))
        return " ".join(part for part in (first and f"from {first}", last and f"to {last}") if part) or edtf
    return day_in_words(edtf)
