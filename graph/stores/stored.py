"""Look-ups in a store of Oxigraph, whose default graph holds each triple of all graphs once.

They find every quad as its source has it; what the store itself does not tell is kept beside it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain
from typing import cast

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Triple

from treatygraph.graph.canonical import digest
from treatygraph.graph.dataset import Dataset, GraphName, Resource, Term
from treatygraph.graph.stores.contents import UNION, Contents

__all__ = ["Stored"]


class Stored(Dataset, ABC):
    """A dataset whose quads are in a store alone: what is asked for is looked up there."""

    @property
    @abstractmethod
    def _contents(self) -> Contents:
        """What the store does not tell."""

    @property
    def size(self) -> int:
        """The number of quads."""
        return sum(self._contents.sizes.values())

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
        """The names of the graphs that hold anything, sorted; the default graph comes first."""
        return tuple(sorted(self._contents.sizes, key=lambda name: getattr(name, "value", "")))

    @property
    def predicates(self) -> frozenset[NamedNode]:
        """The predicates of all quads."""
        return self._contents.predicates

    @cached_property
    def iris(self) -> frozenset[str]:
        """The IRIs of all things that are the subject of a quad or the name of a graph."""
        # The engine lists each of them once, and other threads go on meanwhile.
        rows = cast("QuerySolutions", self.store.query("SELECT DISTINCT ?s { ?s ?p ?o FILTER(isIRI(?s)) }"))
        subjects = (cast("NamedNode", row[0]).value for row in rows)
        return frozenset((*subjects, *(name.value for name in self.graph_names if isinstance(name, NamedNode))))

    def graph(self, name: GraphName) -> tuple[Quad, ...]:
        """Return the quads of one graph.

        :param name: the graph's name.
        :returns: its quads; none for a name that names no graph.
        """
        if name not in self._contents.sizes or isinstance(name, Triple):
            return ()
        return self._as_written(self._own(self.store.quads_for_pattern(None, None, None, name)))

    def size_of(self, name: GraphName) -> int:
        """Count the quads of one graph.

        :param name: the graph's name.
        :returns: their number; 0 for a name that names no graph.
        """
        return self._contents.sizes.get(name, 0)

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
        found = self._as_written(self._own(quads))
        if object_ is None or not self._contents.written:
            return found
        # The store takes two forms of one value for the same.
        return tuple(quad for quad in found if quad.object == object_)

    def _own(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        """Leave out what stands in the default graph only because that holds the union."""
        if UNION not in self._contents.sizes:
            return (quad for quad in quads if quad.graph_name != UNION)
        return (quad for quad in quads if quad.graph_name != UNION or self._is_unnamed(quad.triple))

    def _is_unnamed(self, triple: Triple) -> bool:
        """Tell whether a source has a triple of the union in no graph, or in the default graph, too."""
        if len(self._contents.sizes) == 1 or triple in self._contents.twice:
            return True
        graphs = self.store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
        return all(quad.graph_name == UNION for quad in graphs)

    def _as_written(self, quads: Iterable[Quad]) -> tuple[Quad, ...]:
        """Put literals into the form that their source has."""
        written = self._contents.written
        if not written:
            return tuple(quads)
        return tuple(chain.from_iterable(written.get(quad, (quad,)) for quad in quads))
