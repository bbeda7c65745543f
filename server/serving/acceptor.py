"""Takes connections from the socket that all web processes share, so that each process has its part of them.

The kernel would give all of a burst of connections to the process that wakes up first; the others would have nothing
to do. So a process that has more connections than another one leaves the next to that one, for a moment.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

from treatygraph.server.tally import Tally

__all__ = ["Acceptor"]

TURN_SECONDS = 0.002
"""For how long a new connection is left to a process that has fewer. It may have other things to do."""
RETRY_SECONDS = 1.0
"""When to try again if the system has no descriptor or no memory for a connection."""


class Acceptor:
    """Accepts connections; made in a running event loop.

    :param listener: the socket, which does not block.
    :param protocol: makes the protocol of a connection, which counts a connection that is lost.
    :param tally: counts connections.
    """

    def __init__(self, listener: socket.socket, protocol: Callable[[], asyncio.Protocol], tally: Tally) -> None:
        self._listener = listener
        self._protocol = protocol
        self._tally = tally
        self._loop = asyncio.get_running_loop()
        self._begun: set[asyncio.Task[None]] = set()
        self._pause: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Begin to accept."""
        self._loop.add_reader(self._listener, self._take_turn)

    def stop(self) -> None:
        """Leave new connections to other processes; those that were accepted stay."""
        self._loop.remove_reader(self._listener)
        if self._pause is not None:
            self._pause.cancel()

    def _take_turn(self) -> None:
        """Accept a connection, unless it is another process's turn."""
        if self._tally.own("connections") > self._tally.least("connections"):
            self._wait(TURN_SECONDS)
        else:
            self._accept()

    def _wait(self, seconds: float) -> None:
        """Accept nothing for a while, and then what nobody else has taken."""
        self._loop.remove_reader(self._listener)
        self._pause = self._loop.call_later(seconds, self._go_on)

    def _go_on(self) -> None:
        self.start()
        self._accept()

    def _accept(self) -> None:
        """Accept a connection, if nobody else was faster."""
        try:
            connection, _ = self._listener.accept()
        except (BlockingIOError, InterruptedError, ConnectionAbortedError):
            return
        except OSError:
            self._wait(RETRY_SECONDS)
            return
        self._tally.add("connections")
        connecting = self._loop.create_task(self._connect(connection))
        self._begun.add(connecting)
        connecting.add_done_callback(self._begun.discard)

    async def _connect(self, connection: socket.socket) -> None:
        connection.setblocking(False)
        await self._loop.connect_accepted_socket(self._protocol, connection)
