"""Ctrl-C while the engine works.

Python calls a handler of a signal between two of its own instructions, so that one that raises KeyboardInterrupt would
wait for the end of a query, which can be minutes away. Where the program ``treatygraph`` handles Ctrl-C, the system
ends it instead as long as the engine works. Other programs, such as notebooks, decide for themselves.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["at_once", "interrupt"]


def interrupt(number: int, frame: FrameType | None) -> None:
    """End what runs, as Python does by itself; the program's own handler, by which it is known.

    :param number: the signal.
    :param frame: where it came.
    :raises KeyboardInterrupt: always.
    """
    raise KeyboardInterrupt


@contextmanager
def at_once() -> Iterator[None]:
    """Let Ctrl-C end the program at once while the engine works in the block; nothing may be written there."""
    is_ours = threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGINT) is interrupt
    if not is_ours:
        yield
        return
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, interrupt)
