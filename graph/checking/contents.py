"""Rules on what a file holds: something, and everything in named graphs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode

from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.json_ld_keys import has_context
from treatygraph.graph.checking.rules import Rule
from treatygraph.graph.checking.structure import OUTSIDE_GRAPHS

if TYPE_CHECKING:
    from treatygraph.graph.checking.material import Document, Material

__all__ = ["EMPTY_FILE", "check_contents"]

EMPTY_FILE = Rule(
    code="TG008",
    name="empty-file",
    severity=Severity.WARNING,
    message="A file holds at least one statement.",
    repair="Remove the file, or restore what it held.",
    what="Finds files without a statement among others that have some; where none has any there is nothing to check.",
    why="A file that lost its statements, or whose JSON-LD has no context, looks as if it had been checked.",
)


_DEFAULT_GRAPH = DefaultGraph()


def check_contents(material: Material) -> Iterator[Finding]:
    """Look for files without statements, and for statements outside named graphs.

    :param material: the files.
    :returns: a finding for each such file, and for each thing that a file describes outside graphs.
    """
    for document in material.documents:
        if not document.quads:
            message = None if has_context(document) else "The file has no @context, so its keys mean nothing."
            yield EMPTY_FILE.finding("", message=message, path=str(document.path), line=1, column=1)
        if material.options.builtin:
            yield from _outside(document)
    if material.options.builtin and not material.documents:
        subjects = (quad.subject for quad in material.dataset.graph(_DEFAULT_GRAPH))
        yield from (OUTSIDE_GRAPHS.finding(_name(subject)) for subject in dict.fromkeys(subjects))


def _outside(document: Document) -> Iterator[Finding]:
    """Find the things that a file describes in the default graph."""
    subjects = (quad.subject for quad in document.quads if quad.graph_name == _DEFAULT_GRAPH)
    for subject in dict.fromkeys(subjects):
        position = document.places.subject(_name(subject), "")
        yield OUTSIDE_GRAPHS.finding(
            _name(subject),
            path=str(document.path),
            line=position.line if position else None,
            column=position.column if position else None,
        )


def _name(subject: object) -> str:
    """Name a subject as findings do; the empty string when it has no IRI."""
    return subject.value if isinstance(subject, NamedNode) else ""
