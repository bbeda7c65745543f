"""Errors of the server: one shape, in plain text, in JSON (RFC 9457) or on a page, as the client asks.

A handler raises :class:`Problem`; whatever else ends in an HTTP error gets the same shape.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, current_app, redirect, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed, NotFound, RequestEntityTooLarge
from werkzeug.http import HTTP_STATUS_CODES
from werkzeug.wrappers import Response as BaseResponse

from treatygraph.graph.stores.failures import StoreError
from treatygraph.server.pool.errors import status_of

__all__ = ["HTML", "MAX_REPEATED", "PLAIN", "Problem", "body_type", "register", "respond"]

PLAIN = "text/plain"
JSON = "application/problem+json"
HTML = "text/html"
MAX_REPEATED = 2000
"""How many characters of a query an error repeats."""
_OFFERS = {
    PLAIN: PLAIN,
    HTML: HTML,
    "application/xhtml+xml": HTML,
    JSON: JSON,
    "application/json": JSON,
    "application/ld+json": JSON,
    "application/sparql-results+json": JSON,
}


class Problem(HTTPException):
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
        return HTTP_STATUS_CODES.get(self.code or 500, "Error")

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


def body_type() -> str:
    """Choose the form of an error for the present request; plain text where nothing fits.

    :returns: the media type.
    """
    best = request.accept_mimetypes.best_match(_OFFERS)
    return PLAIN if best is None else _OFFERS[best]


def respond(problem: Problem, media_type: str = "", page: Callable[[], str] | None = None) -> Response:
    """Answer the present request with a problem.

    :param problem: what is wrong.
    :param media_type: the form; by default the one that the client asks for.
    :param page: writes the page for browsers; by default a plain one.
    :returns: the response.
    """
    chosen = media_type or body_type()
    if chosen == HTML:
        body = render_template("problem.html", problem=problem) if page is None else page()
    else:
        body = problem.as_json() if chosen == JSON else problem.as_text()
    response = Response(body, status=problem.code, mimetype=chosen)
    response.headers.extend(problem.further_headers)
    response.vary.add("Accept")
    return response


def register(app: Flask) -> None:
    """Give all errors of an application the shape of a problem.

    :param app: the application.
    """

    @app.errorhandler(HTTPException)
    def _any_error(error: HTTPException) -> BaseResponse:
        if error.code == 404 and (path := _without_slash()):
            return redirect(path, 308)
        return respond(error if isinstance(error, Problem) else _from_werkzeug(error))

    @app.errorhandler(StoreError)
    def _store_fails(error: StoreError) -> Response:
        return respond(Problem(status_of(error), error.message, repair=error.repair))


def _without_slash() -> str:
    """Return where an address with a slash too many leads: its path without; empty where nothing answers there."""
    # One slash in front, whatever was sent: two would lead to another host.
    path = "/" + request.path.strip("/")
    adapter = current_app.create_url_adapter(request)
    if not request.path.endswith("/") or path == "/" or adapter is None or not adapter.test(path, method="GET"):
        return ""
    query = request.query_string.decode("latin-1")
    return f"{request.script_root}{quote(path)}" + (f"?{query}" if query else "")


def _from_werkzeug(error: HTTPException) -> Problem:
    """Turn an error of Flask or Werkzeug into a problem; an internal one tells nothing of its inside."""
    if isinstance(error, InternalServerError):
        return Problem(500, "The server failed on this request; its log says more.")
    if isinstance(error, MethodNotAllowed):
        message, repair = f"This address is read-only and does not take {request.method}.", "Use a method of «Allow»."
    elif isinstance(error, RequestEntityTooLarge):
        message = f"The body is longer than {current_app.config['MAX_CONTENT_LENGTH']:,} bytes."
        repair = "Send a shorter one."
    elif isinstance(error, NotFound):
        message, repair = "There is nothing at this address.", "The home page leads to everything that there is."
    else:
        message, repair = error.description or "", ""
    kept = [(name, value) for name, value in error.get_headers() if name.lower() not in _OWN_HEADERS]
    return Problem(error.code or 500, message, repair=repair, headers=kept)


_OWN_HEADERS = frozenset({"content-type", "content-length"})
