"""What changed in the statements: by graph, subject and predicate, what was there and what is there now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad

from treatygraph.graph.dataset import Resource, Term

__all__ = ["StatementChange", "apply", "compare_statements"]

_Place: TypeAlias = tuple[NamedNode | BlankNode | DefaultGraph, Resource, NamedNode]


@dataclass(frozen=True, slots=True)
class StatementChange:
    """What one graph says differently with one subject and one predicate.

    :param graph: the graph.
    :param subject: the subject.
    :param predicate: the predicate.
    :param old: the values that are gone.
    :param new: the values that have come.
    """

    graph: NamedNode | BlankNode | DefaultGraph
    subject: Resource
    predicate: NamedNode
    old: tuple[Term, ...] = ()
    new: tuple[Term, ...] = ()

    @property
    def kind(self) -> str:
        """Added, removed, or changed where some values are gone and others have come."""
        return "changed" if self.old and self.new else "removed" if self.old else "added"

    @property
    def removed(self) -> tuple[Quad, ...]:
        """The statements that are gone."""
        return tuple(Quad(self.subject, self.predicate, value, self.graph) for value in self.old)

    @property
    def added(self) -> tuple[Quad, ...]:
        """The statements that have come."""
        return tuple(Quad(self.subject, self.predicate, value, self.graph) for value in self.new)


def compare_statements(old: Iterable[Quad], new: Iterable[Quad]) -> tuple[StatementChange, ...]:
    """Find the statements that are in one of two datasets only.

    :param old: the first dataset, its blank nodes with stable names.
    :param new: the second one.
    :returns: the changes, sorted by graph, subject and predicate.

    >>> a, p = NamedNode("urn:a"), NamedNode("urn:p")
    >>> [each.kind for each in compare_statements([Quad(a, p, a)], [Quad(a, p, p)])]
    ['changed']
    """
    before, after = set(old), set(new)
    values: defaultdict[_Place, tuple[list[Term], list[Term]]]
    values = defaultdict(lambda: ([], []))
    for side, quads in enumerate((before - after, after - before)):
        for quad in quads:
            values[quad.graph_name, quad.subject, quad.predicate][side].append(quad.object)
    return tuple(
        StatementChange(*place, tuple(sorted(gone, key=str)), tuple(sorted(come, key=str)))
        for place, (gone, come) in sorted(values.items(), key=lambda item: tuple(map(str, item[0])))
    )


def apply(quads: Iterable[Quad], changes: Iterable[StatementChange]) -> frozenset[Quad]:
    """Make the second dataset of a comparison from the first.

    :param quads: the first dataset, its blank nodes with stable names.
    :param changes: what :func:`compare_statements` found.
    :returns: the second dataset.
    """
    found = set(quads)
    for change in changes:
        found.difference_update(change.removed)
        found.update(change.added)
    return frozenset(found)
