"""Opening what a command is to look at: files, a store on disk, or a server."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.stores.limits import require_few

__all__ = ["in_memory", "is_url", "open_store", "open_to_serve"]

_DERIVED = frozenset(("inferred", "status", "ontology"))


def is_url(place: str) -> bool:
    """Tell whether a store is on a server.

    :param place: a folder or a URL.
    :returns: True for a URL.

    >>> is_url("https://example.org/sparql"), is_url("store")
    (True, False)
    """
    return place.lower().startswith(("http://", "https://"))


def open_store(place: str, *, seconds: float = 60.0) -> Dataset:
    """Open a store.

    :param place: the folder that ``treatygraph build --store`` wrote, or the URL of a SPARQL query service.
    :param seconds: how long a server may take for a query.
    :returns: the dataset, of which nothing has been read yet.
    :raises StoreError: if there is no such store.
    """
    if is_url(place):
        from treatygraph.graph.stores.remote import Remote  # brings the HTTP client

        return Remote(place, seconds=seconds)
    from treatygraph.graph.stores.disk import Disk

    return Disk(Path(place))


def open_to_serve(place: str, seconds: float) -> Dataset:
    """Open a store in which much is looked up.

    :param place: the folder or the URL.
    :param seconds: how long a server may take for a query.
    :returns: the dataset; where a server has it and it is small, with a copy beside it. A server is asked but once:
        who waits for an answer is better told at once that it is away.
    :raises StoreError: if there is no such store.
    """
    if not is_url(place):
        return open_store(place)
    from treatygraph.graph.stores.copied import with_copy
    from treatygraph.graph.stores.remote import Remote

    return with_copy(Remote(place, seconds=seconds, patient=False))


def in_memory(data: Sequence[Path], store: str | None) -> Dataset:
    """Read the curated graph into memory: from files, from a store, or the one that comes with treatygraph.

    :param data: the files; they come before the store.
    :param store: the store, or None.
    :returns: the graph as it was curated: without what is derived, and without the vocabulary.
    :raises StoreError: if there is no such store, or it is too large.
    """
    if data or not store:
        from treatygraph.graph.loader import load

        return load(tuple(data) or None)
    dataset = open_store(store)
    total = sum(number for kind, number in dataset.counts().items() if kind not in _DERIVED)
    require_few(total, "Name the files of one dispute with --data, or ask with `treatygraph query`.")
    curated = (name for name in dataset.graph_names if dataset.kind_of(name) not in _DERIVED)
    # Sorted, so that what is told first does not depend on the store.
    return Dataset(tuple(sorted((quad for name in curated for quad in dataset.graph(name)), key=str)))
