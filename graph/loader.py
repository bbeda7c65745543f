"""Reading RDF files: one strict parser (pyoxigraph) for everything, literals exactly as written, nothing fetched."""

from __future__ import annotations

import os
import re
import stat
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
from treatygraph.graph.xml_text import as_utf_8

__all__ = [
    "FORMATS",
    "IN_FOLDERS",
    "default_paths",
    "files_of",
    "find_files",
    "load",
    "read_prefixes",
    "read_quads",
    "walk",
]

FORMATS: dict[str, RdfFormat] = {
    ".json": RdfFormat.JSON_LD,
    ".jsonld": RdfFormat.JSON_LD,
    ".nq": RdfFormat.N_QUADS,
    ".nt": RdfFormat.N_TRIPLES,
    ".owl": RdfFormat.RDF_XML,
    ".rdf": RdfFormat.RDF_XML,
    ".trig": RdfFormat.TRIG,
    ".ttl": RdfFormat.TURTLE,
    ".turtle": RdfFormat.TURTLE,
    ".xml": RdfFormat.RDF_XML,
}
"""The format that a file's ending stands for."""
IN_FOLDERS = frozenset(FORMATS) - {".json", ".xml"}
"""The endings of the files that a folder stands for: most JSON and most XML is no RDF."""
_NOTATION_3 = ".n3"
_WITH_BASE = (RdfFormat.RDF_XML, RdfFormat.TRIG, RdfFormat.TURTLE)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_MARK_DIGITS = 12
_KEPT = (Literal, NamedNode)
_DATA = Path(__file__).resolve().parent / "data"
_BUILT_FILE = re.compile("dataset-[0-9a-f]+[.]nq")


def default_paths() -> tuple[Path, ...]:
    """Name the curated files that are shipped with the package.

    :returns: the TriG files, sorted.
    """
    return find_files([_DATA])


def find_files(paths: Iterable[str | PathLike[str]]) -> tuple[Path, ...]:
    """Find the RDF files that paths name.

    :param paths: files, and folders, which stand for all RDF files below them but hidden ones and builds.
    :returns: the files; those of a folder sorted, none twice.
    :raises InputError: if a path does not exist, a folder cannot be read, or what is named or below is no regular file.
    :raises NothingToCheckError: if there is no file at all.
    """
    named = [Path(path) for path in paths]
    found: dict[Path, Path] = {}
    for path in named:
        for file in _files_below(path):
            found.setdefault(file.resolve(), file)
    if not found:
        where = ", ".join(map(str, named)) or "no path"
        raise NothingToCheckError(
            f"There is no RDF file in {where}.", repair=f"Name files that end in {', '.join(FORMATS)}."
        )
    return tuple(found.values())


def files_of(paths: Iterable[str | PathLike[str]] | None) -> tuple[Path, ...]:
    """Find the files of a graph.

    :param paths: files and folders; None for the graph that is shipped.
    :returns: the files.
    :raises InputError: if a path cannot be read.
    :raises NothingToCheckError: if there is no file.
    """
    return default_paths() if paths is None else find_files(paths)


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
    file = Path(path)
    form = _format_of(file)
    data = _content(file)
    mark = sha256(os.fsencode(file.name) + b"\0" + data).hexdigest()[:_MARK_DIGITS]
    return tuple(_renamed(_checked_quads(data, form, file, catalogue, base), f"f{mark}"))


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
    quads = dict.fromkeys(quad for file in found for quad in read_quads(file))
    if not quads:
        raise NothingToCheckError(
            f"There is no statement in {', '.join(map(str, found))}.", repair="Name files that hold some."
        )
    return Dataset(tuple(quads), sources=found)


def walk(folder: Path) -> Iterator[Path]:
    """Go through a folder and those below it.

    :param folder: the folder.
    :returns: all that is there but folders and what is hidden, in no order.
    :raises InputError: if a folder cannot be read.
    """

    def refuse(error: OSError) -> None:
        raise InputError(f"The folder cannot be read: {error.strerror}.", path=error.filename) from None

    for place, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = [each for each in folders if not each.startswith(".")]
        yield from (Path(place, each) for each in names if not each.startswith("."))


def _files_below(path: Path) -> Iterator[Path]:
    """Name the files that one path stands for."""
    named = sorted(filter(_is_data, walk(path))) if stat.S_ISDIR(_mode(path)) else [path]
    for each in named:
        _require_regular(each)
        yield each


def _is_data(file: Path) -> bool:
    """Tell whether a file below a folder is one that people write; a build would be built into the next one."""
    built = _BUILT_FILE.fullmatch(file.name) is not None and file.with_name("manifest.json").exists()
    return file.suffix.lower() in IN_FOLDERS and not built


def _require_regular(file: Path) -> None:
    """Refuse what cannot be read to its end: opening a pipe or a device could wait for ever."""
    mode = _mode(file)
    if not stat.S_ISREG(mode):
        what = "a folder" if stat.S_ISDIR(mode) else "no regular file"
        raise InputError(f"This is {what}.", path=file, repair="Name an RDF file.")


def _content(file: Path) -> bytes:
    """Read the text of a file, which must be UTF-8 unless it is XML."""
    _require_regular(file)
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


def _mode(path: Path) -> int:
    """Look up what a path leads to."""
    try:
        return path.stat().st_mode
    except OSError as error:
        raise InputError(f"The file cannot be opened: {error.strerror}.", path=path) from None
    except ValueError as error:
        raise InputError(f"The file cannot be opened: {error}.", path=path) from None


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
) -> tuple[Quad, ...]:
    """Parse a file's bytes, with the checks that the parser lacks."""
    if form == RdfFormat.RDF_XML:
        require_well_formed_xml(data, file)
    if form != RdfFormat.JSON_LD:
        quads = _parse(data, form, file, base=base if form in _WITH_BASE else None)
        refuse_deep_triples(quads, file)
        return quads
    require_safe_json(data, file)
    quads = _parse(with_local_contexts(data, file, catalogue), form, file, base=NO_BASE)
    refuse_relative_iris(quads, file)
    return quads


def _parse(data: bytes, form: RdfFormat, file: Path, *, base: str | None = None) -> tuple[Quad, ...]:
    """Parse a file's bytes."""
    with _errors_placed(file, form):
        return tuple(parse(input=data, format=form, base_iri=base))


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
