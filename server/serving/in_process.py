"""Serving where processes cannot be forked: in one process, by waitress, and without deadlines for queries."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from types import FrameType

from flask import Flask
from waitress.server import create_server

__all__ = ["serve_in_process"]

MAX_HEADER_BYTES = 256 * 1024
"""Enough for the longest query in a URL, each byte percent-encoded."""
MAX_BODY_BYTES = 8 * 1024 * 1024
"""What the application refuses with a full answer; waitress cuts off only what is far beyond that."""
THREADS = 4
"""Evaluation of a query releases the interpreter's lock, so some run at once."""


def serve_in_process(app: Flask, taken: socket.socket, ready: Callable[[], None]) -> None:
    """Serve until SIGINT or SIGTERM, then answer the requests that are being worked on and return.

    :param app: the application.
    :param taken: the socket.
    :param ready: called once when requests are answered.
    """
    server = create_server(
        app,
        sockets=[taken],
        threads=THREADS,
        ident="treatygraph",
        max_request_header_size=MAX_HEADER_BYTES,
        max_request_body_size=MAX_BODY_BYTES,
        clear_untrusted_proxy_headers=True,
    )
    former = signal.signal(signal.SIGTERM, _stop)
    try:
        ready()
        server.run()
    finally:
        signal.signal(signal.SIGTERM, former)
        server.close()


def _stop(number: int, frame: FrameType | None) -> None:
    """End waitress's loop as Ctrl-C does."""
    raise KeyboardInterrupt
