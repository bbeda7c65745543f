"""What is refused before it reaches the application, told as the application tells its errors, in plain text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import httptools

from treatygraph.server import MAX_BODY_BYTES
from treatygraph.server.headers import ALWAYS
from treatygraph.server.problems import PLAIN, Problem
from treatygraph.server.replies import Reply

__all__ = [
    "FAILED",
    "HEAD_SECONDS",
    "MAX_HEAD_BYTES",
    "TOO_LONG",
    "TOO_MANY",
    "TOO_SLOW",
    "fault_of",
    "no_request",
    "refusal",
]

HEAD_SECONDS = 10.0
"""How long a client may take to send the head of a request."""
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
TOO_SLOW = Problem(408, f"The head of the request took longer than {HEAD_SECONDS:g} s.", repair="Send it at once.")
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
_NO_HOST = Problem(
    400,
    "The header «Host» holds what is no host.",
    repair="Send the name or the address of this server, and its port, as in example.org:8000.",
)
_ENCODED = Problem(501, "The body was sent in an encoding that is not known here.", repair="Send it as it is.")
_CHUNKED_TOO_EARLY = Problem(400, "HTTP/1.0 knows no Transfer-Encoding.", repair="Send Content-Length, or HTTP/1.1.")
_BODY_TOO_LONG = Problem(413, "The body is too long.", repair=f"Send at most {MAX_BODY_BYTES:,} bytes.")
_NO_SUCH_METHOD = Problem(501, "No address here knows this method.", repair="OPTIONS tells those that there are.")
_HOST = re.compile(rb"(?:\[[0-9A-Fa-f:.]+\]|[\w.~%!$&'()*+,;=-]*)(?::[0-9]{0,5})?")
_VERSION = re.compile(rb"(?:^|\n)[!-~]+ [!-~]+ HTTP/([0-9]\.[0-9])\r?\n")
_SPOKEN = frozenset({"1.0", "1.1"})
_TOLD = frozenset({b"host", b"transfer-encoding", b"expect", b"content-length"})
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
    size, told = 0, []
    for name, value in headers:
        size += len(name) + len(value)
        if name in _TOLD:
            told.append((name, value))
    if size > MAX_HEAD_BYTES or len(headers) > MAX_FIELDS:
        return TOO_LONG
    if version not in _SPOKEN:
        return _not_spoken(version)
    hosts = [value for name, value in told if name == b"host"]
    # RFC 9112, section 3.2.
    if len(hosts) > 1 or (not hosts and version == "1.1"):
        return _NOT_ONE_HOST
    if hosts and not _HOST.fullmatch(hosts[0]):
        return _NO_HOST
    return _fault_of_body(dict(told), version) if len(told) > len(hosts) else None


def _fault_of_body(told: Mapping[bytes, bytes], version: str) -> Problem | None:
    """Find what is wrong with the body that is to come."""
    coding = told.get(b"transfer-encoding")
    if coding is not None and version == "1.0":
        # RFC 9112, section 6.1.
        return _CHUNKED_TOO_EARLY
    if coding is not None and coding.lower() != b"chunked":
        return _ENCODED
    is_asked_for = told.get(b"expect", b"").lower() == b"100-continue"
    # RFC 9110, section 10.1.1: other clients have begun to send it.
    return _BODY_TOO_LONG if is_asked_for and int(told.get(b"content-length", b"0")) > MAX_BODY_BYTES else None


def _not_spoken(version: str) -> Problem:
    """Refuse another version of HTTP."""
    return Problem(505, f"HTTP/{version} is not spoken here.", repair="Send HTTP/1.1.")


def no_request(error: BaseException | None, sent: bytes) -> Problem:
    """Say why something is no request.

    :param error: what the parser has against it.
    :param sent: the last of what was sent.
    :returns: what is wrong.
    """
    if isinstance(error, httptools.HttpParserCallbackError):
        return _NO_URL
    versions = _VERSION.findall(sent)
    if versions and versions[-1].decode() not in _SPOKEN:
        return _not_spoken(versions[-1].decode())
    methods = _METHOD.findall(sent)
    if isinstance(error, httptools.HttpParserInvalidMethodError) and methods and methods[-1] not in _KNOWN:
        return _NO_SUCH_METHOD
    message = f"What was sent is no request by HTTP/1.1: {error}."
    return Problem(400, message, repair="Send one, or use a client that does; https is not spoken here.")
