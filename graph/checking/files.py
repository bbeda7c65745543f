"""Reading what is to be checked: broken files become findings, the sound ones make a dataset."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from treatygraph.graph.catalogue import Catalogue
from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.imports import REMOTE_CONTEXT
from treatygraph.graph.checking.material import Document
from treatygraph.graph.checking.options import Options
from treatygraph.graph.checking.rules import ALWAYS_TOLD, Rule
from treatygraph.graph.contexts import RemoteContextError
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import InputError
from treatygraph.graph.turtle.reader import MOST_NESTED
from treatygraph.graph.turtle.reading import FAMILY
from treatygraph.graph.turtle.tokens import Text

__all__ = ["SYNTAX_ERROR", "read_files"]

_WITHOUT_PLACES = frozenset({".json", ".jsonld", ".owl", ".rdf", ".xml"})
_QUOTED = re.compile("'([^']+)'")
_BRACKET = re.compile(r"[][()]")

SYNTAX_ERROR = Rule(
    code="TG001",
    name="syntax-error",
    severity=Severity.ERROR,
    message="A file is what its ending says: Turtle, TriG, N-Triples, N-Quads, RDF/XML or JSON-LD.",
    repair="Mend the file at this place.",
    what="Finds files that the strict parser does not accept, that are no text in UTF-8, or in which things are nested "
    "too deeply. What the other files hold is checked all the same.",
    why="Of a broken file nothing can be read, checked or answered; and what one lenient tool accepts, "
    "the next one refuses.",
    references=("https://www.w3.org/TR/trig/", "https://www.w3.org/TR/turtle/"),
    options=ALWAYS_TOLD,
)


def read_files(
    paths: Sequence[Path], catalogue: Catalogue | None = None, options: Options | None = None
) -> tuple[Dataset, tuple[Document, ...], tuple[Finding, ...]]:
    """Read the files that can be parsed, and report the others.

    :param paths: RDF files.
    :param catalogue: says where copies of remote documents are.
    :param options: the choices of the check that is to judge the files, if one is.
    :returns: the dataset of the sound files, these files, and a finding for each broken one.
    :raises InputError: if a file cannot be read at all: it is missing, no file, or of unknown format.
    """
    documents, broken = [], []
    for path in paths:
        document = Document(path, catalogue, options)
        finding = _refused(document)
        if finding is None:
            documents.append(document)
        else:
            broken.append(finding)
    quads = dict.fromkeys(quad for document in documents for quad in document.quads)
    sources = tuple(document.path for document in documents)
    return Dataset(tuple(quads), sources=sources), tuple(documents), tuple(broken)


def _refused(document: Document) -> Finding | None:
    """Return the finding of a file that cannot be read as it is; None for a sound one."""
    try:
        _ = document.quads
        if _may_nest_deeply(document):
            _ = document.places
    except RemoteContextError as error:
        missing = REMOTE_CONTEXT.finding(
            "", message=error.message, path=error.path, line=error.line, column=error.column, value=f"<{error.iri}>"
        )
        return replace(missing, always=True)
    except InputError as error:
        line, column = _place(error, document)
        if line is None or column is None:
            raise
        wrong = SYNTAX_ERROR.finding(
            "",
            message=error.message,
            repair=error.repair or None,
            path=error.path,
            line=line,
            column=column,
        )
        return replace(wrong, always=True)
    return None


def _place(error: InputError, document: Document) -> tuple[int | None, int | None]:
    """Say where a file is wrong; if the parser does not tell, where the file has the word that it complains about."""
    told = error.line, error.column
    if told not in {(None, None), (1, 1)} or document.path.suffix.lower() not in _WITHOUT_PLACES:
        return told
    words = _QUOTED.findall(error.message)
    text = Text(document.text if words else "")
    for word in words:
        at = text.text.find(f'"{word}"')
        if at >= 0:
            return text.place(at)
    return told


def _may_nest_deeply(document: Document) -> bool:
    """Tell whether brackets could stand in one another so deeply that nothing in the file can be placed."""
    if document.path.suffix.lower() not in FAMILY:
        return False
    depth = 0
    for bracket in _BRACKET.findall(document.text):
        depth = depth + 1 if bracket in "([" else max(depth - 1, 0)
        if depth > MOST_NESTED:
            return True
    return False
