"""Connections to workers, which are asked one thing after the other on each of them."""

from __future__ import annotations

import asyncio
import socket
from collections import deque
from functools import partial
from time import monotonic
from typing import cast

from treatygraph.graph.errors import QueryError
from treatygraph.server.pool.errors import NoRoomError
from treatygraph.server.pool.frames import AnswerReader, CutOffError, encoded_task
from treatygraph.server.pool.spool import Answer, Spool
from treatygraph.server.pool.tasks import Task

__all__ = ["Line", "Lines", "connect"]

PAUSE = 0.02
"""Seconds until the next attempt to find a worker that is free."""
IDLE_SECONDS = 0.1
"""How long a connection is kept for the next query. Others may need its worker."""


class Line(asyncio.Protocol):
    """A connection to one worker; made in a running event loop.

    :param connection: the connection.
    """

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport
        self._reader: AnswerReader
        self._waiting: asyncio.Future[Answer] | None = None
        self._due = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self.is_free = True
        """Whether the next thing can be asked: the worker has said all that it had to."""

    @property
    def is_alive(self) -> bool:
        """Whether the worker is still there, as far as can be known."""
        try:
            self._connection.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return True
        except OSError:
            pass
        return False

    async def ask(self, task: Task, spool: Spool, seconds: float) -> Answer:
        """Ask the worker; it hears of it when this is cancelled and the connection is closed.

        :param task: what to ask.
        :param spool: takes the answer; it is closed if there is none.
        :param seconds: how long to wait at most.
        :returns: the answer, whole.
        :raises CutOffError: if the worker ended before the answer did.
        :raises TimeoutError: if it takes longer.
        :raises QueryError: if the answer is an error, or finds no room.
        """
        self._reader = AnswerReader(spool)
        self._waiting = self._loop.create_future()
        self.is_free = False
        self._wait_until(self._loop.time() + seconds)
        try:
            if self._transport.is_closing():
                # A worker can end as soon as it is connected to.
                raise CutOffError
            self._transport.write(encoded_task(task))
            return await self._waiting
        except BaseException:
            spool.close()
            raise
        finally:
            self._waiting = None

    def close(self) -> None:
        """Let the worker go, even if it is at work."""
        self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Note what to write to.

        :param transport: the way to the worker.
        """
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Take a part of an answer.

        :param data: some bytes.
        """
        if self._waiting is None or self._waiting.done():
            # Nobody has asked for that.
            self.close()
            return
        try:
            self._reader.feed(data)
        except (QueryError, CutOffError) as error:
            self.is_free = isinstance(error, QueryError) and not isinstance(error, NoRoomError)
            self._waiting.set_exception(error)
        else:
            if self._reader.answer is not None:
                self.is_free = True
                self._waiting.set_result(self._reader.answer)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell who waits that the worker has ended.

        :param exc: why, if it was no orderly end.
        """
        self.is_free = False
        self._fail(CutOffError())
        if self._timer is not None:
            self._timer.cancel()

    def _wait_until(self, due: float) -> None:
        """Look at a time whether there is an answer; most often it has come, and the time is that of a later one."""
        self._due = due
        if self._timer is None or self._timer.when() > due:
            if self._timer is not None:
                self._timer.cancel()
            self._timer = self._loop.call_at(due, self._look)

    def _look(self) -> None:
        self._timer = None
        if self._waiting is None or self._waiting.done():
            return
        if self._loop.time() < self._due:
            self._wait_until(self._due)
        else:
            self._fail(TimeoutError())

    def _fail(self, error: Exception) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(error)


class Lines:
    """Connections on which nothing is asked at the moment, each for a moment only: it keeps a worker from others.

    :param address: where the workers listen.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._loop = asyncio.get_running_loop()
        # The one that was used last is the first to be used again, so that those that are too many grow old.
        self._idle: deque[tuple[float, Line]] = deque()

    async def take(self, deadline: float) -> Line:
        """Find a worker that is alive.

        :param deadline: when to give up, by the monotonic clock.
        :returns: a connection to it.
        :raises TimeoutError: if there is none until then.
        """
        while self._idle:
            line = self._idle.pop()[1]
            if line.is_free and line.is_alive:
                return line
            line.close()
        # A connection that is half made when this is cancelled would keep its worker: it is made to the end.
        connecting = self._loop.create_task(connect(self._address, deadline))
        try:
            return await asyncio.shield(connecting)
        except asyncio.CancelledError:
            connecting.add_done_callback(self._keep)
            raise

    def put(self, line: Line) -> None:
        """Keep a connection that can be used again; close any other.

        :param line: the connection.
        """
        if not line.is_free:
            line.close()
            return
        if not self._idle:
            self._loop.call_later(IDLE_SECONDS, self._close_old)
        self._idle.append((monotonic(), line))

    def _keep(self, connecting: asyncio.Task[Line]) -> None:
        """Keep a connection that nobody waits for any more."""
        if not connecting.cancelled() and connecting.exception() is None:
            self.put(connecting.result())

    def _close_old(self) -> None:
        """Let workers go that were not asked anything for a while."""
        while self._idle and self._idle[0][0] < monotonic() - IDLE_SECONDS:
            self._idle.popleft()[1].close()
        if self._idle:
            self._loop.call_later(IDLE_SECONDS, self._close_old)


async def connect(address: str, deadline: float) -> Line:
    """Connect to the workers; where there are none, or too many wait for one, some are just being made.

    :param address: where they listen.
    :param deadline: when to give up, by the monotonic clock.
    :returns: the connection.
    :raises TimeoutError: if there is none until then.
    """
    loop = asyncio.get_running_loop()
    while True:
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.setblocking(False)
            connection.connect(address)
        except (BlockingIOError, ConnectionRefusedError):
            connection.close()
            if monotonic() > deadline:
                raise TimeoutError from None
            await asyncio.sleep(PAUSE)
        else:
            _, line = await loop.create_unix_connection(partial(Line, connection), sock=connection)
            return line
