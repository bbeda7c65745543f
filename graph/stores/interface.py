"""The one interface: where the quads of a dataset are, and who answers queries on them.

A store is a :class:`~treatygraph.graph.dataset.Dataset`, so whatever looks things up in a dataset works on it:

================================================  ====================================================
:class:`~treatygraph.graph.dataset.Dataset`       all quads in memory, Oxigraph answers (the default)
:class:`~treatygraph.graph.stores.memory.Memory`  a store in memory that forked processes share
:class:`~treatygraph.graph.stores.disk.Disk`      an Oxigraph store on disk, opened for reading alone
:class:`~treatygraph.graph.stores.remote.Remote`  a SPARQL 1.1 server, which answers itself
:class:`~treatygraph.graph.stores.copied.Copied`  the same, with a copy in memory in which things are looked up
================================================  ====================================================
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from treatygraph.graph.querying import Result

__all__ = ["AnswersItself", "Held", "InFiles"]


class AnswersItself(ABC):
    """A dataset whose queries another engine answers.

    No protocol, whose ``isinstance`` looks each name up: it is asked for each query.
    """

    @property
    @abstractmethod
    def version(self) -> str:
        """What names all that it holds; empty where nobody has said it."""

    @abstractmethod
    def answer(self, text: str, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()) -> Result:
        """Answer a query.

        :param text: the query, safe and with its parameters in place.
        :param default_graphs: the graphs that make up the default graph, in place of the query's own FROM.
        :param named_graphs: the graphs that GRAPH can name, in place of the query's own FROM NAMED.
        :returns: the answer, complete.
        :raises QueryError: if the query is wrong, or the engine cannot answer it.
        :raises StoreError: if the engine cannot be asked.
        """


@runtime_checkable
class Held(Protocol):
    """A dataset that knows what it holds without having read it."""

    @property
    def place(self) -> str:
        """Where it is: a folder, or a URL."""

    def sizes(self) -> dict[str, int]:
        """Count the quads of each graph.

        :returns: the numbers by the names of the graphs on the store.
        """


@runtime_checkable
class InFiles(Protocol):
    """A dataset that has files open, which processes that are forked inherit."""

    def share(self) -> None:
        """Open the files in this process, for itself and for those that it forks from now on.

        :raises StoreError: if they cannot be opened, or not all at once.
        """
