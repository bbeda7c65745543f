"""Reading of requests by the SPARQL 1.1 Protocol: the query operation in its three forms, and by the method QUERY.

Sources: SPARQL 1.1 Protocol, section 2.1 (query operation) and 2.1.4 (specifying an RDF dataset); "The HTTP QUERY
Method" (an IETF draft), whose body is what that of a POST is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from treatygraph.server.formats import SOLUTIONS, TRIPLES
from treatygraph.server.negotiation import by_name
from treatygraph.server.parameters import pairs_of
from treatygraph.server.problems import Problem

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

__all__ = [
    "FORM",
    "MAX_QUERY_BYTES",
    "PARAMETERS",
    "QUERY",
    "UPDATE",
    "QueryRequest",
    "about_body",
    "is_bare",
    "read_pairs",
    "read_request",
    "seconds_of",
]

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
MAX_QUERY_BYTES = 64 * 1024
LONGEST_TIMEOUT = 12
"""How many digits of milliseconds make a difference."""

PARAMETERS = ("query", "default-graph-uri", "named-graph-uri", "format", "timeout")
"""The parameters of the query operation; any other is ignored."""

_READ_ONLY = "This endpoint is read-only: it answers queries, and updates are refused."
_ASK = "Ask with SELECT, ASK, CONSTRUCT or DESCRIBE."
_ASKING = frozenset({*PARAMETERS, "update"} - {"format"})
"""The parameters that make a request a query operation, or an attempt at one."""


class QueryRequest(NamedTuple):
    """A query operation.

    :param text: the query.
    :param default_graphs: the IRIs of ``default-graph-uri``.
    :param named_graphs: the IRIs of ``named-graph-uri``.
    :param format: the value of ``format``, or None.
    :param timeout: how many seconds the client wants to wait at most, or None.
    """

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str | None = None
    timeout: float | None = None


def is_bare(parameters: Iterable[tuple[str, str]]) -> bool:
    """Tell whether a request asks for no query but for the endpoint itself.

    :param parameters: the parameters in the URL of a GET or HEAD request.
    :returns: True without ``query``, ``update`` and the parameters that a query can have besides ``format``.
    """
    return not any(name in _ASKING for name, _ in parameters)


def about_body(environ: WSGIEnvironment) -> tuple[str, str]:
    """Tell what a request says of its body.

    :param environ: the request.
    :returns: its headers ``Content-Type`` and ``Content-Encoding``.
    """
    return environ.get("CONTENT_TYPE", ""), environ.get("HTTP_CONTENT_ENCODING", "")


def read_request(
    method: str, query_string: bytes, content_type: str, encoding: str, body: Callable[[], bytes]
) -> QueryRequest:
    """Read a query operation (SPARQL 1.1 Protocol, sections 2.1.1 to 2.1.3).

    :param method: the method of the request.
    :param query_string: what follows the question mark in its URL.
    :param content_type: its header of this name.
    :param encoding: its header ``Content-Encoding``.
    :param body: gives its body.
    :returns: the operation.
    :raises Problem: 400 for a malformed operation, 403 for an update, 413 or 414 for a query that is too
        long, 415 for a body of another type or encoding.
    """
    in_url = _grouped(read_pairs(query_string))
    if method not in {"POST", "QUERY"}:
        return _from_parameters(in_url, 414)
    from werkzeug.http import parse_options_header  # the first answers need not wait for it

    _require_plain(encoding)
    media_type, options = parse_options_header(content_type)
    media_type = media_type.lower()
    if media_type in {FORM, QUERY}:
        _require_utf_8(options)
        if "query" in in_url:
            raise Problem(400, f"The request is a {method} and has a query in its URL.", repair=_ONE_PLACE)
        sent = body()
        in_body = read_pairs(sent) if media_type == FORM else (("query", _decode(sent)),)
        return _from_parameters(_grouped((*read_pairs(query_string), *in_body)), 413)
    if media_type == UPDATE:
        raise Problem(403, _READ_ONLY, repair=_ASK, query=_decode(body()))
    said = f"of the type {media_type!r}" if media_type else "without a Content-Type"
    raise Problem(
        415,
        f"The body was sent {said}.",
        repair="Send a query as one of these types:",
        choices=[FORM, QUERY],
        headers=[("Accept-Query" if method == "QUERY" else "Accept-Post", f"{FORM}, {QUERY}")],
    )


def read_pairs(encoded: bytes) -> tuple[tuple[str, str], ...]:
    """Read a query string or a form.

    :param encoded: the bytes.
    :returns: names and values in order; empty values stay.
    :raises Problem: 400 for what is not UTF-8.
    """
    try:
        return pairs_of(encoded)
    except UnicodeDecodeError as error:
        raise Problem(400, f"A parameter is not UTF-8 at its byte {error.start}.") from None


def seconds_of(timeout: str, text: str | None = None) -> float:
    """Read how long a client wants to wait, in milliseconds as other endpoints take it.

    :param timeout: the value of the parameter ``timeout``.
    :param text: the query, to be repeated.
    :returns: the time in seconds.
    :raises Problem: 400 for what is no whole number from 1 on.
    """
    digits = timeout.lstrip("0")
    if not (digits.isascii() and digits.isdecimal()):
        raise Problem(
            400, f"The parameter «timeout» is {timeout!r}.", repair="Give a whole number of milliseconds.", query=text
        )
    return int(digits) / 1000 if len(digits) <= LONGEST_TIMEOUT else math.inf


_ONE_PLACE = "Send one query, in one place."


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Put the values of each parameter together."""
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def _from_parameters(parameters: Mapping[str, list[str]], too_long: int) -> QueryRequest:
    """Make the operation of the parameters."""
    if "update" in parameters:
        raise Problem(403, _READ_ONLY, repair=_ASK, query=parameters["update"][0])
    queries = parameters.get("query", [])
    if len(queries) > 1:
        raise Problem(400, f"The parameter «query» is there {len(queries)} times.", repair=_ONE_PLACE)
    if not queries or not queries[0].strip():
        missing = "The query is empty." if queries else "The parameter «query» is missing."
        raise Problem(400, missing, repair="Send ?query=SELECT… (percent-encoded), or the query as a POST.")
    text = queries[0]
    if len(text.encode()) > MAX_QUERY_BYTES:
        raise Problem(too_long, f"The query is longer than {MAX_QUERY_BYTES // 1024} KiB.")
    if len(parameters) == 1:
        return QueryRequest(text)
    form, timeout = _format(parameters, text), _one(parameters, "timeout", text)
    return QueryRequest(
        text,
        tuple(parameters.get("default-graph-uri", ())),
        tuple(parameters.get("named-graph-uri", ())),
        form,
        None if timeout is None else seconds_of(timeout, text),
    )


def _format(parameters: Mapping[str, list[str]], text: str) -> str | None:
    """Return the format that is asked for; SPARQLWrapper names some by their suffix and by their media type at once."""
    values = list(dict.fromkeys(parameters.get("format", ())))
    known = {value: offer for value in values if (offer := by_name((*SOLUTIONS, *TRIPLES), value)) is not None}
    if len(set(known.values())) > 1 or (len(values) > 1 and not known):
        raise Problem(400, "The parameter «format» is there more than once.", query=text)
    return next(iter((*known, *values)), None)


def _one(parameters: Mapping[str, list[str]], name: str, text: str) -> str | None:
    """Return the value of a parameter that makes no sense twice."""
    values = parameters.get(name, [])
    if len(values) > 1:
        raise Problem(400, f"The parameter «{name}» is there more than once.", query=text)
    return values[0] if values else None


def _decode(body: bytes) -> str:
    """Decode a body that has to be UTF-8."""
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise Problem(400, f"The query is not UTF-8 at byte {error.start}.") from None


def _require_plain(encoding: str) -> None:
    """Refuse a body that is compressed."""
    if encoding.strip().lower() not in {"", "identity"}:
        raise Problem(
            415,
            f"The body was sent in the encoding {encoding!r}.",
            repair="Send it as it is.",
            headers=[("Accept-Encoding", "identity")],
        )


def _require_utf_8(options: Mapping[str, str]) -> None:
    """Refuse a body that says to be in another charset."""
    charset = options.get("charset", "utf-8")
    if charset.lower() not in {"utf-8", "utf8", "us-ascii"}:
        raise Problem(415, f"The body was sent in the charset {charset!r}.", repair="Send it as UTF-8.")
