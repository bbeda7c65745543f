"""Answers that tell what is wrong: in plain text, in JSON (RFC 9457) or on a page, as the client asks.

Whatever ends in an HTTP error gets the shape of a :class:`~treatygraph.server.problems.Problem`.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from flask import Flask, Response, current_app, redirect, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed, NotFound, RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from treatygraph.graph.stores.failures import StoreError
from treatygraph.server.pool.errors import status_of
from treatygraph.server.problems import PLAIN, Problem

__all__ = ["HTML", "body_type", "register", "respond"]

JSON = "application/problem+json"
HTML = "text/html"
_OFFERS = {
    PLAIN: PLAIN,
    HTML: HTML,
    "application/xhtml+xml": HTML,
    JSON: JSON,
    "application/json": JSON,
    "application/ld+json": JSON,
    "application/sparql-results+json": JSON,
}


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
        return respond(_from_werkzeug(error))

    @app.errorhandler(Problem)
    def _problem(problem: Problem) -> BaseResponse:
        if problem.code == 404 and (path := _without_slash()):
            return redirect(path, 308)
        return respond(problem)

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
