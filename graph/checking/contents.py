"""Rules on what a file holds at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.rules import Rule

if TYPE_CHECKING:
    from treatygraph.graph.checking.material import Material

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


def check_contents(material: Material) -> Iterator[Finding]:
    """Look for files without statements.

    :param material: the files.
    :returns: a finding for each.
    """
    for document in material.documents:
        if not document.quads:
            yield EMPTY_FILE.finding("", path=str(document.path), line=1, column=1)
