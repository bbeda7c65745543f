"""Whether rdflib reads a query, without asking it again about the stored queries that came with this version.

rdflib's parser takes about 30 ms for a query. What it says depends on the text, on rdflib and on pyparsing alone, so
the package brings a list of the queries that were read with certain versions of both: ``queries/portable.txt``. Any
other text, and every text where other versions are installed, is parsed. ``make docs`` writes the list again.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from treatygraph.queries import portable_file, query_files

__all__ = ["Refusal", "describe", "read_list", "refusal"]

_LIBRARIES = ("rdflib", "pyparsing")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why rdflib does not read a query.

    :param message: what it says.
    :param line: the line, counted from 1.
    :param column: the column, counted from 1.
    """

    message: str
    line: int
    column: int


def refusal(text: str) -> Refusal | None:
    """Ask whether rdflib reads a query.

    :param text: the query.
    :returns: why it does not; None if it does.
    """
    return None if _digest(text) in _known() else _parse(text)


def read_list(file: Path) -> frozenset[str]:
    """Read a list of queries that rdflib is known to read.

    :param file: the list.
    :returns: the SHA-256 of each; none if other versions are installed than those that the list was made with.
    """
    try:
        head, *entries = file.read_text("utf-8").splitlines()
    except (OSError, ValueError):
        return frozenset()
    return frozenset(entry.partition(" ")[0] for entry in entries) if head == _versions() else frozenset()


def describe(paths: Iterable[Path]) -> str:
    """Write the list anew, by asking rdflib about each query.

    :param paths: the queries.
    :returns: the list: the versions, then the SHA-256 and the name of each query that rdflib reads.
    """
    texts = [(path, path.read_bytes().decode("utf-8")) for path in paths]
    entries = [f"{_digest(text)} {path.name}" for path, text in texts if _parse(text) is None]
    return "\n".join([_versions(), *entries]) + "\n"


@cache
def _known() -> frozenset[str]:
    """Read the list that comes with the package."""
    return read_list(portable_file())


def _versions() -> str:
    """Name the libraries on whose versions the answer depends."""
    return ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _parse(text: str) -> Refusal | None:
    """Let rdflib read a query."""
    from pyparsing import ParseException
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        parseQuery(text)
    except RecursionError:
        return Refusal("The query nests too deeply for rdflib", 1, 1)
    except ParseException as error:
        return Refusal(error.msg, error.lineno, error.column)
    return None


if __name__ == "__main__":
    sys.stdout.write(describe(query_files()))
