"""A process that speaks HTTP: uvicorn around the gateway, until it is told to stop, and then until all is answered."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import resource
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import NamedTuple

import uvicorn
import uvloop

from treatygraph.server.pool import Pool
from treatygraph.server.pool.admission import Admission
from treatygraph.server.pool.counts import Counts
from treatygraph.server.pool.room import Room
from treatygraph.server.serving.acceptor import Acceptor
from treatygraph.server.serving.connection import Connection
from treatygraph.server.serving.front import Front
from treatygraph.server.serving.gateway import Gateway
from treatygraph.server.serving.options import ServeOptions
from treatygraph.server.tally import Tally

__all__ = ["Server", "WebProcess"]

WARMING_SECONDS = 1.0
"""After this the pages are made ready for their first readers, so that programs are answered before."""
SWITCH_SECONDS = 0.0005
"""How long a thread that works on a page may keep others, short answers among them, from going on."""
FAREWELL_SECONDS = 0.3
"""How long connections that were accepted are still answered as usual, with word that they will be closed."""
PAUSE = 0.05
IDLE_SECONDS = 15
"""How long a connection is kept on which nothing is asked."""
MOST_CONNECTIONS = 4096
"""How many one process has at once; further requests are told to come again."""


class WebProcess(NamedTuple):
    """What a web process needs.

    :param front: answers requests; its pool is replaced.
    :param options: how the server is run.
    :param listener: the socket that all web processes accept connections from.
    :param address: where the pool listens.
    :param counts: what is at work in the pool.
    :param parts: what answers take of the room to wait in.
    :param tally: counts requests.
    """

    front: Front
    options: ServeOptions
    listener: socket.socket
    address: str
    counts: Counts
    parts: Counts
    tally: Tally

    def run(self, number: int, lifeline: int, ready: int) -> None:
        """Serve until SIGTERM, or until the lifeline is cut; then finish what was begun.

        :param number: the number of this process among the web processes.
        :param lifeline: the descriptor whose end means to stop.
        :param ready: the descriptor that gets a byte when requests are answered.
        """
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        gc.enable()
        sys.setswitchinterval(SWITCH_SECONDS)
        self.counts.clear(number)
        self.parts.clear(number)
        self.tally.begin(number)
        _raise_limit_of_files()
        for name in ("asyncio", "uvicorn.error"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        uvloop.run(self._serve(number, lifeline, ready))

    async def _serve(self, number: int, lifeline: int, ready: int) -> None:
        admission = Admission(self.counts, number, self.options.workers, self.options.most_waiting)
        limits = self.options.limits
        room = Room(self.parts, number, limits.max_bytes)
        pool = Pool(self.address, limits, admission, room)
        self.front.use(pool)
        gateway = Gateway(self.front, pool, self.options, self.tally)
        # What one process says of a socket that is shared holds for all; a copy of one that blocks would block.
        self.listener.setblocking(False)
        server = Server(gateway, self.listener.dup(), self.tally)
        loop = asyncio.get_running_loop()

        def drain() -> None:
            loop.remove_reader(lifeline)
            loop.remove_signal_handler(signal.SIGTERM)
            gateway.is_draining = True
            server.stop_accepting()
            loop.call_later(FAREWELL_SECONDS, server.finish)

        loop.add_signal_handler(signal.SIGTERM, drain)
        loop.add_reader(lifeline, drain)
        loop.call_soon(os.write, ready, b"r")
        if self.front.is_whole:
            # In a thread that nobody waits for at the end, however long a server with the graph takes to answer.
            loop.call_later(WARMING_SECONDS, Thread(target=self._warm, daemon=True).start)
        await server.serve()

    def _warm(self) -> None:
        """Make the pages ready."""
        from treatygraph.server.pages.warming import warm  # brings the pages

        warm(self.front.application())


class Server(uvicorn.Server):
    """uvicorn on a socket that several processes share.

    :param gateway: the application.
    :param listener: the socket, which does not block; it is closed at the end.
    :param tally: counts connections.
    """

    def __init__(self, gateway: Gateway, listener: socket.socket, tally: Tally) -> None:
        self._listener = listener
        self._tally = tally
        super().__init__(
            uvicorn.Config(
                gateway,
                interface="asgi3",
                http=Connection,
                ws="none",
                lifespan="off",
                loop="none",
                log_config=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                timeout_keep_alive=IDLE_SECONDS,
                limit_concurrency=MOST_CONNECTIONS,
            )
        )

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Accept connections.

        :param sockets: where uvicorn itself is to accept them: none.
        """
        await super().startup([])
        self._acceptor = Acceptor(self._listener, self._protocol, self._tally)
        self._acceptor.start()

    def _protocol(self) -> asyncio.Protocol:
        return Connection(self.config, self.server_state, self.lifespan.state)

    def stop_accepting(self) -> None:
        """Leave new connections to other processes."""
        self._acceptor.stop()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Answer what was asked, and end.

        :param sockets: where uvicorn itself accepts connections: none.
        """
        self._acceptor.stop()
        self._listener.close()
        waiting = asyncio.create_task(self._forsake())
        await super().shutdown(sockets)
        waiting.cancel()

    async def _forsake(self) -> None:
        """End what is worked on for nobody: once all clients have left, and what can end by itself has."""
        while self.server_state.connections:
            await asyncio.sleep(PAUSE)
        await asyncio.sleep(FAREWELL_SECONDS)
        self.force_exit = True

    def finish(self) -> None:
        """Stop when all that was begun is done."""
        self.should_exit = True

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to those who use this."""
        yield


def _raise_limit_of_files() -> None:
    """Allow as many connections as the system does."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
