"""A dataset in a store in memory, for serving: much smaller than quads in Python, and shared by forked processes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from mmap import mmap
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Quad, Store

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.stores.contents import Contents
from treatygraph.graph.stores.stored import Stored

if TYPE_CHECKING:
    from treatygraph.graph.reasoning import Derivation

__all__ = ["Memory"]

_ADD_UNION = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"
_DIGITS = 64


class Memory(Stored):
    """A dataset in a store in memory.

    :param dataset: the dataset; it is not needed any more when this one is made.
    """

    sources: tuple[Path, ...]
    prefixes: tuple[tuple[str, str], ...]
    _named: Store
    _found: Contents
    _reasons: Callable[[], Mapping[Quad, Derivation]]
    _shared: mmap

    def __init__(self, dataset: Dataset) -> None:
        quads, derivations = dataset.quads, dataset.derivations
        self._fill(quads, Contents.of(quads), lambda: derivations, dataset.sources)
        self._set("prefixes", dataset.prefixes)

    @classmethod
    def of(
        cls,
        quads: Iterable[Quad],
        contents: Contents,
        derivations: Callable[[], Mapping[Quad, Derivation]],
        sources: tuple[Path, ...],
    ) -> Memory:
        """Make a dataset of which all is known that a store does not tell.

        :param quads: its quads, which are asked for once.
        :param contents: what is known of them.
        :param derivations: tells rules and premises when they are first wanted.
        :param sources: the files that the quads come from.
        :returns: the dataset.
        """
        made = cls.__new__(cls)
        made._fill(quads, contents, derivations, sources)
        return made

    def _fill(
        self,
        quads: Iterable[Quad],
        contents: Contents,
        derivations: Callable[[], Mapping[Quad, Derivation]],
        sources: tuple[Path, ...],
    ) -> None:
        store = Store()
        store.bulk_extend(quads)
        self._set("sources", sources)
        self._set("_named", store)
        self._set("_found", contents)
        self._set("_reasons", derivations)
        self._set("_shared", mmap(-1, _DIGITS))

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)

    @cached_property
    def derivations(self) -> Mapping[Quad, Derivation]:
        """The rule and the premises of each quad that was derived."""
        return self._reasons()

    @property
    def _contents(self) -> Contents:
        return self._found

    @cached_property
    def store(self) -> Store:
        """The quads, and in the default graph the union of all graphs.

        The union is made when it is first needed: by then the dataset is gone, whose room it takes.
        """
        self._named.update(_ADD_UNION)
        return self._named

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the dataset's canonical N-Quads (RDFC-1.0), found out once for all forked processes."""
        known = self._shared[:]
        if b"\0" in known:
            # Whoever else is at it just now writes the same.
            self._shared[:] = known = super().digest.encode("ascii")
        return known.decode("ascii")
