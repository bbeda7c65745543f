"""Where the program ``treatygraph`` begins.

Ctrl-C ends it without a word even while its modules are being imported. What it imports and reads stays to the end, so
that Python's search for circles of things that nobody uses any more finds next to nothing: it is made seldom.
"""

from __future__ import annotations

import gc
import signal

__all__ = ["main"]

SEARCH_AFTER = 50_000
"""How many more things are made than given up before circles among them are searched for; Python's own 700 or 2,000
would look at all that a start makes again and again, which took a tenth of the time of a check."""


def main() -> None:
    """Import the command line, which answers to Ctrl-C by itself, and run it."""
    gc.set_threshold(SEARCH_AFTER)
    mine = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if mine:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from treatygraph.graph.commands import main as command_line
    from treatygraph.graph.interrupts import interrupt

    if mine:
        signal.signal(signal.SIGINT, interrupt)
    command_line()
