"""The tokens of Turtle, TriG, N-Triples and N-Quads, by one regular expression (https://www.w3.org/TR/rdf12-turtle/).

The expression may accept a little more than the grammars do: files are parsed strictly before they are scanned.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property

from treatygraph.graph.bases import base_of
from treatygraph.graph.errors import InputError

__all__ = ["Comment", "Text", "Tokens", "end_of_term", "is_local_name", "tokenise", "walk"]

# Sets of characters are written as what they leave out of ASCII: all others belong to names, and Python takes long to
# compile a set of many characters.
_NO_LETTER = r"\x00-@\[-`{-\x7f"
_NOT_FIRST = r"\x00-/:-@\[-^`{-\x7f"
_NOT_NEXT = r"\x00-,./:-@\[-^`{-\x7f"
_NOT_FIRST_LOCAL = r"\x00-/;-@\[-^`{-\x7f"
_NOT_NEXT_LOCAL = r"\x00-,./;-@\[-^`{-\x7f"
_ESCAPED = r"%[0-9A-Fa-f]{2}|\\[-_~.!$&'()*+,;=/?#@%]"
_LOCAL = (
    rf"(?:[^{_NOT_FIRST_LOCAL}]|{_ESCAPED})(?:[^{_NOT_NEXT_LOCAL}]++|{_ESCAPED}|[.]++(?=[^{_NOT_NEXT_LOCAL}]|[%\\]))*+"
)
_TOKEN = re.compile(
    rf"""[ \t\r\n]*+(?:
    (?P<iri><[^\x00-\x20<>"{{}}|^`]*+>)
    |(?P<name>(?:[^{_NO_LETTER}](?:[^{_NOT_NEXT}]++|[.]++(?=[^{_NOT_NEXT}]))*+)?:(?:{_LOCAL})?)
    |(?P<string>\"\"\"(?:[^"\\]++|\\.|""?+(?!"))*+\"\"\"|'''(?:[^'\\]++|\\.|''?+(?!'))*+'''
        |"(?:[^"\\\n\r]++|\\.)*+"|'(?:[^'\\\n\r]++|\\.)*+')
    |(?P<number>[+-]?(?:[0-9]+(?:[.][0-9]*)?[eE][+-]?[0-9]+|[.][0-9]+[eE][+-]?[0-9]+|[0-9]*[.][0-9]+|[0-9]+))
    |(?P<mark>\^\^|<<\(?|\)>>|>>|\{{\||\|\}}|[.;,\[\](){{}}~])
    |(?P<word>[A-Za-z]+)
    |(?P<at>@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[a-z]+)?)
    |(?P<blank>_:[^{_NOT_FIRST}](?:[^{_NOT_NEXT}]++|[.]++(?=[^{_NOT_NEXT}]))*+)
    |(?P<comment>\#[^\r\n]*+)
    |(?P<bad>[^ \t\r\n])
    )""",
    re.VERBOSE | re.DOTALL,
)
_ASCII_LOCAL_NAME = re.compile(r"(?:[:\w]|%[0-9A-Fa-f]{2})(?:[:\w-]++|%[0-9A-Fa-f]{2}|[.]++(?=[:\w%-]))*+", re.ASCII)
_BASE = ("base", "@base")
_LINE_BREAK = re.compile(r"\r\n?|\n")


class Text:
    """A text with the lines and columns of its characters.

    :param original: the text, with or without a byte order mark, which does not count.
    :param path: the file that it comes from; None where there is none.
    """

    def __init__(self, original: str, path: str | None = None) -> None:
        self.original = original
        self.text = original.removeprefix("\ufeff")
        self.path = path

    @cached_property
    def base(self) -> str:
        """What relative IRIs are relative to before any base is declared: the file, unless the text declares a base.

        :returns: the IRI; empty where the text declares one, since nothing may be relative before it.
        """
        declared = "base" in self.text.lower() and any(
            text.lower() in _BASE for kind, text, _ in walk(self) if kind in ("at", "word")
        )
        return "" if declared else base_of(self.path)

    @cached_property
    def line_starts(self) -> list[int]:
        """Where each line begins.

        :returns: the offsets in code points, ascending.
        """
        return [0, *(match.end() for match in _LINE_BREAK.finditer(self.text))]

    def line(self, offset: int) -> int:
        """Return the line of a character.

        :param offset: its offset in code points.
        :returns: the line, counted from 1.
        """
        return bisect_right(self.line_starts, offset)

    def place(self, offset: int) -> tuple[int, int]:
        r"""Return the line and column of a character.

        :param offset: its offset in code points.
        :returns: both counted from 1, the column in code points.

        >>> Text("a\r\nbc").place(4)
        (2, 2)
        """
        line = self.line(offset)
        return line, offset - self.line_starts[line - 1] + 1

    def error(self, message: str, offset: int, repair: str = "") -> InputError:
        """Make an error that tells its place.

        :param message: what is wrong.
        :param offset: where, in code points.
        :param repair: what to do about it.
        :returns: the error, to be raised.
        """
        line, column = self.place(offset)
        return InputError(message, path=self.path, line=line, column=column, repair=repair)


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment.

    :param before: the index of the token that comes next.
    :param start: the offset of its ``#``.
    :param text: the comment from ``#`` to the end of the line.
    """

    before: int
    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text, in three parallel lists; the last one has the kind ``end``.

    :param source: the text.
    :param kinds: ``iri``, ``name``, ``blank``, ``string``, ``number``, ``word``, ``at``; a mark is its own kind.
    :param texts: the tokens as they are written.
    :param starts: their offsets in code points.
    :param comments: the comments, which are no tokens.
    """

    source: Text
    kinds: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)

    def end(self, index: int) -> int:
        """Return where a token ends.

        :param index: the token.
        :returns: the offset after its last character.
        """
        return self.starts[index] + len(self.texts[index])

    def error(self, index: int, message: str = "") -> InputError:
        """Make an error about a token.

        :param index: the token.
        :param message: what is wrong; by default that the token cannot stand there.
        :returns: the error, to be raised.
        """
        what = "the end of the file" if self.kinds[index] == "end" else repr(self.texts[index][:40])
        return self.source.error(message or f"Here {what} was not expected.", self.starts[index])


def is_local_name(text: str, start: int = 0) -> bool:
    """Tell whether a text is a local name that needs no escape.

    :param text: the text.
    :param start: where the name begins in it.
    :returns: whether it can be written after a prefix as it is.

    >>> is_local_name("japan"), is_local_name("japan."), is_local_name("a/b")
    (True, False, False)
    """
    expression = _ASCII_LOCAL_NAME if text.isascii() else _local_name()
    return expression.fullmatch(text, start) is not None


def tokenise(source: Text) -> Tokens:
    """Cut a text into tokens.

    :param source: Turtle, TriG, N-Triples or N-Quads.
    :returns: the tokens.
    :raises InputError: if a character begins no token.

    >>> tokenise(Text(":a a 'b'@en . # c")).kinds
    ['name', 'word', 'string', 'at', '.', 'end']
    """
    tokens = Tokens(source)
    kinds, texts, starts = tokens.kinds, tokens.texts, tokens.starts
    for match in _TOKEN.finditer(source.text):
        kind = match.lastgroup or ""
        text = match[kind]
        start = match.end() - len(text)
        if kind == "comment":
            tokens.comments.append(Comment(len(kinds), start, text))
            continue
        if kind == "bad":
            raise source.error(f"Here {text!r} was not expected.", start)
        kinds.append(text if kind == "mark" else kind)
        texts.append(text)
        starts.append(start)
    kinds.append("end")
    texts.append("")
    starts.append(len(source.text))
    return tokens


def walk(source: Text) -> Iterator[tuple[str, str, int]]:
    """Go through the tokens of a text without keeping them.

    :param source: Turtle, TriG, N-Triples or N-Quads that the strict parser accepts.
    :returns: kind, text and offset of each token; comments are left out.

    >>> [kind for kind, _, _ in walk(Text("a:b a 'b'@en . # c"))]
    ['name', 'word', 'string', 'at', '.']
    """
    for match in _TOKEN.finditer(source.text):
        kind = match.lastgroup or ""
        if kind != "comment":
            text = match[kind]
            yield (text if kind == "mark" else kind), text, match.end() - len(text)


def end_of_term(source: Text, start: int) -> int:
    """Find the end of what begins in a text: of a token, and of a string with its language tag or datatype.

    :param source: a text of the Turtle family, which may be broken.
    :param start: the offset of a character that is no white space.
    :returns: the offset after the last character.

    >>> end_of_term(Text("a:b 'x'^^a:c ."), 4)
    12
    """
    match = _TOKEN.match(source.text, start)
    if match is None:
        return start + 1
    after = _TOKEN.match(source.text, match.end()) if match.lastgroup == "string" else None
    if after is not None and after.lastgroup == "at":
        return after.end()
    if after is not None and after["mark"] == "^^":
        datatype = _TOKEN.match(source.text, after.end())
        return after.end() if datatype is None else datatype.end()
    return match.end()


@cache
def _local_name() -> re.Pattern[str]:
    """Compile the grammar of local names, which takes a while for its letters of all scripts."""
    letters = (
        "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
        "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
    )
    first = f":_0-9{letters}"
    later = first + "\\-\u00b7\u0300-\u036f\u203f-\u2040"
    return re.compile(rf"(?:[{first}]|%[0-9A-Fa-f]{{2}})(?:[{later}]++|%[0-9A-Fa-f]{{2}}|[.]++(?=[{later}%]))*+")
