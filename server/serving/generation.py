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
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import TreatyGraphError
from treatygraph.graph.stores.interface import AnswersItself, InFiles
from treatygraph.server.pool.zygote import Zygote, start_zygote
from treatygraph.server.serving.options import ServeOptions

if TYPE_CHECKING:
    from treatygraph.server.application import Application
    from treatygraph.server.serving.web_process import WebProcess
    from treatygraph.server.tasks import AnyPool

__all__ = ["FAILED", "READY", "Loaded", "run_generation"]

READY, FAILED = b"R", b"E"
"""What the first byte of a generation's report says."""
DRAIN_SECONDS = 5.0
"""How long requests may take to end, beyond the deadline of a query."""
PAUSE = 0.2


class Loaded(NamedTuple):
    """What is served.

    :param dataset: the graph.
    :param digest: names this version of it; None to work it out.
    """

    dataset: Dataset
    digest: str | None = None


def run_generation(
    load: Callable[[], Loaded],
    options: ServeOptions,
    listener: socket.socket,
    report: int,
    lifeline: int,
    *,
    early: bool,
) -> NoReturn:
    """Be the process that serves one version of the data.

    :param load: reads the data.
    :param options: how the server is run.
    :param listener: the socket that requests come from.
    :param report: the descriptor to which it says that it is ready, or what is wrong.
    :param lifeline: the descriptor whose end means to stop.
    :param early: whether queries are to be answered before it is ready.
    """
    status = 1
    gc.disable()
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        try:
            generation = _Generation(load(), options, listener)
            generation.start(early=early)
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
        self._digest = loaded.dataset.digest if loaded.digest is None else loaded.digest
        self._zygote = self._start_zygote("")
        self._web = self._web_process(listener)
        self._processes: dict[int, int] = {}
        self._early: int | None = None
        self._lines, self._line = os.pipe()
        self._wake, awaken = os.pipe()
        os.set_blocking(awaken, False)
        os.set_blocking(self._wake, False)
        signal.set_wakeup_fd(awaken, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, lambda *_: None)
        self._ready, self._are_ready = os.pipe()

    def start(self, *, early: bool) -> None:
        """Start the web processes.

        To make the application takes longer than all else, and no query needs it. So one more process may begin
        without: who asks it for a page waits. It gives way to the others, which share the memory of the application.

        :param early: whether there is to be such a process.
        """
        # What is on a server may be out of reach, which the application would find out.
        if early and not isinstance(self._dataset, AnswersItself):
            gc.freeze()
            self._early = self._fork_web(self._options.processes)
            # It has its core for itself until then.
            if self._ready in select.select([self._ready, self._wake], [], [])[0]:
                os.read(self._ready, 1)
        self._web.front.application()
        # Read here, for all processes that are forked now, rather than in each of them when a page needs them.
        len(self._dataset.derivations)
        gc.enable()
        gc.collect()
        gc.freeze()
        for number in range(self._options.processes):
            self._processes[self._fork_web(number)] = number
        if self._early is not None:
            os.kill(self._early, signal.SIGTERM)

    def run(self, report: int, lifeline: int) -> None:
        """Keep the processes alive until SIGTERM, or until the lifeline is cut; then let them finish.

        :param report: the descriptor to which it says that it is ready.
        :param lifeline: the descriptor whose end means to stop.
        """
        told = False
        while True:
            found = select.select([lifeline, self._wake, *([] if told else [self._ready])], [], [])[0]
            if self._ready in found and os.read(self._ready, 1):
                os.write(report, READY)
                told = True
            signals = _read(self._wake)
            if signal.SIGTERM in signals or lifeline in found:
                break
            for pid in _ended():
                self._replace(pid)
        self._drain()

    def _replace(self, pid: int) -> None:
        """Start a process in the place of one that has ended."""
        if pid == self._zygote.pid:
            self._zygote.lifeline.close()
            select.select([], [], [], PAUSE)
            self._zygote = self._start_zygote(self._zygote.address)
        elif pid in self._processes:
            select.select([], [], [], PAUSE)
            number = self._processes.pop(pid)
            self._processes[self._fork_web(number)] = number
        elif pid == self._early:
            self._early = None

    def _start_zygote(self, address: str) -> Zygote:
        return start_zygote(self._dataset, self._options.workers, self._options.limits, address)

    def _web_process(self, listener: socket.socket) -> WebProcess:
        """Say what a web process needs."""
        # The zygote needs nothing of it, and makes itself ready meanwhile.
        from treatygraph.server.pool.counts import Counts
        from treatygraph.server.serving.front import Front
        from treatygraph.server.serving.web_process import WebProcess
        from treatygraph.server.tally import Tally

        options, processes = self._options, self._options.processes
        tally = Tally(processes, self._digest, more=1)

        def make(pool: AnyPool | None) -> Application:
            from treatygraph.server.application import create_app

            settings = {"SOURCES": options.sources}
            return create_app(self._dataset, settings, pool=pool, digest=self._digest, tally=tally)

        front = Front(make, self._digest, options.limits.timeout)
        counts, parts = Counts(processes + 1), Counts(processes + 1)
        return WebProcess(front, options, listener, self._zygote.address, counts, parts, tally)

    def _fork_web(self, number: int) -> int:
        pid = os.fork()
        if pid:
            return pid
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            for signal_number in (signal.SIGCHLD, signal.SIGTERM):
                signal.signal(signal_number, signal.SIG_DFL)
            os.close(self._line)
            self._zygote.lifeline.close()
            self._web.run(number, self._lines, self._are_ready)
            status = 0
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            os._exit(status)

    def _drain(self) -> None:
        """Let the web processes finish, and end those that do not."""
        # One that was just forked could miss a signal.
        os.close(self._line)
        end = monotonic() + self._options.limits.timeout + DRAIN_SECONDS
        left = {*self._processes, *([] if self._early is None else [self._early])}
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
