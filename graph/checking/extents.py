"""How far what a finding points at reaches: to the end of the term, the word or the comment that begins there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from treatygraph.graph.checking.findings import Finding
from treatygraph.graph.turtle.reading import FAMILY
from treatygraph.graph.turtle.tokens import Text, end_of_term

if TYPE_CHECKING:
    from treatygraph.graph.checking.material import Document

__all__ = ["with_ends"]

_JSON = re.compile(r'"(?:[^"\\\n]|\\.)*"|[^\s\[\]{}:,"]+|.')
_SPARQL = re.compile(r"""<[^<>\s]*>|[?$]\w+|#[^\n\r]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[^\s{}()\[\];,<>"']+|.""")
_XML = re.compile(r"""[^\s<>"'=/][^\s<>"'=]*|.""")
_WORDS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {".json": _JSON, ".jsonld": _JSON, ".owl": _XML, ".rdf": _XML, ".rq": _SPARQL, ".sparql": _SPARQL, ".xml": _XML}
)
"""What is one word in files outside the Turtle family, by their endings."""


def with_ends(findings: Iterable[Finding], documents: Sequence[Document]) -> list[Finding]:
    """Say of each finding where what it points at ends.

    :param findings: findings with their places.
    :param documents: the sound files; others are read again.
    :returns: the findings in the same order; where nothing begins at the place of one, it has no end.
    """
    known = {str(each.path): each for each in documents}
    texts: dict[str, Text | None] = {}
    told = []
    for each in findings:
        path = each.path or ""
        if each.line is None or each.column is None or not path:
            told.append(each)
            continue
        if path not in texts:
            texts[path] = Text(known[path].text, path) if path in known else _read(path)
        text = texts[path]
        end = None if text is None else _end(text, each.line, each.column)
        told.append(each if end is None else replace(each, end_line=end[0], end_column=end[1]))
    return told


def _read(path: str) -> Text | None:
    """Read a file that is broken, or no RDF; None where it is no text any more."""
    try:
        return Text(Path(path).read_bytes().decode(), path)
    except (OSError, UnicodeDecodeError):
        return None


def _end(text: Text, line: int, column: int) -> tuple[int, int] | None:
    """Find the end of what begins at a place: the line and the column after its last character."""
    if line > len(text.line_starts):
        return None
    start = text.line_starts[line - 1] + column - 1
    if start >= len(text.text) or text.text[start].isspace():
        return None
    suffix = Path(text.path or "").suffix.lower()
    if suffix in FAMILY:
        return text.place(end_of_term(text, start))
    word = _WORDS[suffix].match(text.text, start) if suffix in _WORDS else None
    return None if word is None else text.place(word.end())
