"""Reading RDF files: one strict parser (pyoxigraph) for everything, literals exactly as written, nothing fetched."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from os import PathLike
from pathlib import Path
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from treatygraph.graph.catalogue import Catalogue
from treatygraph.graph.contexts import with_local_contexts
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import InputError, NothingToCheckError
from treatygraph.graph.input_files import NOT_TEXT, place_of
from treatygraph.graph.preflight import (
    NO_BASE,
    of_parser,
    refuse_deep_triples,
    refuse_relative_iris,
    require_safe_json,
    require_well_formed_xml,
)
from treatygraph.graph.rdf_files import FORMATS, files_of, require_data
from treatygraph.graph.xml_text import as_utf_8

__all__ = ["load", "read_prefixes", "read_quads"]

_NOTATION_3 = ".n3"
_WITH_BASE = (RdfFormat.RDF_XML, RdfFormat.TRIG, RdfFormat.TURTLE)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_MARK_DIGITS = 12
_KEPT = (Literal, NamedNode)


def read_quads(
    path: str | PathLike[str], catalogue: Catalogue | None = None, *, base: str | None = None
) -> tuple[Quad, ...]:
    """Read one RDF file.

    Blank nodes get names that depend on the file's name and content alone and are used in no other file; literals
    keep their lexical forms. pyoxigraph writes language tags in lower case.

    :param path: the file; its ending tells the format.
    :param catalogue: says where copies of remote JSON-LD contexts are.
    :param base: what relative IRIs of Turtle, TriG and RDF/XML are relative to before any base is declared.
    :returns: its quads, in the order of the file.
    :raises RelativeIriError: if it has a relative IRI where no base is declared or given.
    :raises InputError: if it cannot be read, or is not what its ending says, with line and column where known.
    """
    return _read(Path(path), catalogue, base)[0]


def _read(
    file: Path, catalogue: Catalogue | None = None, base: str | None = None
) -> tuple[tuple[Quad, ...], Mapping[str, str]]:
    """Read one RDF file: its quads, and the prefixes that it declares."""
    form = _format_of(file)
    data = _content(file)
    mark = sha256(os.fsencode(file.name) + b"\0" + data).hexdigest()[:_MARK_DIGITS]
    quads, prefixes = _checked_quads(data, form, file, catalogue, base)
    return tuple(_renamed(quads, f"f{mark}")), prefixes


def read_prefixes(path: str | PathLike[str]) -> Mapping[str, str]:
    """Read the prefixes of a Turtle or TriG file.

    :param path: the file; its ending tells the format.
    :returns: the namespaces by prefix, as they are at its end; none for a file in another format.
    :raises InputError: if it cannot be read, or is not what its ending says.
    """
    file = Path(path)
    form = _format_of(file)
    if form not in (RdfFormat.TURTLE, RdfFormat.TRIG):
        return {}
    parser = parse(input=_content(file), format=form)
    with _errors_placed(file, form):
        deque(parser, maxlen=0)
    return parser.prefixes


def load(paths: Iterable[str | PathLike[str]] | None = None) -> Dataset:
    """Load curated files as they are: nothing derived, nothing checked but their syntax.

    :param paths: files or folders; by default the graph that is shipped with the package.
    :returns: the dataset.
    :raises InputError: if a file cannot be read or parsed.
    :raises NothingToCheckError: if there is no file, or no statement in any.

    >>> load().kind_of("https://w3id.org/treatygraph/id/graph/provenance")
    'provenance'
    """
    found = files_of(paths)
    quads: dict[Quad, None] = {}
    declared: dict[str, set[str]] = {}
    for file in found:
        own, prefixes = _read(file)
        quads |= dict.fromkeys(own)
        for prefix, namespace in prefixes.items():
            declared.setdefault(prefix, set()).add(namespace)
    if not quads:
        raise NothingToCheckError(
            f"There is no statement in {', '.join(map(str, found))}.", repair="Name files that hold some."
        )
    agreed = sorted((prefix, namespaces.pop()) for prefix, namespaces in declared.items() if len(namespaces) == 1)
    return Dataset(tuple(quads), sources=found, prefixes=tuple(agreed))


def _content(file: Path) -> bytes:
    """Read the text of a file, which must be UTF-8 unless it is XML."""
    require_data(file)
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError(f"The file cannot be read: {error.strerror}.", path=file) from None
    if FORMATS.get(file.suffix.lower()) == RdfFormat.RDF_XML:
        return as_utf_8(data, file)
    data = data.removeprefix(_BYTE_ORDER_MARK)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = place_of(error)
        raise InputError(
            f"The file {NOT_TEXT}",
            path=file,
            line=line,
            column=column,
            repair="Save it as UTF-8, or name another file.",
        ) from None
    return data


def _format_of(file: Path) -> RdfFormat:
    """Tell the format of a file by its ending."""
    form = FORMATS.get(file.suffix.lower())
    if file.suffix.lower() == _NOTATION_3:
        raise InputError(
            "This is Notation3, which says more than RDF can.",
            path=file,
            repair="If it has no rules and no formulas, it is Turtle: let its name end in .ttl.",
        )
    if form is None:
        raise InputError(
            f"The ending {file.suffix!r} tells no RDF format.",
            path=file,
            repair=f"Use one of {', '.join(FORMATS)}.",
        )
    return form


def _checked_quads(
    data: bytes, form: RdfFormat, file: Path, catalogue: Catalogue | None, base: str | None
) -> tuple[tuple[Quad, ...], Mapping[str, str]]:
    """Parse a file's bytes, with the checks that the parser lacks."""
    if form == RdfFormat.RDF_XML:
        require_well_formed_xml(data, file)
    if form != RdfFormat.JSON_LD:
        quads, prefixes = _parse(data, form, file, base=base if form in _WITH_BASE else None)
        refuse_deep_triples(quads, file)
        return quads, prefixes
    require_safe_json(data, file)
    quads, prefixes = _parse(with_local_contexts(data, file, catalogue), form, file, base=NO_BASE)
    refuse_relative_iris(quads, file)
    return quads, prefixes


def _parse(
    data: bytes, form: RdfFormat, file: Path, *, base: str | None = None
) -> tuple[tuple[Quad, ...], Mapping[str, str]]:
    """Parse a file's bytes."""
    with _errors_placed(file, form):
        parser = parse(input=data, format=form, base_iri=base)
        return tuple(parser), parser.prefixes


@contextmanager
def _errors_placed(file: Path, form: RdfFormat) -> Iterator[None]:
    """Make a clear error of the parser's."""
    try:
        yield
    except MemoryError:
        raise InputError(
            "A term or a comment is too long for the parser.", path=file, line=1, column=1, repair="Shorten it."
        ) from None
    except SyntaxError as error:
        told = of_parser(error, form, file)
        # Of RDF/XML that is well-formed but no RDF the parser tells no place.
        told.line, told.column = told.line or 1, told.column or 1
        raise told from None


def _renamed(quads: Iterable[Quad], prefix: str) -> Iterator[Quad]:
    """Give the blank nodes of a file names of their own, numbered in the order of their first use."""
    names: dict[BlankNode, BlankNode] = {}

    def rename(term: Any) -> Any:
        if isinstance(term, BlankNode):
            return names.setdefault(term, BlankNode(f"{prefix}n{len(names)}"))
        return Triple(*map(rename, term)) if isinstance(term, Triple) else term

    for quad in quads:
        subject, value, graph = quad.subject, quad.object, quad.graph_name
        if type(subject) is NamedNode and type(value) in _KEPT and type(graph) is not BlankNode:
            yield quad
        else:
            yield Quad(rename(subject), quad.predicate, rename(value), rename(graph))
