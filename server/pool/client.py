"""The pool as a web process knows it: a query in, an answer out, or an error that says what happened."""

from __future__ import annotations

import asyncio
import socket
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError
from dataclasses import replace
from threading import Lock
from time import monotonic

from treatygraph.graph.errors import QueryError
from treatygraph.server.pool.admission import Admission
from treatygraph.server.pool.errors import BusyError, ClientLeftError, GaveUpError, NoRoomError, TimedOutError
from treatygraph.server.pool.frames import CutOffError, read_answer, send_task
from treatygraph.server.pool.room import Account, Room
from treatygraph.server.pool.spool import Answer, Spool
from treatygraph.server.pool.tasks import Limits, Task

__all__ = ["Cancellation", "Pool"]

GRACE = 1.0
"""Seconds beyond the deadline in which a worker must have been ended."""
PAUSE = 0.02
PAUSES = (0.0, 0.1)
"""Seconds before a query whose worker has died is asked again; then it is told."""
IDLE_SECONDS = 0.1
"""How long a connection is kept for the next query. Others may need its worker."""
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
        self._address = address
        self._admission = admission
        self._loop = asyncio.get_running_loop()
        self._idle = _Idle(self._loop)

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
        async with self._admission.entered(client, limited.timeout):
            deadline = monotonic() + limited.timeout
            for pause in PAUSES:
                try:
                    return await self._ask(limited, deadline, client)
                except GaveUpError:
                    # Whether it was the query, or somebody else ended the worker, another one shows. More than one
                    # may be ended at once, as with the process that keeps them.
                    await asyncio.sleep(pause)
                left = deadline - monotonic()
                if left < NEARLY:
                    raise TimedOutError(task.limited(self.limits).timeout)
                limited = replace(limited, timeout=left)
            return await self._ask(limited, deadline, client)

    async def _ask(self, task: Task, deadline: float, client: str) -> Answer:
        """Ask one worker, which hears of it when this is cancelled."""
        connection, is_whole = None, False
        try:
            async with asyncio.timeout(task.timeout + GRACE):
                connection = self._idle.take() or await _connect(self._address, deadline)
                await send_task(connection, task)
                answer = await read_answer(connection, Spool(Account(self._room, client)))
            is_whole = True
            return answer
        except TimeoutError:
            raise BusyError(1) from None
        except (OSError, CutOffError):
            if monotonic() > deadline - NEARLY:
                raise TimedOutError(task.timeout) from None
            raise GaveUpError from None
        except NoRoomError:
            # Its worker is still writing, and ends when nobody reads.
            raise
        except QueryError:
            is_whole = True
            raise
        finally:
            if connection is not None and is_whole:
                self._idle.put(connection)
            elif connection is not None:
                # The event loop would look to it later; by then the number may be another connection's.
                self._loop.remove_reader(connection.fileno())
                self._loop.remove_writer(connection.fileno())
                connection.close()


class _Idle:
    """Connections on which nothing is asked at the moment, each for a moment only: it keeps a worker from others.

    :param loop: the event loop.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        # The one that was used last is the first to be used again, so that those that are too many grow old.
        self._waiting: deque[tuple[float, socket.socket]] = deque()

    def take(self) -> socket.socket | None:
        """Find a connection whose worker is alive.

        :returns: the connection, or None.
        """
        while self._waiting:
            connection = self._waiting.pop()[1]
            try:
                connection.recv(1, socket.MSG_PEEK)
            except BlockingIOError:
                return connection
            except OSError:
                pass
            connection.close()
        return None

    def put(self, connection: socket.socket) -> None:
        """Keep a connection.

        :param connection: the connection.
        """
        if not self._waiting:
            self._loop.call_later(IDLE_SECONDS, self._close_old)
        self._waiting.append((monotonic(), connection))

    def _close_old(self) -> None:
        """Let workers go that were not asked anything for a while."""
        while self._waiting and self._waiting[0][0] < monotonic() - IDLE_SECONDS:
            self._waiting.popleft()[1].close()
        if self._waiting:
            self._loop.call_later(IDLE_SECONDS, self._close_old)


async def _connect(address: str, deadline: float) -> socket.socket:
    """Connect to the workers; where there are none, or too many wait for one, some are just being made."""
    while True:
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.setblocking(False)
            connection.connect(address)
        except (BlockingIOError, ConnectionRefusedError):
            connection.close()
            if monotonic() > deadline - NEARLY:
                raise TimeoutError from None
            await asyncio.sleep(PAUSE)
        else:
            return connection
