"""The folder for what is remembered between runs, and the digests by which it is found again.

A result is remembered under a digest of all that it depends on: what it was made from, the choices, the program, its
ontology, shapes and libraries. A cache is never needed: one that cannot be read or written is none.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

__all__ = ["contents", "default_folder", "key_of", "newest_first"]

_PACKAGES = ("graph", "ontology", "queries", "shapes")
_LIBRARIES = frozenset({"owlrl", "pyoxigraph", "pyshacl", "pyshacl_turbo", "rdflib"})
_METADATA = (".dist-info", ".egg-info")


def default_folder() -> Path | None:
    """Name the folder for results of this user (XDG Base Directory Specification).

    :returns: ``TREATYGRAPH_CACHE``, else ``treatygraph`` below ``XDG_CACHE_HOME``, else ``~/.cache/treatygraph``;
        None for a user without a home.
    """
    named = os.environ.get("TREATYGRAPH_CACHE")
    if named:
        return Path(named)
    parent = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        return (Path(parent) if parent else Path.home() / ".cache") / "treatygraph"
    except RuntimeError:
        return None


def key_of(parts: Iterable[bytes]) -> str:
    """Make the digest under which a result is remembered.

    :param parts: what it depends on besides the program.
    :returns: hexadecimal digits.
    """
    mark = sha256()
    for part in (*_program(), *parts):
        mark.update(f"{len(part)}:".encode() + part)
    return mark.hexdigest()


def contents(paths: Iterable[Path]) -> Iterator[bytes]:
    """Return names and digests of files; a pipe or a folder is never opened, and never remembered.

    :param paths: the files.
    :returns: two parts of a key for each.
    """
    for path in paths:
        yield os.fsencode(path)
        yield sha256(path.read_bytes()).digest() if path.is_file() else os.urandom(16)


def newest_first(places: Iterable[Path]) -> list[Path]:
    """Sort files or folders by the time of their last change.

    :param places: the files.
    :returns: the newest first.
    """
    return sorted(places, key=_age)


def _age(place: Path) -> float:
    """Return how long ago a file was written; one that is gone is old."""
    try:
        return -place.stat().st_mtime
    except OSError:
        return 0.0


def _program() -> Iterator[bytes]:
    """Return what tells one version of the program, its data and libraries from another."""
    specs = (find_spec(f"treatygraph.{package}") for package in _PACKAGES)
    for folder in (folder for spec in specs if spec is not None for folder in spec.submodule_search_locations or ()):
        for entry in _entries(folder):
            state = entry.stat()
            yield f"{entry.path} {state.st_size} {state.st_mtime_ns}".encode()
    yield from _libraries()


def _libraries() -> Iterator[bytes]:
    """Return names and versions of libraries, as the folders are called that tell what is installed.

    For instance ``rdflib-7.6.0.dist-info`` (PyPA, "Recording installed projects"). To import what reads such folders
    takes longer than all else that is done here.
    """
    for folder in map(Path, sys.path):
        try:
            names = sorted(each.name for each in folder.iterdir())
        except OSError:
            # An archive, or nothing at all.
            continue
        found = (name for name in names if name.endswith(_METADATA) and name.partition("-")[0].lower() in _LIBRARIES)
        yield from map(os.fsencode, found)


def _entries(folder: str) -> Iterator[os.DirEntry[str]]:
    """Return the files below a folder, compiled ones apart."""
    for entry in sorted(os.scandir(folder), key=lambda each: each.name):
        if not entry.is_dir():
            yield entry
        elif entry.name != "__pycache__":
            yield from _entries(entry.path)
