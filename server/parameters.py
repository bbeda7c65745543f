"""Parameters of a request as they are sent: decoded once, although several parts look at them."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import parse_qsl

__all__ = ["pairs_of"]

_REMEMBERED = 32


@lru_cache(_REMEMBERED)
def pairs_of(encoded: bytes) -> tuple[tuple[str, str], ...]:
    """Read a query string or a form; unlike Werkzeug's reader this one tells when it is not UTF-8.

    :param encoded: the bytes.
    :returns: names and values in order; empty values stay.
    :raises UnicodeDecodeError: for what is not UTF-8.

    >>> pairs_of(b"a=%20b&c=")
    (('a', ' b'), ('c', ''))
    """
    return tuple(parse_qsl(encoded.decode(), keep_blank_values=True, errors="strict"))
