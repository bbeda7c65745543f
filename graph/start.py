"""Where the program ``treatygraph`` begins: Ctrl-C ends it without a word even while its modules are being imported."""

from __future__ import annotations

import signal

__all__ = ["main"]


def main() -> None:
    """Import the command line, which answers to Ctrl-C by itself, and run it."""
    mine = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if mine:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from treatygraph.graph.commands import main as command_line

    if mine:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    command_line()
