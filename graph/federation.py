"""Calls of other endpoints, where some hosts are allowed: what a query may name, and a text that names it whole.

A host that is allowed without a port is allowed on the port that its scheme has by default; another port is another
host.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import MappingProxyType

from pyoxigraph import Store

from treatygraph.graph.errors import QueryError
from treatygraph.graph.query_errors import explain_syntax_error, without_service
from treatygraph.graph.query_names import names_in
from treatygraph.graph.settings import HOST, PORT
from treatygraph.graph.sparql_text import ServiceCall, Token, position

__all__ = ["with_allowed_calls"]

_DEFAULT_PORTS = MappingProxyType({"http": "80", "https": "443"})
_ENDPOINT = re.compile(
    rf"""(?P<scheme>https?)://(?P<host>{HOST})(?::(?P<port>{PORT}))?(?:[/?\#][^<>"{{}}|^`\\\x00-\x20]*)?""",
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)
"""No user, no escape and nothing else that readers of URLs take for another host."""


def with_allowed_calls(text: str, calls: Sequence[ServiceCall], hosts: Sequence[str]) -> str:
    """Refuse a query that calls others than it may, and write whole what it calls.

    :param text: the query.
    :param calls: where it calls other endpoints, at least one.
    :param hosts: the hosts that may be called, in lower case, each with a port or without.
    :returns: the query with the IRI of each endpoint in the place of its name, so that what was looked at here is
        what is called, whatever prefixes and bases mean.
    :raises QueryError: if it calls anything else.
    """
    names = [_name(text, call, hosts) for call in calls]
    iris = names_in(text, names)
    if iris is None or len(iris) != len(names):
        raise _unreadable(text, names[0])
    pieces, done = [], 0
    for call, name, iri in zip(calls, names, iris, strict=True):
        if not _is_allowed(iri, hosts):
            raise _refused(text, name, f"SERVICE <{iri}> is refused.", hosts)
        pieces += [text[done : call.keyword.start], f"SERVICE {'SILENT ' * call.is_silent}<{iri}>"]
        done = name.end
    return "".join((*pieces, text[done:]))


def _name(text: str, call: ServiceCall, hosts: Sequence[str]) -> Token:
    """Demand that an endpoint is written in the query."""
    if call.name is None:
        message = "SERVICE is refused where its endpoint is not written as an IRI."
        raise _refused(text, call.endpoint or call.keyword, message, hosts)
    return call.name


def _unreadable(text: str, name: Token) -> QueryError:
    """Say why the endpoints cannot be read: something before them is wrong, such as a prefix that is not declared."""
    try:
        Store().query(without_service(text))
    except SyntaxError as error:
        return explain_syntax_error(text, error.msg)
    line, column = position(text, name.start)
    return QueryError("The endpoint cannot be read.", line=line, column=column, repair="Write its IRI whole.")


def _is_allowed(iri: str, hosts: Sequence[str]) -> bool:
    """Tell whether an endpoint is on an allowed host."""
    match = _ENDPOINT.fullmatch(iri)
    if match is None:
        return False
    host, usual = match["host"].lower(), _DEFAULT_PORTS[match["scheme"].lower()]
    port = match["port"] or usual
    return f"{host}:{port}" in hosts or (port == usual and host in hosts)


def _refused(text: str, token: Token, message: str, hosts: Sequence[str]) -> QueryError:
    """Refuse a call, and name those that are allowed."""
    line, column = position(text, token.start)
    return QueryError(message, line=line, column=column, repair=f"It may call {', '.join(hosts)}, and nobody else.")
