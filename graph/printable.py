"""Text for terminals, logs and reports: nothing in it moves the cursor, turns the direction or ends the line."""

from __future__ import annotations

from unicodedata import category, combining, east_asian_width

__all__ = ["LONGEST", "columns", "one_line", "printable", "shortened"]

LONGEST = 60
"""How many characters of a value a message repeats."""

_NOT_PRINTABLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_JOINERS = "\u200c\u200d"
"""They stand between letters of several scripts and do no harm."""
_NO_CHARACTERS = "\ufffe\uffff"
"""Unicode promises never to give them a meaning; XML has no way to write them."""
_LAST_OF_FOUR_DIGITS = 0xFFFF


def printable(text: str, *, keep: str = "") -> str:
    r"""Escape what cannot be printed, as Turtle and N-Triples do.

    :param text: any text.
    :param keep: characters to leave as they are, line feeds for instance.
    :returns: the text without controls, line ends, marks of direction, half surrogate pairs.

    >>> printable("one\ttwo\u202e")
    'one\\u0009two\\u202E'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(each if each in keep or _is_printable(each) else _escaped(each) for each in text)


def one_line(text: str) -> str:
    r"""Write a text on one line.

    :param text: any text.
    :returns: the text with each run of white space as one space, and the rest printable.

    >>> one_line("It ends\n  here.")
    'It ends here.'
    """
    return printable(" ".join(text.split()))


def shortened(text: str, longest: int = LONGEST) -> str:
    """Leave out the rest of a text that is too long to be read.

    :param text: any text.
    :param longest: how many characters may stand before the rest.
    :returns: the text, or its beginning and an ellipsis.

    >>> shortened("It goes on", 5), shortened("It ends", 7)
    ('It go…', 'It ends')
    """
    return text if len(text) <= longest else f"{text[:longest]}…"


def columns(text: str) -> int:
    """Tell how many columns of a terminal a printable text takes.

    :param text: a text that can be printed.
    :returns: two for each wide character, none for marks above and below letters.

    >>> columns("日本")
    4
    """
    if text.isascii():
        return len(text)
    return sum(
        0 if combining(each) or each in _JOINERS else 2 if east_asian_width(each) in "WF" else 1 for each in text
    )


def _is_printable(character: str) -> bool:
    """Tell whether a character can be shown as it is."""
    if character in _JOINERS:
        return True
    return category(character) not in _NOT_PRINTABLE and character not in _NO_CHARACTERS


def _escaped(character: str) -> str:
    """Write a character by its number."""
    number = ord(character)
    return f"\\u{number:04X}" if number <= _LAST_OF_FOUR_DIGITS else f"\\U{number:08X}"
