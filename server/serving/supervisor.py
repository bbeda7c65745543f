"""The process that a user starts: it holds the port, and puts one generation of the data in the place of another.

It loads nothing itself, so it is small, and nothing that is wrong with the data can end it. A new generation is made
beside the present one and takes over when it answers; one that cannot be made leaves the present one where it is.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
import sys
from collections.abc import Callable, Hashable
from contextlib import suppress
from time import monotonic
from typing import NamedTuple

from treatygraph.graph.errors import TreatyGraphError
from treatygraph.server.serving.generation import FAILED, READY, Loaded, run_generation
from treatygraph.server.serving.options import ServeOptions

__all__ = ["Supervisor"]

TICK = 0.5
"""How often a build that is watched is looked at, in seconds."""
STOP_SECONDS = 10.0
PAUSE, LONGEST_PAUSE = 1.0, 30.0
"""How long to wait before what has ended is started again; each time twice as long."""

_STOPPING = frozenset({signal.SIGTERM, signal.SIGINT})


class _Child(NamedTuple):
    """A generation, as the supervisor knows it."""

    pid: int
    report: int
    line: int

    def close(self) -> None:
        for descriptor in (self.report, self.line):
            os.close(descriptor)


class Supervisor:
    """Serves until SIGTERM or SIGINT; SIGHUP loads the data anew.

    :param load: reads the data.
    :param options: how the server is run.
    :param listener: the socket that requests come from.
    :param tell: takes messages for the user.
    :param watched: describes what is to be loaded anew when it changes; None to watch nothing.
    """

    def __init__(
        self,
        load: Callable[[], Loaded],
        options: ServeOptions,
        listener: socket.socket,
        tell: Callable[[str], None],
        watched: Callable[[], Hashable] | None = None,
    ) -> None:
        self._load = load
        self._options = options
        self._listener = listener
        self._tell = tell
        self._watched = watched
        self._state: Hashable = None
        self._current: _Child | None = None
        self._next: _Child | None = None
        self._draining: dict[int, _Child] = {}
        self._has_served = False
        self._is_wanted = False
        self._pause = PAUSE
        self._due = 0.0

    def run(self, ready: Callable[[], None]) -> None:
        """Serve.

        :param ready: called once when requests are answered.
        :raises TreatyGraphError: if the data cannot be served.
        """
        wake, awaken = os.pipe()
        os.set_blocking(awaken, False)
        os.set_blocking(wake, False)
        former = signal.set_wakeup_fd(awaken, warn_on_full_buffer=False)
        numbers = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD)
        handlers = {number: signal.signal(number, lambda *_: None) for number in numbers}
        try:
            self._state = None if self._watched is None else self._watched()
            self._next = self._fork()
            gc.enable()
            self._loop(wake, ready)
        finally:
            self._stop()
            signal.set_wakeup_fd(former)
            for number, handler in handlers.items():
                signal.signal(number, handler)
            os.close(wake)
            os.close(awaken)

    def _loop(self, wake: int, ready: Callable[[], None]) -> None:
        while True:
            reports = [] if self._next is None else [self._next.report]
            found = select.select([wake, *reports], [], [], self._patience())[0]
            signals = set(_read(wake))
            if signals & _STOPPING:
                return
            # What comes while a generation is being made may be newer than what that one has read.
            self._is_wanted |= signal.SIGHUP in signals
            if reports and reports[0] in found:
                self._take_report(ready)
            self._reap()
            if self._next is None:
                self._begin_next()

    def _patience(self) -> float | None:
        """Tell after how many seconds there is something to do, even if nothing happens; None for never."""
        tick = None if self._watched is None else TICK
        if self._current is not None or self._next is not None:
            return tick
        left = max(0.0, self._due - monotonic())
        return left if tick is None else min(tick, left)

    def _begin_next(self) -> None:
        """Start a generation if another one is wanted, or if there is none."""
        is_wanted = self._has_changed() or self._is_wanted
        if is_wanted:
            self._tell("Loading the data anew.")
        if is_wanted or (self._current is None and monotonic() >= self._due):
            self._is_wanted = False
            self._next = self._fork()

    def _has_changed(self) -> bool:
        """Tell whether what is watched is another one than before, and at rest."""
        if self._watched is None:
            return False
        state = self._watched()
        changed = state != self._state
        self._state = state
        return changed

    def _take_report(self, ready: Callable[[], None]) -> None:
        """Let the next generation take over, or say why it cannot."""
        child, self._next = self._next, None
        if child is None:
            return
        report = os.read(child.report, 65536)
        if report[:1] == READY:
            if self._current is not None:
                self._draining[self._current.pid] = self._current
                os.kill(self._current.pid, signal.SIGTERM)
                self._tell("The new data is served.")
            elif self._has_served:
                self._tell("It is served again.")
            else:
                ready()
            self._current, self._has_served, self._pause = child, True, PAUSE
            return
        child.close()
        os.waitpid(child.pid, 0)
        error = TreatyGraphError("The process that was to serve ended before it could.")
        if report[:1] == FAILED:
            error = TreatyGraphError(report[2:].decode())
            error.exit_code = report[1]
        if not self._has_served:
            raise error
        if self._current is None:
            self._due = monotonic() + self._pause
            self._tell(f"It cannot be served, and is tried again in {self._pause:g} s: {error}")
            self._pause = min(2 * self._pause, LONGEST_PAUSE)
        else:
            self._tell(f"The new data cannot be served, and the former is served on: {error}")

    def _reap(self) -> None:
        """Take note of generations that have ended."""
        for pid in [*self._draining]:
            if _has_ended(pid):
                self._draining.pop(pid).close()
        if self._current is not None and _has_ended(self._current.pid):
            self._tell("The processes that served have ended; starting them anew.")
            self._current.close()
            self._current, self._due = None, monotonic() + PAUSE

    def _fork(self) -> _Child:
        """Start a generation."""
        report, theirs = os.pipe()
        lifeline, ours = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid:
            os.close(theirs)
            os.close(lifeline)
            return _Child(pid, report, ours)
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGTERM, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        for child in filter(None, (self._current, self._next, *self._draining.values())):
            child.close()
        os.close(report)
        os.close(ours)
        run_generation(self._load, self._options, self._listener, theirs, lifeline, early=not self._has_served)

    def _stop(self) -> None:
        """Let all generations finish what they have begun."""
        self._listener.close()
        children = [each for each in (self._current, self._next, *self._draining.values()) if each is not None]
        for child in children:
            with suppress(ProcessLookupError):
                os.kill(child.pid, signal.SIGTERM)
        end = monotonic() + self._options.limits.timeout + STOP_SECONDS
        left = list(children)
        while left and monotonic() < end:
            left = [child for child in left if not _has_ended(child.pid)]
            select.select([], [], [], 0.02)
        for child in left:
            os.kill(child.pid, signal.SIGKILL)
            os.waitpid(child.pid, 0)
        for child in children:
            child.close()


def _read(descriptor: int) -> bytes:
    """Read what is there, without waiting."""
    try:
        return os.read(descriptor, 4096)
    except BlockingIOError:
        return b""


def _has_ended(pid: int) -> bool:
    """Tell whether a process has ended, and lay it to rest."""
    try:
        return os.waitpid(pid, os.WNOHANG)[0] == pid
    except ChildProcessError:
        return True
