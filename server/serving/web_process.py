"""A process that speaks HTTP: granian around the gateway, until it is told to stop, and then until all is answered."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from granian._granian import SocketHolder
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.server.embed import Server

from treatygraph.server import Application
from treatygraph.server.evaluation import EXTENSION
from treatygraph.server.pages.warming import warm
from treatygraph.server.pool import Pool
from treatygraph.server.pool.admission import Admission, Counts
from treatygraph.server.serving.gateway import Gateway
from treatygraph.server.serving.options import ServeOptions
from treatygraph.server.serving.sockets import BACKLOG
from treatygraph.server.tally import Tally

__all__ = ["WebProcess"]

HEADER_MILLISECONDS = 10_000
"""How long a client may take to send the head of a request."""
WARMING_SECONDS = 0.25
"""After this the pages are made ready for their first readers, so that programs are answered before."""
SWITCH_SECONDS = 0.0005
"""How long a thread that works on a page may keep others, short answers among them, from going on."""
FAREWELL_SECONDS = 0.3
"""How long connections that were accepted are still answered as usual, with word that they will be closed."""
MAX_HEAD_BYTES = 256 * 1024
MOST_REQUESTS = 512
"""How many requests one process works on at once; others wait to be accepted."""


@dataclass(frozen=True, slots=True)
class WebProcess:
    """What a web process needs.

    :param app: the application, whose pool is replaced.
    :param options: how the server is run.
    :param listener: the socket that all web processes accept connections from.
    :param address: where the pool listens.
    :param counts: what is at work in the pool.
    :param tally: counts requests.
    """

    app: Application
    options: ServeOptions
    listener: socket.socket
    address: str
    counts: Counts
    tally: Tally

    def run(self, number: int, lifeline: int, ready: int) -> None:
        """Serve until SIGTERM, or until the lifeline is cut; then finish what was begun.

        :param number: the number of this process among the web processes.
        :param lifeline: the descriptor whose end means to stop.
        :param ready: the descriptor that gets a byte when requests are answered.
        """
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        sys.setswitchinterval(SWITCH_SECONDS)
        self.counts.clear(number)
        self.tally.process = number
        admission = Admission(self.counts, number, self.options.workers, self.options.most_waiting)
        self.app.extensions[EXTENSION] = Pool(self.address, self.options.limits, admission)
        logging.getLogger("asyncio").setLevel(logging.CRITICAL)
        asyncio.run(self._serve(lifeline, ready))

    async def _serve(self, lifeline: int, ready: int) -> None:
        gateway = Gateway(self.app, self.options, self.tally)
        server = _SharedServer(gateway, self.listener)
        loop = asyncio.get_running_loop()

        def drain() -> None:
            loop.remove_reader(lifeline)
            loop.remove_signal_handler(signal.SIGTERM)
            _stop_accepting(self.listener)
            gateway.is_draining = True
            loop.call_later(FAREWELL_SECONDS, server.finish)

        loop.add_signal_handler(signal.SIGTERM, drain)
        loop.add_reader(lifeline, drain)
        loop.call_soon(os.write, ready, b"r")
        loop.call_later(WARMING_SECONDS, loop.run_in_executor, None, warm, self.app)
        await server.serve()


def _stop_accepting(listener: socket.socket) -> None:
    """Leave new connections to other processes, before granian closes those that have not yet sent a request.

    Nothing in granian does that. So in the places of the socket is put another one, to which nobody ever connects.
    """
    status = os.fstat(listener.fileno())
    with socket.socket(socket.AF_UNIX) as deaf:
        deaf.bind("")
        deaf.listen(0)
        deaf.setblocking(False)
        for place in [int(each.name) for each in Path("/proc/self/fd").iterdir()]:
            # The folder itself was open, too, when it was listed.
            with suppress(OSError):
                found = os.fstat(place)
                if (found.st_dev, found.st_ino) == (status.st_dev, status.st_ino):
                    os.dup2(deaf.fileno(), place)


class _SharedServer(Server):
    """granian on a socket that several processes share."""

    _sfd: Any
    _shd: Any

    def __init__(self, gateway: Gateway, listener: socket.socket) -> None:
        super().__init__(
            gateway,
            interface=Interfaces.RSGI,
            http=HTTPModes.http1,
            http1_settings=HTTP1Settings(header_read_timeout=HEADER_MILLISECONDS, max_buffer_size=MAX_HEAD_BYTES),
            websockets=False,
            log_enabled=False,
            backpressure=MOST_REQUESTS,
        )
        self._listener = listener

    def finish(self) -> None:
        """Stop when all that was begun is done."""
        self.interrupt_signal = True
        self.main_loop_interrupt.set()

    def _init_shared_socket(self) -> None:
        self._sfd = os.dup(self._listener.fileno())
        holder: Any = SocketHolder
        self._shd = holder(self._sfd, False, BACKLOG)
        self._ssp = None
