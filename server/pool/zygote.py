"""The process that has the graph in memory and forks workers, as its parent sees it; :mod:`.keeper` is what it does."""

from __future__ import annotations

import errno
import gc
import os
import socket
from contextlib import suppress
from time import monotonic, sleep
from typing import NamedTuple

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.stores.interface import AnswersItself, InFiles
from treatygraph.server.pool.tasks import Limits

__all__ = ["Zygote", "start_zygote"]

BACKLOG = 256
TOKEN_BYTES = 16
"""So long is what nobody else can guess in an address."""
LEAVING_SECONDS, LEAVING_PAUSE = 10.0, 0.02
"""How long workers that are ended may take to be gone on a busy machine, and how often that is looked at."""


class Zygote(NamedTuple):
    """The zygote, as its parent knows it.

    :param pid: its process.
    :param address: where its workers listen.
    :param lifeline: the socket whose end ends it and its workers.
    """

    pid: int
    address: str
    lifeline: socket.socket

    def stop(self) -> None:
        """End it and its workers."""
        self.lifeline.close()
        with suppress(ChildProcessError):
            os.waitpid(self.pid, 0)


def start_zygote(dataset: Dataset, workers: int, limits: Limits, address: str = "") -> Zygote:
    """Fork the zygote; the present process has to have one thread alone.

    :param dataset: the graph; it is in memory once, whatever the number of processes.
    :param workers: how many workers there are to be.
    :param limits: what one query may cost.
    :param address: where a former zygote listened, to be taken again; empty for a new address.
    :returns: the zygote.
    """
    if not isinstance(dataset, InFiles | AnswersItself):
        # Made before the fork, to be shared by all.
        len(dataset.store)
    # On Linux such a name is no file; workers check who connects.
    place = address or f"\0treatygraph-{os.urandom(TOKEN_BYTES).hex()}"
    listener = _listen(place)
    ours, theirs = socket.socketpair()
    gc.freeze()
    pid = os.fork()
    if pid == 0:
        # The engine and all about it: to import that here lets the parent go on meanwhile.
        from treatygraph.server.pool.keeper import keep_workers

        keep_workers(dataset, workers, limits, listener, theirs)
    listener.close()
    theirs.close()
    return Zygote(pid, place, ours)


def _listen(place: str) -> socket.socket:
    """Listen at an address; workers of a former zygote have it until they have ended, too."""
    end = monotonic() + LEAVING_SECONDS
    while True:
        listener = socket.socket(socket.AF_UNIX)
        try:
            listener.bind(place)
        except OSError as error:
            listener.close()
            if error.errno != errno.EADDRINUSE or monotonic() > end:
                raise
            sleep(LEAVING_PAUSE)
        else:
            listener.listen(BACKLOG)
            return listener
