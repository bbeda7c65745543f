"""Answers on their way out: whole, or to be read on, with their headers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from typing import TypeAlias

__all__ = ["Headers", "Reply", "Stream", "close", "named"]

Headers: TypeAlias = list[tuple[str, str]]


@dataclass(frozen=True)
class Reply:
    """An answer as it is sent.

    :param status: its status.
    :param headers: its headers.
    :param body: its bytes.
    """

    status: int
    headers: Headers
    body: bytes

    @cached_property
    def head(self) -> bytes:
        """Status and headers as HTTP/1.1 writes them, without the empty line at the end."""
        lines = [f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}"]
        lines += [f"{name.lower()}: {value}" for name, value in self.headers]
        return "\r\n".join([*lines, ""]).encode("latin-1")


@dataclass(frozen=True, slots=True)
class Stream:
    """An answer that is to be read on.

    :param status: its status.
    :param headers: its headers.
    :param pieces: gives its bytes; to be closed by :func:`close`.
    """

    status: int
    headers: Headers
    pieces: Iterable[bytes]


def named(headers: Headers) -> dict[str, str]:
    """Look headers up by their names.

    :param headers: names and values.
    :returns: the values, by the names in lower case.
    """
    return {name.lower(): value for name, value in headers}


def close(body: Iterable[bytes]) -> None:
    """Tell a body that it is not used any more (PEP 3333).

    :param body: the body.
    """
    end = getattr(body, "close", None)
    if end is not None:
        end()
