"""What goes wrong with a store: one class of errors, so that a caller can tell them from errors of a query."""

from __future__ import annotations

from treatygraph.graph.errors import TreatyGraphError

__all__ = ["StoreError"]


class StoreError(TreatyGraphError):
    """A store cannot be reached, read or written.

    >>> print(StoreError("The store does not answer.", repair="Start it."))
    The store does not answer. Start it.
    """
