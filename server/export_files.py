"""The whole graph as files, each with its size and digest; literals come from the source quads, never from a store.

A dataset never changes, so a file is made once, when it is first asked for, and kept compressed.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from threading import Lock
from types import MappingProxyType

from pyoxigraph import Quad

from treatygraph.graph.canonical import digest
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import InputError
from treatygraph.graph.export import serialise
from treatygraph.graph.graph_groups import DERIVED
from treatygraph.graph.stores.limits import require_few
from treatygraph.server.formats import DATASETS, RDF_FORMATS
from treatygraph.server.negotiation import Offer
from treatygraph.server.problems import Problem

__all__ = ["ALL", "CURATED", "LATER", "MAX_LISTED", "PARTS", "ExportFile", "ExportFiles"]

CURATED = "treatygraph"
"""The name of the file with what people wrote."""

ALL = "treatygraph-with-derived"
"""The name of the file with everything that is served."""

LATER = "10"
"""After how many seconds to come again when a file is being made."""

PARTS = "Ask for one graph at /store, or for parts with queries."
"""What to do where there is too much for one file."""

MAX_LISTED = 200_000
"""Up to how many statements a list of the files makes those that nobody has asked for; beyond, it would take long."""

_NOT_CURATED = DERIVED | {"ontology"}
_LEVEL = 6
_GZIP = 31
_CHUNK = 256 * 1024


@dataclass(frozen=True, slots=True)
class ExportFile:
    """One file.

    :param name: its name without suffix.
    :param offer: its format.
    :param size: how many bytes it has.
    :param sha256: their SHA-256, in hexadecimal digits.
    :param compressed: the file as gzip writes it, without a time.
    :param compressed_sha256: the SHA-256 of that.
    """

    name: str
    offer: Offer
    size: int
    sha256: str
    compressed: bytes
    compressed_sha256: str

    def chunks(self) -> Iterator[bytes]:
        """Read the file piece by piece, since it may be large.

        :returns: its bytes, in order.
        """
        reader, rest = zlib.decompressobj(_GZIP), self.compressed
        while rest:
            yield reader.decompress(rest, _CHUNK)
            rest = reader.unconsumed_tail
        yield reader.flush()


class ExportFiles:
    """The files of a dataset.

    :param dataset: the graph.
    """

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._files: dict[tuple[str, str], ExportFile] = {}
        self._lock = Lock()

    @cached_property
    def counts(self) -> Mapping[str, Mapping[str, int]]:
        """How many statements of each kind the files have, by name; a graph without derived parts has one name."""
        counts = self._dataset.counts()
        curated = {kind: count for kind, count in counts.items() if kind not in _NOT_CURATED}
        names = {CURATED: curated} if curated == counts else {CURATED: curated, ALL: counts}
        return MappingProxyType(names)

    def file(self, name: str, offer: Offer) -> ExportFile:
        """Return a file, which is made when it is first asked for.

        :param name: :data:`CURATED` or :data:`ALL`.
        :param offer: the format.
        :returns: the file.
        :raises Problem: 503 if a file of a large graph is being made just now; who waited would keep others waiting.
        :raises StoreError: for more statements than are written into one file.
        """
        found = self._files.get((name, offer.name))
        if found is not None:
            return found
        require_few(sum(self.counts[name].values()), PARTS)
        if not self._lock.acquire(blocking=self._dataset.size <= MAX_LISTED):
            raise Problem(503, "A file of this graph is being made just now.", headers=[("Retry-After", LATER)])
        try:
            found = self._files.get((name, offer.name)) or self._make(name, offer)
            self._files[name, offer.name] = found
            return found
        finally:
            self._lock.release()

    def listed(self) -> tuple[ExportFile, ...]:
        """List the files: all of them, of a large graph those that somebody has asked for.

        :returns: the files, sorted by name and format.
        """
        if self._dataset.size <= MAX_LISTED:
            return tuple(self.file(name, offer) for name in self.counts for offer in DATASETS)
        return tuple(self._files[key] for key in sorted(self._files))

    def digest(self, name: str) -> str:
        """Return what identifies the statements of a file, whatever its format: the SHA-256 of the canonical form.

        :param name: the file's name.
        :returns: hexadecimal digits (RDFC-1.0); empty where blank nodes keep it from being made.
        """
        return self._digests[name]

    @cached_property
    def _digests(self) -> Mapping[str, str]:
        found = {}
        for name in self.counts:
            everything = len(self.counts) == 1 or name == ALL
            try:
                found[name] = self._dataset.digest if everything else digest(self._quads(name))
            except InputError:
                found[name] = ""
        return found

    def _make(self, name: str, offer: Offer) -> ExportFile:
        """Make a file."""
        data = serialise(self._quads(name), RDF_FORMATS[offer.name])
        packed = gzip.compress(data, _LEVEL, mtime=0)
        return ExportFile(name, offer, len(data), sha256(data).hexdigest(), packed, sha256(packed).hexdigest())

    def _quads(self, name: str) -> tuple[Quad, ...]:
        """Choose the statements of a file."""
        if name == ALL:
            return self._dataset.quads
        names = (name for name in self._dataset.graph_names if self._dataset.kind_of(name) not in _NOT_CURATED)
        return tuple(quad for name in names for quad in self._dataset.graph(name))
