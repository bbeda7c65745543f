"""What waits in memory until clients take it: bounded, at the cost of who has the most of it."""

from __future__ import annotations

from collections import defaultdict
from typing import Protocol

__all__ = ["MOST_WAITING", "Backlog"]

MOST_WAITING = 128 * 1024 * 1024
"""How many bytes of answers may wait in one process; longer answers wait in files."""


class _Waiting(Protocol):
    """A connection whose client is slower than the server."""

    def hang_up(self) -> None:
        """End the connection at once."""


class Backlog:
    """The answers of one process that are written and not yet taken.

    :param most: how many bytes they may have.
    """

    def __init__(self, most: int = MOST_WAITING) -> None:
        self._most = most
        self._size = 0
        # By the addresses of clients, the oldest first.
        self._waiting: defaultdict[str, dict[_Waiting, int]] = defaultdict(dict)

    def add(self, connection: _Waiting, client: str, size: int) -> None:
        """Note that a client is to take something; where that is too much, hang up on whoever has waited longest.

        :param connection: its connection.
        :param client: its address.
        :param size: how many bytes wait.
        """
        self.remove(connection, client)
        self._waiting[client][connection] = size
        self._size += size
        while self._size > self._most:
            greediest = max(self._waiting, key=lambda each: sum(self._waiting[each].values()))
            oldest = next(iter(self._waiting[greediest]))
            self.remove(oldest, greediest)
            oldest.hang_up()

    def remove(self, connection: _Waiting, client: str) -> None:
        """Note that a client has taken what waited for it, or has left.

        :param connection: its connection.
        :param client: its address.
        """
        waiting = self._waiting.get(client, {})
        self._size -= waiting.pop(connection, 0)
        if not waiting:
            self._waiting.pop(client, None)
