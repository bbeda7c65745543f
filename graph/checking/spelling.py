"""What somebody most likely meant: names that differ by a slip of the hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from treatygraph.graph.names import near_names

__all__ = ["did_you_mean", "misspelt", "slips"]

MOST_SLIPS = 2
LETTERS_PER_SLIP = 5
_DIGITS = re.compile(r"\d+")


def slips(one: str, other: str, most: int = MOST_SLIPS) -> int:
    """Count the letters to add, leave out, replace or swap between two words (restricted Damerau-Levenshtein).

    :param one: a word.
    :param other: another.
    :param most: more than this need not be told apart.
    :returns: the number, or a greater one than ``most``.

    >>> slips("speaker", "spaeker"), slips("State", "Stat"), slips("a", "abcd")
    (1, 1, 3)
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        former, row, before = before, [i], row
        for j, wanted in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, former[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def misspelt(name: str, names: Iterable[str]) -> str | None:
    """Find the one name that this is obviously meant to be.

    Capital letters do not count; otherwise a slip for every five letters is allowed, two at most, and no other name may
    be as near. Another digit is no slip: it makes the name of another thing.

    :param name: a name that does not exist.
    :param names: those that do.
    :returns: the name, or None where nothing is obvious.

    >>> misspelt("Sate", ["State", "Statute"]), misspelt("tide", ["time", "tile"]) is None
    ('State', True)
    """
    plain = name.casefold()
    limit = min(MOST_SLIPS, max(1, len(name) // LETTERS_PER_SLIP))
    digits = _DIGITS.findall(name)
    others = (each for each in set(names) if each != name and _DIGITS.findall(each) == digits)
    scored = sorted((slips(plain, each.casefold(), limit), each) for each in others)
    nearest = [each for count, each in scored if count == scored[0][0] <= limit]
    return nearest[0] if len(nearest) == 1 else None


def did_you_mean(name: str, names: Iterable[str], write: Callable[[str], str] = str) -> str:
    """Ask whether one of the names that look most like this one is meant.

    :param name: a name that does not exist.
    :param names: those that do.
    :param write: how to write a name for a reader.
    :returns: a question; empty where nothing looks like it.

    >>> did_you_mean("speeker", ["speaker", "voice"], "tg:{}".format)
    'Did you mean tg:speaker?'
    """
    known = tuple(names)
    sure = misspelt(name, known)
    near = [sure] if sure else near_names(name, known)
    return f"Did you mean {' or '.join(map(write, near))}?" if near else ""
