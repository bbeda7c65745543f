"""The talk between a web process and a worker on one Unix socket.

The web process sends one task: its length in four bytes, and JSON. The worker answers with frames: pieces of the
answer, each with its length before it, and at the end a length of 0, the length of the outcome, and the outcome in
JSON. An answer without that end is none. ``RESTART`` in the place of a length takes back all pieces so far.
"""

from __future__ import annotations

import asyncio
import socket
from struct import Struct

from treatygraph.server.pool.spool import Answer, Spool
from treatygraph.server.pool.tasks import Outcome, Task

__all__ = ["CutOffError", "FrameSink", "read_answer", "read_task", "send_task"]

CHUNK = 256 * 1024
MAX_TASK_BYTES = 8 * 1024 * 1024
RESTART = 0xFFFFFFFF
_LENGTH = Struct(">I")


class CutOffError(Exception):
    """The other side closed the connection before it had said all."""


class FrameSink:
    """Sends an answer in frames; it is a sink for it.

    :param connection: the connection.
    """

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._parts: list[bytes] = []
        self._waiting = 0
        self.has_sent = False

    def write(self, data: bytes, /) -> int:
        """Take some bytes.

        :param data: the bytes.
        :returns: how many they are.
        """
        self._parts.append(data)
        self._waiting += len(data)
        if self._waiting >= CHUNK:
            self._send(b"")
        return len(data)

    def restart(self) -> None:
        """Take back all that was written."""
        self._parts, self._waiting = [], 0
        if self.has_sent:
            self._connection.sendall(_LENGTH.pack(RESTART))

    def end(self, outcome: bytes) -> None:
        """Say that this was all.

        :param outcome: the outcome in JSON.
        """
        self._send(_LENGTH.pack(0) + _LENGTH.pack(len(outcome)) + outcome)

    def before_sending(self) -> None:
        """Is called before anything is sent."""

    def _send(self, end: bytes) -> None:
        if not self.has_sent:
            self.before_sending()
            self.has_sent = True
        head = _LENGTH.pack(self._waiting) if self._waiting else b""
        data = b"".join((head, *self._parts, end))
        self._parts, self._waiting = [], 0
        self._connection.sendall(data)


async def send_task(connection: socket.socket, task: Task) -> None:
    """Send a task to a worker.

    :param connection: the connection, which does not block.
    :param task: the task.
    """
    data = task.encoded()
    await asyncio.get_running_loop().sock_sendall(connection, _LENGTH.pack(len(data)) + data)


def read_task(connection: socket.socket) -> Task:
    """Read a task.

    :param connection: the connection.
    :returns: the task.
    :raises CutOffError: if it is not whole, or too long.
    """
    data = b""
    while len(data) < _LENGTH.size or len(data) < (length := _LENGTH.size + _LENGTH.unpack_from(data)[0]):
        if len(data) > MAX_TASK_BYTES or not (part := connection.recv(CHUNK)):
            raise CutOffError
        data += part
    return Task.decoded(data[_LENGTH.size : length])


async def read_answer(connection: socket.socket, spool: Spool) -> Answer:
    """Read an answer to its end.

    :param connection: the connection, which does not block.
    :param spool: takes the answer; it is closed if there is none.
    :returns: the answer.
    :raises CutOffError: if the worker ended before the answer did.
    :raises NoRoomError: if there is no room for the answer, of which some is unread then.
    :raises QueryError: if the answer is an error.
    """
    reader = _Reader(connection)
    try:
        while length := await reader.number():
            if length == RESTART:
                spool.restart()
            else:
                spool.write(await reader.take(length))
        outcome = Outcome.decoded(await reader.take(await reader.number()))
        spool.flush()
        return Answer(outcome, spool)
    except BaseException:
        spool.close()
        raise


class _Reader:
    """Reads a given number of bytes, with as few calls of the system as can be."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._receive = asyncio.get_running_loop().sock_recv
        self._data = b""

    async def number(self) -> int:
        number: int = _LENGTH.unpack(await self.take(_LENGTH.size))[0]
        return number

    async def take(self, size: int) -> bytes:
        if len(self._data) < size:
            parts, have = [self._data], len(self._data)
            while have < size:
                part = await self._receive(self._connection, max(65536, size - have))
                if not part:
                    raise CutOffError
                parts.append(part)
                have += len(part)
            self._data = b"".join(parts)
        taken, self._data = self._data[:size], self._data[size:]
        return taken
