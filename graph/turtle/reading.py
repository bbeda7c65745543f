"""Reading files of the Turtle family as texts, and parsing texts strictly."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from types import MappingProxyType

from pyoxigraph import Quad, RdfFormat, parse

from treatygraph.graph.errors import InputError
from treatygraph.graph.input_files import NOT_TEXT, place_of
from treatygraph.graph.preflight import of_parser, refuse_deep_triples
from treatygraph.graph.turtle.tokens import Text

__all__ = ["FAMILY", "form_of", "parse_strictly", "read_text"]

FAMILY: Mapping[str, RdfFormat] = MappingProxyType(
    {
        ".nq": RdfFormat.N_QUADS,
        ".nt": RdfFormat.N_TRIPLES,
        ".trig": RdfFormat.TRIG,
        ".ttl": RdfFormat.TURTLE,
        ".turtle": RdfFormat.TURTLE,
    }
)
"""The formats of the family by the endings of files."""


def form_of(path: str | PathLike[str]) -> RdfFormat:
    """Tell the format of a file by its ending.

    :param path: the file.
    :returns: Turtle, TriG, N-Triples or N-Quads.
    :raises InputError: if the ending is another one.

    >>> form_of("a.trig") == RdfFormat.TRIG
    True
    """
    form = FAMILY.get(Path(path).suffix.lower())
    if form is None:
        raise InputError("This is no file of the Turtle family.", path=path, repair=f"Name files in {_endings()}.")
    return form


def read_text(path: str | PathLike[str]) -> Text:
    """Read a file of the Turtle family.

    :param path: the file.
    :returns: its text, its line ends as they are.
    :raises InputError: if the ending is another one, or the file cannot be read or is not UTF-8.
    """
    form_of(path)
    file = Path(path)
    if file.exists() and not file.is_file():
        raise InputError("This is no regular file.", path=file, repair=f"Name files in {_endings()}.")
    try:
        return Text(file.read_bytes().decode(), str(path))
    except OSError as error:
        raise InputError(f"The file cannot be read: {error.strerror}.", path=file) from None
    except UnicodeDecodeError as error:
        line, column = place_of(error)
        raise InputError(
            f"The file {NOT_TEXT}", path=file, line=line, column=column, repair="Save it as UTF-8."
        ) from None


def parse_strictly(text: Text, form: RdfFormat) -> list[Quad]:
    """Parse a text with the strict parser, which refuses all that the format does not allow.

    :param text: the text.
    :param form: its format.
    :returns: the quads.
    :raises InputError: if it is not what the format allows, with the place.
    """
    base = text.base if form in (RdfFormat.TURTLE, RdfFormat.TRIG) else None
    try:
        quads = list(parse(input=text.text, format=form, base_iri=base or None))
    except MemoryError:
        raise InputError(
            "A term or a comment is too long for the parser.", path=text.path, repair="Shorten it."
        ) from None
    except SyntaxError as error:
        raise of_parser(error, form, text.path) from None
    refuse_deep_triples(quads, text.path)
    return quads


def _endings() -> str:
    """Name the endings of the family."""
    return ", ".join(FAMILY)
