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
FrontMatter: TypeAlias = dict[str, Value]

_VIEW = re.compile(r"\s*#defaultView:\s*(\w+)\s*$")
_MARK = re.compile(r"\s*#\+ ?(.*)$")
_KEY = re.compile(r"(?P<key>[A-Za-z_][\w-]*):(?:\s+(?P<value>.*))?$")
_ITEM = re.compile(r"-(?:\s+(?P<value>.*))?$")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of front matter: its number in the file, its indentation, its text."""

    number: int
    indent: int
    text: str


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
            _put(found, "defaultView", view[1], number)
        elif mark:
            content = mark[1].rstrip()
            lines.append(_Line(number, len(content) - len(content.lstrip()), content.strip()))
    for head, body in _sections(lines):
        match = _KEY.match(head.text)
        if match is None or head.indent:
            raise _error("A line of front matter is 'key: value'.", head)
        _put(found, match["key"], _value(match["value"] or "", body, head), head.number)
    return found


def _put(found: FrontMatter, key: str, value: Value, number: int) -> None:
    """Add a value."""
    if key in found:
        raise QueryError(f"The front matter has {key!r} twice.", line=number, repair="Keep one of them.")
    found[key] = value


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
    bodies = [_Line(line.number, line.indent, line.text[1:].strip()) for line in lines]
    if all(_KEY.match(body.text) for body in bodies):
        return _mapping(bodies)
    return tuple(_scalar(body.text, body) for body in bodies)


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
    return QueryError(message, line=line.number, repair=f"Rewrite {line.text!r}.")
