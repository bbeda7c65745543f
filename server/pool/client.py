"""The pool as a web process knows it: a query in, an answer out, or an error that says what happened."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import CancelledError
from threading import Lock
from time import monotonic

from treatygraph.server.pool.admission import Admission
from treatygraph.server.pool.errors import BusyError, ClientLeftError, GaveUpError, TimedOutError
from treatygraph.server.pool.frames import CutOffError
from treatygraph.server.pool.lines import Lines
from treatygraph.server.pool.room import Account, Room
from treatygraph.server.pool.spool import Answer, Spool
from treatygraph.server.pool.tasks import Limits, Task

__all__ = ["Cancellation", "Pool"]

GRACE = 1.0
"""Seconds beyond the deadline in which a worker must have been ended."""
PAUSES = (0.0, 0.1)
"""Seconds before a query whose worker has died is asked again; then it is told."""
NEARLY = 0.05
"""A worker that ends so near to its deadline was ended by it."""


class Cancellation:
    """Ends the queries of one client when it leaves, whatever thread asks them."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._end: Callable[[], object] | None = None
        self._is_cancelled = False

    def cancel(self) -> None:
        """End the query that is being answered, and those that would follow."""
        with self._lock:
            self._is_cancelled = True
            if self._end is not None:
                self._end()

    def watch(self, end: Callable[[], object] | None) -> None:
        """Say what ends the query that is being answered.

        :param end: is called when the client leaves; None when there is nothing to end any more.
        """
        with self._lock:
            self._end = end
            if self._is_cancelled and end is not None:
                end()


class Pool:
    """The way to the workers; made in a running event loop.

    :param address: where they listen.
    :param limits: what one query may cost.
    :param admission: who may ask.
    :param room: where answers wait.
    """

    def __init__(self, address: str, limits: Limits, admission: Admission, room: Room) -> None:
        self.limits = limits
        self._room = room
        self._admission = admission
        self._loop = asyncio.get_running_loop()
        self._lines = Lines(address)

    def ask(self, task: Task, client: str = "", cancellation: Cancellation | None = None) -> Answer:
        """Have a query answered, from another thread than that of the event loop.

        :param task: the query; its limits are lowered to those of the server.
        :param client: the address of who asks.
        :param cancellation: ends the query when the client leaves.
        :returns: the answer, whole.
        :raises QueryError: if there is none.
        """
        guard = Cancellation() if cancellation is None else cancellation
        asking = asyncio.run_coroutine_threadsafe(self.answer(task, client), self._loop)
        guard.watch(asking.cancel)
        try:
            return asking.result()
        except CancelledError:
            raise ClientLeftError from None
        finally:
            guard.watch(None)

    async def answer(self, task: Task, client: str = "") -> Answer:
        """Have a query answered; to be cancelled when the client leaves.

        :param task: the query; its limits are lowered to those of the server.
        :param client: the address of who asks.
        :returns: the answer, whole.
        :raises QueryError: if there is none.
        """
        limited = task.limited(self.limits)
        await self._admission.enter(client, limited.timeout)
        try:
            return await self._answered(limited, client)
        finally:
            self._admission.leave(client)

    async def _answered(self, task: Task, client: str) -> Answer:
        """Ask workers until one lives long enough."""
        deadline = monotonic() + task.timeout
        left, longest = task, NEARLY
        for pause in PAUSES:
            began = monotonic()
            try:
                return await self._ask(left, deadline, client, task.timeout)
            except GaveUpError:
                longest = max(longest, monotonic() - began)
                if deadline - monotonic() < longest + pause:
                    # It would not get as far again.
                    raise
            # Whether it was the query, or somebody else ended the worker, another one shows. More than one may be
            # ended at once, as with the process that keeps them.
            await asyncio.sleep(pause)
            left = task._replace(timeout=deadline - monotonic())
        return await self._ask(left, deadline, client, task.timeout)

    async def _ask(self, task: Task, deadline: float, client: str, timeout: float) -> Answer:
        """Ask one worker what is left of the time to answer; the whole of it is told when it is over."""
        line = None
        try:
            line = await self._lines.take(deadline - NEARLY)
            return await line.ask(task, Spool(Account(self._room, client)), task.timeout + GRACE)
        except TimeoutError:
            if line is None:
                raise BusyError(1) from None
            # A machine that is so busy that it does not even end a process in time.
            raise TimedOutError(timeout) from None
        except (OSError, CutOffError):
            if monotonic() > deadline - NEARLY:
                raise TimedOutError(timeout) from None
            raise GaveUpError from None
        finally:
            if line is not None:
                self._lines.put(line)
