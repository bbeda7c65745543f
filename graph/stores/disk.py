"""A dataset in an Oxigraph store on disk, opened for reading alone and shared by any number of processes.

The default graph of the store holds each triple of all graphs once, as that of the store in memory does. Nothing is
ever written into a store that has a name: ``treatygraph build --store`` makes another one and removes the former when
nobody reads it any more.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import finalize

from pyoxigraph import Quad, Store

from treatygraph.graph.statistics import Statistics
from treatygraph.graph.stores.contents import Contents
from treatygraph.graph.stores.failures import StoreError
from treatygraph.graph.stores.folder import CONTENTS, REPAIR, STATISTICS, StoreManifest, reading
from treatygraph.graph.stores.limits import require_few
from treatygraph.graph.stores.stored import Stored

if TYPE_CHECKING:
    from treatygraph.graph.reasoning import Derivation

__all__ = ["Disk"]

_TABLES = "*.sst"
_SHARED = 0
"""Stands for the process, and all that it forks, in which a shared store was opened."""


class Disk(Stored):
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
        self._set("_former", [])

    place: str
    derivations: Mapping[Quad, Derivation]
    sources: tuple[Path, ...]
    _manifest: StoreManifest
    _path: Path
    _open: dict[int, Store]
    _former: list[Store]

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)

    @property
    def store(self) -> Store:
        """The store, opened once in each process that did not inherit one that is shared."""
        return self._open.get(_SHARED) or self._opened(os.getpid())

    def share(self) -> None:
        """Open the store in this process, for itself and for those that it forks from now on.

        What was opened before stays as it is, unused: who closed it would close files of the process it came from.

        :raises StoreError: if it cannot be opened, or not all its files at once.
        """
        former = self._open.pop(_SHARED, None)
        if former is not None:
            self._former.append(former)
        self._opened(_SHARED)
        self._require_all_open()

    def _opened(self, key: int) -> Store:
        """Open the store, unless that was done."""
        if key not in self._open:
            try:
                self._open[key] = Store.read_only(str(self._path))
            except OSError as error:
                raise StoreError(f"The store in {self.place} cannot be opened: {error}.") from None
        return self._open[key]

    def _require_all_open(self) -> None:
        """Refuse a store of so many files that Oxigraph opens some when they are needed: workers cannot do that."""
        links = {os.path.realpath(each) for each in Path("/proc/self/fd").iterdir()}
        left = {os.path.realpath(each) for each in self._path.glob(_TABLES)} - links
        if left:
            raise StoreError(
                f"The store in {self.place} has more files than are opened at once: {len(left)} are not.",
                repair="Ask it with `treatygraph query`.",
            )

    @cached_property
    def _contents(self) -> Contents:
        with self._damage_told():
            return Contents.decoded((self._path / CONTENTS).read_bytes())

    @cached_property
    def statistics(self) -> Statistics:
        """Numbers about the dataset, found out when it was written."""
        with self._damage_told():
            return Statistics(**json.loads((self._path / STATISTICS).read_bytes()))

    @contextmanager
    def _damage_told(self) -> Iterator[None]:
        """Tell what is wrong with a file beside the store."""
        try:
            yield
        except (OSError, ValueError, TypeError) as error:
            raise StoreError(f"The store in {self.place} is damaged: {error}.", repair=REPAIR) from None

    def sizes(self) -> dict[str, int]:
        """Count the quads of each graph.

        :returns: the numbers by the names of the graphs.
        """
        return {str(name): self.size_of(name) for name in self.graph_names}

    @property
    def quads(self) -> tuple[Quad, ...]:
        """All quads, read anew.

        :raises StoreError: if they are too many.
        """
        require_few(self.size, "Ask with queries.")
        return super().quads

    @cached_property
    def iris(self) -> frozenset[str]:
        """The IRIs of all things that are the subject of a quad or the name of a graph, read into memory.

        :raises StoreError: if they are too many.
        """
        require_few(self.size, "Give an IRI, or the whole name after /id/.")
        return super().iris

    @property
    def digest(self) -> str:
        """The digest of the dataset that was written."""
        return self._manifest.digest

    def counts(self) -> dict[str, int]:
        """Count the quads by the kind of their graph.

        :returns: the number of quads of each kind that has any.
        """
        found: defaultdict[str, int] = defaultdict(int)
        for kind, number in self._manifest.counts.items():
            found[kind] += number
        return dict(sorted(found.items()))
