"""The talk between a web process and a worker on one Unix socket.

The web process sends one task: its length in four bytes, and JSON. The worker answers with frames: pieces of the
answer, each with its length before it, and at the end a length of 0, the length of the outcome, and the outcome in
JSON. An answer without that end is none. ``RESTART`` in the place of a length takes back all pieces so far.
"""

from __future__ import annotations

import socket
from struct import Struct

from treatygraph.server.pool.spool import Answer, Spool
from treatygraph.server.pool.tasks import Outcome, Task

__all__ = ["AnswerReader", "CutOffError", "FrameSink", "encoded_task", "read_task"]

CHUNK = 256 * 1024
MAX_TASK_BYTES = 8 * 1024 * 1024
RESTART = 0xFFFFFFFF
_LENGTH = Struct(">I")
_OUTCOME = 2 * _LENGTH.size
"""Where the outcome begins in the end of an answer."""


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


def encoded_task(task: Task) -> bytes:
    """Write a task for the way to a worker.

    :param task: the task.
    :returns: what the worker reads by :func:`read_task`.
    """
    data = task.encoded()
    return _LENGTH.pack(len(data)) + data


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


class AnswerReader:
    """Puts an answer together from frames, as their bytes come.

    :param spool: takes the answer.
    """

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._left = 0
        # What cannot be understood yet: the beginning of a length or of the end.
        self._begun = b""
        self.answer: Answer | None = None
        """The answer, when it is whole."""

    def feed(self, data: bytes) -> None:
        """Take what has come.

        :param data: some bytes.
        :raises CutOffError: if something follows the end.
        :raises NoRoomError: if there is no room for the answer, the rest of which is still to come then.
        :raises QueryError: if the answer is an error.
        """
        data = self._begun + data
        self._begun = b""
        while data:
            if self._left:
                piece, data = data[: self._left], data[self._left :]
                self._left -= len(piece)
                self._spool.write(piece)
            elif len(data) < _LENGTH.size:
                self._begun, data = data, b""
            elif length := _LENGTH.unpack_from(data)[0]:
                data = data[_LENGTH.size :]
                if length == RESTART:
                    self._spool.restart()
                else:
                    self._left = length
            else:
                self._end(data)
                data = b""

    def _end(self, data: bytes) -> None:
        """Take the outcome, if all of it is there."""
        if len(data) < _OUTCOME or len(data) < (length := _OUTCOME + _LENGTH.unpack_from(data, _LENGTH.size)[0]):
            self._begun = data
            return
        if len(data) > length:
            raise CutOffError
        outcome = Outcome.decoded(data[_OUTCOME:])
        self._spool.flush()
        self.answer = Answer(outcome, self._spool)
