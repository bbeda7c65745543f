"""Writing results: to a file whole or not at all, or to standard output."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable
from difflib import unified_diff
from io import StringIO
from pathlib import Path
from tempfile import mkstemp

from treatygraph.graph.errors import InputError
from treatygraph.graph.printable import printable
from treatygraph.graph.rdf_files import IN_FOLDERS

__all__ = ["difference", "refuse_to_overwrite", "replace_file", "rewrite", "write_result"]

_INPUTS = IN_FOLDERS | {".rq"}
"""The endings of the files that a folder stands for."""
_ANOTHER = "Name another file."


def write_result(data: bytes, path: Path | None) -> None:
    """Write the result of a command.

    :param data: what to write.
    :param path: the file, which is replaced in one step; a pipe or a device, which is written to; None or ``-``
        for standard output.
    :raises InputError: if the file cannot be written.
    """
    if path is None or path == Path("-"):
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(data)
        else:
            replace_file(path.resolve(), data)
    except OSError as error:
        raise InputError(f"The file cannot be written: {error.strerror}.", path=path) from None


def refuse_to_overwrite(inputs: Iterable[Path], output: Path | None) -> None:
    """Refuse to put a result in the place of what it was made from.

    :param inputs: the files and folders that are read; a folder stands for the RDF files and queries below it.
    :param output: the file to write; None or ``-`` for standard output.
    :raises InputError: if the output is one of the inputs, by whatever name or link.
    """
    if output is None or output == Path("-") or not output.is_file():
        return
    for each in inputs:
        below = each.is_dir() and output.resolve().is_relative_to(each.resolve()) and output.suffix.lower() in _INPUTS
        if below or (each.is_file() and each.samefile(output)):
            raise InputError("This file is read, so the result cannot be written to it.", path=output, repair=_ANOTHER)


def difference(before: str, after: str, name: str) -> str:
    r"""Show how two versions of a text differ, as ``diff -u`` does.

    :param before: the old text.
    :param after: the new text.
    :param name: the name of the file.
    :returns: lines in the unified format; empty when the texts are the same.

    >>> difference("a", "b\n", "f").splitlines()[3:]
    ['-a', '\\ No newline at end of file', '+b']
    """
    old, new = (list(StringIO(text, newline="\n")) for text in (before, after))
    lines = unified_diff(old, new, printable(name), printable(name))
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def rewrite(path: Path, data: bytes) -> None:
    """Give a file that is there another content; links to it and its mode stay.

    :param path: the file.
    :param data: its new content.
    :raises InputError: if it cannot be written; then its old content is still there.
    """
    try:
        mode = path.stat().st_mode
        # Another file could take its place all the same, but whoever took the right to write away meant its content.
        if not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        replace_file(path.resolve(), data)
        path.chmod(mode & 0o7777)
    except OSError as error:
        raise InputError(f"The file cannot be written: {error.strerror}.", path=path) from None


def replace_file(path: Path, data: bytes) -> None:
    """Put a file in place so that it is there whole or not at all.

    :param path: the file.
    :param data: its content.
    :raises OSError: if it cannot be written; then what was there before is still there.
    """
    descriptor, name = mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "wb") as output:
            output.write(data)
            output.flush()
            os.fsync(output.fileno())
        # mkstemp makes files for the user alone; what is written for others has the mode that open() would give.
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def _umask() -> int:
    """Return the mask of the process, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
