"""What npm made for the pages, if it was there: scripts, a sheet of styles, the outline of land.

``make frontend`` writes it into ``static/built/``; a wheel has it when it was built. Without it the pages are plain
and everything works: the form sends its query, the maps have no coast.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path

from flask import Flask, Response, current_app, request

from treatygraph.server.problems import Problem

__all__ = ["NOTICE", "Frontend", "current_frontend", "notice", "register"]

NOTICE = "The pages are plain: this copy comes without what npm makes (`make frontend` does, where node is)."
"""What a server says once when the frontend is missing."""

_EXTENSION = "treatygraph.frontend"
_A_YEAR = 365 * 24 * 60 * 60
_DEFAULT = Path(__file__).resolve().parent.parent / "static" / "built"


@dataclass(frozen=True)
class Frontend:
    """The folder that the bundler wrote.

    :param folder: the folder; it need not exist.
    """

    folder: Path

    @cached_property
    def files(self) -> Mapping[str, str]:
        """The SHA-256 of each file by name; none where nothing was built."""
        try:
            manifest = json.loads((self.folder / "manifest.json").read_text("utf-8"))
            return {name: about["sha256"] for name, about in manifest["files"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}

    @property
    def built(self) -> bool:
        """Whether there is anything."""
        return bool(self.files)

    def version(self, name: str) -> str:
        """Return what tells one version of a file from another, for its address.

        :param name: the name of the file.
        :returns: some digits; empty for a file that does not exist.
        """
        return self.files.get(name, "")[:12]

    def text(self, name: str) -> str:
        """Read a file.

        :param name: its name.
        :returns: its text; empty for a file that does not exist.
        """
        return (self.folder / name).read_text("utf-8") if name in self.files else ""


def notice() -> str:
    """Say what the package lacks.

    :returns: :data:`NOTICE`; empty where npm made what the pages use.
    """
    return "" if Frontend(_DEFAULT).built else NOTICE


def register(app: Flask) -> None:
    """Give an application what npm made.

    The setting ``FRONTEND`` names another folder than the one of the package.

    :param app: the application.
    """
    frontend = Frontend(Path(app.config.get("FRONTEND", _DEFAULT)))
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
