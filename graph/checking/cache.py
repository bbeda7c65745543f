"""What was found in files that have not changed since, so that they need not be checked again.

A result is remembered under a digest of all that it depends on: the content and the names of the files, the choices,
the program, its ontology, shapes and libraries. A cache is never needed: one that cannot be read or written is none.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from functools import cached_property
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import Any

from treatygraph.graph.checking.findings import Finding, Report, Severity
from treatygraph.graph.checking.options import Options
from treatygraph.graph.output import replace_file

__all__ = ["Cache", "default_folder"]

MOST_ENTRIES = 200
_PACKAGES = ("graph", "ontology", "queries", "shapes")
_LIBRARIES = ("owlrl", "pyoxigraph", "pyshacl", "pyshacl-turbo", "rdflib")


def default_folder() -> Path:
    """Name the folder for results of this user (XDG Base Directory Specification).

    :returns: ``TREATYGRAPH_CACHE``, else ``treatygraph`` below ``XDG_CACHE_HOME``, else ``~/.cache/treatygraph``.
    """
    named = os.environ.get("TREATYGRAPH_CACHE")
    if named:
        return Path(named)
    parent = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(parent) if parent else Path("~/.cache").expanduser()) / "treatygraph"


class Cache:
    """The place of one result.

    :param folder: the folder of the cache.
    :param inputs: the files that are checked.
    :param options: the choices.
    """

    def __init__(self, folder: Path, inputs: Iterable[Path], options: Options) -> None:
        self._folder = folder
        self._inputs = tuple(inputs)
        self._options = options

    def read(self) -> Report | None:
        """Look a result up.

        :returns: the report; None when there is none, or it cannot be used.
        """
        try:
            return _report(json.loads(self._file.read_bytes()))
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None

    def write(self, report: Report) -> None:
        """Remember a result.

        :param report: the report.
        """
        content = asdict(report)
        for finding in content["findings"]:
            finding["severity"] = finding["severity"].value
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            replace_file(self._file, json.dumps(content).encode())
            for old in sorted(self._folder.glob("*.json"), key=_age)[MOST_ENTRIES:]:
                old.unlink(missing_ok=True)
        except OSError:
            return

    @cached_property
    def _file(self) -> Path:
        """The file of the result, named by a digest of all that it depends on."""
        mark = sha256()
        for part in (*_program(), *self._choices(), *_contents(self._inputs)):
            mark.update(f"{len(part)}:".encode() + part)
        return self._folder / f"check-{mark.hexdigest()}.json"

    def _choices(self) -> Iterator[bytes]:
        """Return what the choices stand for."""
        options = self._options
        yield repr(options).encode()
        yield str(Path.cwd()).encode()
        yield from _contents((*options.shapes, *options.ontology, *([options.catalogue] if options.catalogue else ())))
        if options.goldens is not None and options.goldens.is_dir():
            yield from sorted(os.fsencode(path) for path in options.goldens.iterdir())


def _contents(paths: Iterable[Path]) -> Iterator[bytes]:
    """Return names and digests of files; a pipe or a folder is never opened, and never remembered."""
    for path in paths:
        yield os.fsencode(path)
        yield sha256(path.read_bytes()).digest() if path.is_file() else os.urandom(16)


def _program() -> Iterator[bytes]:
    """Return what tells one version of the program, its data and libraries from another."""
    for package in _PACKAGES:
        for entry in _entries(str(files(f"treatygraph.{package}"))):
            state = entry.stat()
            yield f"{entry.path} {state.st_size} {state.st_mtime_ns}".encode()
    for library in _LIBRARIES:
        try:
            yield f"{library} {version(library)}".encode()
        except PackageNotFoundError:
            yield library.encode()


def _entries(folder: str) -> Iterator[os.DirEntry[str]]:
    """Return the files below a folder, compiled ones apart."""
    for entry in sorted(os.scandir(folder), key=lambda each: each.name):
        if not entry.is_dir():
            yield entry
        elif entry.name != "__pycache__":
            yield from _entries(entry.path)


def _report(content: dict[str, Any]) -> Report:
    """Make a report of what was remembered."""
    findings = (Finding(**each | {"severity": Severity(each["severity"])}) for each in content.pop("findings"))
    return Report(tuple(findings), **content)


def _age(path: Path) -> float:
    """Return how long ago a file was written, for sorting: the newest first."""
    try:
        return -path.stat().st_mtime
    except OSError:
        return 0.0
