"""What the zygote does: it forks workers, and a new one for each that ends."""

from __future__ import annotations

import fcntl
import gc
import os
import select
import signal
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from typing import NoReturn

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import QueryError
from treatygraph.graph.stores.interface import AnswersItself, InFiles
from treatygraph.server.pool.engine import evaluate_task
from treatygraph.server.pool.spool import Spool
from treatygraph.server.pool.tasks import Limits, Task
from treatygraph.server.pool.worker import CONNECTION, LIFELINE, LISTENER, run_worker

__all__ = ["keep_workers"]

MANY_DESCRIPTORS = 65536
FAR = 100
"""Above the places of the files that are kept."""
BROKEN = 70
"""The status of a worker that could not do its work."""
SHORT_LIFE, PAUSE = 0.5, 0.5

_WARM_UP = (
    "SELECT ?s { ?s ?p ?o } LIMIT 1",
    "ASK { ?s ?p ?o }",
    "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 1",
    "SELECT * FROM <urn:a> FROM <urn:b> { ?s ?p ?o }",
    "SELECT * { ?s ?p",
    "SELECT * { BIND(<urn:f>(1) AS ?x) }",
    "SELECT * { SERVICE <urn:s> { ?s ?p ?o } }",
)
"""Queries that make Python import all that a worker needs, which itself can open no file."""


def keep_workers(
    dataset: Dataset, workers: int, limits: Limits, listener: socket.socket, lifeline: socket.socket
) -> NoReturn:
    """Be the zygote.

    :param dataset: the graph.
    :param workers: how many workers there are to be.
    :param limits: what one query may cost.
    :param listener: the socket that workers accept connections from.
    :param lifeline: the socket whose end ends this process and its workers.
    """
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        _keep_only(listener, lifeline)
        files = _opened(dataset)
        # A server would be asked for nothing.
        _warm_up(Dataset(()) if isinstance(dataset, AnswersItself) else dataset)
        _keep(dataset, workers, limits, files)
        status = 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(status)


def _keep_only(listener: socket.socket, lifeline: socket.socket) -> None:
    """Close all files but these two, which get fixed places, and the one for messages."""
    nothing = os.open(os.devnull, os.O_RDWR)
    high = [fcntl.fcntl(each, fcntl.F_DUPFD, FAR) for each in (nothing, listener.fileno(), lifeline.fileno())]
    for source, target in zip((high[0], *high), (0, 1, LISTENER, LIFELINE), strict=True):
        os.dup2(source, target)
    os.closerange(CONNECTION, MANY_DESCRIPTORS)


def _opened(dataset: Dataset) -> tuple[int, ...]:
    """Open the files of a dataset, for workers that can open none; their descriptors."""
    if not isinstance(dataset, InFiles):
        return ()
    # The place of a connection is to stay free.
    os.dup2(0, CONNECTION)
    dataset.share()
    os.close(CONNECTION)
    numbers = sorted(int(each.name) for each in Path("/proc/self/fd").iterdir())
    return tuple(number for number in numbers if number > CONNECTION)


def _close_all_but(files: Sequence[int]) -> None:
    """Close what a worker has no use for."""
    first = CONNECTION
    for each in (*files, MANY_DESCRIPTORS):
        os.closerange(first, each)
        first = each + 1


def _warm_up(dataset: Dataset) -> None:
    """Do once what every worker would have to do else."""
    for text in _WARM_UP:
        for solutions, triples in (("json", "turtle"), ("xml", "rdf"), ("csv", "jsonld")):
            for first in (None, 1):
                with suppress(QueryError):
                    task = Task(text, solutions=solutions, triples=triples, first=first, max_rows=0)
                    evaluate_task(dataset, task, Spool())
    with suppress(QueryError):
        evaluate_task(dataset, Task("ASK {}", default_graphs=("urn:none",)), Spool())
    gc.enable()
    gc.collect()
    gc.freeze()


def _keep(dataset: Dataset, workers: int, limits: Limits, files: Sequence[int]) -> None:
    """Fork workers, and others in the place of those that end, until the lifeline is cut."""
    wake, awaken = os.pipe()
    os.set_blocking(awaken, False)
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(awaken, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    lines: dict[int, socket.socket] = {}
    while True:
        began = monotonic()
        while len(lines) < workers:
            pid, line = _fork_worker(dataset, limits, files)
            lines[pid] = line
        if LIFELINE in select.select([LIFELINE, wake], [], [])[0]:
            break
        with suppress(BlockingIOError):
            os.read(wake, 4096)
        for pid, status in _ended():
            lines.pop(pid).close()
            if os.WIFEXITED(status) and os.WEXITSTATUS(status) == BROKEN and monotonic() - began < SHORT_LIFE:
                # It could not even begin, and the next one may not either.
                sleep(PAUSE)
    for pid in lines:
        os.kill(pid, signal.SIGKILL)


def _fork_worker(dataset: Dataset, limits: Limits, files: Sequence[int]) -> tuple[int, socket.socket]:
    """Fork a worker that ends with this process."""
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid:
        theirs.close()
        return pid, ours
    try:
        signal.set_wakeup_fd(-1)
        os.dup2(theirs.fileno(), LIFELINE)
        os.dup2(0, 2)
        _close_all_but(files)
        run_worker(dataset, limits)
    finally:
        os._exit(BROKEN)


def _ended() -> list[tuple[int, int]]:
    """Name the workers that have ended, with their statuses."""
    found = []
    with suppress(ChildProcessError):
        while (pair := os.waitpid(-1, os.WNOHANG))[0]:
            found.append(pair)
    return found
