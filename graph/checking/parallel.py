"""Work done beside the caller's, on another core.

A copy of the process (``fork``) does it, so that nothing that was read has to be read again or sent. Where that is not
possible or of no use, the work is done when its result is asked for: on other systems than Linux, with one core, in a
process with several threads, and when the copy was not able to do it.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

__all__ = ["Beside", "is_of_use"]

_Item = TypeVar("_Item")


class Beside(Generic[_Item]):
    """A task that has been started; where the block is left without its result, nobody works on.

    :param task: returns things that can be pickled; must change nothing that the caller sees.
    :param parallel: whether to start it now; otherwise it is done when the result is asked for.
    """

    def __init__(self, task: Callable[[], Iterable[_Item]], *, parallel: bool) -> None:
        self._task = task
        self._child: tuple[int, int] | None = _start(task) if parallel and is_of_use() else None

    def __enter__(self) -> Beside[_Item]:
        """Begin the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the copy of the process if its result was not waited for: there was an error, or Ctrl-C."""
        if self._child is not None:
            process, pipe = self._child
            self._child = None
            os.close(pipe)
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)

    def result(self) -> list[_Item]:
        """Wait for the result.

        :returns: what the task returns.
        """
        if self._child is None:
            return list(self._task())
        process, pipe = self._child
        with os.fdopen(pipe, "rb", closefd=False) as file:
            content = file.read()
        _, status = os.waitpid(process, 0)
        self._child = None
        os.close(pipe)
        if status != 0:
            return list(self._task())
        # It comes from a copy of this very process.
        found: list[_Item] = pickle.loads(content)
        return found


def is_of_use() -> bool:
    """Tell whether a copy of the process can be made, and has a core to itself.

    :returns: whether it is.
    """
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1 and threading.active_count() == 1


def _start(task: Callable[[], Iterable[_Item]]) -> tuple[int, int]:
    """Let a copy of the process do a task; return its number and the pipe that the result comes through."""
    reader, writer = os.pipe()
    process = os.fork()
    if process != 0:
        os.close(writer)
        return process, reader
    status = 1
    try:
        os.close(reader)
        content = pickle.dumps(list(task()))
        with os.fdopen(writer, "wb") as file:
            file.write(content)
        status = 0
    finally:
        # Nothing of the caller's may go on in the copy, whatever happened: no error, no output, no exit handler.
        os._exit(status)
