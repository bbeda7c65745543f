"""A dataset with further quads: what it extends is neither copied nor changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pyoxigraph import NamedNode, Quad, Triple

from treatygraph.graph.dataset import Dataset, GraphName, Resource, Term

if TYPE_CHECKING:
    from treatygraph.graph.reasoning import Derivation

__all__ = ["Extension"]

_Value = TypeVar("_Value")


class Extension(Dataset):
    """A dataset that looks up in another one, and in quads of its own.

    :param base: the other one.
    :param quads: the further quads; those that the other one has are left out.
    """

    _base: Dataset
    _own: Dataset

    def __init__(self, base: Dataset, quads: Iterable[Quad]) -> None:
        names = frozenset(base.graph_names)
        own = (
            quad
            for quad in dict.fromkeys(quads)
            if quad.graph_name not in names or quad.graph_name not in base.graphs_of(quad.triple)
        )
        object.__setattr__(self, "_base", base)
        object.__setattr__(self, "_own", Dataset(tuple(own)))

    @property
    def quads(self) -> tuple[Quad, ...]:
        """All quads, collected anew."""
        return (*self._base.quads, *self._own.quads)

    @property
    def derivations(self) -> Mapping[Quad, Derivation]:
        """The rule and the premises of each quad that was derived."""
        return self._base.derivations

    @property
    def sources(self) -> tuple[Path, ...]:
        """The files that the quads come from."""
        return self._base.sources

    @property
    def prefixes(self) -> tuple[tuple[str, str], ...]:
        """The prefixes that these files declare, with their namespaces."""
        return self._base.prefixes

    @property
    def size(self) -> int:
        """The number of quads."""
        return self._base.size + self._own.size

    @cached_property
    def graph_names(self) -> tuple[GraphName, ...]:
        """The names of the graphs that hold anything, sorted; the default graph comes first."""
        names = {*self._base.graph_names, *self._own.graph_names}
        return tuple(sorted(names, key=lambda name: getattr(name, "value", "")))

    @property
    def predicates(self) -> frozenset[NamedNode]:
        """The predicates of all quads."""
        return self._base.predicates | self._own.predicates

    @property
    def iris(self) -> frozenset[str]:
        """The IRIs of all things that are the subject of a quad or the name of a graph."""
        return self._base.iris | self._own.iris

    def graph(self, name: GraphName) -> tuple[Quad, ...]:
        """Return the quads of one graph.

        :param name: the graph's name.
        :returns: its quads; none for a name that names no graph.
        """
        return self._base.graph(name) + self._own.graph(name)

    def size_of(self, name: GraphName) -> int:
        """Count the quads of one graph.

        :param name: the graph's name.
        :returns: their number; 0 for a name that names no graph.
        """
        return self._base.size_of(name) + self._own.size_of(name)

    def graphs_of(self, triple: Triple) -> tuple[GraphName, ...]:
        """Name the graphs that state a triple.

        :param triple: the triple.
        :returns: the graphs; none if nobody states it.
        """
        return self._base.graphs_of(triple) + self._own.graphs_of(triple)

    def about(self, subject: Resource) -> tuple[Quad, ...]:
        """Return the quads that have a subject.

        :param subject: the subject.
        :returns: its quads, of all graphs.
        """
        return self._base.about(subject) + self._own.about(subject)

    def mentioning(self, object_: Term) -> tuple[Quad, ...]:
        """Return the quads that have an object.

        :param object_: the object.
        :returns: its quads, of all graphs.
        """
        return self._base.mentioning(object_) + self._own.mentioning(object_)

    def with_predicate(self, predicate: NamedNode) -> tuple[Quad, ...]:
        """Return the quads that have a predicate.

        :param predicate: the predicate.
        :returns: its quads, of all graphs.
        """
        return self._base.with_predicate(predicate) + self._own.with_predicate(predicate)

    def knows(self, node: NamedNode) -> bool:
        """Tell whether the dataset says anything about a thing.

        :param node: the thing.
        :returns: True if it is a subject, an object, or the name of a graph.
        """
        return self._own.knows(node) or self._base.knows(node)

    def objects(self, subject: Term, predicate: NamedNode) -> tuple[Term, ...]:
        """Look up objects in the union of all graphs.

        :param subject: the subject.
        :param predicate: the predicate.
        :returns: the objects, none twice.
        """
        return _joined(self._base.objects(subject, predicate), self._own.objects(subject, predicate))

    def subjects(self, predicate: NamedNode, object_: Term) -> tuple[Resource, ...]:
        """Look up subjects in the union of all graphs.

        :param predicate: the predicate.
        :param object_: the object.
        :returns: the subjects, none twice.
        """
        return _joined(self._base.subjects(predicate, object_), self._own.subjects(predicate, object_))


def _joined(one: tuple[_Value, ...], other: tuple[_Value, ...]) -> tuple[_Value, ...]:
    """Put what two datasets have together, nothing twice."""
    return tuple(dict.fromkeys((*one, *other))) if one and other else one or other
