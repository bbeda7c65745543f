"""What servers say differently from SPARQL 1.1, put right in one place: queries on their way, answers on theirs.

Virtuoso takes a comparison with an unbound variable for false where it is an error, answers ASK with a table, writes
booleans as 0 and 1, literals as ``typed-literal``, years before the common era with too few digits, and geometries
with a datatype of its own. ``docs/how-to/large-graphs.md`` tells what cannot be put right.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from treatygraph.graph.dataset import Term
from treatygraph.graph.query_names import names_in
from treatygraph.graph.querying import Result
from treatygraph.graph.sparql_text import Token, tokens
from treatygraph.graph.stores.failures import StoreError
from treatygraph.graph.stores.reserved import from_server
from treatygraph.graph.terms import GEO, XSD

__all__ = ["boolean_columns", "described", "for_server", "form_of", "read_graph", "read_solutions", "read_term"]

_FORMS = ("select", "ask", "construct", "describe")
_OPEN = re.compile(r"[?$]__[A-Za-z]\w*_(?:boolean|date|datetime|decimal|integer|iri|string)")
_COMPARING = frozenset(("=", "!=", "<", ">", "<=", ">=", "&&", "||", "!"))
_BOOLEAN_FUNCTIONS = (
    *("bound", "exists", "not", "in", "sameterm", "isiri", "isuri", "isblank", "isliteral", "isnumeric"),
    *("regex", "contains", "strstarts", "strends", "langmatches", "true", "false"),
)
_BOOLEANS = MappingProxyType({"0": "false", "1": "true"})
_SHORT_YEAR = re.compile(r"\A-(\d{1,3})(?=-|\Z)", re.ASCII)
_WITH_YEARS = frozenset(XSD + name for name in ("date", "dateTime", "gYear", "gYearMonth"))
_VIRTUOSO_GEOMETRY = "http://www.openlinksw.com/schemas/virtrdf#Geometry"
_NOT_LABEL = re.compile(r"\W+", re.ASCII)


def form_of(query: Sequence[Token]) -> str:
    """Tell what a query asks for.

    :param query: its tokens.
    :returns: select, ask, construct, describe; empty if it is none of these.
    """
    return next((token.text.lower() for token in query if token.says(*_FORMS)), "")


def for_server(text: str) -> str:
    """Write a query so that all servers take it for the same.

    ``COALESCE(?x = ?__x_iri, true)`` is how stored queries leave a parameter open. With the parameter unbound the
    comparison is an error, and the whole is true; Virtuoso says false.

    :param text: the query.
    :returns: a query with the same answers.

    >>> for_server("ASK { ?x ?p ?o FILTER (COALESCE(?x = ?__x_iri, true)) }")
    'ASK { ?x ?p ?o FILTER (true) }'
    """
    query = tokens(text)
    pieces, done = [], 0
    for index, token in enumerate(query):
        if token.start < done or not token.says("coalesce"):
            continue
        end = next((at for at in range(index, len(query)) if query[at].text == ")"), None)
        inside = query[index + 2 : end]
        opened = any(_OPEN.fullmatch(each.text) for each in inside if each.kind == "variable")
        if end is None or not opened or inside[-1].text != "true" or any(each.text == "(" for each in inside):
            continue
        pieces += [text[done : token.start], "true"]
        done = query[end].end
    return "".join((*pieces, text[done:]))


def boolean_columns(query: Sequence[Token]) -> frozenset[str]:
    """Find the columns that hold true or false by the expressions that make them.

    :param query: the tokens of a query.
    :returns: the names of the variables.

    >>> sorted(boolean_columns(tokens("SELECT (?a = 1 AS ?same) (?a + 1 AS ?more) { BIND(BOUND(?a) AS ?there) }")))
    ['same', 'there']
    """
    found = set()
    for index, token in enumerate(query[:-1]):
        if token.says("as") and query[index + 1].kind == "variable" and _is_boolean(_expression(query, index)):
            found.add(query[index + 1].text[1:])
    return frozenset(found)


def read_solutions(data: bytes, form: str, booleans: frozenset[str]) -> Result:
    """Read rows, or true or false (SPARQL 1.1 Query Results JSON Format, section 3).

    :param data: what the server sent.
    :param form: select or ask, by the query.
    :param booleans: the columns in which a number stands for true or false.
    :returns: the answer.
    :raises StoreError: if it cannot be read.
    """
    try:
        content = json.loads(data)
        if isinstance(content.get("boolean"), bool):
            return Result("ask", boolean=content["boolean"])
        rows = content["results"]["bindings"]
        variables = tuple(content["head"]["vars"])
        if form == "ask":
            # Virtuoso: a table of one cell, or of none for false.
            return Result("ask", boolean=any(_true(cell) for row in rows for cell in row.values()))
        readers: list[tuple[str, Callable[[Mapping[str, Any]], Term]]] = [
            (name, _read_boolean if name in booleans else read_term) for name in variables
        ]
        table = tuple(tuple(read(row[name]) if name in row else None for name, read in readers) for row in rows)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise StoreError(
            "The server's answer is no SPARQL result.", repair="Is this the URL of its query service?"
        ) from None
    return Result("select", variables, table)


def read_graph(data: bytes) -> tuple[Triple, ...]:
    """Read a graph in N-Triples.

    :param data: what the server sent.
    :returns: its triples, none twice.
    :raises StoreError: if it cannot be read.
    """
    try:
        # A server may send control characters and IRIs that a strict reader refuses; they were pushed as they are.
        quads = list(parse(data, RdfFormat.N_TRIPLES))
    except SyntaxError as error:
        raise StoreError(f"The server's answer is no N-Triples: {error.msg}.") from None
    return tuple(dict.fromkeys(_right(quad.triple) for quad in quads))


def described(text: str, triples: tuple[Triple, ...]) -> tuple[Triple, ...]:
    """Leave out of the answer to DESCRIBE what others say of the thing, which Virtuoso adds.

    :param text: the query; one that names IRIs and says no more is understood, others are left alone.
    :param triples: the answer.
    :returns: what is said of the things that are named, and of the blank nodes that it leads to.
    """
    query = tokens(text)
    start = next((index for index, token in enumerate(query) if token.says("describe")), len(query))
    roots = names_in(text, query[start + 1 :]) if form_of(query) == "describe" else None
    if not roots:
        return triples
    pending: set[object] = set(map(NamedNode, roots))
    kept: dict[Triple, None] = {}
    while pending:
        found = [triple for triple in triples if triple.subject in pending and triple not in kept]
        kept |= dict.fromkeys(found)
        pending = {triple.object for triple in found if isinstance(triple.object, BlankNode)}
    return tuple(kept)


def read_term(cell: Mapping[str, Any]) -> Term:
    """Read a term of an answer.

    :param cell: the term in JSON.
    :returns: the term as Oxigraph would say it.

    >>> read_term({"type": "typed-literal", "datatype": XSD + "boolean", "value": "0"})
    <Literal value=false datatype=<NamedNode value=http://www.w3.org/2001/XMLSchema#boolean>>
    """
    kind, value = cell["type"], cell["value"]
    if kind == "uri":
        return from_server(NamedNode(value))
    if kind == "bnode":
        return BlankNode(_NOT_LABEL.sub("", value))
    if kind == "triple":
        subject, predicate, object_ = (read_term(value[name]) for name in ("subject", "predicate", "object"))
        if isinstance(subject, Literal) or not isinstance(predicate, NamedNode):
            raise TypeError(kind)
        return Triple(subject, predicate, object_)
    if kind not in ("literal", "typed-literal"):
        raise ValueError(kind)
    if cell.get("xml:lang"):
        return Literal(value, language=cell["xml:lang"])
    return _literal(value, cell.get("datatype", XSD + "string"))


def _literal(value: str, datatype: str) -> Literal:
    """Make a literal, with what servers damage put right."""
    if datatype == XSD + "boolean":
        value = _BOOLEANS.get(value, value)
    elif datatype in _WITH_YEARS:
        value = _SHORT_YEAR.sub(lambda match: f"-{match[1]:0>4}", value)
    elif datatype == _VIRTUOSO_GEOMETRY:
        datatype = GEO + "wktLiteral"
    return Literal(value, datatype=NamedNode(datatype))


def _right(triple: Triple) -> Triple:
    """Put a triple right."""
    subject, object_ = from_server(triple.subject), triple.object
    if isinstance(object_, Literal):
        object_ = object_ if object_.language else _literal(object_.value, object_.datatype.value)
    else:
        object_ = from_server(object_)
    return triple if isinstance(subject, Literal) else Triple(subject, triple.predicate, object_)


def _read_boolean(cell: Mapping[str, Any]) -> Term:
    """Read a term where a number stands for true or false."""
    term = read_term(cell)
    if isinstance(term, Literal) and term.datatype.value == XSD + "integer" and term.value in _BOOLEANS:
        return Literal(_BOOLEANS[term.value], datatype=NamedNode(XSD + "boolean"))
    return term


def _true(cell: Mapping[str, Any]) -> bool:
    """Tell whether a cell says true."""
    return cell["value"] not in ("0", "false")


def _expression(query: Sequence[Token], end: int) -> list[Token]:
    """Return the tokens between the parenthesis that is open and a place, without what stands in inner ones."""
    depth, found = 0, []
    for token in reversed(query[:end]):
        depth += (token.text in (")", "}")) - (token.text in ("(", "{"))
        if depth < 0:
            break
        if depth == 0:
            found.append(token)
    return found[::-1]


def _is_boolean(expression: Sequence[Token]) -> bool:
    """Tell whether an expression can give nothing but true or false."""
    if any(token.text in _COMPARING or token.says("in") for token in expression):
        return True
    return bool(expression) and expression[0].says(*_BOOLEAN_FUNCTIONS)
