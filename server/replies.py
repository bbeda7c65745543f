"""Answers on their way out: whole, or to be read on, with their headers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from http import HTTPStatus
from typing import NamedTuple, TypeAlias

__all__ = ["Fields", "Reply", "Stream", "close"]

Fields: TypeAlias = tuple[tuple[str, str], ...]
"""Names of headers, and their values."""
_REMEMBERED = 256


@dataclass(frozen=True)
class Reply:
    """An answer as it is sent.

    :param status: its status.
    :param common: headers that other answers have, too, so that they are written once for all.
    :param body: its bytes.
    :param own: headers that it has alone.
    """

    status: int
    common: Fields
    body: bytes
    own: Fields = ()

    @property
    def headers(self) -> Fields:
        """All headers."""
        return (*self.common, *self.own)

    @cached_property
    def head(self) -> bytes:
        """Status and headers as HTTP/1.1 writes them, without the empty line at the end."""
        return b"".join((_status_line(self.status), _written(self.common), *map(_line, self.own)))


class Stream(NamedTuple):
    """An answer that is to be read on.

    :param status: its status.
    :param headers: its headers, but for its length.
    :param pieces: gives its bytes; to be closed by :func:`close`.
    :param length: how many they are, if that is known.
    """

    status: int
    headers: Fields
    pieces: Iterable[bytes]
    length: int | None = None

    @classmethod
    def of(cls, status: int, headers: Iterable[tuple[str, str]], pieces: Iterable[bytes]) -> Stream:
        """Take the length from among the headers.

        :param status: the status.
        :param headers: all headers.
        :param pieces: gives the bytes.
        :returns: the answer.
        """
        lengths = [int(value) for name, value in headers if _is_length(name) and value.isdecimal()]
        others = tuple(pair for pair in headers if not _is_length(pair[0]))
        return cls(status, others, pieces, next(iter(lengths), None))

    @property
    def fields(self) -> Fields:
        """All headers."""
        return self.headers if self.length is None else (*self.headers, ("Content-Length", str(self.length)))


def close(body: Iterable[bytes]) -> None:
    """Tell a body that it is not used any more (PEP 3333).

    :param body: the body.
    """
    end = getattr(body, "close", None)
    if end is not None:
        end()


def _is_length(name: str) -> bool:
    return name.lower() == "content-length"


@cache
def _status_line(status: int) -> bytes:
    return f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n".encode("latin-1")


@lru_cache(_REMEMBERED)
def _written(fields: Fields) -> bytes:
    """Write headers."""
    return b"".join(map(_line, fields))


def _line(field: tuple[str, str]) -> bytes:
    """Write a header."""
    return f"{field[0].lower()}: {field[1]}\r\n".encode("latin-1")
