"""Where a query goes wrong, and why: pyoxigraph tells only how far its parser had looked.

The parser reads ahead by the length of a keyword, so the place it reports can be a dozen characters too far, and
its list of what it expected tells mostly about that keyword. The real place is the first token that no correct
query can have there: the beginnings of the query are parsed until the shortest wrong one is found.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from itertools import pairwise

from pyoxigraph import Store

from treatygraph.graph.errors import QueryError
from treatygraph.graph.query_names import names_in
from treatygraph.graph.query_variables import explain_variable
from treatygraph.graph.sparql_text import KEYWORDS, Token, declared_prefixes, position, service_calls, tokens
from treatygraph.graph.terms import PREFIXES

__all__ = ["explain_failure", "explain_syntax_error", "lacks_function", "without_service"]

_PLACE = re.compile(r"error at (\d+):(\d+): expected (.*)", re.DOTALL)
_SERVICE = re.compile("s(?=ervice)", re.IGNORECASE)
_FUNCTION = re.compile(r"The custom function <(.+)> is not supported")
_SENTENCE = re.compile(r"(?:^|of |, )(The [a-z A-Z-]+)")
_SIGN_OR_CLASS = re.compile(r'(?:^|of |, )(?:"|\[\'|\[\[)')
_WAITING = frozenset(("group", "order", "not", "in", "coalesce", "concat", ";"))
"""What is followed by a keyword or a list, of which the parser's list of what it expected says nothing."""
_FORMS = ("select", "ask", "construct", "describe")
_UPDATES = frozenset(("insert", "delete", "load", "clear", "drop", "create", "add", "move", "copy", "with"))


def without_service(text: str) -> str:
    """Make a text in which the keyword SERVICE cannot be, and which else parses as before.

    Where the tokens show a call, GRAPH stands for it, which has the same grammar; whatever else may be the keyword is
    another word, which the parser does not know.

    :param text: a query.
    :returns: a text of the same length; a query that it is an error in uses the keyword where the tokens do not show
        it, or was wrong before.

    >>> without_service("PREFIX service: <http://example.org/service/> ASK { ?s a service:A }")
    'PREFIX zervice: <http://example.org/zervice/> ASK { ?s a zervice:A }'
    >>> without_service("ASK { SERVICE <urn:a> {} }")
    'ASK { GRAPH   <urn:a> {} }'
    """
    pieces, done = [], 0
    # A text without the word is not worth its tokens.
    for call in service_calls(tokens(text)) if _SERVICE.search(text) else ():
        if call.name is not None:
            start, end = call.keyword.start, call.name.start
            pieces += [text[done:start], "GRAPH".ljust(end - start)]
            done = end
    return _SERVICE.sub(lambda match: "z" if match[0] == "s" else "Z", "".join((*pieces, text[done:])))


def explain_syntax_error(text: str, message: str) -> QueryError:
    """Make of a parser's complaint an error that names place, cause and repair.

    :param text: the query.
    :param message: what the parser said.
    :returns: the error.
    """
    query = tokens(text)
    return (
        _update(text, query)
        or _open_string(text, query)
        or _open_iri(text, query)
        or _relative_iri(text, query)
        or _unknown_word(text, query)
        or _undeclared_prefix(text, query)
        or explain_variable(without_service(text), query)
        or _unexpected_token(text, query, message)
    )


def explain_failure(text: str, message: str) -> QueryError:
    """Say why a query that can be read cannot be answered.

    :param text: the query.
    :param message: what the engine said.
    :returns: the error; for a function that nobody has with the place where it is called.

    >>> print(explain_failure("ASK { BIND(<urn:f>(1) AS ?x) }", "The custom function <urn:f> is not supported"))
    line 1, column 12: There is no function <urn:f>. Use the functions of SPARQL 1.1.
    """
    function = _FUNCTION.search(message)
    if function is None:
        return QueryError(f"The engine cannot answer: {message.rstrip('.')}.")
    iri, query = function[1], tokens(text)
    calls = [token for token, after in pairwise(query) if token.kind in ("iri", "name") and after.text == "("]
    token = next((each for each in calls if names_in(text, [each]) == (iri,)), None)
    line, column = (None, None) if token is None else position(text, token.start)
    return QueryError(
        f"There is no function <{iri}>.", line=line, column=column, repair="Use the functions of SPARQL 1.1."
    )


def lacks_function(message: str) -> bool:
    """Tell whether the engine complains of a function that nobody has.

    :param message: what the engine said.
    :returns: True if it does.
    """
    return _FUNCTION.search(message) is not None


def _error(text: str, token: Token, message: str, repair: str) -> QueryError:
    """Place an error at a token."""
    line, column = position(text, token.start)
    return QueryError(message, line=line, column=column, repair=repair)


def _update(text: str, query: tuple[Token, ...]) -> QueryError | None:
    """Find an update, which is no query."""
    first = next((token for token in query if token.says(*_FORMS, *_UPDATES)), None)
    if first is None or first.text.lower() not in _UPDATES:
        return None
    return _error(
        text, first, "This is an update.", "The graph is only read: ask with SELECT, ASK, CONSTRUCT or DESCRIBE."
    )


def _open_string(text: str, query: tuple[Token, ...]) -> QueryError | None:
    """Find a quotation mark that begins a string without an end."""
    found = next((token for token in query if token.text in ("'", '"')), None)
    return (
        None
        if found is None
        else _error(text, found, "The string that begins here has no end on its line.", "Close it.")
    )


def _open_iri(text: str, query: tuple[Token, ...]) -> QueryError | None:
    """Find a bracket that begins an IRI without an end; what is compared has a prefix that exists, or is a call."""
    declared = declared_prefixes(query)
    message = "The IRI that begins here has no end, or a sign that no IRI has."
    for number, (bracket, name) in enumerate(pairwise(query)):
        is_next = bracket.text == "<" and bracket.end == name.start
        is_strange = name.kind == "name" and name.text.partition(":")[0] not in declared
        after = query[number + 2 : number + 3]
        is_broken = name.kind == "word" and bool(after) and after[0].kind == "word"
        if is_next and (is_strange or is_broken):
            return _error(text, bracket, message, "Close it with >.")
    return None


def _relative_iri(text: str, query: tuple[Token, ...]) -> QueryError | None:
    """Find an IRI that needs a base, where none is declared."""
    if any(token.says("base") for token in query):
        return None
    found = next((token for token in query if token.kind == "iri" and ":" not in token.text), None)
    return (
        None
        if found is None
        else _error(text, found, f"The IRI {found.text} is relative.", "Write it whole, or declare a BASE.")
    )


def _unknown_word(text: str, query: tuple[Token, ...]) -> QueryError | None:
    """Find a word that SPARQL does not have."""
    for token in query:
        if token.kind == "word" and token.text.lower() not in KEYWORDS:
            near = get_close_matches(token.text.lower(), KEYWORDS, n=1)
            repair = f"Did you mean {near[0].upper()}?" if near else "A variable begins with ?, a name has a prefix."
            return _error(text, token, f"SPARQL has no word {token.text!r}.", repair)
    return None


def _undeclared_prefix(text: str, query: tuple[Token, ...]) -> QueryError | None:
    """Find a prefix that the query uses and does not declare."""
    declared = declared_prefixes(query)
    for token in query:
        prefix = token.text.partition(":")[0]
        if token.kind == "name" and prefix not in declared:
            iri = PREFIXES.get(prefix, "…")
            return _error(text, token, f"The prefix '{prefix}:' is not declared.", f"Add PREFIX {prefix}: <{iri}>.")
    return None


def _unexpected_token(text: str, query: tuple[Token, ...], message: str) -> QueryError:
    """Find the first token that cannot be where it is."""
    harmless = without_service(text)
    low, high = 0, len(query)
    while low < high:
        middle = (low + high + 1) // 2
        if _can_go_on(harmless, query[:middle]):
            low = middle
        else:
            high = middle - 1
    place = _PLACE.match(message)
    sentence = _SENTENCE.search(place[3]) if place else None
    repair = "Look at this place and just before it."
    if low < len(query):
        return _error(text, query[low], f"{sentence[1]}." if sentence else f"Unexpected {query[low].text!r}.", repair)
    line, column = position(text, len(text.rstrip()))
    return QueryError(f"{sentence[1]}." if sentence else "The query ends too early.", line=line, column=column)


def _can_go_on(text: str, beginning: tuple[Token, ...]) -> bool:
    """Tell whether the first tokens of a text can be the beginning of a query."""
    if not beginning:
        return True
    # The blank keeps the last token from growing into another one.
    start = text[: beginning[-1].end] + " "
    try:
        Store().query(start)
    except SyntaxError as error:
        place = _PLACE.match(error.msg)
        at_end = place is not None and (int(place[1]), int(place[2])) == position(start, len(start))
        # A sentence complains of the query as a whole, which what follows (GROUP BY, say) can still put right.
        if place is not None and at_end and (_SIGN_OR_CLASS.search(place[3]) or _SENTENCE.search(place[3])):
            return True
        in_prologue = not any(token.says(*_FORMS) for token in beginning)
        waits = in_prologue or beginning[-1].text.lower() in _WAITING
        return at_end and waits and _can_go_on(text, beginning[:-1])
    except (RuntimeError, ValueError, OSError):
        return True
    return True
