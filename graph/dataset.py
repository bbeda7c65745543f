"""The dataset: all quads of all graphs, immutable, with the look-ups that the rest of the core needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from treatygraph.graph.canonical import digest
from treatygraph.graph.terms import ONTOLOGY_IRI, PROVENANCE_GRAPH, RDF_TYPE, TG

if TYPE_CHECKING:
    from treatygraph.graph.graph_groups import Group
    from treatygraph.graph.reasoning import Derivation
    from treatygraph.graph.statistics import Statistics

__all__ = ["KINDS", "Dataset", "GraphName", "Resource", "Term"]

Resource: TypeAlias = NamedNode | BlankNode | Triple
Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
GraphName: TypeAlias = NamedNode | BlankNode | DefaultGraph | Triple
"""A triple never names a graph, but pyoxigraph's types let subjects, and so what a look-up finds, be one."""

KINDS: Mapping[str, str] = MappingProxyType(
    {
        TG + "PassageGraph": "passage",
        TG + "InferenceGraph": "inference",
        TG + "ReferenceGraph": "reference",
        TG + "PerspectiveGraph": "perspective",
        TG + "EditorialGraph": "editorial",
        TG + "InferredGraph": "inferred",
        TG + "StatusGraph": "status",
    }
)
"""The kind of a graph by the class that it is declared to be of."""

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
_MOST_MERGED = 8
_FIXED_KINDS = {PROVENANCE_GRAPH: "provenance", ONTOLOGY_IRI: "ontology"}


@dataclass(frozen=True)
class Dataset:
    """Quads of named graphs, as their sources write them.

    :param quads: all quads, none twice.
    :param derivations: the rule and the premises of each quad that was derived.
    :param sources: the files that the quads come from.
    :param prefixes: the prefixes that these files declare, with their namespaces; only those that all of them agree on.
    """

    quads: tuple[Quad, ...]
    derivations: Mapping[Quad, Derivation] = field(default_factory=dict, repr=False, compare=False)
    sources: tuple[Path, ...] = field(default=(), compare=False)
    prefixes: tuple[tuple[str, str], ...] = field(default=(), repr=False, compare=False)

    @cached_property
    def store(self) -> Store:
        """The quads in a store of pyoxigraph, for queries; it may write literals in another form.

        Its default graph holds the union of all graphs, each triple once: the union that pyoxigraph makes while
        it answers (``use_default_graph_as_union``) counts a triple once for each graph that states it.
        """
        store = Store()
        store.bulk_extend(self.quads)
        store.bulk_extend(Quad(*triple) for triple in {quad.triple for quad in self.quads})
        return store

    def merged(self, default: Iterable[str], named: Iterable[str]) -> Store:
        """Make a store whose default graph is the merge of some graphs; the last few are kept.

        :param default: the names of the graphs to merge.
        :param named: the names of the graphs that the store has besides.
        :returns: the store.
        """
        key = frozenset(default), frozenset(named)
        store = self._merged.get(key)
        if store is None:
            store = Store()
            store.bulk_extend(quad for name in key[1] for quad in self.graph(NamedNode(name)))
            triples = {quad.triple for name in key[0] for quad in self.graph(NamedNode(name))}
            store.bulk_extend(Quad(*triple) for triple in triples)
            for oldest in list(self._merged)[: 1 - _MOST_MERGED]:
                self._merged.pop(oldest, None)
            self._merged[key] = store
        return store

    @cached_property
    def _merged(self) -> dict[tuple[frozenset[str], frozenset[str]], Store]:
        return {}

    @cached_property
    def groups(self) -> Mapping[str, Group]:
        """The groups of graphs that a query can choose by FROM and FROM NAMED, by IRI."""
        from treatygraph.graph.graph_groups import groups_of

        return groups_of(self)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the dataset's canonical N-Quads (RDFC-1.0), in hexadecimal digits."""
        return digest(self.quads)

    @property
    def statistics(self) -> Statistics | None:
        """Numbers about the dataset, where they were found out when it was made."""
        return None

    @property
    def size(self) -> int:
        """The number of quads."""
        return len(self.quads)

    @cached_property
    def graph_names(self) -> tuple[GraphName, ...]:
        """The names of the graphs that hold anything, sorted; the default graph comes first."""
        return tuple(sorted(self._by_graph, key=lambda name: getattr(name, "value", "")))

    @cached_property
    def predicates(self) -> frozenset[NamedNode]:
        """The predicates of all quads."""
        return frozenset(self._by_predicate)

    @cached_property
    def iris(self) -> frozenset[str]:
        """The IRIs of all things that are the subject of a quad or the name of a graph."""
        named = {quad.subject for quad in self.quads} | set(self.graph_names)
        return frozenset(each.value for each in named if isinstance(each, NamedNode))

    @cached_property
    def _by_graph(self) -> Mapping[GraphName, tuple[Quad, ...]]:
        found: defaultdict[GraphName, list[Quad]] = defaultdict(list)
        for quad in self.quads:
            found[quad.graph_name].append(quad)
        return {name: tuple(quads) for name, quads in found.items()}

    @cached_property
    def _by_predicate(self) -> Mapping[NamedNode, tuple[Quad, ...]]:
        found: defaultdict[NamedNode, list[Quad]] = defaultdict(list)
        for quad in self.quads:
            found[quad.predicate].append(quad)
        return {predicate: tuple(quads) for predicate, quads in found.items()}

    @cached_property
    def _objects(self) -> Mapping[tuple[Term, NamedNode], tuple[Term, ...]]:
        return _grouped(((quad.subject, quad.predicate), quad.object) for quad in self.quads)

    @cached_property
    def _subjects(self) -> Mapping[tuple[NamedNode, Term], tuple[Resource, ...]]:
        return _grouped(((quad.predicate, quad.object), quad.subject) for quad in self.quads)

    @cached_property
    def _graphs_of(self) -> Mapping[Triple, tuple[GraphName, ...]]:
        return _grouped((quad.triple, quad.graph_name) for quad in self.quads)

    @cached_property
    def _by_subject(self) -> Mapping[Resource, tuple[Quad, ...]]:
        return _grouped((quad.subject, quad) for quad in self.quads)

    @cached_property
    def _by_object(self) -> Mapping[Term, tuple[Quad, ...]]:
        return _grouped((quad.object, quad) for quad in self.quads)

    def extended(self, quads: Iterable[Quad]) -> Dataset:
        """Make a dataset with further quads, which looks up in this one what this one has.

        :param quads: the further quads; those that this one has are left out.
        :returns: the dataset; it needs no more room than its own quads take.
        """
        from treatygraph.graph.extension import Extension

        return Extension(self, quads)

    def graph(self, name: GraphName) -> tuple[Quad, ...]:
        """Return the quads of one graph.

        :param name: the graph's name.
        :returns: its quads; none for a name that names no graph.
        """
        return self._by_graph.get(name, ())

    def size_of(self, name: GraphName) -> int:
        """Count the quads of one graph.

        :param name: the graph's name.
        :returns: their number; 0 for a name that names no graph.
        """
        return len(self.graph(name))

    def graphs_of(self, triple: Triple) -> tuple[GraphName, ...]:
        """Name the graphs that state a triple.

        :param triple: the triple.
        :returns: the graphs; none if nobody states it.
        """
        return self._graphs_of.get(triple, ())

    def about(self, subject: Resource) -> tuple[Quad, ...]:
        """Return the quads that have a subject.

        :param subject: the subject.
        :returns: its quads, of all graphs.
        """
        return self._by_subject.get(subject, ())

    def mentioning(self, object_: Term) -> tuple[Quad, ...]:
        """Return the quads that have an object.

        :param object_: the object.
        :returns: its quads, of all graphs.
        """
        return self._by_object.get(object_, ())

    def with_predicate(self, predicate: NamedNode) -> tuple[Quad, ...]:
        """Return the quads that have a predicate.

        :param predicate: the predicate.
        :returns: its quads, of all graphs.
        """
        return self._by_predicate.get(predicate, ())

    def knows(self, node: NamedNode) -> bool:
        """Tell whether the dataset says anything about a thing.

        :param node: the thing.
        :returns: True if it is a subject, an object, or the name of a graph.
        """
        return node in self._by_subject or node in self._by_object or node in self._by_graph

    def objects(self, subject: Term, predicate: NamedNode) -> tuple[Term, ...]:
        """Look up objects in the union of all graphs.

        :param subject: the subject.
        :param predicate: the predicate.
        :returns: the objects, none twice.
        """
        return self._objects.get((subject, predicate), ())

    def subjects(self, predicate: NamedNode, object_: Term) -> tuple[Resource, ...]:
        """Look up subjects in the union of all graphs.

        :param predicate: the predicate.
        :param object_: the object.
        :returns: the subjects, none twice.
        """
        return self._subjects.get((predicate, object_), ())

    def value(self, subject: Term, predicate: NamedNode) -> Term | None:
        """Return one object, the first in order where graphs give several.

        :param subject: the subject.
        :param predicate: the predicate.
        :returns: the object, or None.
        """
        return min(self.objects(subject, predicate), key=str, default=None)

    def kind_of(self, name: GraphName | str) -> str:
        """Tell what kind of graph this is.

        :param name: the graph's name.
        :returns: passage, inference, reference, perspective, editorial, provenance, inferred, status,
            ontology, or other.
        """
        node = NamedNode(name) if isinstance(name, str) else name
        if not isinstance(node, NamedNode):
            return "other"
        known = self._kind_by_graph.get(node)
        return self._declared_kind(node) if known is None else known

    @cached_property
    def _kind_by_graph(self) -> Mapping[GraphName, str]:
        return {name: self._declared_kind(name) for name in self.graph_names if isinstance(name, NamedNode)}

    def _declared_kind(self, node: NamedNode) -> str:
        """Look up what a graph says that it is."""
        types = {getattr(each, "value", "") for each in self.objects(node, RDF_TYPE)}
        declared = next((kind for iri, kind in KINDS.items() if iri in types), "other")
        return _FIXED_KINDS.get(node.value, declared)

    def counts(self) -> dict[str, int]:
        """Count the quads by the kind of their graph.

        :returns: the number of quads of each kind that has any.
        """
        found: defaultdict[str, int] = defaultdict(int)
        for name in self.graph_names:
            found[self.kind_of(name)] += self.size_of(name)
        return dict(sorted(found.items()))


def _grouped(pairs: Iterable[tuple[_Key, _Value]]) -> dict[_Key, tuple[_Value, ...]]:
    """Group values by key, in the order of their first appearance, none twice."""
    found: dict[_Key, dict[_Value, None]] = {}
    for key, value in pairs:
        found.setdefault(key, {})[value] = None
    return {key: tuple(values) for key, values in found.items()}
