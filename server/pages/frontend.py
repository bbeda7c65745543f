"""The static files of the pages: what npm made, if it was there, and the package's own."""

from __future__ import annotations

import gzip
from functools import lru_cache
from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path

from flask import Flask, Response, current_app, request

from treatygraph.server.frontend_files import BUILT, Frontend
from treatygraph.server.problems import Problem

__all__ = ["current_frontend", "register"]

_EXTENSION = "treatygraph.frontend"
_A_YEAR = 365 * 24 * 60 * 60


def register(app: Flask) -> None:
    """Give an application what npm made.

    The setting ``FRONTEND`` names another folder than the one of the package.

    :param app: the application.
    """
    frontend = Frontend(Path(app.config.get("FRONTEND", BUILT)))
    app.extensions[_EXTENSION] = frontend

    own = _Own(Path(app.static_folder or ""))

    # Flask's own route for static files sends nothing compressed.
    @app.get("/static/built/<name>", endpoint="frontend_file")
    def file(name: str) -> Response:
        return _send(frontend, name)

    @app.get("/static/<name>", endpoint="own_file")
    def own_file(name: str) -> Response:
        return own.send(name)


def current_frontend() -> Frontend:
    """Return what npm made for the application that answers the present request.

    :returns: the folder.
    """
    found = current_app.extensions[_EXTENSION]
    if not isinstance(found, Frontend):
        raise TypeError(f"{_EXTENSION} holds {type(found).__name__}, not a frontend")
    return found


class _Own:
    """The sheets of styles, scripts and pictures of the package; each is read and compressed once.

    :param folder: where they are.
    """

    def __init__(self, folder: Path) -> None:
        self._names = frozenset(each.name for each in folder.iterdir() if each.is_file()) if folder.is_dir() else ()
        self._folder = folder
        self._read = lru_cache(len(self._names) or 1)(self._packed)

    def send(self, name: str) -> Response:
        """Send a file, compressed where the client can read that.

        :param name: its name.
        :returns: the answer.
        :raises Problem: 404 for a file that does not exist.
        """
        if name not in self._names:
            raise Problem(404, f"There is no file {name!r} here.")
        plain, packed, digest = self._read(name)
        small = request.accept_encodings.quality("gzip") > 0
        response = Response(packed if small else plain, mimetype=guess_type(name)[0])
        response.set_etag(f"{digest}-gz" if small else digest)
        response.vary.add("Accept-Encoding")
        if small:
            response.headers["Content-Encoding"] = "gzip"
        response.cache_control.public = True
        response.cache_control.no_cache = True
        response.make_conditional(request)
        return response

    def _packed(self, name: str) -> tuple[bytes, bytes, str]:
        """Read a file: as it is, compressed, and its digest."""
        data = (self._folder / name).read_bytes()
        return data, gzip.compress(data, 9, mtime=0), sha256(data).hexdigest()


def _send(frontend: Frontend, name: str) -> Response:
    """Send a file, compressed where the client can read that; for ever if its address has its version."""
    if name not in frontend.files:
        raise Problem(404, f"There is no file {name!r} here.")
    packed = f"{name}.gz" in frontend.files and request.accept_encodings.quality("gzip") > 0
    sent = f"{name}.gz" if packed else name
    response = Response((frontend.folder / sent).read_bytes(), mimetype=guess_type(name)[0])
    response.set_etag(frontend.files[sent])
    response.vary.add("Accept-Encoding")
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.cache_control.public = True
    if request.args.get("v") == frontend.version(name):
        response.cache_control.max_age = _A_YEAR
        response.cache_control.immutable = True
    else:
        response.cache_control.no_cache = True
    response.make_conditional(request)
    return response
