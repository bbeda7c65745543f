"""Whether files hold shapes that can be applied, and applied without asking anybody else.

The form of shapes is checked by the shapes for shapes that pyshacl brings (SHACL, appendix C); queries and regular
expressions by the parsers that will read them. A query that would fetch something is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, RdfFormat, Store, Triple, parse

from treatygraph.graph.checking.material import Document
from treatygraph.graph.checking.validator import validate
from treatygraph.graph.dataset import Resource, Term
from treatygraph.graph.errors import InputError
from treatygraph.graph.interrupts import at_once
from treatygraph.graph.query_errors import explain_syntax_error
from treatygraph.graph.reasoning.values import integer
from treatygraph.graph.sparql_text import tokens
from treatygraph.graph.terms import RDF, SH, compact
from treatygraph.graph.turtle.positions import Position

__all__ = ["require_shapes"]

MOST_MEMBERS = 10
MOST_FAULTS = 20
_REFUSED = "The shapes cannot be used: "
_REPAIR = "Mend the shapes graph."
_MOST_TOLD = 300
_NO_PREFIX = re.compile("The prefix '[^']*' is not declared")
_DECLARE, _PREFIX, _NAMESPACE, _PREFIXES = (
    NamedNode(SH + name) for name in ("declare", "prefix", "namespace", "prefixes")
)
_QUERIES = frozenset({NamedNode(SH + "select"), NamedNode(SH + "ask")})
_PATTERN, _IN, _PATH = (NamedNode(SH + name) for name in ("pattern", "in", "path"))
_COUNTS = frozenset(
    NamedNode(SH + name)
    for name in ("minCount", "maxCount", "minLength", "maxLength", "qualifiedMinCount", "qualifiedMaxCount")
)
_FIRST, _REST, _NIL = (NamedNode(RDF + name) for name in ("first", "rest", "nil"))
_Index = Mapping[tuple[Resource, NamedNode], list[Term]]


class _Fault(NamedTuple):
    """What keeps shapes from being used.

    :param what: what is wrong, without a full stop.
    :param subject: the shape.
    :param predicate: the parameter that is wrong, where it is one.
    :param value: its value, where that is wrong.
    """

    what: str
    subject: Term | None
    predicate: Term | None = None
    value: Term | None = None


def require_shapes(documents: Sequence[Document], triples: Iterable[Triple]) -> None:
    """Refuse shapes that cannot be used.

    :param documents: files with shapes; a shape may be spread over several.
    :param triples: what of them is to be used.
    :raises InputError: if something in them is no shape, no query, no regular expression, or would be fetched; it has
        the place of the first such statement, and tells of the others.
    """
    everything = tuple(triples)
    about: dict[tuple[Resource, NamedNode], list[Term]] = {}
    for triple in everything:
        about.setdefault((triple.subject, triple.predicate), []).append(triple.object)
    wrong = (*_wrong_texts(everything, about), *_wrong_counts(everything))
    faults = (*wrong, *_wrong_shapes(_with_short_lists(everything)))
    errors = sorted((_error(fault, documents) for fault in faults), key=_order)
    if errors:
        raise _first_of(errors)


def _first_of(errors: Sequence[InputError]) -> InputError:
    """Tell the first of several faults, and where and what the others are; one for each place."""
    told: dict[str, InputError] = {}
    for error in errors:
        told.setdefault(error.where, error)
    first, *further = told.values()
    others = [f"{each.where}{each.message.removeprefix(_REFUSED)}" for each in further]
    more = [f"… and {len(others) - MOST_FAULTS} more."] if len(others) > MOST_FAULTS else []
    message = " ".join([first.message, *(["Further:"] if others else []), *others[:MOST_FAULTS], *more])
    return InputError(message, path=first.path, line=first.line, column=first.column, repair=first.repair)


def _error(fault: _Fault, documents: Sequence[Document]) -> InputError:
    """Tell a fault at its place in the file that holds it."""
    held = (each for each in documents if any(quad.subject == fault.subject for quad in each.quads))
    document = next(held, documents[0])
    line, column = _position(fault, document) or (None, None)
    name = f"{compact(fault.subject.value)}: " if isinstance(fault.subject, NamedNode) else ""
    message = f"{_REFUSED}{name}{fault.what}."
    return InputError(message, path=document.path, line=line, column=column, repair=_REPAIR)


def _position(fault: _Fault, document: Document) -> Position | None:
    """Find the statement that a fault is about, else the shape."""
    if fault.subject is None:
        return None
    subject = fault.subject.value if isinstance(fault.subject, NamedNode) else str(fault.subject)
    if isinstance(fault.predicate, NamedNode) and fault.value is not None:
        return document.places.wrong_value(subject, fault.predicate.value, str(fault.value))
    if isinstance(fault.predicate, NamedNode):
        return document.places.too_many(subject, fault.predicate.value)
    return document.places.missing(subject)


def _order(error: InputError) -> tuple[str, int, int, str]:
    """Sort errors by their places."""
    return error.path or "", error.line or 0, error.column or 0, error.message


def _wrong_shapes(triples: tuple[Triple, ...]) -> Iterator[_Fault]:
    """Hold shapes against the shapes for shapes."""
    for result in validate(triples, _shapes_for_shapes()):
        parts = [compact(each.value) for each in (result.path,) if isinstance(each, NamedNode)]
        if result.value is not None and result.value != result.focus:
            parts.append(compact(result.value.value) if isinstance(result.value, NamedNode) else str(result.value))
        component = result.component.removeprefix(SH).removesuffix("ConstraintComponent")
        rule = f"sh:{component[:1].lower()}{component[1:]}"
        what = f"{' '.join(parts) or 'the shape'} is not as SHACL wants it ({rule})"
        if result.path == _PATH and rule == "sh:minCount":
            what = "it is a property shape without sh:path"
        yield _Fault(what, result.focus, result.path, result.value)


def _with_short_lists(triples: tuple[Triple, ...]) -> tuple[Triple, ...]:
    """Take members out of long lists of sh:in, which may hold anything: pyshacl takes minutes for a thousand."""
    firsts: dict[Term, Triple] = {each.subject: each for each in triples if each.predicate == _FIRST}
    rests: dict[Term, Triple] = {each.subject: each for each in triples if each.predicate == _REST}
    instead: dict[Triple, Triple | None] = {}
    for head in (each.object for each in triples if each.predicate == _IN):
        cells: dict[Term, None] = {}
        cell = head
        while cell in firsts and cell in rests and cell not in cells:
            cells[cell] = None
            cell = rests[cell].object
        if cell == _NIL and len(cells) > MOST_MEMBERS:
            first, *middle, last = cells
            instead |= {each[cell]: None for cell in middle for each in (firsts, rests)}
            instead[rests[first]] = Triple(rests[first].subject, _REST, last)
    return tuple(each for each in (instead.get(triple, triple) for triple in triples) if each is not None)


@cache
def _shapes_for_shapes() -> tuple[Triple, ...]:
    """Read the shapes for shapes."""
    file = files("pyshacl").joinpath("assets", "shacl-shacl.ttl")
    return tuple(quad.triple for quad in parse(input=file.read_bytes(), format=RdfFormat.TURTLE))


def _wrong_texts(triples: Iterable[Triple], about: _Index) -> Iterator[_Fault]:
    """Find queries and regular expressions that nobody can read, and queries that would fetch something."""
    for triple in triples:
        text = triple.object.value if isinstance(triple.object, Literal) else None
        if triple.predicate in _QUERIES and text is not None:
            wrong = _wrong_query(text, _prologue(triple.subject, about))
        elif triple.predicate == _PATTERN and text is not None:
            wrong = _wrong_pattern(text)
        else:
            continue
        if wrong is not None:
            yield _Fault(wrong, triple.subject, triple.predicate, triple.object)


def _wrong_counts(triples: Iterable[Triple]) -> Iterator[_Fault]:
    """Find numbers below zero where things or letters are counted; other values are left to the shapes for shapes."""
    for triple in triples:
        number = integer(triple.object) if triple.predicate in _COUNTS else None
        if number is not None and number < 0:
            what = f"{compact(triple.predicate.value)} is {number}, and nothing has fewer than none"
            yield _Fault(what, triple.subject, triple.predicate, triple.object)


def _prologue(constraint: Resource, about: _Index) -> str:
    """Declare the prefixes of a query."""

    def values(subject: Term, predicate: NamedNode) -> list[Term]:
        return about.get((subject, predicate), []) if isinstance(subject, Resource) else []

    declared = (each for ontology in values(constraint, _PREFIXES) for each in values(ontology, _DECLARE))
    pairs = ((values(each, _PREFIX), values(each, _NAMESPACE)) for each in declared)
    return "".join(
        f"PREFIX {getattr(names[0], 'value', '')}: <{getattr(spaces[0], 'value', '')}>\n"
        for names, spaces in pairs
        if names and spaces
    )


def _wrong_query(text: str, prologue: str) -> str | None:
    """Say what is wrong with a query."""
    if any(token.says("service", "from") for token in tokens(text)):
        return "its query asks another place than the data (SERVICE or FROM), and nothing is ever fetched"
    # pyshacl's own place holder, and variables that it binds, are no concern of a parser.
    query = text.replace("$PATH", "<p:>")
    try:
        with at_once():
            Store().query(prologue + query)
    except SyntaxError as error:
        return f"its query cannot be read: {_explained(prologue, query, error.msg)}"
    except (RuntimeError, ValueError):
        return None
    return None


def _explained(prologue: str, query: str, message: str) -> str:
    """Say where in a query, without the prefixes that were put before it, the parser gave up, and why."""
    error = explain_syntax_error(prologue + query, message)
    what = error.message
    if _NO_PREFIX.match(what):
        what = f"{what} Declare it in the query, or by sh:prefixes"
    line = (error.line or 1) - prologue.count("\n")
    place = f"line {line}, column {error.column}: " if error.column and line > 0 else ""
    return f"{place}{what[:_MOST_TOLD]}".rstrip(".")


def _wrong_pattern(text: str) -> str | None:
    """Say what is wrong with a regular expression."""
    try:
        re.compile(text)
    except re.error as error:
        return f"its sh:pattern is no regular expression ({error})"
    return None
