"""What is refused before it reaches the application, told as the application tells its errors, in plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence

import httptools

from treatygraph.server.headers import ALWAYS
from treatygraph.server.problems import PLAIN, Problem
from treatygraph.server.replies import Reply

__all__ = ["FAILED", "MAX_HEAD_BYTES", "TOO_LONG", "TOO_MANY", "fault_of", "no_request", "refusal"]

MAX_HEAD_BYTES = 256 * 1024
MAX_FIELDS = 1000
MAX_URL_BYTES = 65_535
"""The parser of URLs counts with 16 bits."""
COME_AGAIN_SECONDS = 5
"""When to come again, if there are too many connections."""

TOO_LONG = Problem(
    431,
    "The head of the request is too long.",
    repair=f"Send at most {MAX_FIELDS:,} headers and {MAX_HEAD_BYTES:,} bytes.",
)
TOO_MANY = Problem(
    503,
    "The server has more connections than it can serve.",
    repair=f"Try again in {COME_AGAIN_SECONDS} s.",
    headers=[("Retry-After", str(COME_AGAIN_SECONDS))],
)
FAILED = Problem(500, "The server failed on this request; its log says more.")
_URL_TOO_LONG = Problem(414, "The URL is too long.", repair="Send the query as a POST.")
_NO_URL = Problem(400, "The request asks for what is no URL.", repair="Send a path, percent-encoded.")
_NOT_ONE_HOST = Problem(400, "The request has no header «Host», or more than one.", repair="Send it once.")
_NO_SUCH_METHOD = Problem(501, "No address here knows this method.", repair="OPTIONS tells those that there are.")
_METHOD = re.compile(rb"(?:^|\n)([!-~]+) [!-~]+ HTTP/1")
_KNOWN = frozenset({b"GET", b"HEAD", b"POST", b"QUERY", b"OPTIONS", b"PUT", b"PATCH", b"DELETE", b"TRACE", b"CONNECT"})


def refusal(problem: Problem) -> Reply:
    """Make the answer that tells a problem to a client of which nothing is known.

    :param problem: what is wrong.
    :returns: the answer.
    """
    body = problem.as_text().encode()
    about = (("Content-Type", f"{PLAIN}; charset=utf-8"), ("Content-Length", str(len(body))))
    return Reply(problem.code or 500, (*about, *problem.further_headers, *ALWAYS.items()), body)


def fault_of(url: bytes, headers: Sequence[tuple[bytes, bytes]], version: str) -> Problem | None:
    """Find what is wrong with a head that could be read.

    :param url: what is asked for.
    :param headers: names in lower case, and values.
    :param version: the version of HTTP.
    :returns: what is wrong, or None.
    """
    if len(url) > MAX_URL_BYTES:
        return _URL_TOO_LONG
    size = hosts = 0
    for name, value in headers:
        size += len(name) + len(value)
        hosts += name == b"host"
    if size > MAX_HEAD_BYTES or len(headers) > MAX_FIELDS:
        return TOO_LONG
    # RFC 9112, section 3.2.
    return _NOT_ONE_HOST if hosts > 1 or (hosts == 0 and version == "1.1") else None


def no_request(error: BaseException | None, sent: bytes) -> Problem:
    """Say why something is no request.

    :param error: what the parser has against it.
    :param sent: the last of what was sent.
    :returns: what is wrong.
    """
    if isinstance(error, httptools.HttpParserCallbackError):
        return _NO_URL
    methods = _METHOD.findall(sent)
    if isinstance(error, httptools.HttpParserInvalidMethodError) and methods and methods[-1] not in _KNOWN:
        return _NO_SUCH_METHOD
    message = f"What was sent is no request by HTTP/1.1: {error}."
    return Problem(400, message, repair="Send one, or use a client that does; https is not spoken here.")
