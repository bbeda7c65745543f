"""Reading files that a user names: whole, or not at all with a clear error; never waiting for a pipe."""

from __future__ import annotations

import stat
from pathlib import Path

from treatygraph.graph.errors import InputError

__all__ = ["NOT_TEXT", "decode", "place_of", "read_bytes", "read_text", "require_regular"]

NOT_TEXT = "is not UTF-8 text."
"""What the message ends with about a file that cannot be read as text."""
_MARK = "\ufeff"


def require_regular(path: Path, *, what: str = "file", repair: str = "") -> None:
    """Refuse what cannot be read to its end: opening a pipe or a device could wait for ever.

    :param path: the file.
    :param what: what it should be, for the error.
    :param repair: what the user can do, for the error.
    :raises InputError: if there is no regular file.
    """
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        raise InputError(f"The {what} cannot be read: {_reason(error)}.", path=path, repair=repair) from None
    if not stat.S_ISREG(mode):
        found = "a folder" if stat.S_ISDIR(mode) else "no regular file"
        raise InputError(f"The {what} is {found}.", path=path, repair=repair)


def read_bytes(path: Path, *, what: str = "file", repair: str = "", most: int | None = None) -> bytes:
    """Read a file.

    :param path: the file.
    :param what: what it should be, for the error.
    :param repair: what the user can do, for the error.
    :param most: how many bytes it may have; None for any number.
    :returns: its content.
    :raises InputError: if it is no regular file, is too large or cannot be read.
    """
    require_regular(path, what=what, repair=repair)
    try:
        with path.open("rb") as file:
            data = file.read() if most is None else file.read(most + 1)
    except OSError as error:
        raise InputError(f"The {what} cannot be read: {_reason(error)}.", path=path, repair=repair) from None
    if most is not None and len(data) > most:
        raise InputError(f"The {what} is larger than {most:,} bytes.", path=path, repair=repair)
    return data


def read_text(path: Path, *, what: str = "file", repair: str = "", most: int | None = None) -> str:
    """Read a text file, its line ends as they are, without a byte order mark.

    :param path: the file.
    :param what: what it should be, for the error.
    :param repair: what the user can do, for the error.
    :param most: how many bytes it may have; None for any number.
    :returns: its text.
    :raises InputError: if it is no regular file, is too large, cannot be read or is not UTF-8.
    """
    return decode(read_bytes(path, what=what, repair=repair, most=most), path, what=what)


def decode(data: bytes, path: Path | None, *, what: str = "file") -> str:
    """Decode the content of a text file.

    :param data: the content.
    :param path: where it comes from; None for standard input.
    :param what: what it should be, for the error.
    :returns: the text, without a byte order mark.
    :raises InputError: if it is not UTF-8, with line and column.
    """
    try:
        return data.decode("utf-8").removeprefix(_MARK)
    except UnicodeDecodeError as error:
        line, column = place_of(error)
        message = f"The {what} {NOT_TEXT}"
        raise InputError(message, path=path, line=line, column=column, repair="Save it as UTF-8.") from None


def place_of(error: UnicodeDecodeError) -> tuple[int, int]:
    r"""Tell where a content is no text of its encoding.

    :param error: what Python says of it.
    :returns: line and column, counted from 1, as far as the lines before can be told.

    >>> try:
    ...     b"a\n\xc3\xa4b\xff".decode()
    ... except UnicodeDecodeError as error:
    ...     print(place_of(error))
    (2, 3)
    """
    data = bytes(error.object)
    start = data.rfind(b"\n", 0, error.start) + 1
    before = data[start : error.start].decode(error.encoding, "replace")
    return data.count(b"\n", 0, error.start) + 1, len(before) + 1


def _reason(error: OSError | ValueError) -> str:
    """Say why the system refuses a file."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
