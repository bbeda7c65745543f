"""A dataset in a store in memory, for serving: much smaller than quads in Python, and shared by forked processes.

The store writes some literals in another form (``"1.50"^^xsd:decimal`` as ``"1.5"``). The quads with these are kept
besides, so that look-ups find every quad as its source has it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from mmap import mmap
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from treatygraph.graph.dataset import Dataset, GraphName, Resource, Term
from treatygraph.graph.stores.stored import UNION, Stored
from treatygraph.graph.terms import RDF, XSD

if TYPE_CHECKING:
    from treatygraph.graph.reasoning import Derivation

__all__ = ["Memory"]

_ADD_UNION = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"
_AS_WRITTEN = frozenset((XSD + "string", RDF + "langString", RDF + "dirLangString"))
"""The datatypes of literals that the store leaves as they are."""
_DIGITS = 64
_SOME = NamedNode(RDF + "value")


class Memory(Stored):
    """A dataset in a store in memory.

    :param dataset: the dataset; it is not needed any more when this one is made.
    """

    derivations: Mapping[Quad, Derivation]
    sources: tuple[Path, ...]
    _named: Store
    _sizes: Mapping[GraphName, int]
    _twice: frozenset[Triple]
    _written: Mapping[Quad, tuple[Quad, ...]]
    _shared: mmap

    def __init__(self, dataset: Dataset) -> None:
        quads = dataset.quads
        store = Store()
        store.bulk_extend(quads)
        self._set("derivations", dataset.derivations)
        self._set("sources", dataset.sources)
        self._set("_named", store)
        self._set("_sizes", Counter(quad.graph_name for quad in quads))
        self._set("_written", _rewritten(quads))
        self._set("_twice", _named_and_not(store) if UNION in self._sizes else frozenset())
        self._set("_shared", mmap(-1, _DIGITS))

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)

    @cached_property
    def store(self) -> Store:
        """The quads, and in the default graph the union of all graphs.

        The union is made when it is first needed: by then the dataset is gone, whose room it takes.
        """
        self._named.update(_ADD_UNION)
        return self._named

    @property
    def size(self) -> int:
        """The number of quads."""
        return sum(self._sizes.values())

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the dataset's canonical N-Quads (RDFC-1.0), found out once for all forked processes."""
        known = self._shared[:]
        if b"\0" in known:
            # Whoever else is at it just now writes the same.
            self._shared[:] = known = super().digest.encode("ascii")
        return known.decode("ascii")

    @cached_property
    def graph_names(self) -> tuple[GraphName, ...]:
        """The names of the graphs that hold anything, sorted; the default graph comes first."""
        return tuple(sorted(self._sizes, key=lambda name: getattr(name, "value", "")))

    def size_of(self, name: GraphName) -> int:
        """Count the quads of one graph.

        :param name: the graph's name.
        :returns: their number; 0 for a name that names no graph.
        """
        return self._sizes.get(name, 0)

    def graph(self, name: GraphName) -> tuple[Quad, ...]:
        """Return the quads of one graph.

        :param name: the graph's name.
        :returns: its quads; none for a name that names no graph.
        """
        if name not in self._sizes or isinstance(name, Triple):
            return ()
        return self._as_written(self._own(self.store.quads_for_pattern(None, None, None, name)))

    def found(self, subject: Resource | None, predicate: NamedNode | None, object_: Term | None) -> tuple[Quad, ...]:
        """Look up the quads of all graphs.

        :param subject: the subject; None for any.
        :param predicate: the predicate; None for any.
        :param object_: the object; None for any.
        :returns: the quads.
        """
        quads = self.store.quads_for_pattern(subject, predicate, object_, None)
        found = self._as_written(self._own(quads))
        # The store takes two forms of one value for the same.
        return (
            tuple(quad for quad in found if quad.object == object_) if object_ is not None and self._written else found
        )

    def _own(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        """Leave out what stands in the default graph only because that holds the union."""
        if UNION not in self._sizes:
            return (quad for quad in quads if quad.graph_name != UNION)
        return (quad for quad in quads if quad.graph_name != UNION or self._is_unnamed(quad.triple))

    def _is_unnamed(self, triple: Triple) -> bool:
        """Tell whether a source has a triple of the union in no graph, or in the default graph, too."""
        if len(self._sizes) == 1 or triple in self._twice:
            return True
        graphs = self.store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
        return all(quad.graph_name == UNION for quad in graphs)

    def _as_written(self, quads: Iterable[Quad]) -> tuple[Quad, ...]:
        """Put literals into the form that their source has."""
        if not self._written:
            return tuple(quads)
        return tuple(chain.from_iterable(self._written.get(quad, (quad,)) for quad in quads))


def _named_and_not(store: Store) -> frozenset[Triple]:
    """Find the triples that stand in the default graph and in another one, before the union is added."""
    return frozenset(
        quad.triple
        for quad in store.quads_for_pattern(None, None, None, UNION)
        if any(each != quad for each in store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None))
    )


def _rewritten(quads: Iterable[Quad]) -> dict[Quad, tuple[Quad, ...]]:
    """Find the quads that a store would write in another form, by that form."""
    doubtful = [quad for quad in quads if _may_be_rewritten(quad.object)]
    names = {term: NamedNode(f"urn:{number}") for number, term in enumerate({quad.object for quad in doubtful})}
    trial = Store()
    trial.bulk_extend(Quad(name, _SOME, term) for term, name in names.items())
    forms = {quad.subject: quad.object for quad in trial.quads_for_pattern(None, None, None, None)}
    found: dict[Quad, tuple[Quad, ...]] = {}
    for quad in doubtful:
        form = forms[names[quad.object]]
        stored = Quad(quad.subject, quad.predicate, form, quad.graph_name)
        found[stored] = (*found.get(stored, ()), quad)
    return {stored: written for stored, written in found.items() if written != (stored,)}


def _may_be_rewritten(term: Term) -> bool:
    """Tell whether a store might write a term in another form."""
    return isinstance(term, Triple) or (isinstance(term, Literal) and term.datatype.value not in _AS_WRITTEN)
