"""Tables for people, on a terminal: columns that line up, and nothing that could move the cursor."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from unicodedata import category, combining, east_asian_width

__all__ = ["text_table"]


def text_table(head: Sequence[str], rows: Sequence[Sequence[str]], right: Collection[int] = ()) -> str:
    """Draw a table.

    :param head: the names of the columns.
    :param rows: the cells, row by row; what cannot be printed is escaped.
    :param right: the columns, counted from 0, that are aligned at the right.
    :returns: the lines, each ended by a line feed.

    >>> print(text_table(["side", "days"], [["japan", "50"]], right=[1]), end="")
    side   days
    ─────  ────
    japan    50
    """
    cells = [[_clean(cell) for cell in row] for row in (head, *rows)]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    drawn = (cells[0], ["─" * width for width in widths], *cells[1:])
    aligned = [column in right for column in range(len(head))]
    lines = ("  ".join(_padded(*cell) for cell in zip(row, widths, aligned, strict=True)) for row in drawn)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _clean(text: str) -> str:
    """Escape what is no printable character: line breaks, controls, marks that turn the direction."""
    return "".join(_escaped(each) if category(each) in ("Cc", "Cf", "Cs", "Zl", "Zp") else each for each in text)


def _escaped(character: str) -> str:
    """Write a character as an escape."""
    return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(character) or f"\\u{ord(character):04x}"


def _padded(text: str, width: int, at_right: bool) -> str:
    """Fill a cell up to a width."""
    fill = " " * (width - _width(text))
    return fill + text if at_right else text + fill


def _width(text: str) -> int:
    """Tell how many columns of a terminal a text takes."""
    return sum(0 if combining(each) else 2 if east_asian_width(each) in "WF" else 1 for each in text)
