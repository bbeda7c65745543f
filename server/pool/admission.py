"""Who may ask the pool now: each client its fair share of the workers, and those who wait take turns.

The web processes share one small table of counts in memory; each writes its own rows alone, so that no lock is
needed among them and none is left behind by one that dies. What a reader sees may be out of date by a query or two,
which the pool's own queue evens out.
"""

from __future__ import annotations

import math
import mmap
import re
from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from threading import Condition
from time import monotonic

from treatygraph.server.pool.errors import BusyError

__all__ = ["Admission", "Counts"]

BUCKETS = 1024
_BUSY = re.compile(rb"[^\0]")
POLL = 0.01
"""Seconds after which one who waits looks at what the other web processes have finished."""


class Counts:
    """How many queries of each client are at work, for each web process.

    :param processes: how many web processes there are.
    """

    def __init__(self, processes: int) -> None:
        self._shared = mmap.mmap(-1, processes * BUCKETS)

    def add(self, process: int, bucket: int, number: int) -> None:
        """Count a query that begins or ends.

        :param process: the number of the present web process.
        :param bucket: the client.
        :param number: 1 or -1.
        """
        place = process * BUCKETS + bucket
        self._shared[place] = min(max(self._shared[place] + number, 0), 255)

    def clear(self, process: int) -> None:
        """Forget the queries of a web process that has ended.

        :param process: its number.
        """
        self._shared[process * BUCKETS : (process + 1) * BUCKETS] = bytes(BUCKETS)

    def load(self, bucket: int) -> tuple[int, int, int]:
        """Tell what is at work.

        :param bucket: a client.
        :returns: the number of queries, of this client's queries, and of clients beside this one.
        """
        total = own = 0
        others = set()
        # Nearly all are 0, and this runs for each query.
        for found in _BUSY.finditer(self._shared):
            number, client = found[0][0], found.start() % BUCKETS
            total += number
            if client == bucket:
                own += number
            else:
                others.add(client)
        return total, own, len(others)


@dataclass
class _Turns:
    """Those who wait in this process, by client, the client whose turn is next first."""

    queues: OrderedDict[int, deque[object]] = field(default_factory=OrderedDict)
    waiting: int = 0


class Admission:
    """Lets queries of one web process in.

    :param counts: what is at work in all of them.
    :param process: the number of this one.
    :param workers: how many workers there are.
    :param most_waiting: how many queries may wait in this process.
    """

    def __init__(self, counts: Counts, process: int, workers: int, most_waiting: int = 64) -> None:
        self._counts = counts
        self._process = process
        self._workers = workers
        self._reserve = workers // 6
        self._most_waiting = most_waiting
        self._turns = _Turns()
        self._changed = Condition()

    @property
    def waiting(self) -> int:
        """How many queries wait in this process."""
        return self._turns.waiting

    @contextmanager
    def entered(self, client: str, patience: float) -> Iterator[None]:
        """Wait for a worker.

        :param client: the client's address.
        :param patience: how many seconds to wait at most.
        :returns: a context in which the query may be asked.
        :raises BusyError: if too many wait already, or none became free in time.
        """
        bucket = int.from_bytes(blake2b(client.encode(), digest_size=2).digest()) % BUCKETS
        with self._changed:
            if self._turns.waiting or not self._has_room(bucket):
                self._wait(bucket, patience)
            self._counts.add(self._process, bucket, 1)
        try:
            yield
        finally:
            with self._changed:
                self._counts.add(self._process, bucket, -1)
                self._changed.notify_all()

    def _wait(self, bucket: int, patience: float) -> None:
        """Wait for this client's turn and for room."""
        share = max(1, self._most_waiting // 2)
        queue = self._turns.queues.setdefault(bucket, deque())
        if self._turns.waiting >= self._most_waiting or len(queue) >= share:
            raise BusyError(max(1, math.ceil(patience)))
        ticket, deadline = object(), monotonic() + patience
        queue.append(ticket)
        self._turns.waiting += 1
        try:
            while not self._is_next(bucket, ticket):
                if monotonic() >= deadline:
                    raise BusyError(max(1, math.ceil(patience)))
                self._changed.wait(POLL)
            self._turns.queues.move_to_end(bucket)
        finally:
            queue.remove(ticket)
            self._turns.waiting -= 1
            if not queue:
                del self._turns.queues[bucket]
            self._changed.notify_all()

    def _is_next(self, bucket: int, ticket: object) -> bool:
        """Tell whether nobody who could go goes before this one."""
        if self._turns.queues[bucket][0] is not ticket:
            return False
        ready = next((each for each in self._turns.queues if self._has_room(each)), None)
        return ready == bucket

    def _has_room(self, bucket: int) -> bool:
        """Tell whether a worker is free, and this client's share is not used up."""
        total, own, others = self._counts.load(bucket)
        share = max(1, (self._workers - self._reserve) // (others + 1))
        return total < self._workers and own < share
