"""What relative IRIs are relative to in a file that declares no base: the name of the file itself (RFC 3986, 5.1.3).

Such a name means something on this machine alone. It serves to look at a file, and to lay it out; what is built from
files, exported or compared needs a base that is declared.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from treatygraph.graph.errors import InputError

__all__ = ["RelativeIriError", "base_of"]


class RelativeIriError(InputError):
    """A file has a relative IRI and declares no base before it."""


def base_of(path: str | None) -> str:
    """Name a file by an IRI; below the current folder by its path from there, which is the same on every machine.

    :param path: the file; None for a text that comes from none.
    :returns: an IRI of the scheme ``file``.

    >>> base_of("data/a b.ttl"), base_of("/somewhere/else.ttl")
    ('file:///data/a%20b.ttl', 'file:///somewhere/else.ttl')
    """
    file = Path(path or "-").absolute()
    folder = Path.cwd()
    local = file.relative_to(folder) if file.is_relative_to(folder) else file.relative_to(file.anchor)
    return f"file:///{quote(local.as_posix(), errors='replace')}"
