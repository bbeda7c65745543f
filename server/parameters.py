"""Parameters of a request as they are sent: decoded once, although several parts look at them."""

from __future__ import annotations

import re
from binascii import a2b_qp
from functools import lru_cache
from urllib.parse import unquote_to_bytes

__all__ = ["pairs_of"]

_REMEMBERED = 32
_NO_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")


@lru_cache(_REMEMBERED)
def pairs_of(encoded: bytes) -> tuple[tuple[str, str], ...]:
    """Read a query string or a form (URL standard, section 5.1), but tell when it is not UTF-8.

    :param encoded: the bytes.
    :returns: names and values in order; empty values stay.
    :raises UnicodeDecodeError: for what is not UTF-8.

    >>> pairs_of(b"a=%20b&c=")
    (('a', ' b'), ('c', ''))
    """
    if not encoded.isascii():
        # What is half escaped and half not is no character.
        encoded.decode()
    parts = (part.partition(b"=") for part in encoded.split(b"&") if part)
    return tuple((_text(name), _text(value)) for name, _, value in parts)


def _text(encoded: bytes) -> str:
    """Decode a name or a value."""
    data = encoded.replace(b"+", b" ")
    return (_unescaped(data) if b"%" in data else data).decode()


def _unescaped(data: bytes) -> bytes:
    """Decode escapes (RFC 3986, section 2.1).

    Quoted-printable (RFC 2045, section 6.7) is the same with another sign, and is decoded by the interpreter itself,
    some twenty times as fast: queries have many escapes.
    """
    if _NO_ESCAPE.search(data):
        return unquote_to_bytes(data)
    return a2b_qp(data.replace(b"=", b"%3D").replace(b"%", b"="))
