"""From a request as it was sent to the environment of WSGI (PEP 3333), with what proxies and settings say."""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes, urlsplit

import httptools

from treatygraph.server.problems import Problem
from treatygraph.server.serving.exchange import Head
from treatygraph.server.serving.options import ServeOptions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

__all__ = ["SENT", "Surroundings"]

SENT = "treatygraph.sent"
"""Where an environment keeps the path as it was sent, with any prefix."""

_NAMES = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}
"""Headers that WSGI calls by a name without HTTP_."""
_UNHEEDED = "upgrade"
"""Nothing else than HTTP is spoken here, whatever a client wishes (RFC 9110, section 7.8)."""
_SIGNS = r"[\w.~!$&'()*+,;=:@%-]+"
_FORWARDED = (
    ("HTTP_X_FORWARDED_PREFIX", "SCRIPT_NAME", re.compile(rf"(?:/{_SIGNS})*/?", re.ASCII)),
    ("HTTP_X_FORWARDED_PROTO", "wsgi.url_scheme", re.compile("https?")),
    ("HTTP_X_FORWARDED_HOST", "HTTP_HOST", re.compile(r"(?:\[[0-9A-Fa-f:.]+\]|[\w.-]+)(?::[0-9]{1,5})?", re.ASCII)),
)
"""What proxies say, where it goes to, and what it has to look like: addresses are made of it."""


class Surroundings:
    """Makes environments.

    :param options: how the server is run.
    """

    def __init__(self, options: ServeOptions) -> None:
        self._fixed: dict[str, Any] = {
            "wsgi.version": (1, 0),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
            "wsgi.url_scheme": "http",
            "SERVER_SOFTWARE": "treatygraph",
        }
        self._prefix = options.url_prefix.rstrip("/")
        # A proxy may pass the path of the public URL on or take it off.
        self._is_optional = not self._prefix
        self._public: dict[str, str] = {}
        if options.public_url:
            parts = urlsplit(options.public_url)
            self._prefix = self._prefix or parts.path.rstrip("/")
            self._public = {"wsgi.url_scheme": parts.scheme, "HTTP_HOST": parts.netloc}
        self.root = f"{self._prefix}/".encode()
        """The path of the home page."""
        number = options.forwarded
        # With 0 proxies nothing is believed of what a request says of its client.
        self._believe = _believer(number) if number else None

    def environment(self, head: Head) -> WSGIEnvironment:
        """Make the environment of one request, with an empty body.

        :param head: the head of the request.
        :returns: the environment.
        :raises httptools.HttpParserError: if it asks for what is no URL.
        :raises Problem: if a proxy that is believed says what cannot be.
        """
        path, query = _parts(head.target)
        script, rest = self._split(path)
        client, server = head.client or ("", 0), head.server or ("", None)
        environ: WSGIEnvironment = {
            **self._fixed,
            "REQUEST_METHOD": head.method,
            "SCRIPT_NAME": script,
            "PATH_INFO": rest,
            SENT: path,
            "QUERY_STRING": query,
            "SERVER_NAME": server[0],
            "SERVER_PORT": str(server[1] or ""),
            "SERVER_PROTOCOL": f"HTTP/{head.version}",
            "REMOTE_ADDR": client[0],
            "wsgi.input": BytesIO(),
        }
        for name, value in head.headers:
            key = _key(name)
            # A name with an underscore would pass for one with a hyphen.
            if key:
                text = value.decode("latin-1")
                environ[key] = f"{environ[key]}, {text}" if key in environ else text
        if self._believe is not None:
            self._believe(environ, _no_response)
            _refuse_what_cannot_be(environ)
        environ.update(self._public)
        return environ

    def _split(self, path: str) -> tuple[str, str]:
        """Take the prefix from a path; what is not under it keeps its path, and names nothing."""
        prefix = self._prefix
        if prefix and (path == prefix or path.startswith(prefix + "/")):
            return prefix, path[len(prefix) :]
        return prefix, path if self._is_optional else f"/../{path}"


def _refuse_what_cannot_be(environ: WSGIEnvironment) -> None:
    """Refuse what a proxy has passed on from a client, most likely, rather than said itself."""
    for header, place, pattern in _FORWARDED:
        if header in environ and not pattern.fullmatch(environ.get(place, "")):
            name = header.removeprefix("HTTP_").replace("_", "-").title()
            message = f"The header «{name}» is {environ.get(place, '')!r}."
            raise Problem(400, message, repair="Have the proxy set it anew.")
    environ["SCRIPT_NAME"] = environ["SCRIPT_NAME"].rstrip("/")


def _parts(target: bytes) -> tuple[str, str]:
    """Take apart what a request asks for: the path as WSGI wants it, each byte a character, and the query string."""
    if target.startswith(b"/") and b"#" not in target:
        path, _, query = target.partition(b"?")
    else:
        url = httptools.parse_url(target)
        path, query = url.path or b"/", url.query or b""
    return (unquote_to_bytes(path) if b"%" in path else path).decode("latin-1"), query.decode("latin-1")


@lru_cache(1024)
def _key(name: bytes) -> str:
    """Call a header as WSGI does; empty for one that is left out."""
    text = name.decode("latin-1")
    return "" if "_" in text or text == _UNHEEDED else _NAMES.get(text) or "HTTP_" + text.upper().replace("-", "_")


def _believer(number: int) -> WSGIApplication:
    """Make what believes proxies; few servers have any."""
    from werkzeug.middleware.proxy_fix import ProxyFix

    return ProxyFix(_nothing, x_for=number, x_proto=number, x_host=number, x_prefix=number)


def _nothing(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Stand for an application: what proxies say is all that is wanted."""
    return ()


def _no_response(status: str, headers: list[tuple[str, str]], exc_info: object = None, /) -> Any:
    """Take no response."""
