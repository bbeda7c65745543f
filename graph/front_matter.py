"""The front matter of a stored query: comments that begin with ``#+`` and hold a small part of YAML.

The form is that of grlc: keys with plain, quoted, listed or folded values. Read here are scalars, ``[a, b]``,
lists of ``- item``, mappings one level deep, ``|`` and ``>`` blocks and values that go on in indented lines.
Everything is text: ``true`` is a word. ``#defaultView:Table``, as in the Wikidata Query Service, stands apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from treatygraph.graph.errors import QueryError

__all__ = ["FrontMatter", "Value", "read_front_matter"]

Value: TypeAlias = str | tuple[str, ...] | dict[str, str] | dict[str, tuple[str, ...]]
Place: TypeAlias = tuple[int, int]

_VIEW = re.compile(r"\s*#defaultView:\s*(\w+)\s*$")
_MARK = re.compile(r"\s*#\+ ?(.*)$")
_KEY = re.compile(r"(?P<key>[A-Za-z_][\w-]*):(?:\s+(?P<value>.*))?$")
_ITEM = re.compile(r"-(?:\s+(?P<value>.*))?$")


class FrontMatter(dict[str, Value]):
    """The values by their keys, in the order of the file, with the lines and columns at which both stand."""

    def __init__(self) -> None:
        super().__init__()
        self._keys: dict[str, Place] = {}
        self._values: dict[str, Place] = {}

    def put(self, key: str, value: Value, at: Place, value_at: Place) -> None:
        """Add a value.

        :param key: its key.
        :param value: the value.
        :param at: where the key stands.
        :param value_at: where the value begins.
        :raises QueryError: if the key is there already.
        """
        if key in self:
            line, column = at
            message = f"The front matter has {key!r} twice."
            raise QueryError(message, line=line, column=column, repair="Keep one of them.")
        self[key], self._keys[key], self._values[key] = value, at, value_at

    def wrong_key(self, key: str, message: str, repair: str) -> QueryError:
        """Say what is wrong with a key, at its place.

        :param key: the key.
        :param message: what is wrong.
        :param repair: what to do.
        :returns: the error.
        """
        line, column = self._keys[key]
        return QueryError(message, line=line, column=column, repair=repair)

    def wrong_value(self, key: str, message: str, repair: str) -> QueryError:
        """Say what is wrong with the value of a key, at its place.

        :param key: the key.
        :param message: what is wrong.
        :param repair: what to do.
        :returns: the error.
        """
        line, column = self._values[key]
        return QueryError(message, line=line, column=column, repair=repair)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of front matter: its number in the file, the column that its text begins at, its indentation, its text."""

    number: int
    column: int
    indent: int
    text: str

    @property
    def place(self) -> Place:
        """Where its text begins."""
        return self.number, self.column

    def place_of_value(self, match: re.Match[str]) -> Place:
        """Tell where the value of its key begins; where its key does, if the value stands in other lines."""
        return (self.number, self.column + match.start("value")) if match["value"] else self.place


def read_front_matter(text: str) -> FrontMatter:
    r"""Read the front matter of a query.

    :param text: the whole query.
    :returns: the values by their keys; the key ``defaultView`` holds the view.
    :raises QueryError: if a line is not of the form that is read here, or a key is there twice.

    >>> read_front_matter("#+ summary: Islands\n#+ tags: [island, name]\nASK {}")
    {'summary': 'Islands', 'tags': ('island', 'name')}
    """
    lines, found = [], FrontMatter()
    for number, line in enumerate(text.splitlines(), start=1):
        view, mark = _VIEW.match(line), _MARK.match(line)
        if view:
            place = number, view.start(1) + 1
            found.put("defaultView", view[1], place, place)
        elif mark:
            content = mark[1].rstrip()
            indent = len(content) - len(content.lstrip())
            lines.append(_Line(number, mark.start(1) + indent + 1, indent, content.strip()))
    for head, body in _sections(lines):
        match = _KEY.match(head.text)
        if match is None or head.indent:
            raise _error("A line of front matter is 'key: value'.", head)
        value = _value(match["value"] or "", body, head)
        found.put(match["key"], value, head.place, head.place_of_value(match))
    return found


def _sections(lines: Iterable[_Line]) -> list[tuple[_Line, list[_Line]]]:
    """Group the lines: each that is not indented, and is no item of a list, with those that belong to it."""
    sections: list[tuple[_Line, list[_Line]]] = []
    for line in lines:
        belongs = line.indent or not line.text or _ITEM.match(line.text)
        if belongs and sections:
            sections[-1][1].append(line)
        elif line.text:
            sections.append((line, []))
    return sections


def _value(text: str, body: list[_Line], head: _Line) -> Value:
    """Read the value of a key from the rest of its line and the lines that belong to it."""
    content = [line for line in body if line.text]
    if text in ("|", ">", "|-", ">-"):
        return ("\n" if text[0] == "|" else " ").join(line.text for line in body).strip()
    if text:
        whole = " ".join((text, *(line.text for line in content)))
        return _list(whole, head) if whole.startswith("[") else _scalar(whole, head)
    if content and all(_ITEM.match(line.text) for line in content):
        return _items(content)
    return _mapping(content)


def _items(lines: list[_Line]) -> Value:
    """Read a list of scalars, or grlc's list of mappings that hold one key each."""
    bodies = [_item(line) for line in lines]
    if all(_KEY.match(body.text) for body in bodies):
        return _mapping(bodies)
    return tuple(_scalar(body.text, body) for body in bodies)


def _item(line: _Line) -> _Line:
    """Take the hyphen of an item away."""
    text = line.text[1:].strip()
    return _Line(line.number, line.column + len(line.text) - len(text), line.indent, text)


def _mapping(lines: list[_Line]) -> Value:
    """Read a mapping whose values are scalars, or lists."""
    scalars: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    for line in lines:
        match = _KEY.match(line.text)
        if match is None or match["value"] is None:
            raise _error("A line of this mapping is 'key: value'.", line)
        if match["key"] in scalars or match["key"] in lists:
            raise _error(f"The key {match['key']!r} is there twice.", line)
        if match["value"].startswith("["):
            lists[match["key"]] = _list(match["value"], line)
        else:
            scalars[match["key"]] = _scalar(match["value"], line)
    if scalars and lists:
        raise _error("The values are lists, or none of them is.", lines[0])
    return lists or scalars


def _list(text: str, line: _Line) -> tuple[str, ...]:
    """Read a list in brackets."""
    if not text.endswith("]"):
        raise _error("The list has no closing bracket.", line)
    parts = re.findall(r"""\s*((?:"[^"]*"|'[^']*'|[^,"'])*)\s*(?:,|$)""", text[1:-1])
    return tuple(_scalar(part.strip(), line) for part in parts if part.strip())


def _scalar(text: str, line: _Line) -> str:
    """Read a scalar, with or without quotation marks."""
    if text[:1] in ("'", '"'):
        if len(text) < 2 or text[-1] != text[0]:
            raise _error("The quotation has no end.", line)
        return text[1:-1].replace("''", "'") if text[0] == "'" else re.sub(r"\\(.)", r"\1", text[1:-1])
    return text


def _error(message: str, line: _Line) -> QueryError:
    """Say what is wrong with a line."""
    return QueryError(message, line=line.number, column=line.column, repair=f"Rewrite {line.text!r}.")
