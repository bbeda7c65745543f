"""How much of the answers may wait in files: each client its fair share, all web processes counted together."""

from __future__ import annotations

from threading import Lock

from treatygraph.server.pool.counts import Counts, bucket_of
from treatygraph.server.pool.errors import NoRoomError

__all__ = ["Account", "Room"]

UNITS = 200
"""Into how many parts the room is divided; a count of parts takes one byte."""
LONG_ANSWERS = 4
"""How many answers of the greatest length there is room for."""


class Room:
    """The room that answers may take, as one web process knows it.

    :param counts: how many parts each client has, in all web processes.
    :param process: the number of this one.
    :param longest: how many bytes one answer may have.
    """

    def __init__(self, counts: Counts, process: int, longest: int) -> None:
        self.unit = -(-LONG_ANSWERS * longest // UNITS)
        """How many bytes a part has."""
        self._counts = counts
        self._process = process
        # Answers are written by the event loop, and read to their end by threads.
        self._lock = Lock()

    def take_part(self, bucket: int) -> bool:
        """Take a part.

        :param bucket: the client.
        :returns: whether there was one, within the client's share.
        """
        with self._lock:
            if not self._counts.have_room(bucket, UNITS, UNITS // LONG_ANSWERS):
                return False
            self._counts.add(self._process, bucket, 1)
            return True

    def give_back(self, bucket: int, number: int) -> None:
        """Give parts back.

        :param bucket: the client.
        :param number: how many.
        """
        with self._lock:
            self._counts.add(self._process, bucket, -number)


class Account:
    """The room that one answer takes.

    :param room: where it is taken from.
    :param client: the address of the client.
    """

    def __init__(self, room: Room, client: str) -> None:
        self._room = room
        self._bucket = bucket_of(client)
        self._parts = 0

    def grow(self, size: int) -> None:
        """Take as much room as is needed.

        :param size: the length of the answer so far.
        :raises NoRoomError: if there is none for this client.
        """
        while self._parts * self._room.unit < size:
            if not self._room.take_part(self._bucket):
                raise NoRoomError("Too many long answers wait to be taken by their clients.")
            self._parts += 1

    def close(self) -> None:
        """Give all of it back."""
        if self._parts:
            self._room.give_back(self._bucket, self._parts)
            self._parts = 0
