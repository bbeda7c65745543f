"""Errors of the server: one shape, in plain text or in JSON (RFC 9457).

A handler raises :class:`Problem`; :mod:`.errors` answers with it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

__all__ = ["MAX_REPEATED", "PLAIN", "Problem"]

PLAIN = "text/plain"
MAX_REPEATED = 2000
"""How many characters of a query an error repeats."""


class Problem(Exception):
    """A request that gets an error, with what is wrong and what the client can do about it.

    :param code: the HTTP status.
    :param message: what is wrong, whole sentences.
    :param repair: what can be done about it.
    :param choices: what exists instead, one line each.
    :param query: the query that was sent, to be repeated in the answer, a long one in part.
    :param line: the line of the query, counted from 1.
    :param column: the column, counted from 1.
    :param headers: further headers of the answer.
    """

    def __init__(
        self,
        code: int,
        message: str,
        *,
        repair: str = "",
        choices: Sequence[str] = (),
        query: str | None = None,
        line: int | None = None,
        column: int | None = None,
        headers: Sequence[tuple[str, str]] = (),
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.repair = repair
        self.choices = tuple(choices)
        self.query = query
        self.line = line
        self.column = column
        self.further_headers = tuple(headers)

    @property
    def title(self) -> str:
        """The name of the status.

        :returns: for instance ``Not Found``.
        """
        return HTTPStatus(self.code).phrase

    @property
    def place(self) -> str:
        """The place in the query, ready to be put before the message.

        :returns: for instance ``line 2, column 5: ``; empty when it is not known.
        """
        numbers = (("line", self.line), ("column", self.column))
        words = ", ".join(f"{word} {number}" for word, number in numbers if number is not None)
        return f"{words}: " if words else ""

    @property
    def repeated(self) -> str | None:
        """The query as the answer repeats it.

        :returns: its first :data:`MAX_REPEATED` characters, with a word on what is missing; None without a query.
        """
        if self.query is None or len(self.query) <= MAX_REPEATED:
            return self.query
        return f"{self.query[:MAX_REPEATED]}… (cut: the query has {len(self.query):,} characters)"

    def as_text(self) -> str:
        """Write the problem for people who read it in a terminal.

        :returns: some lines of plain text.

        >>> print(Problem(404, "There is no such thing.", choices=["/id/japan"]).as_text())
        404 Not Found
        There is no such thing.
          /id/japan
        <BLANKLINE>
        """
        lines = [f"{self.code} {self.title}", self.place + " ".join(filter(None, [self.message, self.repair]))]
        lines += [f"  {choice}" for choice in self.choices]
        if self.repeated is not None:
            lines += ["", "The query was:", self.repeated.rstrip("\n")]
        return "\n".join(lines) + "\n"

    def as_json(self) -> str:
        """Write the problem for programs (RFC 9457).

        :returns: a JSON object; ``type`` is about:blank, the members after ``detail`` only where they apply.
        """
        members: dict[str, Any] = {
            "type": "about:blank",
            "title": self.title,
            "status": self.code,
            "detail": self.message,
            "repair": self.repair or None,
            "choices": list(self.choices) or None,
            "line": self.line,
            "column": self.column,
            "query": self.repeated,
        }
        present = {name: value for name, value in members.items() if value is not None}
        return json.dumps(present, ensure_ascii=False) + "\n"
