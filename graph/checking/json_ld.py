"""Where in a file of JSON-LD its statements stand.

The file is read a second time, with the offsets of its strings. What the strict parser says decides: a value is placed
where a statement about the same thing, with the same property, has it.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urljoin

from pyoxigraph import Literal, NamedNode, Quad

from treatygraph.graph.catalogue import Catalogue
from treatygraph.graph.contexts import with_local_contexts
from treatygraph.graph.loader import read_quads
from treatygraph.graph.terms import RDF_TYPE, XSD
from treatygraph.graph.turtle.positions import Positions
from treatygraph.graph.turtle.scanner import Scan, Statement
from treatygraph.graph.turtle.tokens import Text

__all__ = ["Json", "json_with_places", "places_in_json_ld"]

_TOKEN = re.compile(r'\s*(?:("(?:[^"\\]|\\.)*")|([][{}:,])|([^\s\[\]{}:,"]+))', re.DOTALL)
_TRANSPARENT = frozenset({"@graph", "@included", "@set", "@list", "@value", "@none", "@reverse"})
_NUMBERS = frozenset(XSD + name for name in ("integer", "double"))
_NO_NAME = ""
"""Stands for a thing without a name: which one it is does not matter, as long as its property has the value."""
_BLANK = "_:"
"""How the labels of blank nodes begin; the parser calls these otherwise."""
_NOT_DATA = frozenset({"@context", "@language", "@direction", "@index", "@version"})


class Json(NamedTuple):
    """A value of JSON with its place; ``value`` is a text for a scalar, else a list of members or of pairs."""

    kind: str
    value: Any
    at: int


def places_in_json_ld(path: Path, catalogue: Catalogue | None = None) -> Positions:
    """Index a file.

    :param path: a file of JSON-LD that the strict parser accepts.
    :param catalogue: says where copies of remote contexts are.
    :returns: the places of the statements that could be found.
    """
    data = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    text = Text(data.decode(), str(path))
    reader = _Reader(read_quads(path, catalogue), json.loads(with_local_contexts(data, path, catalogue)))
    reader.walk(json_with_places(text.text), _NO_NAME, None)
    graphs = {each.graph_name for each in reader.quads if isinstance(each.graph_name, NamedNode)}
    named = tuple((graph, reader.things[graph.value]) for graph in graphs if graph.value in reader.things)
    return Positions(Scan(text, tuple(reader.statements), (), named))


def json_with_places(text: str) -> Json:
    """Read JSON that is well-formed, with the places of its values."""
    tokens = ((match[1] or match[2] or match[3], match.start(match.lastindex or 0)) for match in _TOKEN.finditer(text))
    return _value(tokens, *next(tokens))


def _value(tokens: Iterator[tuple[str, int]], word: str, at: int) -> Json:
    """Read one value."""
    if word == "[":
        return Json("list", list(_members(tokens)), at)
    if word == "{":
        return Json("object", list(_pairs(tokens)), at)
    return Json("text", json.loads(word), at) if word.startswith('"') else Json("other", word, at)


def _members(tokens: Iterator[tuple[str, int]]) -> Iterator[Json]:
    """Read the members of a list, to its end."""
    for word, at in tokens:
        if word == "]":
            return
        if word != ",":
            yield _value(tokens, word, at)


def _pairs(tokens: Iterator[tuple[str, int]]) -> Iterator[tuple[str, int, Json]]:
    """Read the keys of an object with their places and values, to its end."""
    for word, at in tokens:
        if word == "}":
            return
        if word != ",":
            next(tokens)
            yield json.loads(word), at, _value(tokens, *next(tokens))


class _Reader:
    """Finds the statements of a document.

    :param quads: what the parser says.
    :param document: the document, with its contexts.
    """

    def __init__(self, quads: tuple[Quad, ...], document: object) -> None:
        self.quads = quads
        self.terms: dict[str, str] = {}
        self._learn(document)
        self.values: defaultdict[tuple[str, str, str], deque[Quad]] = defaultdict(deque)
        for quad in quads:
            subject = quad.subject.value if isinstance(quad.subject, NamedNode) else _NO_NAME
            self.values[subject, quad.predicate.value, _known_by(quad.object)].append(quad)
        self.things: dict[str, int] = {}
        self.statements: list[Statement] = []

    def _learn(self, value: object, *, in_context: bool = False) -> None:
        """Collect the terms of all contexts."""
        if isinstance(value, list):
            for each in value:
                self._learn(each, in_context=in_context)
        elif isinstance(value, Mapping):
            for key, each in value.items():
                meant = each.get("@id") if isinstance(each, Mapping) else each
                if in_context and isinstance(meant, str):
                    self.terms.setdefault(key, meant)
                self._learn(each, in_context=key == "@context")

    def term(self, word: str, depth: int = 0) -> str:
        """Return the IRI, or the keyword, that a key or a type stands for."""
        meant = self.terms.get(word)
        if meant is not None and meant != word and depth < len(self.terms):
            return self.term(meant, depth + 1)
        prefix, colon, local = word.partition(":")
        if colon and prefix in self.terms and not local.startswith("//"):
            return self.term(self.terms[prefix], depth + 1) + local if depth <= len(self.terms) else word
        return word if colon or word.startswith("@") else self.terms.get("@vocab", "") + word

    def thing(self, word: str) -> str:
        """Return the IRI that an identifier stands for."""
        return self.term(word) if ":" in word else urljoin(self.terms.get("@base", ""), word)

    def walk(self, value: Json, subject: str, predicate: tuple[str, int] | None) -> None:
        """Find the statements in a value of JSON.

        :param value: the value.
        :param subject: the thing that it is said of.
        :param predicate: the property with the place of its key.
        """
        if value.kind == "list":
            for each in value.value:
                self.walk(each, subject, predicate)
        elif value.kind == "object":
            self._object(value, subject, predicate)
        elif predicate is not None:
            self._scalar(value, subject, predicate)

    def _object(self, value: Json, subject: str, predicate: tuple[str, int] | None) -> None:
        """Find the statements in an object: a thing, a literal, or a map from languages or indices to values."""
        keys = [(self.term(key), at, each) for key, at, each in value.value]
        own = next((each for key, _, each in keys if key == "@id" and each.kind == "text"), None)
        thing = _NO_NAME if own is None or own.value.startswith(_BLANK) else self.thing(own.value)
        if own is not None:
            if thing != _NO_NAME:
                self.things.setdefault(thing, own.at)
            if predicate is not None:
                self._scalar(own, subject, predicate)
        for key, at, each in keys:
            if key in _NOT_DATA or key == "@id":
                continue
            if key in _TRANSPARENT:
                self.walk(each, subject, predicate)
                continue
            self.walk(each, thing, (RDF_TYPE.value if key == "@type" else key, at))
            if own is None:
                self.walk(each, subject, predicate)

    def _scalar(self, value: Json, subject: str, predicate: tuple[str, int]) -> None:
        """Place the statements that have a value."""
        iri, at = predicate
        text = value.kind == "text"
        names = dict.fromkeys((self.thing(value.value), self.term(value.value)) if text else ())
        for known in (*(f"<{name}>" for name in names), f'"{value.value}', _number(value.value)):
            quads = self.values.get((subject, iri, known))
            # Of things without names each has its own statement, of others all have the same place.
            while quads:
                quad: Any = quads.popleft()
                places = self.things.get(subject, at), at, value.at
                self.statements.append(Statement(quad.subject, quad.predicate, quad.object, quad.graph_name, *places))
                if subject == _NO_NAME:
                    return


def _known_by(term: object) -> str:
    """Write a value in such a way that what is written in the file leads to it."""
    if isinstance(term, Literal):
        return _number(term.value) if term.datatype.value in _NUMBERS else f'"{term.value}'
    return f"<{term.value}>" if isinstance(term, NamedNode) else ""


def _number(text: str) -> str:
    """Write a number in one way; the parser writes those without quotation marks in its own."""
    try:
        return repr(float(text))
    except ValueError:
        return f'"{text}'
