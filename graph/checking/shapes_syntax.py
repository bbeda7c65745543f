"""Whether files hold shapes that can be applied, and applied without asking anybody else.

The form of shapes is checked by the shapes for shapes that pyshacl brings (SHACL, appendix C); queries and regular
expressions by the parsers that will read them. A query that would fetch something is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Store, Triple, parse

from treatygraph.graph.checking.validator import validate
from treatygraph.graph.dataset import Resource, Term
from treatygraph.graph.errors import InputError
from treatygraph.graph.sparql_text import tokens
from treatygraph.graph.terms import RDF, SH, compact

__all__ = ["require_shapes"]

MOST_MEMBERS = 10
_REPAIR = "Mend the shapes graph."
_DECLARE, _PREFIX, _NAMESPACE, _PREFIXES = (
    NamedNode(SH + name) for name in ("declare", "prefix", "namespace", "prefixes")
)
_QUERIES = frozenset({NamedNode(SH + "select"), NamedNode(SH + "ask")})
_PATTERN, _IN = NamedNode(SH + "pattern"), NamedNode(SH + "in")
_FIRST, _REST, _NIL = (NamedNode(RDF + name) for name in ("first", "rest", "nil"))
_Index = Mapping[tuple[Resource, NamedNode], list[Term]]


def require_shapes(documents: Mapping[Path, Iterable[Triple]]) -> None:
    """Refuse shapes that cannot be used.

    :param documents: files with shapes, and what they say; a shape may be spread over several.
    :raises InputError: if something in them is no shape, no query, no regular expression, or would be fetched.
    """
    told = {path: tuple(triples) for path, triples in documents.items()}
    everything = tuple(dict.fromkeys(triple for triples in told.values() for triple in triples))
    about: dict[tuple[Resource, NamedNode], list[Term]] = {}
    for triple in everything:
        about.setdefault((triple.subject, triple.predicate), []).append(triple.object)
    faults = [*_wrong_texts(everything, about), *_wrong_shapes(_with_short_lists(everything))]
    if faults:
        subject, what = min(faults, key=str)
        holding = (path for path, triples in told.items() if any(each.subject == subject for each in triples))
        path = next(holding, next(iter(told)))
        name = f"{compact(subject.value)}: " if isinstance(subject, NamedNode) else ""
        raise InputError(f"The shapes cannot be used: {name}{what}.", path=path, repair=_REPAIR)


def _wrong_shapes(triples: tuple[Triple, ...]) -> Iterator[tuple[Term | None, str]]:
    """Hold shapes against the shapes for shapes."""
    for result in validate(triples, _shapes_for_shapes()):
        parts = [compact(each.value) for each in (result.path,) if isinstance(each, NamedNode)]
        if result.value is not None and result.value != result.focus:
            parts.append(compact(result.value.value) if isinstance(result.value, NamedNode) else str(result.value))
        component = result.component.removeprefix(SH).removesuffix("ConstraintComponent")
        rule = f"sh:{component[:1].lower()}{component[1:]}"
        yield result.focus, f"{' '.join(parts) or 'the shape'} is not as SHACL wants it ({rule})"


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


def _wrong_texts(triples: Iterable[Triple], about: _Index) -> Iterator[tuple[Term, str]]:
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
            yield triple.subject, wrong


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
    try:
        Store().query(prologue + text.replace("$PATH", "<urn:x-treatygraph:path>"))
    except SyntaxError as error:
        return f"its query cannot be read ({' '.join(error.msg.split()).rstrip('.')})"
    except (RuntimeError, ValueError):
        return None
    return None


def _wrong_pattern(text: str) -> str | None:
    """Say what is wrong with a regular expression."""
    try:
        re.compile(text)
    except re.error as error:
        return f"its sh:pattern is no regular expression ({error})"
    return None
