"""Look-ups in a store of Oxigraph, whose default graph holds each triple of all graphs once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from treatygraph.graph.canonical import digest
from treatygraph.graph.dataset import Dataset, GraphName, Resource, Term

__all__ = ["UNION", "Stored"]

UNION = DefaultGraph()
"""The graph of such a store that holds the union of all."""


class Stored(Dataset):
    """A dataset whose quads are in a store alone: what is asked for is looked up there."""

    @property
    def size(self) -> int:
        """The number of quads."""
        return sum(map(self.size_of, self.graph_names))

    @property
    def quads(self) -> tuple[Quad, ...]:
        """All quads, read anew."""
        return tuple(self._each())

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the dataset's canonical N-Quads (RDFC-1.0), in hexadecimal digits."""
        return digest(self._each())

    def _each(self) -> Iterator[Quad]:
        """Read one graph after the other."""
        return (quad for name in self.graph_names for quad in self.graph(name))

    @cached_property
    def graph_names(self) -> tuple[GraphName, ...]:
        """The names of the graphs that hold anything, sorted."""
        return tuple(sorted(self.store.named_graphs(), key=lambda name: getattr(name, "value", "")))

    @cached_property
    def predicates(self) -> frozenset[NamedNode]:
        """The predicates of all quads."""
        return frozenset(quad.predicate for quad in self.store.quads_for_pattern(None, None, None, UNION))

    @cached_property
    def iris(self) -> frozenset[str]:
        """The IRIs of all things that are the subject of a quad or the name of a graph."""
        subjects = {quad.subject for quad in self.store.quads_for_pattern(None, None, None, UNION)}
        return frozenset(each.value for each in (*subjects, *self.graph_names) if isinstance(each, NamedNode))

    def graph(self, name: GraphName) -> tuple[Quad, ...]:
        """Return the quads of one graph.

        :param name: the graph's name.
        :returns: its quads; none for a name that names no graph.
        """
        if not isinstance(name, NamedNode | BlankNode):
            return ()
        return tuple(self.store.quads_for_pattern(None, None, None, name))

    def graphs_of(self, triple: Triple) -> tuple[GraphName, ...]:
        """Name the graphs that state a triple.

        :param triple: the triple.
        :returns: the graphs; none if nobody states it.
        """
        return tuple(quad.graph_name for quad in self.found(triple.subject, triple.predicate, triple.object))

    def about(self, subject: Resource) -> tuple[Quad, ...]:
        """Return the quads that have a subject.

        :param subject: the subject.
        :returns: its quads, of all graphs.
        """
        return self.found(subject, None, None)

    def mentioning(self, object_: Term) -> tuple[Quad, ...]:
        """Return the quads that have an object.

        :param object_: the object.
        :returns: its quads, of all graphs.
        """
        return self.found(None, None, object_)

    def with_predicate(self, predicate: NamedNode) -> tuple[Quad, ...]:
        """Return the quads that have a predicate.

        :param predicate: the predicate.
        :returns: its quads, of all graphs.
        """
        return self.found(None, predicate, None)

    def knows(self, node: NamedNode) -> bool:
        """Tell whether the dataset says anything about a thing.

        :param node: the thing.
        :returns: True if it is a subject, an object, or the name of a graph.
        """
        patterns = ((node, None, UNION), (None, node, UNION), (None, None, node))
        found = (self.store.quads_for_pattern(subject, None, value, graph) for subject, value, graph in patterns)
        return any(next(quads, None) is not None for quads in found)

    def objects(self, subject: Term, predicate: NamedNode) -> tuple[Term, ...]:
        """Look up objects in the union of all graphs.

        :param subject: the subject.
        :param predicate: the predicate.
        :returns: the objects, none twice.
        """
        if isinstance(subject, Literal):
            return ()
        return tuple(sorted({quad.object for quad in self.found(subject, predicate, None)}, key=str))

    def subjects(self, predicate: NamedNode, object_: Term) -> tuple[Resource, ...]:
        """Look up subjects in the union of all graphs.

        :param predicate: the predicate.
        :param object_: the object.
        :returns: the subjects, none twice.
        """
        return tuple(sorted({quad.subject for quad in self.found(None, predicate, object_)}, key=str))

    def found(self, subject: Resource | None, predicate: NamedNode | None, object_: Term | None) -> tuple[Quad, ...]:
        """Look up the quads of all graphs.

        :param subject: the subject; None for any.
        :param predicate: the predicate; None for any.
        :param object_: the object; None for any.
        :returns: the quads.
        """
        quads = self.store.quads_for_pattern(subject, predicate, object_, None)
        return tuple(quad for quad in quads if quad.graph_name != UNION)
