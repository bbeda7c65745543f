"""What the variables of a query do where they stand: get a value, or have one used.

Source: SPARQL 1.1 Query Language (https://www.w3.org/TR/sparql11-query/), sections 18.2.1 and 19.8. Scopes are not told
apart: a variable that gets a value anywhere counts as one that has it everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum

from treatygraph.graph.sparql_text import Token

__all__ = ["Role", "roles"]


class Role(Enum):
    """What a variable does at one place."""

    MATCHED = "matched"
    """A pattern, VALUES or AS gives it values."""
    ASKED = "asked"
    """An expression of FILTER or BIND needs its value."""
    TOLD = "told"
    """It is selected, sorted or grouped by, or written into a template."""


_HEADS = ("select", "construct", "describe", "order", "group", "having")
_ENDS_OF_HEADS = ("where", "from", "limit", "offset", "values")


def roles(query: Iterable[Token]) -> Iterator[tuple[Token, Role]]:
    """Tell what each variable of a query does.

    :param query: the tokens of the query.
    :returns: the tokens that are variables, each with its role.

    >>> from treatygraph.graph.sparql_text import tokens
    >>> query = tokens("SELECT ?s { ?s ?p ?o FILTER (?q > 1) BIND (1 AS ?n) }")
    >>> [(token.text, role.value) for token, role in roles(query)][-2:]
    [('?q', 'asked'), ('?n', 'matched')]
    """
    now = Role.MATCHED
    around: list[Role] = []
    template = asked = False
    before: Token | None = None
    for token in query:
        if token.kind == "variable":
            is_named = before is not None and before.says("as")
            yield token, Role.MATCHED if is_named else now
        elif token.says(*_HEADS):
            now, template = Role.TOLD, token.says("construct")
        elif token.says(*_ENDS_OF_HEADS):
            now, template = Role.MATCHED, False
        elif token.says("filter", "bind"):
            asked = True
        elif token.text == "(":
            around.append(now)
            now, asked = Role.ASKED if asked else now, False
        elif token.text == "{":
            around.append(Role.MATCHED if now is Role.TOLD else now)
            now, template, asked = Role.TOLD if template else Role.MATCHED, False, False
        elif token.text in (")", "}") and around:
            now = around.pop()
        before = token
