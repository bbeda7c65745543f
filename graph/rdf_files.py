"""Finding RDF files: what files and folders that a user names stand for. Nothing is read."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from os import PathLike
from pathlib import Path

from pyoxigraph import RdfFormat

from treatygraph.graph.errors import InputError, NothingToCheckError

__all__ = ["FORMATS", "IN_FOLDERS", "default_paths", "files_of", "find_files", "require_data", "walk"]

FORMATS: dict[str, RdfFormat] = {
    ".json": RdfFormat.JSON_LD,
    ".jsonld": RdfFormat.JSON_LD,
    ".nq": RdfFormat.N_QUADS,
    ".nt": RdfFormat.N_TRIPLES,
    ".owl": RdfFormat.RDF_XML,
    ".rdf": RdfFormat.RDF_XML,
    ".trig": RdfFormat.TRIG,
    ".ttl": RdfFormat.TURTLE,
    ".turtle": RdfFormat.TURTLE,
    ".xml": RdfFormat.RDF_XML,
}
"""The format that a file's ending stands for."""
_ALONE = frozenset({".json", ".xml"})
IN_FOLDERS = frozenset(FORMATS) - _ALONE
"""The endings of the files that a folder stands for: most JSON and most XML is no RDF."""
_DATA = Path(__file__).resolve().parent / "data"
_BUILT_FILE = re.compile("dataset-[0-9a-f]+[.]nq")


def default_paths() -> tuple[Path, ...]:
    """Name the curated files that are shipped with the package.

    :returns: the TriG files, sorted.
    """
    return find_files([_DATA])


def find_files(paths: Iterable[str | PathLike[str]]) -> tuple[Path, ...]:
    """Find the RDF files that paths name.

    :param paths: files, and folders, which stand for all RDF files below them but hidden ones and builds.
    :returns: the files; those of a folder sorted, none twice.
    :raises InputError: if a path does not exist, a folder cannot be read, or what is named or below is no regular file.
    :raises NothingToCheckError: if there is no file at all.
    """
    named = [Path(path) for path in paths]
    found: dict[Path, Path] = {}
    for path in named:
        for file in _files_below(path):
            found.setdefault(file.resolve(), file)
    if not found:
        where = ", ".join(map(str, named)) or "no path"
        repair = f"Below a folder, files that end in {', '.join(sorted(IN_FOLDERS))} are read"
        repair = f"{repair}; those in {' and '.join(sorted(_ALONE))} are named one by one."
        raise NothingToCheckError(f"There is no RDF file in {where}.", repair=repair)
    return tuple(found.values())


def files_of(paths: Iterable[str | PathLike[str]] | None) -> tuple[Path, ...]:
    """Find the files of a graph.

    :param paths: files and folders; None for the graph that is shipped.
    :returns: the files.
    :raises InputError: if a path cannot be read.
    :raises NothingToCheckError: if there is no file.
    """
    return default_paths() if paths is None else find_files(paths)


def walk(folder: Path) -> Iterator[Path]:
    """Go through a folder and those below it.

    :param folder: the folder.
    :returns: all that is there but folders and what is hidden, in no order.
    :raises InputError: if a folder cannot be read.
    """

    def refuse(error: OSError) -> None:
        raise InputError(f"The folder cannot be read: {error.strerror}.", path=error.filename) from None

    for place, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = [each for each in folders if not each.startswith(".")]
        yield from (Path(place, each) for each in names if not each.startswith("."))


def _files_below(path: Path) -> Iterator[Path]:
    """Name the files that one path stands for."""
    named = sorted(filter(_is_data, walk(path))) if stat.S_ISDIR(_mode(path)) else [path]
    for each in named:
        require_data(each)
        yield each


def _is_data(file: Path) -> bool:
    """Tell whether a file below a folder is one that people write; a build would be built into the next one."""
    built = _BUILT_FILE.fullmatch(file.name) is not None and file.with_name("manifest.json").exists()
    return file.suffix.lower() in IN_FOLDERS and not built


def require_data(file: Path) -> None:
    """Refuse what cannot be read to its end: opening a pipe or a device could wait for ever.

    :param file: what was named.
    :raises InputError: if it is no regular file.
    """
    mode = _mode(file)
    if not stat.S_ISREG(mode):
        what = "a folder" if stat.S_ISDIR(mode) else "no regular file"
        raise InputError(f"This is {what}.", path=file, repair="Name an RDF file.")


def _mode(path: Path) -> int:
    """Look up what a path leads to."""
    try:
        return path.stat().st_mode
    except OSError as error:
        raise InputError(f"The file cannot be opened: {error.strerror}.", path=path) from None
    except ValueError as error:
        raise InputError(f"The file cannot be opened: {error}.", path=path) from None
