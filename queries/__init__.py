"""The stored queries of treatygraph: where their files are.

Each file holds one query; its name without the ending is the query's public name and never changes its meaning.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["portable_file", "query_files"]

_FOLDER = Path(__file__).resolve().parent


def query_files() -> tuple[Path, ...]:
    """Return the files of the stored queries, in alphabetical order.

    :returns: the files; the stem of each is the name of its query.
    :raises FileNotFoundError: when the installation holds no such file.

    >>> {path.suffix for path in query_files()}
    {'.rq'}
    """
    files = tuple(sorted(_FOLDER.glob("*.rq")))
    if not files:
        raise FileNotFoundError(
            f"{_FOLDER / '*.rq'}: no such file in this installation of treatygraph. Install the package again."
        )
    return files


def portable_file() -> Path:
    """Return the list of the queries that rdflib reads.

    :returns: the file; :mod:`treatygraph.graph.checking.portability` writes and reads it.
    """
    return _FOLDER / "portable.txt"
