"""How much of a store is read into memory at once."""

from __future__ import annotations

from treatygraph.graph.stores.failures import TooManyError

__all__ = ["MOST_IN_MEMORY", "require_few"]

MOST_IN_MEMORY = 5_000_000
"""How many quads are read from a store into memory at most; each takes about half a kilobyte."""


def require_few(number: int, repair: str) -> None:
    """Refuse to read more statements than there is room for.

    :param number: how many are asked for.
    :param repair: what to do instead.
    :raises TooManyError: if they are too many.

    >>> require_few(5_000_001, "Ask for one graph.")
    Traceback (most recent call last):
    ...
    treatygraph.graph.stores.failures.TooManyError: These are 5,000,001 statements, ... Ask for one graph.
    """
    if number > MOST_IN_MEMORY:
        raise TooManyError(
            f"These are {number:,} statements, more than the {MOST_IN_MEMORY:,} that are read into memory.",
            repair=repair,
        )
