"""From a request as granian gives it to the environment of WSGI (PEP 3333), with what proxies and settings say."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from werkzeug.middleware.proxy_fix import ProxyFix

from treatygraph.server.answer_cache import NO_ACCEPT, Key
from treatygraph.server.serving.options import ServeOptions

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment
    from granian._granian import RSGIHeaders
    from granian.rsgi import Scope

__all__ = ["Surroundings", "behind_proxies"]

_NAMES = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}
"""Headers that WSGI calls by a name without HTTP_."""


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
            "SERVER_SOFTWARE": "treatygraph",
        }
        self._prefix = options.url_prefix.rstrip("/")
        self._public: dict[str, str] = {}
        if options.public_url:
            parts = urlsplit(options.public_url)
            self._prefix = self._prefix or parts.path.rstrip("/")
            self._public = {"wsgi.url_scheme": parts.scheme, "HTTP_HOST": parts.netloc}

    def key(self, scope: Scope, headers: RSGIHeaders) -> Key:
        """Name a request without a body, as kept answers are named.

        :param scope: the request.
        :param headers: its headers.
        :returns: the name.
        """
        script, path = self._split(scope.path)
        return (
            "GET" if scope.method == "HEAD" else scope.method,
            self._public.get("wsgi.url_scheme") or scope.scheme,
            self._public.get("HTTP_HOST") or headers.get("host", ""),
            script,
            _as_latin_1(path),
            _as_latin_1(scope.query_string),
            headers.get("accept", NO_ACCEPT),
            "",
            "",
        )

    def environment(self, scope: Scope) -> WSGIEnvironment:
        """Make the environment of one request, without its body.

        :param scope: the request.
        :returns: the environment.
        """
        host, _, port = scope.server.rpartition(":")
        script, path = self._split(scope.path)
        environ: WSGIEnvironment = {
            **self._fixed,
            "REQUEST_METHOD": scope.method,
            "SCRIPT_NAME": script,
            "PATH_INFO": _as_latin_1(path),
            "QUERY_STRING": _as_latin_1(scope.query_string),
            "SERVER_NAME": host,
            "SERVER_PORT": port,
            "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
            "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
            "wsgi.url_scheme": scope.scheme,
        }
        for name, value in scope.headers.items():
            # A name with an underscore would pass for one with a hyphen.
            if "_" not in name:
                key = _NAMES.get(name) or "HTTP_" + name.upper().replace("-", "_")
                environ[key] = f"{environ[key]}, {value}" if key in environ else value
        environ.update(self._public)
        return environ

    def _split(self, path: str) -> tuple[str, str]:
        """Take the prefix from a path; what is not under it keeps its path, and names nothing."""
        prefix = self._prefix
        if prefix and (path == prefix or path.startswith(prefix + "/")):
            return prefix, path[len(prefix) :]
        return ("", path) if not prefix else (prefix, f"/../{path}")


def _as_latin_1(text: str) -> str:
    """Write a text as WSGI does: each byte of its UTF-8 as a character."""
    return text if text.isascii() else text.encode().decode("latin-1")


def behind_proxies(app: WSGIApplication, number: int) -> WSGIApplication:
    """Believe what proxies say of the client (``X-Forwarded-For``, ``-Proto``, ``-Host``, ``-Prefix``).

    :param app: the application.
    :param number: how many proxies there are; with 0 nothing is believed.
    :returns: the application.
    """
    if not number:
        return app
    return ProxyFix(app, x_for=number, x_proto=number, x_host=number, x_prefix=number)
