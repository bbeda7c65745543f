"""A dataset on a server with a copy of it here: things are looked up in the copy, queries are answered by the server.

A page looks hundreds of things up. On a server each of them would be a request; all that a small graph holds comes with
a few.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pyoxigraph import Quad

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.stores.failures import RowLimitError
from treatygraph.graph.stores.memory import Memory
from treatygraph.graph.stores.remote import Remote

if TYPE_CHECKING:
    from treatygraph.graph.reasoning import Derivation

__all__ = ["MOST_COPIED", "Copied", "with_copy"]

MOST_COPIED = 50_000
"""How many quads are copied at most: to read them takes a second or two, to keep them some ten megabytes."""


class Copied(Memory, Remote):
    """A dataset on a server, as it was when this was made; where both know a thing, the copy tells it.

    :param remote: the dataset, which ``treatygraph build --push`` brought there.
    :raises StoreError: if it cannot be read.
    """

    derivations: Mapping[Quad, Derivation]

    def __init__(self, remote: Remote) -> None:
        super().__init__(Dataset(tuple(remote.read())))
        # Where the server is, and what is known of it already.
        self.__dict__.update(vars(remote))

    @property
    def digest(self) -> str:
        """The digest of the dataset, by its record: servers write some literals anew."""
        return self.version


def with_copy(remote: Remote) -> Remote:
    """Copy a dataset that is looked up often, where that is little work.

    :param remote: the dataset.
    :returns: with a copy, where it is small and whole; else as it is. What others have filled may change at any time,
        and may hold more than named graphs.
    """
    if not remote.version or remote.size > MOST_COPIED:
        return remote
    try:
        return Copied(remote)
    except RowLimitError:
        return remote
