"""What pyoxigraph would let pass without a word, or end the whole process over, found before and after it parses.

Measured with pyoxigraph 0.5.13, which is built to abort when it panics: RDF/XML that ends anywhere is taken for
whole, entities are multiplied without bound, relative IRIs of JSON-LD are dropped, and a set in a graph container
of JSON-LD aborts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from xml.parsers import expat

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple

from treatygraph.graph.bases import RelativeIriError
from treatygraph.graph.errors import InputError

__all__ = [
    "MOST_NESTED",
    "NO_BASE",
    "of_parser",
    "refuse_deep_triples",
    "refuse_relative_iris",
    "require_safe_json",
    "require_well_formed_xml",
]

NO_BASE = "relative://"
"""The base to parse JSON-LD with: it stands before relative IRIs, which would vanish if there were none."""
MOST_NESTED = 200
"""How many elements of RDF/XML, or triples, may stand in each other: pyoxigraph's time grows with the square."""
_NO_SCHEME = "No scheme found in an absolute IRI"
_GRAPH_CONTAINER = '"@container": "@graph"'


def require_well_formed_xml(data: bytes, file: Path) -> None:
    """Refuse what is no XML, ends too early, or grows out of bounds by its entities.

    :param data: the content.
    :param file: where it comes from, for the error.
    :raises InputError: if it is refused, with line and column.
    """
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MOST_NESTED:
            raise InputError(
                f"More than {MOST_NESTED} elements stand in each other.",
                path=file,
                line=parser.CurrentLineNumber,
                column=parser.CurrentColumnNumber + 1,
                repair="Make it flatter.",
            )

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        what = expat.ErrorString(error.code)
        raise InputError(
            f"This is no well-formed XML: {what}.", path=file, line=error.lineno, column=error.offset + 1
        ) from None


def require_safe_json(data: bytes, file: Path) -> None:
    """Refuse what is no JSON, and graph containers of JSON-LD.

    :param data: the content.
    :param file: where it comes from, for the error.
    :raises InputError: if it is refused, with line and column where known.
    """
    try:
        json.loads(data, object_pairs_hook=_without_graph_container)
    except json.JSONDecodeError as error:
        raise InputError(f"{error.msg}.", path=file, line=error.lineno, column=error.colno) from None
    except RecursionError:
        raise InputError(
            "The JSON is nested too deeply.", path=file, line=1, column=1, repair="Make it flatter."
        ) from None
    except _GraphContainerError:
        raise InputError(
            f"{_GRAPH_CONTAINER} cannot be read.",
            path=file,
            line=1,
            column=1,
            repair='Write the graphs out with "@graph".',
        ) from None


def refuse_deep_triples(quads: Iterable[Quad], path: str | Path | None) -> None:
    """Refuse triples in triples in triples that no recursive program could follow.

    :param quads: what was parsed.
    :param path: where it comes from, for the error.
    :raises InputError: if there is one.
    """
    for quad in quads:
        depth, term = 0, quad.object
        while isinstance(term, Triple):
            depth, term = depth + 1, term.object
        if depth > MOST_NESTED:
            raise InputError(
                f"More than {MOST_NESTED} triples stand in each other.",
                path=path,
                line=1,
                column=1,
                repair="Make it flatter.",
            )


def refuse_relative_iris(quads: Iterable[Quad], file: Path) -> None:
    """Refuse IRIs that would mean another thing in another place.

    :param quads: what was parsed with the base :data:`NO_BASE`.
    :param file: where it comes from, for the error.
    :raises InputError: if there is one.
    """
    for quad in quads:
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            if isinstance(term, NamedNode) and term.value.startswith(NO_BASE):
                relative = term.value.removeprefix(NO_BASE).lstrip("/")
                raise InputError(
                    f"The IRI {relative!r} is relative.", path=file, repair='Write it out, or add an "@base".'
                )


def of_parser(error: SyntaxError, form: RdfFormat, path: str | Path | None) -> InputError:
    """Make a clear error of the parser's.

    :param error: what the parser says.
    :param form: the format of the text.
    :param path: where the text comes from.
    :returns: the error, to be raised, with line and column where the parser tells them.
    """
    line, column = error.lineno, error.offset
    if not error.msg.endswith(_NO_SCHEME):
        message = error.msg.partition(": ")[2] if line else error.msg
        return InputError(f"{message.rstrip('.')}.", path=path, line=line, column=column)
    if form in (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS):
        told, repair = "This IRI is relative, which the format does not allow.", "Write it out."
        return InputError(told, path=path, line=line, column=column, repair=repair)
    told = "A relative IRI stands here, but no base is declared before it."
    declaration = 'xml:base="https://example.org/"' if form == RdfFormat.RDF_XML else "@base <https://example.org/> ."
    repair = f"Write it out, or declare a base first: {declaration}"
    return RelativeIriError(told, path=path, line=line, column=column, repair=repair)


class _GraphContainerError(Exception):
    """A term of a JSON-LD context is a graph container."""


def _without_graph_container(pairs: list[tuple[str, object]]) -> None:
    """Look at one object of JSON, with its repeated keys, which a dictionary would hide."""
    for key, value in pairs:
        if key == "@container" and "@graph" in (value if isinstance(value, list) else [value]):
            raise _GraphContainerError
