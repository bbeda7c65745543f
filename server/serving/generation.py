"""One version of the data being served: its zygote and its web processes, kept alive until it has to go."""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import NoReturn

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import TreatyGraphError
from treatygraph.graph.stores.interface import InFiles
from treatygraph.server import create_app
from treatygraph.server.pool.admission import Counts
from treatygraph.server.pool.zygote import Zygote, start_zygote
from treatygraph.server.serving.options import ServeOptions
from treatygraph.server.serving.web_process import WebProcess
from treatygraph.server.tally import Tally

__all__ = ["FAILED", "READY", "Loaded", "run_generation"]

READY, FAILED = b"R", b"E"
"""What the first byte of a generation's report says."""
DRAIN_SECONDS = 5.0
"""How long requests may take to end, beyond the deadline of a query."""
PAUSE = 0.2


@dataclass(frozen=True, slots=True)
class Loaded:
    """What is served.

    :param dataset: the graph.
    :param digest: names this version of it; None to work it out.
    """

    dataset: Dataset
    digest: str | None = None


def run_generation(
    load: Callable[[], Loaded], options: ServeOptions, listener: socket.socket, report: int, lifeline: int
) -> NoReturn:
    """Be the process that serves one version of the data.

    :param load: reads the data.
    :param options: how the server is run.
    :param listener: the socket that requests come from.
    :param report: the descriptor to which it says that it is ready, or what is wrong.
    :param lifeline: the descriptor whose end means to stop.
    """
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        try:
            generation = _Generation(load(), options, listener)
        except TreatyGraphError as error:
            os.write(report, FAILED + bytes([error.exit_code]) + str(error).encode())
            status = error.exit_code
        else:
            generation.run(report, lifeline)
            status = 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(status)


class _Generation:
    """The processes of one version.

    :param loaded: what is served.
    :param options: how the server is run.
    :param listener: the socket that requests come from.
    """

    def __init__(self, loaded: Loaded, options: ServeOptions, listener: socket.socket) -> None:
        if isinstance(loaded.dataset, InFiles):
            loaded.dataset.share()
        self._dataset = loaded.dataset
        self._options = options
        digest = loaded.dataset.digest if loaded.digest is None else loaded.digest
        tally = Tally(options.processes, digest)
        counts, parts = Counts(options.processes), Counts(options.processes)
        app = create_app(loaded.dataset, {"SOURCES": options.sources}, digest=digest, tally=tally)
        # After the application, so that what that has looked up in the graph is there for all and once.
        self._zygote = self._start_zygote("")
        self._web = WebProcess(app, options, listener, self._zygote.address, counts, parts, tally)
        self._processes: dict[int, int] = {}
        self._lines, self._line = os.pipe()

    def run(self, report: int, lifeline: int) -> None:
        """Keep the processes alive until SIGTERM, or until the lifeline is cut; then let them finish.

        :param report: the descriptor to which it says that it is ready.
        :param lifeline: the descriptor whose end means to stop.
        """
        wake, awaken = os.pipe()
        os.set_blocking(awaken, False)
        os.set_blocking(wake, False)
        signal.set_wakeup_fd(awaken, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, lambda *_: None)
        gc.collect()
        gc.freeze()
        ready, are_ready = os.pipe()
        for number in range(self._options.processes):
            self._fork_web(number, are_ready)
        told = False
        while True:
            found = select.select([lifeline, wake, *([] if told else [ready])], [], [])[0]
            if ready in found and os.read(ready, 1):
                os.write(report, READY)
                told = True
            signals = _read(wake)
            if signal.SIGTERM in signals or lifeline in found:
                break
            for pid in _ended():
                self._replace(pid, are_ready)
        self._drain()

    def _replace(self, pid: int, are_ready: int) -> None:
        """Start a process in the place of one that has ended."""
        if pid == self._zygote.pid:
            self._zygote.lifeline.close()
            select.select([], [], [], PAUSE)
            self._zygote = self._start_zygote(self._zygote.address)
        elif pid in self._processes:
            select.select([], [], [], PAUSE)
            self._fork_web(self._processes.pop(pid), are_ready)

    def _start_zygote(self, address: str) -> Zygote:
        return start_zygote(self._dataset, self._options.workers, self._options.limits, address)

    def _fork_web(self, number: int, are_ready: int) -> None:
        pid = os.fork()
        if pid:
            self._processes[pid] = number
            return
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            for signal_number in (signal.SIGCHLD, signal.SIGTERM):
                signal.signal(signal_number, signal.SIG_DFL)
            os.close(self._line)
            self._zygote.lifeline.close()
            self._web.run(number, self._lines, are_ready)
            status = 0
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            os._exit(status)

    def _drain(self) -> None:
        """Let the web processes finish, and end those that do not."""
        for pid in self._processes:
            os.kill(pid, signal.SIGTERM)
        end = monotonic() + self._options.limits.timeout + DRAIN_SECONDS
        left = set(self._processes)
        while left and monotonic() < end:
            left -= set(_ended())
            select.select([], [], [], 0.02)
        for pid in left:
            os.kill(pid, signal.SIGKILL)
        self._zygote.stop()


def _read(descriptor: int) -> bytes:
    """Read what is there, without waiting."""
    try:
        return os.read(descriptor, 4096)
    except BlockingIOError:
        return b""


def _ended() -> list[int]:
    """Name the processes that have ended."""
    found = []
    with suppress(ChildProcessError):
        while pid := os.waitpid(-1, os.WNOHANG)[0]:
            found.append(pid)
    return found
