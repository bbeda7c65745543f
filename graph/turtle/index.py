"""An index of the statements of a text by what findings know of them: names, not terms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from pyoxigraph import BlankNode, NamedNode

from treatygraph.graph.turtle.scanner import Scan, Statement

__all__ = ["Key", "Span", "StatementIndex"]

Key = tuple[str | None, str | None, str | None]
"""A graph, a predicate and a value; None where any will do."""


class Span(NamedTuple):
    """The offsets of the first and the last of something."""

    first: int
    last: int


class StatementIndex:
    """The offsets of statements; each part of the index is made when it is first asked for.

    :param found: what was found in the text.
    :param names: other names of its blank nodes, by those that the scan gives them.
    """

    def __init__(self, found: Scan, names: Mapping[BlankNode, BlankNode]) -> None:
        self._scan = found
        self._names = names
        self._tables: dict[str, dict[Key, Span]] = {}

    @cached_property
    def graphs(self) -> dict[str, int]:
        """The first block of each graph.

        :returns: the offset of its name, by name.
        """
        found: dict[str, int] = {}
        for name, place in self._scan.graphs:
            found.setdefault(self.name(name), place)
        return found

    @cached_property
    def mentions(self) -> dict[str, int]:
        """The first statement that has something for its value.

        :returns: the offset of the value, by the value as N-Triples writes it.
        """
        found: dict[str, int] = {}
        for statement in self._scan.statements:
            found.setdefault(self._written(statement.object), statement.object_at)
        return found

    def span(self, subject: str, key: Key) -> Span | None:
        """Find the statements of a subject that a key stands for.

        :param subject: the subject.
        :param key: what is known of the statements.
        :returns: the offsets of the first and the last value, or, without predicate and value, of the subject.
        """
        table = self._tables.get(subject)
        if table is None:
            table = self._tables[subject] = self._table(subject)
        return table.get(key)

    def predicate(self, subject: str, predicate: str, graph: str | None, value: str | None) -> int | None:
        """Find a predicate where it is written.

        :param subject: the subject.
        :param predicate: the predicate.
        :param graph: the graph; None for any.
        :param value: the value, as N-Triples writes it; None for any.
        :returns: its offset in the first such statement.
        """
        for each in self._subjects.get(subject, ()):
            is_there = each.predicate.value == predicate and graph in (None, self.name(each.graph))
            if is_there and value in (None, self._written(each.object)):
                return each.predicate_at
        return None

    @cached_property
    def _subjects(self) -> dict[str, list[Statement]]:
        """The statements by their subjects."""
        found: defaultdict[str, list[Statement]] = defaultdict(list)
        for statement in self._scan.statements:
            found[self.name(statement.subject)].append(statement)
        return dict(found)

    def _table(self, subject: str) -> dict[Key, Span]:
        """Index the statements about one subject."""
        table: dict[Key, Span] = {}
        for each in self._subjects.get(subject, ()):
            predicate, value, at = each.predicate.value, self._written(each.object), each.object_at
            for graph in (self.name(each.graph), None):
                for key, place in (
                    ((graph, predicate, value), at),
                    ((graph, predicate, None), at),
                    ((graph, None, value), at),
                    ((graph, None, None), each.subject_at),
                ):
                    table[key] = Span(table[key].first if key in table else place, place)
        return table

    def name(self, node: object) -> str:
        """Name a subject or a graph as findings do.

        :param node: the subject or the graph.
        :returns: an IRI, or a blank node by its other name; empty for the default graph.
        """
        if isinstance(node, BlankNode):
            return str(self._names.get(node, node))
        return node.value if isinstance(node, NamedNode) else ""

    def _written(self, term: object) -> str:
        """Write a value as findings do."""
        return str(self._names.get(term, term)) if isinstance(term, BlankNode) else str(term)
