"""Which variable of a query is at fault where its grammar is right: pyoxigraph names none, and no place.

The engine itself is asked: the query is right once another word stands in the variable's place.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from pyoxigraph import Store

from treatygraph.graph.errors import QueryError
from treatygraph.graph.sparql_text import Token, position

__all__ = ["explain_variable"]

_FRESH = "fresh_variable_of_nobody"
MOST = 16
"""How many variables are tried: each costs a look at the whole query."""


def explain_variable(text: str, query: tuple[Token, ...]) -> QueryError | None:
    """Find a variable that is given a value twice, or selected beside an aggregate without being grouped.

    :param text: a query that is no query.
    :param query: its tokens.
    :returns: the error; None if it is another one.
    """
    again = _bound_again(text, query)
    if again is not None:
        line, column = position(text, again.start)
        return QueryError(
            f"{again.text} has a value already.", line=line, column=column, repair="Give the new value another name."
        )
    loose = _ungrouped(text, query)
    if loose is not None:
        line, column = position(text, loose.start)
        message = f"{loose.text} is neither grouped nor in an aggregate."
        repair = f"Add GROUP BY {loose.text}, or write SAMPLE({loose.text})."
        return QueryError(message, line=line, column=column, repair=repair)
    return None


def _bound_again(text: str, query: tuple[Token, ...]) -> Token | None:
    """Find what stands behind AS and has a value already (SPARQL 1.1, sections 10.1 and 18.2.4.4)."""
    named = [each for word, each in pairwise(query) if word.says("as") and each.kind == "variable"][:MOST]
    return next((each for each in named if _is_query(_with(text, [(each, f"?{_FRESH}")]))), None)


def _ungrouped(text: str, query: tuple[Token, ...]) -> Token | None:
    """Find the first variable that a SELECT with aggregates cannot have (SPARQL 1.1, section 11.4)."""
    selected = list(_selected(query))[:MOST]
    for first in reversed(range(len(selected))):
        others = [
            (token, "1" if depth else f"(1 AS ?{_FRESH}{number})")
            for number, (token, depth) in enumerate(selected[first:])
        ]
        if _is_query(_with(text, others)):
            return selected[first][0]
    return None


def _selected(query: tuple[Token, ...]) -> Iterator[tuple[Token, int]]:
    """Give the variables whose values are selected, with the depth of brackets that they stand in."""
    depth, is_inside = 0, False
    for before, token in pairwise(query):
        if before.says("select"):
            depth, is_inside = 0, True
        elif before.text == "{" or before.says("where", "from"):
            is_inside = False
        depth += (before.text == "(") - (before.text == ")")
        if is_inside and token.kind == "variable" and not before.says("as"):
            yield token, depth


def _with(text: str, others: list[tuple[Token, str]]) -> str:
    """Write other words in place of some tokens, which stand in order."""
    pieces, done = [], 0
    for token, word in others:
        pieces += [text[done : token.start], word]
        done = token.end
    return "".join((*pieces, text[done:]))


def _is_query(text: str) -> bool:
    """Tell whether the engine can read a text; on an empty store it does no work, and calls nobody."""
    try:
        Store().query(text)
    except SyntaxError:
        return False
    except (RuntimeError, ValueError, OSError):
        return True
    return True
