"""The text of a query: its tokens, places in it, and typed values put in the place of variables.

pyoxigraph's own ``substitutions=`` wants each variable in the projection and does not reach into aggregated
subqueries. Here a variable's token is replaced by the token of a term, so that a value is one term wherever the
variable stands, in every engine, and can never become syntax.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode

from treatygraph.graph.errors import QueryError

__all__ = [
    "KEYWORDS",
    "LARGEST_QUERY",
    "ServiceCall",
    "Token",
    "bind",
    "declared_prefixes",
    "is_steady",
    "position",
    "service_calls",
    "term_text",
    "tokens",
]

LARGEST_QUERY = 2**17
"""Bytes that a file with a query may have; what is larger was named by mistake."""
_WORDS = (
    "a base prefix select distinct reduced construct describe ask from named where order by asc desc "
    "limit offset group having values undef union optional minus graph service silent filter exists not "
    "in as bind true false str lang langmatches datatype bound iri uri bnode rand abs ceil floor round "
    "concat strlen ucase lcase encode_for_uri contains strstarts strends strbefore strafter year month "
    "day hours minutes seconds timezone tz now uuid struuid md5 sha1 sha256 sha384 sha512 coalesce if "
    "strlang strdt sameterm isiri isuri isblank isliteral isnumeric regex substr replace count sum min "
    "max avg sample group_concat separator triple subject predicate object istriple adjust lateral "
    "version langdir strlangdir haslang haslangdir insert delete data load clear drop create add move "
    "copy to into all default with using "
)
KEYWORDS = frozenset(_WORDS.split())
"""The words of SPARQL 1.1, of its updates and of the drafts of 1.2, in lower case."""

_CHANGING_NAMES = ("now", "rand", "uuid", "struuid")
_CHANGING = (*_CHANGING_NAMES, "service")
_CODE_POINT = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U(00(?:0[0-9A-Fa-f]|10)[0-9A-Fa-f]{4}))")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"


class Token(NamedTuple):
    """A token of a query.

    :param kind: iri, string, variable, language, blank, name, number, word or sign.
    :param text: the characters.
    :param start: where they begin, counted from 0.
    """

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where the token ends."""
        return self.start + len(self.text)

    def says(self, *words: str) -> bool:
        """Tell whether this is one of some keywords.

        :param words: the keywords in lower case.
        :returns: True whatever the case of the token.
        """
        return self.kind == "word" and self.text.lower() in words


class ServiceCall(NamedTuple):
    """A place where a query calls another endpoint.

    :param keyword: SERVICE.
    :param is_silent: whether SILENT follows.
    :param endpoint: the token where the name of the endpoint has to be; None at the end of the text.
    """

    keyword: Token
    is_silent: bool
    endpoint: Token | None

    @property
    def name(self) -> Token | None:
        """The endpoint, if it is written as an IRI or a prefixed name."""
        is_name = self.endpoint is not None and self.endpoint.kind in ("iri", "name")
        return self.endpoint if is_name else None


@lru_cache(maxsize=1)
def tokens(text: str) -> tuple[Token, ...]:
    """Split a query into tokens; white space and comments are left out. The latest query is remembered: all ask for it.

    :param text: the query.
    :returns: its tokens, in order; together with what is left out they are the whole text.

    >>> [token.text for token in tokens('ASK { ?s :p "}" } # done')]
    ['ASK', '{', '?s', ':p', '"}"', '}']
    """
    return tuple(
        Token(match.lastgroup or "", match[0], match.start())
        for match in _token().finditer(text)
        if match.lastgroup != "space"
    )


def position(text: str, offset: int) -> tuple[int, int]:
    r"""Tell the line and the column of a place in a text.

    :param text: the text.
    :param offset: the place, counted from 0.
    :returns: line and column, counted from 1.

    >>> position("ASK {\n  ?s }", 8)
    (2, 3)
    """
    before = text[:offset]
    return before.count("\n") + 1, offset - before.rfind("\n")


def declared_prefixes(query: tuple[Token, ...]) -> Mapping[str, str]:
    """Find the prefixes that a query declares.

    :param query: its tokens.
    :returns: the namespaces by prefix, without the colons; empty where an unfinished query names none.

    >>> dict(declared_prefixes(tokens("PREFIX e: <urn:e#> ASK { e:a ?p ?o }")))
    {'e': 'urn:e#'}
    """
    return {
        name.text[:-1]: iri.text[1:-1] if iri is not None and iri.kind == "iri" else ""
        for word, name, iri in zip(query, query[1:], (*query[2:], None), strict=False)
        if word.says("prefix") and name.kind == "name"
    }


def service_calls(query: tuple[Token, ...]) -> tuple[ServiceCall, ...]:
    """Find where a query calls other endpoints.

    :param query: its tokens.
    :returns: the calls, in order, finished or not.

    >>> [call.endpoint.text for call in service_calls(tokens("ASK { SERVICE SILENT <urn:a> {} service ?b {} }"))]
    ['<urn:a>', '?b']
    """
    found = []
    for index, token in enumerate(query):
        if token.says("service"):
            after = query[index + 1 : index + 3]
            is_silent = bool(after) and after[0].says("silent")
            found.append(ServiceCall(token, is_silent, next(iter(after[is_silent:]), None)))
    return tuple(found)


def is_steady(text: str) -> bool:
    r"""Tell whether a query has the same answer each time, over the same graph.

    :param text: the query.
    :returns: False if it calls a function whose value is another one each time, or another endpoint.

    >>> is_steady("SELECT (NOW # comment\n () AS ?x) {}")
    False
    >>> is_steady("ASK { ?now ?p 'NOW()' }")
    True
    >>> is_steady("ASK { SERVICE <http://example.org/sparql> { ?s ?p ?o } }")
    False
    """
    # A reader may expand escapes before it looks for names of functions (SPARQL 1.1, section 19.2), or after.
    readings = [text]
    if "\\" in text:
        readings.append(_CODE_POINT.sub(lambda match: chr(int(match[1] or match[2], 16)), text))
    return not any(_may_call(reading) and _calls_what_changes(reading) for reading in readings)


def _may_call(text: str) -> bool:
    """Tell whether such a name occurs at all; most often none does."""
    folded = text.casefold()
    return any(name in folded for name in _CHANGING)


def _calls_what_changes(text: str) -> bool:
    """Find the call of such a function, or of an endpoint, among the tokens."""
    query = tokens(text)
    if any(name.says(*_CHANGING_NAMES) and bracket.text == "(" for name, bracket in pairwise(query)):
        return True
    return any(call.name is not None for call in service_calls(query))


def term_text(term: NamedNode | Literal) -> str:
    r"""Write a term so that every reader of SPARQL takes it for this term.

    A reader may expand ``\u`` escapes before it looks for strings (SPARQL 1.1, section 19.2, can be read so, and
    rdflib does), so an escaped backslash is never followed by a plain ``u``. The escape that stands for that letter
    has eight digits, since rdflib takes up to eight of what follows.

    :param term: an IRI or a literal.
    :returns: its text.

    >>> print(term_text(Literal('"')))
    "\""
    """
    if isinstance(term, NamedNode):
        return f"<{term.value}>"
    parts = [_ESCAPES.get(character, character) for character in term.value]
    for index, character in enumerate(term.value):
        if character in "uU" and index and term.value[index - 1] == "\\":
            parts[index] = f"\\U{ord(character):08x}"
    text = f'"{"".join(parts)}"'
    if term.language:
        return f"{text}@{term.language}"
    return text if term.datatype.value == _XSD_STRING else f"{text}^^<{term.datatype.value}>"


def bind(text: str, values: Mapping[str, NamedNode | Literal]) -> str:
    """Put terms in the place of variables.

    :param text: the query.
    :param values: the terms by the names of their variables, without ``?``.
    :returns: the query with each token of such a variable replaced; where it is projected, the term is projected
        under its name, and where the query groups or orders by it, the term stands in parentheses.
    :raises QueryError: if the query itself gives such a variable a value, or a value is a blank node.

    >>> bind("SELECT ?_n { ?s ?p ?_n }", {"_n": Literal("1")})
    'SELECT ("1" AS ?_n) { ?s ?p "1" }'
    """
    if any(isinstance(value, BlankNode) for value in values.values()):
        raise QueryError("A blank node in a query stands for anything, so it is no value.", repair="Give an IRI.")
    pieces, done = [], 0
    for token, before, clause in _with_clause(tokens(text)):
        term = values.get(token.text[1:]) if token.kind == "variable" else None
        if term is None:
            continue
        written = term_text(term)
        if before is not None and (before.says("as", "values") or clause == "values"):
            line, column = position(text, token.start)
            raise QueryError(f"{token.text} is a parameter, and the query gives it a value.", line=line, column=column)
        if clause == "select":
            written = f"({written} AS {token.text})"
        elif clause == "by":
            written = f"({written})"
        pieces += [text[done : token.start], written]
        done = token.end
    return "".join((*pieces, text[done:]))


def _with_clause(query: tuple[Token, ...]) -> Iterator[tuple[Token, Token | None, str]]:
    """Go through the tokens, each with the one before it and the clause that wants variables there."""
    before: Token | None = None
    clause, depth = "", 0
    for token in query:
        if token.text in ("(", ")"):
            depth += 1 if token.text == "(" else -1
        elif token.text in ("{", "}") or token.says("where", "from", "limit", "offset", "having", "order", "group"):
            clause, depth = "", 0
        elif token.says("select", "by"):
            clause, depth = token.text.lower(), 0
        elif token.says("values"):
            clause = "values"
        yield token, before, clause if depth == 0 or clause == "values" else ""
        before = token


@cache
def _token() -> re.Pattern[str]:
    """Compile what tells tokens from one another, which takes as long as to import all else here."""
    return re.compile(
        r"""
    (?P<space>\s+|\#[^\r\n]*)
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<string>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
      | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*')
  | (?P<variable>[?$]\w+)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[a-z]+)?)
  | (?P<blank>_:\w(?:[\w.\-]*[\w\-])?)
  | (?P<name>(?:[^\W\d_](?:[\w.\-]*[\w\-])?)?:(?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\.)(?:(?:[\w:.\-]|%[0-9A-Fa-f]{2}|\\.)*
      (?:[\w:\-]|%[0-9A-Fa-f]{2}|\\.))?)?)
  | (?P<number>(?:\d+\.\d*|\.\d+|\d+)(?:[eE][+-]?\d+)?)
  | (?P<word>[^\W\d]\w*)
  | (?P<sign>\^\^|&&|\|\||!=|<=|>=|.)
    """,
        re.VERBOSE | re.DOTALL,
    )
