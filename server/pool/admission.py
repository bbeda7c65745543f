"""Who may ask the pool now: each client its fair share of the workers, and those who wait take turns.

What a reader of the table of counts sees may be out of date by a query or two, which the pool's own queue evens out.
"""

from __future__ import annotations

import asyncio
import math
from collections import OrderedDict, deque

from treatygraph.server.pool.counts import Counts, bucket_of
from treatygraph.server.pool.errors import BusyError

__all__ = ["Admission"]

POLL = 0.01
"""Seconds after which one who waits looks at what the other web processes have finished."""


class Admission:
    """Lets queries of one web process in; for the thread of its event loop alone.

    :param counts: what is at work in all web processes.
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
        # Those who wait, by client, the client whose turn is next first.
        self._queues: OrderedDict[int, deque[asyncio.Future[None]]] = OrderedDict()
        self.waiting = 0
        """How many queries wait in this process."""

    async def enter(self, client: str, patience: float) -> None:
        """Wait for a worker; whoever has it says by :meth:`leave` when it is done.

        :param client: the client's address.
        :param patience: how many seconds to wait at most.
        :raises BusyError: if too many wait already, or none became free in time.
        """
        bucket = bucket_of(client)
        if self.waiting or not self._has_room(bucket):
            await self._wait(bucket, patience)
        else:
            self._counts.add(self._process, bucket, 1)

    def leave(self, client: str) -> None:
        """Note that a query has ended.

        :param client: the client's address.
        """
        self._leave(bucket_of(client))

    async def _wait(self, bucket: int, patience: float) -> None:
        """Wait to be let in: for this client's turn, and for room."""
        busy = BusyError(max(1, math.ceil(patience)))
        queue = self._queues.setdefault(bucket, deque())
        if self.waiting >= self._most_waiting or len(queue) >= max(1, self._most_waiting // 2):
            raise busy
        loop = asyncio.get_running_loop()
        turn = loop.create_future()
        queue.append(turn)
        self.waiting += 1
        if self.waiting == 1:
            loop.call_later(POLL, self._poll)
        self._let_in()
        try:
            async with asyncio.timeout(patience):
                await turn
        except BaseException as error:
            if turn.done() and not turn.cancelled():
                self._leave(bucket)
            elif turn in queue:
                # Else somebody who was let out has passed over it meanwhile.
                queue.remove(turn)
                self._forget(bucket)
            if isinstance(error, TimeoutError):
                raise busy from None
            raise

    def _leave(self, bucket: int) -> None:
        """Count a query that has ended."""
        self._counts.add(self._process, bucket, -1)
        self._let_in()

    def _let_in(self) -> None:
        """Let in whoever may go now, clients by turns."""
        while (bucket := next((each for each in self._queues if self._has_room(each)), None)) is not None:
            turn = self._queues[bucket].popleft()
            self._queues.move_to_end(bucket)
            self._forget(bucket)
            # One that is being cancelled takes itself away no more.
            if not turn.cancelled():
                self._counts.add(self._process, bucket, 1)
                turn.set_result(None)

    def _forget(self, bucket: int) -> None:
        """Note that one waits no more."""
        self.waiting -= 1
        if not self._queues[bucket]:
            del self._queues[bucket]

    def _poll(self) -> None:
        """Look at what the other web processes have finished."""
        self._let_in()
        if self.waiting:
            asyncio.get_running_loop().call_later(POLL, self._poll)

    def _has_room(self, bucket: int) -> bool:
        """Tell whether a worker is free, and this client's share is not used up."""
        return self._counts.have_room(bucket, self._workers, self._reserve)
