"""A worker: evaluates one query after the other, and is ended by the system when one goes on too long.

What a query can make a worker do is bounded from outside of its code, by the kernel: SIGALRM, whose default action
ends the process even inside native code; a limit of memory; no free file descriptor, so that nothing can be opened
and nobody be called, unless the graph is on a server, or a query calls none but hosts that are allowed: it gets some
descriptors, and its worker is replaced afterwards; and SIGIO when the web process hangs up because its client has left.
"""

from __future__ import annotations

import fcntl
import math
import os
import resource
import signal
import socket
import threading
from contextlib import suppress
from pathlib import Path
from struct import Struct
from time import monotonic

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import QueryError
from treatygraph.graph.stores.interface import AnswersItself
from treatygraph.server.pool.engine import Calling, evaluate_task
from treatygraph.server.pool.frames import CutOffError, FrameSink, read_task
from treatygraph.server.pool.tasks import Limits, encoded_error

__all__ = ["run_worker"]

STACK_BYTES = 256 * 1024 * 1024
"""The engine's parser and evaluator are recursive; a text of 64 KiB nests no deeper than this."""
GROWTH = 192 * 1024
"""A worker that has grown by so many KiB is replaced."""
NICENESS, LAST = 5, 19
PATIENCE, TICK = 0.2, 0.1
"""After so many seconds a query has to step back behind others; looked at after each tick of work."""
LISTENER, LIFELINE, CONNECTION = 3, 4, 5
FILES_OF_CLIENT = 64
"""How many files a worker may have that asks others: its connection, and what the system reads to find the host."""

_CREDENTIALS = Struct("3i")
_LOOK = socket.MSG_PEEK | socket.MSG_DONTWAIT


def run_worker(dataset: Dataset, limits: Limits) -> None:
    """Evaluate queries until the process ends.

    :param dataset: the graph.
    :param limits: what one query may cost.
    """
    for number in (signal.SIGALRM, signal.SIGIO, signal.SIGTERM, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    # Ctrl-C goes to all processes of a terminal; those that drain still need this one.
    for number in (signal.SIGINT, signal.SIGPIPE):
        signal.signal(number, signal.SIG_IGN)
    worker = _Worker(dataset, socket.socket(fileno=LISTENER), limits.services)
    _end_when_closed(LIFELINE)
    os.nice(NICENESS)
    _bound_memory(limits.memory)
    _bound_files(asks_server=isinstance(dataset, AnswersItself), may_call=bool(limits.services))
    threading.stack_size(STACK_BYTES)
    thread = threading.Thread(target=worker.serve)
    signal.signal(signal.SIGPROF, lambda *_: worker.step_back(thread.native_id or 0))
    thread.start()
    # Handlers of signals are called in this thread alone, which has nothing else to do.
    thread.join()
    os._exit(0)


class _Worker:
    """Answers one connection after the other.

    :param dataset: the graph.
    :param listener: the socket that all workers accept connections from.
    :param services: the hosts that a query may call.
    """

    def __init__(self, dataset: Dataset, listener: socket.socket, services: tuple[str, ...]) -> None:
        self._dataset = dataset
        self._listener = listener
        self._calling = Calling(services, self._open_up)
        self._is_slow = self._is_open = False
        self._began = math.inf
        self._size = _size()

    def step_back(self, thread: int) -> None:
        """Let others go first, and end after this query: only a new process can have its priority back."""
        if monotonic() - self._began > PATIENCE:
            self._is_slow = True
            os.setpriority(os.PRIO_PROCESS, thread, LAST)

    def serve(self) -> None:
        """Work until this process is worn out."""
        signal.setitimer(signal.ITIMER_PROF, TICK, TICK)
        while not self._is_worn_out():
            connection, _ = self._listener.accept()
            with connection:
                # Whoever does not take the answer, or sends no further query, has left.
                with suppress(OSError, CutOffError):
                    self._serve(connection)
                signal.setitimer(signal.ITIMER_REAL, 0)
                self._began = math.inf

    def _serve(self, connection: socket.socket) -> None:
        """Answer what is asked on one connection."""
        if _is_ours(connection):
            while not self._is_worn_out():
                self._answer(connection)

    def _is_worn_out(self) -> bool:
        """Tell whether this process had better be replaced by another one."""
        return self._is_slow or self._is_open or _size() - self._size > GROWTH

    def _open_up(self) -> None:
        """Let one query connect to others, and end after it."""
        self._is_open = True
        most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))

    def _answer(self, connection: socket.socket) -> None:
        task = read_task(connection)
        self._began = monotonic()
        signal.setitimer(signal.ITIMER_REAL, task.timeout)
        _end_when_closed(CONNECTION)
        if _has_left(connection):
            return
        sink = _WatchingSink(connection)
        try:
            outcome = evaluate_task(self._dataset, task, sink, self._calling).encoded()
        except QueryError as error:
            sink.restart()
            outcome = encoded_error(error)
        sink.end(outcome)
        signal.setitimer(signal.ITIMER_REAL, 0)
        self._began = math.inf


def _size() -> int:
    """Tell how much memory this process has had at most, in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _end_when_closed(descriptor: int) -> None:
    """Have the kernel send this process SIGIO when the other side of a socket hangs up."""
    fcntl.fcntl(descriptor, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(descriptor, fcntl.F_SETFL, os.O_RDWR | os.O_ASYNC)


def _bound_memory(memory: int) -> None:
    """Bound what the process can take, beyond what it has."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    most = pages * resource.getpagesize() + STACK_BYTES + memory
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _bound_files(*, asks_server: bool, may_call: bool) -> None:
    """Leave no descriptor free but that of a connection, and let that be changed only where queries may call."""
    least = FILES_OF_CLIENT if asks_server else CONNECTION + 1
    most = least
    if may_call:
        # Those that are open are not free.
        most = FILES_OF_CLIENT + len(list(Path("/proc/self/fd").iterdir()))
    resource.setrlimit(resource.RLIMIT_NOFILE, (least, most))


class _WatchingSink(FrameSink):
    """Frames for a client that is watched until the first of them is sent: a full socket raises SIGIO, too."""

    def __init__(self, connection: socket.socket) -> None:
        super().__init__(connection)
        self._watched = connection

    def before_sending(self) -> None:
        fcntl.fcntl(self._watched, fcntl.F_SETFL, os.O_RDWR)


def _is_ours(connection: socket.socket) -> bool:
    """Tell whether the other side runs as the same user: anybody can connect to an abstract address."""
    credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    return bool(_CREDENTIALS.unpack(credentials)[1] == os.getuid())


def _has_left(connection: socket.socket) -> bool:
    """Tell whether the other side has hung up already."""
    try:
        return connection.recv(1, _LOOK) == b""
    except BlockingIOError:
        return False
