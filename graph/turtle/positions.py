"""Where in a file a statement stands, for findings: file and line say more than the name of a node.

Things are named as :class:`~treatygraph.graph.checking.findings.Finding` names them: subjects, predicates and graphs by
their IRIs, blank nodes as ``_:label``, values as N-Triples writes them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from os import PathLike
from typing import Any, NamedTuple

from pyoxigraph import BlankNode, RdfFormat

from treatygraph.graph.loader import read_quads
from treatygraph.graph.terms import RDF_TYPE
from treatygraph.graph.turtle.blank_nodes import align
from treatygraph.graph.turtle.index import Key, StatementIndex
from treatygraph.graph.turtle.reading import form_of, parse_strictly, read_text
from treatygraph.graph.turtle.scanner import Scan, Statement, scan
from treatygraph.graph.turtle.term_reader import Declaration
from treatygraph.graph.turtle.tokens import Text

__all__ = ["Position", "Positions"]


_LABEL = re.compile(r"_:[^\s,;()\[\]{}<>\"']+")


class Position(NamedTuple):
    """A place in a text.

    :param line: the line, counted from 1.
    :param column: the column in code points, counted from 1.
    """

    line: int
    column: int


class Positions:
    r"""The places of the statements of one text, indexed when they are first asked for.

    :param found: what was found in the text.
    :param names: other names of its blank nodes, by those that the scan gives them.

    >>> places = Positions.of_text("<urn:a> a <urn:B> ;\n  <urn:p> 1 , 2 .")
    >>> places.missing("urn:a")
    Position(line=1, column=11)
    >>> places.too_many("urn:a", "urn:p")
    Position(line=2, column=15)
    """

    def __init__(self, found: Scan, names: Mapping[BlankNode, BlankNode] | None = None) -> None:
        self._scan = found
        self._names = names or {}
        self._index = StatementIndex(found, self._names)

    @classmethod
    def of(cls, path: str | PathLike[str]) -> Positions:
        """Index a file.

        :param path: a file in Turtle, TriG, N-Triples or N-Quads.
        :returns: the places of its statements; blank nodes are named as ``loader.read_quads`` names them.
        :raises InputError: if the file is of another format, cannot be read, or is nested too deeply.
        """
        text, form = read_text(path), form_of(path)
        found = scan(text, form)
        if "[" not in text.text and "(" not in text.text and "_:" not in text.text:
            return cls(found)
        parsed = parse_strictly(text, form)
        renamed = {
            old: new
            for before, after in zip(parsed, read_quads(path, base=text.base or None), strict=True)
            for old, new in zip(before, after, strict=True)
            if isinstance(old, BlankNode) and isinstance(new, BlankNode)
        }
        known = align([each.quad for each in found.statements], parsed)
        return cls(found, {ours: renamed[theirs] for ours, theirs in known.items()})

    @classmethod
    def of_text(cls, text: str, form: RdfFormat = RdfFormat.TRIG) -> Positions:
        """Index a text.

        :param text: a text that the strict parser accepts.
        :param form: Turtle, TriG, N-Triples or N-Quads.
        :returns: the places of its statements; blank nodes have the labels of the text.
        :raises InputError: if the text cannot be read, or is nested too deeply.
        """
        return cls(scan(Text(text), form))

    def renamed(self, rename: Callable[[Any], Any]) -> Positions:
        """Give terms other names at the same places.

        :param rename: what to put in the place of a term.
        :returns: the places by the new names.
        """
        found = replace(
            self._scan,
            statements=tuple(_renamed(each, rename) for each in self._scan.statements),
            graphs=tuple((rename(name), place) for name, place in self._scan.graphs),
        )
        return Positions(found, self._names)

    @property
    def declarations(self) -> tuple[Declaration, ...]:
        """The prefixes and bases of the text.

        :returns: them in their order; :meth:`at` tells their places.
        """
        return self._scan.declarations

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements of the text with the offsets of their parts; blank nodes have labels of the scan.

        :returns: them in the order of their objects; :meth:`at` tells their places.
        """
        return self._scan.statements

    def name(self, node: object) -> str:
        """Name the subject of one of the statements as findings do.

        :param node: the subject.
        :returns: an IRI, or a blank node as ``loader.read_quads`` names it.
        """
        return self._index.name(node)

    def label(self, name: str) -> str | None:
        """Find the label that the text gives a blank node.

        :param name: the blank node.
        :returns: the label with ``_:``; None for a node in brackets, and for one of another text.
        """
        return self._labels.get(name)

    @cached_property
    def _labels(self) -> Mapping[str, str]:
        """The labels of blank nodes by their names; a label that the scan made up does not stand in the text."""
        nodes = {term for each in self.statements for term in (each.subject, each.object, each.graph)}
        written = {each.rstrip(".") for each in _LABEL.findall(self._scan.text.text)}
        blanks = (each for each in nodes if isinstance(each, BlankNode) and str(each) in written)
        return {str(self._names.get(each, each)): str(each) for each in blanks}

    def at(self, offset: int) -> Position:
        """Turn an offset into a place.

        :param offset: an offset in code points.
        :returns: its line and column.
        """
        return Position(*self._scan.text.place(offset))

    def graph(self, name: str) -> Position | None:
        """Find the first block of a graph.

        :param name: the graph.
        :returns: the place of its name.
        """
        return self._place(self._index.graphs.get(name))

    def subject(self, subject: str, graph: str | None = None) -> Position | None:
        """Find the first statement about a subject.

        :param subject: the subject.
        :param graph: the graph; None for any.
        :returns: the place of the subject.
        """
        return self._of_first(subject, (graph, None, None))

    def type_of(self, subject: str, graph: str | None = None) -> Position | None:
        """Find the type of a subject.

        :param subject: the subject.
        :param graph: the graph; None for any.
        :returns: the place of the first class.
        """
        return self.first(subject, RDF_TYPE.value, graph)

    def first(self, subject: str, predicate: str, graph: str | None = None) -> Position | None:
        """Find the first value of a property.

        :param subject: the subject.
        :param predicate: the property.
        :param graph: the graph; None for any.
        :returns: the place of the value.
        """
        return self._of_first(subject, (graph, predicate, None))

    def last(self, subject: str, predicate: str, graph: str | None = None) -> Position | None:
        """Find the last value of a property.

        :param subject: the subject.
        :param predicate: the property.
        :param graph: the graph; None for any.
        :returns: the place of the value.
        """
        span = self._index.span(subject, (graph, predicate, None))
        return self._place(span.last if span else None)

    def value(self, subject: str, predicate: str, value: str, graph: str | None = None) -> Position | None:
        """Find a statement.

        :param subject: the subject.
        :param predicate: the property.
        :param value: the value, as N-Triples writes it.
        :param graph: the graph; None for any.
        :returns: the place of the value in the first such statement.
        """
        return self._of_first(subject, (graph, predicate, value))

    def predicate(
        self, subject: str, predicate: str, graph: str | None = None, value: str | None = None
    ) -> Position | None:
        """Find a property where it is written.

        :param subject: the subject.
        :param predicate: the property.
        :param graph: the graph; None for any.
        :param value: the value, as N-Triples writes it; None for any.
        :returns: the place of the property in the first such statement.
        """
        return self._place(self._index.predicate(subject, predicate, graph, value))

    def any_value(self, subject: str, value: str, graph: str | None = None) -> Position | None:
        """Find a value of a subject, whatever the property.

        :param subject: the subject.
        :param value: the value, as N-Triples writes it.
        :param graph: the graph; the statement may also stand in another one.
        :returns: the place of the value in the first such statement.
        """
        return self._of_first(subject, (graph, None, value)) or self._of_first(subject, (None, None, value))

    def mention(self, value: str) -> Position | None:
        """Find the first statement that has something for its value.

        :param value: the value, as N-Triples writes it.
        :returns: the place of the value.
        """
        return self._place(self._index.mentions.get(value))

    def missing(self, subject: str, graph: str | None = None) -> Position | None:
        """Place the finding that something is not said of a subject.

        :param subject: the subject, which may also be a graph.
        :param graph: the graph that it should be said in; the subject may be described in another one.
        :returns: the place of its type, of the subject, of the graph's name, or of the first mention: the first of
            these that there is.
        """
        return (
            self.type_of(subject, graph)
            or self.subject(subject, graph)
            or self.type_of(subject)
            or self.subject(subject)
            or self.graph(subject)
            or self.mention(subject if subject.startswith("_:") else f"<{subject}>")
        )

    def wrong_value(self, subject: str, predicate: str, value: str, graph: str | None = None) -> Position | None:
        """Place the finding that a value is wrong.

        :param subject: the subject.
        :param predicate: the property.
        :param value: the value, as N-Triples writes it.
        :param graph: the graph; the statement may also stand in another one.
        :returns: the place of the value; without such a statement, where a missing one would be placed.
        """
        return (
            self.value(subject, predicate, value, graph)
            or self.value(subject, predicate, value)
            or self.missing(subject, graph)
        )

    def too_many(self, subject: str, predicate: str, graph: str | None = None) -> Position | None:
        """Place the finding that a property has too many values.

        :param subject: the subject.
        :param predicate: the property.
        :param graph: the graph; the values may also stand in another one.
        :returns: the place of the last value; without any, where a missing one would be placed.
        """
        return self.last(subject, predicate, graph) or self.last(subject, predicate) or self.missing(subject, graph)

    def _of_first(self, subject: str, key: Key) -> Position | None:
        """Find the first statement of a subject that a key stands for."""
        span = self._index.span(subject, key)
        return self._place(span.first if span else None)

    def _place(self, offset: int | None) -> Position | None:
        """Turn an offset into a place, if there is one."""
        return None if offset is None else self.at(offset)


def _renamed(statement: Statement, rename: Callable[[Any], Any]) -> Statement:
    """Give the terms of a statement other names."""
    return statement._replace(
        subject=rename(statement.subject),
        predicate=rename(statement.predicate),
        object=rename(statement.object),
        graph=rename(statement.graph),
    )
