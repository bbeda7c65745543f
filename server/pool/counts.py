"""A small table of counts in memory that the web processes share: how many of something each client has.

Each process writes its own rows alone, so that no lock is needed among them and none is left behind by one that dies.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b

__all__ = ["Counts", "bucket_of"]

BUCKETS = 1024
_BUSY = re.compile(rb"[^\0]")


class Counts:
    """How many of something each client has, for each web process: queries at work, or parts of the room.

    :param processes: how many web processes there are.
    """

    def __init__(self, processes: int) -> None:
        self._shared = mmap.mmap(-1, processes * BUCKETS)

    def add(self, process: int, bucket: int, number: int) -> None:
        """Count what a client takes or gives back.

        :param process: the number of the present web process.
        :param bucket: the client.
        :param number: how many; below 0 for what it gives back.
        """
        place = process * BUCKETS + bucket
        self._shared[place] = min(max(self._shared[place] + number, 0), 255)

    def clear(self, process: int) -> None:
        """Forget what clients had of a web process that has ended.

        :param process: its number.
        """
        self._shared[process * BUCKETS : (process + 1) * BUCKETS] = bytes(BUCKETS)

    def load(self, bucket: int) -> tuple[int, int, int]:
        """Tell what is taken.

        :param bucket: a client.
        :returns: how many are taken, how many by this client, and the number of clients beside this one.
        """
        table = self._shared[:]
        # Nearly all are 0, and this runs for each query.
        total, own = sum(table.translate(None, b"\0")), sum(table[bucket::BUCKETS])
        others = {place % BUCKETS for place in _places(table)} - {bucket} if total > own else ()
        return total, own, len(others)

    def have_room(self, bucket: int, most: int, reserve: int) -> bool:
        """Tell whether one is free, and a client's share is not used up.

        :param bucket: the client.
        :param most: how many there are.
        :param reserve: how many of these are kept for clients that have none yet.
        :returns: whether the client may take one more.
        """
        total, own, others = self.load(bucket)
        return total < most and own < max(1, (most - reserve) // (others + 1))


def _places(table: bytes) -> Iterator[int]:
    """Find where a table is not 0."""
    return (found.start() for found in _BUSY.finditer(table))


@lru_cache(BUCKETS)
def bucket_of(client: str) -> int:
    """Put a client into a bucket.

    :param client: its address.
    :returns: the number of the bucket.
    """
    return int.from_bytes(blake2b(client.encode(), digest_size=2).digest()) % BUCKETS
