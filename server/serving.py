"""Listening: the application behind a WSGI server (waitress), from the first socket to an orderly end."""

from __future__ import annotations

import errno
import os
import signal
import socket
from collections.abc import Callable
from ipaddress import ip_address
from types import FrameType

from flask import Flask
from waitress.server import create_server

from treatygraph.graph.errors import TreatyGraphError

__all__ = ["address", "is_loopback", "open_socket", "serve_forever"]

MAX_HEADER_BYTES = 256 * 1024
"""Enough for the longest query in a URL, each byte percent-encoded."""
MAX_BODY_BYTES = 8 * 1024 * 1024
"""What the application refuses with a full answer; waitress cuts off only what is far beyond that."""
THREADS = 4
"""Evaluation of a query releases the interpreter's lock, so some run at once."""

_REASONS = {
    errno.EADDRINUSE: "it is in use",
    errno.EACCES: "this user may not",
    errno.EADDRNOTAVAIL: "this machine does not have that address",
}


def open_socket(host: str, port: int) -> socket.socket:
    """Take a port, so that it is ours before anything else is done.

    :param host: an address or the name of one of this machine's addresses.
    :param port: the port; 0 for any free one.
    :returns: a socket that is bound.
    :raises TreatyGraphError: if the port cannot be had.
    """
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (socket.gaierror, UnicodeError):
        raise TreatyGraphError(
            f"There is no address {host!r} to listen on.", repair="Use --host 127.0.0.1, or ::1."
        ) from None
    taken = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":
            # Lets a server start again at once; on Windows the option would let two listen on one port.
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(place)
        # A second listener is refused only when this one listens; waitress calls it again with its own backlog.
        taken.listen()
    except OSError as error:
        taken.close()
        reason = _REASONS.get(error.errno or 0, error.strerror or str(error))
        raise TreatyGraphError(
            f"Cannot listen on port {port} of {host}: {reason}.",
            repair="Choose another with --port; --port 0 takes any free one.",
        ) from None
    return taken


def address(taken: socket.socket) -> str:
    """Write the URL that a socket is reached at.

    :param taken: a socket that is bound.
    :returns: the URL of the home page.
    """
    host, port = taken.getsockname()[:2]
    shown = f"[{host}]" if taken.family == socket.AF_INET6 else host
    return f"http://{shown}:{port}/"


def is_loopback(taken: socket.socket) -> bool:
    """Tell whether only this machine reaches a socket.

    :param taken: a socket that is bound.
    :returns: True if its address is one of the loopback.
    """
    return ip_address(taken.getsockname()[0].partition("%")[0]).is_loopback


def serve_forever(app: Flask, taken: socket.socket, ready: Callable[[], None]) -> None:
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
