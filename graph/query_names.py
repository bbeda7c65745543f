"""Names in a query: which IRIs its CURIEs and relative IRIs stand for, as the engine itself resolves them."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import NamedNode, QuerySolutions, Store

from treatygraph.graph.sparql_text import Token, tokens

__all__ = ["names_in"]

_FORMS = ("select", "ask", "construct", "describe")


def names_in(text: str, names: Sequence[Token]) -> tuple[str, ...] | None:
    """Resolve names of a query with its prefixes and its base.

    :param text: the query.
    :param names: some of its tokens.
    :returns: their IRIs; None if one is no name, or the engine cannot read them.

    >>> text = "PREFIX ex: <http://example.org/> ASK { ex:a a <b> }"
    >>> names_in(text, [token for token in tokens(text) if token.text == "ex:a"])
    ('http://example.org/a',)
    """
    if not all(token.kind in ("iri", "name") for token in names):
        return None
    start = next((token.start for token in tokens(text) if token.says(*_FORMS)), len(text))
    row = " ".join(f"({token.text} AS ?v{index})" for index, token in enumerate(names))
    try:
        # On an empty store and with nothing to match: the engine reads the names and does no work.
        answer = Store().query(f"{text[:start]}\nSELECT {row} {{}}")
    except SyntaxError:
        return None
    if not isinstance(answer, QuerySolutions):
        return None
    return tuple(term.value for solution in answer for term in solution if isinstance(term, NamedNode))
