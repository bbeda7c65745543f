"""Where in a file of RDF/XML its statements stand.

The file is read a second time, by expat, which knows lines and columns; what is read counts only where the strict
parser has the same statement. Not placed are statements about statements (``rdf:ID`` on a property) and what stands in
XML literals.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from xml.parsers import expat

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from treatygraph.graph.bases import base_of
from treatygraph.graph.loader import read_quads
from treatygraph.graph.terms import RDF, RDF_TYPE
from treatygraph.graph.turtle.blank_nodes import align
from treatygraph.graph.turtle.positions import Positions
from treatygraph.graph.turtle.scanner import Scan, Statement
from treatygraph.graph.turtle.tokens import Text
from treatygraph.graph.xml_text import as_utf_8

__all__ = ["places_in_rdf_xml"]

_XML = "http://www.w3.org/XML/1998/namespace"
_FIRST, _REST, _NIL = (NamedNode(RDF + name) for name in ("first", "rest", "nil"))
_SYNTAX = frozenset(RDF + name for name in ("about", "ID", "nodeID", "resource", "parseType", "datatype", "type"))
_DEFAULT = DefaultGraph()
_RESOURCE = re.compile(r"\sresource\s*=\s*[\"']|:resource\s*=\s*[\"']")


@dataclass(slots=True)
class _Frame:
    """An element that is open.

    :param kind: ``root``, ``node``, ``property`` or ``xml`` (inside an XML literal).
    :param base: what relative IRIs are relative to.
    :param language: the language of texts.
    :param subject: the thing that a node is, or that a property is of.
    :param predicate: the property.
    :param at: the offset of the name of the element.
    """

    kind: str
    base: str
    language: str = ""
    subject: Any = None
    predicate: NamedNode | None = None
    at: int = 0
    datatype: str = ""
    parse_type: str = ""
    done: bool = False
    words: list[str] = field(default_factory=list)
    words_at: int | None = None
    members: list[tuple[Any, int]] = field(default_factory=list)
    numbers: Any = field(default_factory=lambda: count(1))


def places_in_rdf_xml(path: Path) -> Positions:
    """Index a file.

    :param path: a file of RDF/XML that the strict parser accepts.
    :returns: the places of its statements; blank nodes are named as ``loader.read_quads`` names them.
    """
    text = Text(as_utf_8(path.read_bytes(), path).decode(), str(path))
    base = base_of(str(path))
    parsed = list(parse(input=text.text, format=RdfFormat.RDF_XML, base_iri=base))
    names: dict[Any, Any] = {}
    for before, after in zip(parsed, read_quads(path, base=base), strict=True):
        names |= {before.subject: after.subject, before.object: after.object}
    told = set(parsed)
    statements = [each for each in _Reader(text, base).read() if _has_blank(each.quad) or each.quad in told]
    try:
        known = align([each.quad for each in statements], parsed)
    except (KeyError, ValueError):
        # Something was read that the parser does not say, so nobody knows which blank node is which.
        known = {}
    sound = tuple(each for each in statements if _named(each, known) in told)
    return Positions(Scan(text, sound, (), ()), {ours: names[theirs] for ours, theirs in known.items()})


def _named(statement: Statement, known: Mapping[Any, Any]) -> Quad:
    """Write a statement with the parser's blank nodes."""
    subject, value = known.get(statement.subject, statement.subject), known.get(statement.object, statement.object)
    return Quad(subject, statement.predicate, value, statement.graph)


def _has_blank(quad: Quad) -> bool:
    """Tell whether a statement is about a blank node."""
    return isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)


class _Reader:
    """Reads the statements of a text with their offsets."""

    def __init__(self, text: Text, base: str) -> None:
        self.text = text
        self.base = base
        self.statements: list[Statement] = []
        self.stack: list[_Frame] = []
        self.fresh = count()
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.words

    def read(self) -> list[Statement]:
        """Read the whole text."""
        self.parser.Parse(self.text.text.encode(), True)
        return self.statements

    def here(self) -> int:
        """Return the offset that the parser is at."""
        return self.text.line_starts[self.parser.CurrentLineNumber - 1] + self.parser.CurrentColumnNumber

    def add(self, subject: Any, predicate: NamedNode, value: Any, places: tuple[int, int, int]) -> None:
        """Note a statement."""
        self.statements.append(Statement(subject, predicate, value, _DEFAULT, *places))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Open an element."""
        above = self.stack[-1] if self.stack else _Frame("root", self.base)
        base = attributes.pop(f"{_XML} base", above.base)
        language = attributes.pop(f"{_XML} lang", above.language)
        iri, at = name.replace(" ", ""), self.here() + 1
        given = {key.replace(" ", ""): value for key, value in attributes.items() if not key.startswith(_XML)}
        if above.kind == "xml" or above.parse_type == "Literal":
            self.stack.append(_Frame("xml", base))
        elif not self.stack and iri == RDF + "RDF":
            self.stack.append(_Frame("root", base, language))
        elif above.kind == "node" or above.parse_type == "Resource":
            self.stack.append(_Frame("property", base, language, above.subject, at=at))
            self.property(self.stack[-1], above, iri, given)
        else:
            self.stack.append(_Frame("node", base, language, at=at))
            self.node(self.stack[-1], above, iri, given)

    def node(self, frame: _Frame, above: _Frame, iri: str, given: dict[str, str]) -> None:
        """Note what an element says that is a thing."""
        frame.subject = self.thing(frame, given, "about")
        at = frame.at
        if above.parse_type == "Collection":
            above.members.append((frame.subject, at))
        elif above.kind == "property" and above.predicate is not None:
            above.done = True
            self.add(above.subject, above.predicate, frame.subject, (above.at, above.at, at))
        if iri != RDF + "Description":
            self.add(frame.subject, RDF_TYPE, NamedNode(iri), (at, at, at))
        self.attributes(frame, frame.subject, given)

    def property(self, frame: _Frame, above: _Frame, iri: str, given: dict[str, str]) -> None:
        """Note what an element says that is a property."""
        frame.predicate = NamedNode(f"{RDF}_{next(above.numbers)}" if iri == RDF + "li" else iri)
        frame.datatype, frame.parse_type = given.get(RDF + "datatype", ""), given.get(RDF + "parseType", "")
        others = {key for key in given if key not in _SYNTAX or key == RDF + "type"}
        if frame.parse_type == "Resource" or {RDF + "resource", RDF + "nodeID"} & given.keys() or others:
            value = self.thing(frame, given, "resource")
            written = _RESOURCE.search(self.text.text, frame.at) if RDF + "resource" in given else None
            value_at = frame.at if written is None else written.end()
            self.add(frame.subject, frame.predicate, value, (frame.at, frame.at, value_at))
            self.attributes(frame, value, given)
            frame.subject, frame.done = value, True

    def attributes(self, frame: _Frame, subject: Any, given: dict[str, str]) -> None:
        """Note the properties that are written as attributes."""
        for key, value in given.items():
            if key == RDF + "type":
                self.add(subject, RDF_TYPE, NamedNode(urljoin(frame.base, value)), (frame.at, frame.at, frame.at))
            elif key not in _SYNTAX and key != RDF + "ID":
                self.add(subject, NamedNode(key), _text(value, frame.language), (frame.at, frame.at, frame.at))

    def thing(self, frame: _Frame, given: dict[str, str], name: str) -> NamedNode | BlankNode:
        """Say which thing attributes name; without any it is a new one."""
        if RDF + name in given:
            return NamedNode(urljoin(frame.base, given[RDF + name]))
        if RDF + "ID" in given and name == "about":
            return NamedNode(urljoin(frame.base, f"#{given[RDF + 'ID']}"))
        return BlankNode(given[RDF + "nodeID"]) if RDF + "nodeID" in given else self.blank()

    def blank(self) -> BlankNode:
        """Make a blank node."""
        return BlankNode(f"place{next(self.fresh)}")

    def words(self, words: str) -> None:
        """Take up a piece of text."""
        frame = self.stack[-1] if self.stack else None
        if frame is not None and frame.kind == "property":
            if frame.words_at is None:
                frame.words_at = self.here()
            frame.words.append(words)

    def end(self, name: str) -> None:
        """Close an element; a property without a thing has a text."""
        frame = self.stack.pop()
        if frame.kind != "property" or frame.predicate is None or frame.done or frame.parse_type == "Literal":
            return
        if frame.parse_type == "Collection":
            self.list(frame, frame.predicate)
            return
        text, at = "".join(frame.words), frame.at if frame.words_at is None else frame.words_at
        value = Literal(text, datatype=NamedNode(frame.datatype)) if frame.datatype else _text(text, frame.language)
        self.add(frame.subject, frame.predicate, value, (frame.at, frame.at, at))

    def list(self, frame: _Frame, predicate: NamedNode) -> None:
        """Note a list."""
        cells = [self.blank() for _ in frame.members]
        self.add(frame.subject, predicate, cells[0] if cells else _NIL, (frame.at, frame.at, frame.at))
        for cell, (member, at), rest in zip(cells, frame.members, [*cells[1:], _NIL], strict=False):
            self.add(cell, _FIRST, member, (at, at, at))
            self.add(cell, _REST, rest, (at, at, at))


def _text(words: str, language: str) -> Literal:
    """Make a literal without a datatype."""
    return Literal(words, language=language.lower()) if language else Literal(words)
