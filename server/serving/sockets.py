"""The port that the server listens on: taken before anything else is done, and told."""

from __future__ import annotations

import errno
import os
import socket
from ipaddress import ip_address

from treatygraph.graph.errors import TreatyGraphError

__all__ = ["BACKLOG", "address", "is_loopback", "open_socket"]

BACKLOG = 1024
"""How many connections may wait to be accepted."""

_REASONS = {
    errno.EADDRINUSE: "it is in use",
    errno.EACCES: "this user may not",
    errno.EADDRNOTAVAIL: "this machine does not have that address",
}
_REPAIRS = {errno.EADDRNOTAVAIL: "Choose another with --host; 127.0.0.1 is this machine alone."}


def open_socket(host: str, port: int) -> socket.socket:
    """Take a port, so that it is ours before anything else is done.

    :param host: an address or the name of one of this machine's addresses.
    :param port: the port; 0 for any free one.
    :returns: a socket that is bound.
    :raises TreatyGraphError: if the port cannot be had.
    """
    try:
        # As bytes where it can be: to encode a text, Python imports the rules for names in all scripts.
        family, kind, protocol, _, place = socket.getaddrinfo(
            host.encode("ascii") if host.isascii() else host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
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
        # A second listener is refused only when this one listens.
        taken.listen(BACKLOG)
    except OSError as error:
        taken.close()
        reason = _REASONS.get(error.errno or 0, error.strerror or str(error))
        raise TreatyGraphError(
            f"Cannot listen on port {port} of {host}: {reason}.",
            repair=_REPAIRS.get(error.errno or 0, "Choose another with --port; --port 0 takes any free one."),
        ) from None
    return taken


def address(taken: socket.socket, prefix: str = "") -> str:
    """Write the URL that a socket is reached at.

    :param taken: a socket that is bound.
    :param prefix: the path that everything is under, without a slash at its end.
    :returns: the URL of the home page.
    """
    host, port = taken.getsockname()[:2]
    shown = f"[{host}]" if taken.family == socket.AF_INET6 else host
    return f"http://{shown}:{port}{prefix}/"


def is_loopback(taken: socket.socket) -> bool:
    """Tell whether only this machine reaches a socket.

    :param taken: a socket that is bound.
    :returns: True if its address is one of the loopback.
    """
    return ip_address(taken.getsockname()[0].partition("%")[0]).is_loopback
