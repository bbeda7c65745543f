"""A dataset in an Oxigraph store on disk, opened for reading alone and shared by any number of processes.

The default graph of the store holds each triple of all graphs once, as that of the store in memory does. Nothing is
ever written into a store that has a name: ``treatygraph build --store`` makes another one and removes the former when
nobody reads it any more.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from weakref import finalize

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from treatygraph.graph.dataset import Dataset, GraphName, Resource, Term
from treatygraph.graph.reasoning import Derivation
from treatygraph.graph.stores.failures import StoreError
from treatygraph.graph.stores.folder import StoreManifest, reading
from treatygraph.graph.stores.interface import MOST_IN_MEMORY

__all__ = ["Disk"]

_UNION = DefaultGraph()


class Disk(Dataset):
    """A dataset on disk.

    :param folder: what ``treatygraph build --store`` wrote.
    :raises StoreError: if there is no store, or it is damaged.
    """

    def __init__(self, folder: Path) -> None:
        manifest, mark = reading(folder)
        self._set("place", str(folder))
        self._set("derivations", {})
        self._set("sources", ())
        self._set("_manifest", manifest)
        self._set("_path", folder / manifest.store)
        # While this file is open nobody removes the store.
        finalize(self, os.close, mark).atexit = False
        self._set("_open", {})

    place: str
    derivations: Mapping[Quad, Derivation]
    sources: tuple[Path, ...]
    _manifest: StoreManifest
    _path: Path
    _open: dict[int, Store]

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)

    @property
    def store(self) -> Store:
        """The store, opened once in each process; what was opened before a fork stays as it is, unused."""
        process = os.getpid()
        if process not in self._open:
            try:
                self._open[process] = Store.read_only(str(self._path))
            except OSError as error:
                raise StoreError(f"The store in {self.place} cannot be opened: {error}.") from None
        return self._open[process]

    def sizes(self) -> dict[str, int]:
        """Count the quads of each graph.

        :returns: the numbers by the names of the graphs.
        """
        return {str(name): len(self.graph(name)) for name in self.graph_names}

    @cached_property
    def quads(self) -> tuple[Quad, ...]:
        """All quads, read into memory.

        :raises StoreError: if they are too many.
        """
        total = sum(self._manifest.counts.values())
        if total > MOST_IN_MEMORY:
            raise StoreError(
                f"The store holds {total:,} statements, more than the {MOST_IN_MEMORY:,} that are read into memory.",
                repair="Ask it with `treatygraph query`.",
            )
        return tuple(quad for name in self.graph_names for quad in self.graph(name))

    @property
    def digest(self) -> str:
        """The digest of the dataset that was written."""
        return self._manifest.digest

    @cached_property
    def graph_names(self) -> tuple[GraphName, ...]:
        """The names of the graphs that hold anything, sorted."""
        return tuple(sorted(self.store.named_graphs(), key=lambda name: getattr(name, "value", "")))

    @cached_property
    def iris(self) -> frozenset[str]:
        """The IRIs of all things that are the subject of a quad or the name of a graph."""
        subjects = {quad.subject for quad in self.store.quads_for_pattern(None, None, None, _UNION)}
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
        found = self.store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
        return tuple(quad.graph_name for quad in _named(found))

    def about(self, subject: Resource) -> tuple[Quad, ...]:
        """Return the quads that have a subject.

        :param subject: the subject.
        :returns: its quads, of all graphs.
        """
        return _named(self.store.quads_for_pattern(subject, None, None, None))

    def mentioning(self, object_: Term) -> tuple[Quad, ...]:
        """Return the quads that have an object.

        :param object_: the object.
        :returns: its quads, of all graphs.
        """
        return _named(self.store.quads_for_pattern(None, None, object_, None))

    def objects(self, subject: Term, predicate: NamedNode) -> tuple[Term, ...]:
        """Look up objects in the union of all graphs.

        :param subject: the subject.
        :param predicate: the predicate.
        :returns: the objects, none twice.
        """
        if isinstance(subject, Literal):
            return ()
        found = self.store.quads_for_pattern(subject, predicate, None, _UNION)
        return tuple(sorted((quad.object for quad in found), key=str))

    def subjects(self, predicate: NamedNode, object_: Term) -> tuple[Resource, ...]:
        """Look up subjects in the union of all graphs.

        :param predicate: the predicate.
        :param object_: the object.
        :returns: the subjects, none twice.
        """
        found = self.store.quads_for_pattern(None, predicate, object_, _UNION)
        return tuple(sorted((quad.subject for quad in found), key=str))

    def counts(self) -> dict[str, int]:
        """Count the quads by the kind of their graph.

        :returns: the number of quads of each kind that has any.
        """
        found: defaultdict[str, int] = defaultdict(int)
        for kind, number in self._manifest.counts.items():
            found[kind] += number
        return dict(sorted(found.items()))


def _named(quads: Iterable[Quad]) -> tuple[Quad, ...]:
    """Leave out the union of all graphs."""
    return tuple(quad for quad in quads if quad.graph_name != _UNION)
