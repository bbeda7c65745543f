"""The SHACL shapes of treatygraph: where their files are.

There is one file for each class, and ``annotations.ttl`` with what the shapes say about themselves. The union of
the files is the shapes graph.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["shape_files"]

_FOLDER = Path(__file__).resolve().parent


def shape_files() -> tuple[Path, ...]:
    """Return the Turtle files whose union is the shapes graph, in alphabetical order.

    :returns: the files; the name of each is that of the class it is about.
    :raises FileNotFoundError: when the installation holds no such file.

    >>> [path.stem for path in shape_files()][:2]
    ['agent', 'annotations']
    """
    files = tuple(sorted(_FOLDER.glob("*.ttl")))
    if not files:
        raise FileNotFoundError(
            f"{_FOLDER / '*.ttl'}: no such file in this installation of treatygraph. Install the package again."
        )
    return files
