"""What goes wrong with a store: one class of errors, so that a caller can tell them from errors of a query."""

from __future__ import annotations

from treatygraph.graph.errors import TreatyGraphError

__all__ = ["BusyStoreError", "RowLimitError", "SlowStoreError", "StoreError", "TooManyError"]


class StoreError(TreatyGraphError):
    """A store cannot be reached, read or written.

    >>> print(StoreError("The store does not answer.", repair="Start it."))
    The store does not answer. Start it.
    """


class TooManyError(StoreError):
    """More is asked for than is read into memory."""


class BusyStoreError(StoreError):
    """A server has too much to do to answer."""


class RowLimitError(StoreError):
    """A server hands out fewer rows than are asked for."""


class SlowStoreError(StoreError):
    """A server does not answer in time."""
