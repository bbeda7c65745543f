"""The lines of the files that findings point at, cut and escaped so that a caret can stand under the column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from treatygraph.graph.checking.findings import Finding
from treatygraph.graph.printable import columns, printable

__all__ = ["Excerpt", "Sources", "excerpt"]

_WIDTH = 100
"""How many columns of a line are shown."""
_BEFORE = 60
"""How many of them may stand before the place, if the line is longer than what is shown."""
_LARGEST = 1 << 28
"""The size in bytes above which a file is shown without its lines."""

_LINE_END = re.compile(rb"\r\n?|\n")
_MARK = "\ufeff"
"""A byte order mark; it counts as no column."""
_TAB = "    "
_CUT = "…"


class Excerpt(NamedTuple):
    """A line of a file as a terminal can show it.

    :param text: the line, or the part of it around the place.
    :param indent: how many columns stand before the place; None where the column is not known.
    :param width: how many columns what begins there takes, as far as it is shown.
    """

    text: str
    indent: int | None
    width: int = 1


class Sources:
    """The lines that findings point at; each file is read once.

    :param findings: the findings.
    """

    def __init__(self, findings: Iterable[Finding]) -> None:
        wanted: dict[str, set[int]] = {}
        for finding in findings:
            if finding.path is not None and finding.line is not None:
                wanted.setdefault(finding.path, set()).add(finding.line)
        self._lines = {path: _read(Path(path), numbers) for path, numbers in wanted.items()}

    def excerpt(self, finding: Finding) -> Excerpt | None:
        """Return the line of a finding.

        :param finding: one of the findings.
        :returns: the line; None where the file is gone, is no text, or has no such line.
        """
        if finding.path is None or finding.line is None:
            return None
        line = self._lines[finding.path].get(finding.line)
        if line is None:
            return None
        # What ends on a later line is shown to the end of this one.
        end = finding.end_column if finding.end_line == finding.line else finding.end_line and len(line) + 1
        return excerpt(line, finding.column, end)


def excerpt(line: str, column: int | None, end: int | None = None) -> Excerpt:
    r"""Make a line fit for a terminal.

    :param line: a line without its end.
    :param column: the place in it in code points, counted from 1; one after the last character is its end.
    :param end: the column after the last character of what begins there; None where it is not known.
    :returns: the line; of a long one, the part around the place.

    >>> excerpt("\ta b", 2)
    Excerpt(text='    a b', indent=4, width=1)
    """
    at = 0 if column is None else min(column - 1, len(line))
    before = [_cell(each) for each in line[max(0, at - _WIDTH) : at]]
    after = [_cell(each) for each in line[at : at + _WIDTH]]
    if len(before) < at or len(after) < len(line) - at or columns("".join(before + after)) > _WIDTH:
        room = max(_BEFORE, _WIDTH - columns("".join(after)))
        before = list(reversed(_fitting(reversed(before), room)))
        after = _fitting(after, _WIDTH - columns("".join(before)))
    left = _CUT * (len(before) < at) + "".join(before)
    right = "".join(after) + _CUT * (len(after) < len(line) - at)
    width = columns("".join(after[: max(0, (end or 0) - 1 - at)]))
    return Excerpt(f"{left}{right}".rstrip(), None if column is None else columns(left), max(1, width))


def _cell(character: str) -> str:
    """Write one character as it is shown."""
    return _TAB if character == "\t" else printable(character)


def _fitting(cells: Iterable[str], room: int) -> list[str]:
    """Take cells from the beginning as long as there is room for them."""
    taken = []
    for cell in cells:
        room -= columns(cell)
        if room < 0:
            break
        taken.append(cell)
    return taken


def _read(path: Path, numbers: set[int]) -> dict[int, str]:
    """Read lines of a file by their numbers; those that cannot be read are not in the result."""
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST:
            return {}
        data = path.read_bytes()
    except OSError:
        return {}
    lines: dict[int, str] = {}
    start = 0
    ends = chain((match.span() for match in _LINE_END.finditer(data)), [(len(data), len(data))])
    for number, (end, following) in enumerate(islice(ends, max(numbers)), 1):
        if number in numbers:
            try:
                lines[number] = data[start:end].decode("utf-8")
            except UnicodeDecodeError:
                return {}
        start = following
    if 1 in lines:
        lines[1] = lines[1].removeprefix(_MARK)
    return lines
