"""A worker: evaluates one query after the other, and is ended by the system when one goes on too long.

What a query can make a worker do is bounded from outside of its code, by the kernel: SIGALRM, whose default action
ends the process even inside native code; a limit of memory; no free file descriptor, so that nothing can be opened
and nobody be called, unless the graph is on a server, or a query calls none but hosts that are allowed: it gets some
descriptors, and its worker is replaced afterwards; and SIGIO when the web process hangs up because its client has left.

Most queries are answered in less time than some calls of the system take together, so that a quick one costs but three:
its task, its alarm, its answer. What guards against long ones is done when one has become long.
"""

from __future__ import annotations

import fcntl
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
NICENESS = 5
"""How far queries step back behind web processes."""
TICK = 0.1
"""After so many seconds of work a query is looked after."""
QUICK = 0.01
"""A query that took fewer seconds has not made its worker grow by much."""
PAUSE = 1.0
"""An alarm that is further away need not be put off between two queries: idle connections are closed long before."""
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
    signal.signal(signal.SIGPROF, lambda *_: worker.tick())
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
        # What waits for others does no work that a tick could come after.
        self._is_waiting = isinstance(dataset, AnswersItself)
        self._is_open = self._is_large = False
        self._watch = _Watch()
        self._size = _size()

    def tick(self) -> None:
        """Look after a query that takes long: watch its client."""
        self._watch.begin()

    def serve(self) -> None:
        """Work until this process is worn out."""
        # The kernel gives a tick to the thread that has worked; while that is in native code, nobody would notice.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGPROF})
        signal.setitimer(signal.ITIMER_PROF, TICK, TICK)
        while not self._is_worn_out():
            connection, _ = self._listener.accept()
            with connection:
                # Whoever does not take the answer, or sends no further query, has left.
                with suppress(OSError, CutOffError):
                    self._serve(connection)
                signal.setitimer(signal.ITIMER_REAL, 0)
                self._watch.end()

    def _serve(self, connection: socket.socket) -> None:
        """Answer what is asked on one connection."""
        if _is_ours(connection):
            while not self._is_worn_out():
                self._answer(connection)

    def _is_worn_out(self) -> bool:
        """Tell whether this process had better be replaced by another one."""
        return self._is_open or self._is_large

    def _open_up(self) -> None:
        """Let one query connect to others, and end after it."""
        self._is_open = True
        self._watch.begin()
        most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))

    def _answer(self, connection: socket.socket) -> None:
        task = read_task(connection)
        began = monotonic()
        signal.setitimer(signal.ITIMER_REAL, task.timeout)
        self._watch.allow(connection)
        if self._is_waiting:
            self._watch.begin()
        sink = _WatchedSink(connection, self._watch)
        try:
            outcome = evaluate_task(self._dataset, task, sink, self._calling).encoded()
        except QueryError as error:
            sink.restart()
            outcome = encoded_error(error)
        sink.end(outcome)
        seconds = monotonic() - began
        if task.timeout - seconds < PAUSE:
            signal.setitimer(signal.ITIMER_REAL, 0)
        if seconds > QUICK:
            self._is_large = _size() - self._size > GROWTH


class _Watch:
    """Ends this process when the client of a query leaves before the first of its answer is sent.

    Not later, since a full socket raises SIGIO, too. It begins in the one thread and ends in the other.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._allowed: socket.socket | None = None
        self._has_begun = False

    def allow(self, connection: socket.socket) -> None:
        """Say whom to watch; it may begin now.

        :param connection: the way to the client.
        """
        self._allowed = connection

    def begin(self) -> None:
        """Watch, if that is allowed; a client that has left already is noticed, too."""
        with self._lock:
            connection = self._allowed
            if connection is None or self._has_begun:
                return
            self._has_begun = True
            _end_when_closed(connection.fileno())
            if _has_left(connection):
                os.kill(os.getpid(), signal.SIGIO)

    def end(self) -> None:
        """Watch no more."""
        with self._lock:
            connection, self._allowed = self._allowed, None
            if connection is not None and self._has_begun:
                fcntl.fcntl(connection, fcntl.F_SETFL, os.O_RDWR)
            self._has_begun = False


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


class _WatchedSink(FrameSink):
    """Frames for a client that is watched until the first of them is sent."""

    def __init__(self, connection: socket.socket, watch: _Watch) -> None:
        super().__init__(connection)
        self._watch = watch

    def before_sending(self) -> None:
        self._watch.end()


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
