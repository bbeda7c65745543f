"""The pool as a web process knows it: a query in, an answer out, or an error that says what happened."""

from __future__ import annotations

import socket
from contextlib import suppress
from dataclasses import dataclass, replace
from threading import Lock
from time import monotonic, sleep

from treatygraph.server.pool.admission import Admission
from treatygraph.server.pool.errors import BusyError, ClientLeftError, GaveUpError, TimedOutError
from treatygraph.server.pool.frames import CutOffError, read_answer, send_task
from treatygraph.server.pool.spool import Answer
from treatygraph.server.pool.tasks import Limits, Task

__all__ = ["Cancellation", "Pool"]

GRACE = 1.0
"""Seconds beyond the deadline in which a worker must have been ended."""
PAUSE = 0.02
NEARLY = 0.05
"""A worker that ends so near to its deadline was ended by it."""


class Cancellation:
    """Ends the queries of one client when it leaves."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._connection: socket.socket | None = None
        self.is_cancelled = False

    def cancel(self) -> None:
        """End the query that is being answered, and those that would follow."""
        with self._lock:
            self.is_cancelled = True
            if self._connection is not None:
                with suppress(OSError):
                    self._connection.shutdown(socket.SHUT_RDWR)

    def watch(self, connection: socket.socket | None) -> None:
        """Say which connection to the pool is to be closed.

        :param connection: the connection; None when it is not used any more.
        """
        with self._lock:
            self._connection = connection
            if self.is_cancelled and connection is not None:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)


@dataclass(frozen=True, slots=True)
class Pool:
    """The way to the workers.

    :param address: where they listen.
    :param limits: what one query may cost.
    :param admission: who may ask.
    """

    address: str
    limits: Limits
    admission: Admission

    def ask(self, task: Task, client: str = "", cancellation: Cancellation | None = None) -> Answer:
        """Have a query answered.

        :param task: the query; its limits are lowered to those of the server.
        :param client: the address of who asks.
        :param cancellation: ends the query when the client leaves.
        :returns: the answer, whole.
        :raises QueryError: if there is none.
        """
        limited = task.limited(self.limits)
        guard = Cancellation() if cancellation is None else cancellation
        with self.admission.entered(client, limited.timeout):
            deadline = monotonic() + limited.timeout
            try:
                return self._ask(limited, guard, deadline)
            except GaveUpError:
                # Whether it was the query, or somebody else ended the worker, a second one shows.
                left = deadline - monotonic()
                if left < NEARLY:
                    raise TimedOutError(limited.timeout) from None
                return self._ask(replace(limited, timeout=left), guard, deadline)

    def _ask(self, task: Task, guard: Cancellation, deadline: float) -> Answer:
        """Ask one worker."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(task.timeout + GRACE)
            guard.watch(connection)
            try:
                _connect(connection, self.address, deadline)
                send_task(connection, task)
                return read_answer(connection)
            except TimeoutError:
                raise BusyError(1) from None
            except (OSError, CutOffError):
                if guard.is_cancelled:
                    raise ClientLeftError from None
                if monotonic() > deadline - NEARLY:
                    raise TimedOutError(task.timeout) from None
                raise GaveUpError from None
            finally:
                guard.watch(None)


def _connect(connection: socket.socket, address: str, deadline: float) -> None:
    """Connect to the workers; where there are none, others are just being made."""
    while True:
        try:
            connection.connect(address)
        except ConnectionRefusedError:
            if monotonic() > deadline - NEARLY:
                raise TimeoutError from None
            sleep(PAUSE)
        else:
            return
