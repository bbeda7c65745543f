"""Relative IRIs in files that declare no base."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.rules import Rule

if TYPE_CHECKING:
    from treatygraph.graph.checking.material import Material
    from treatygraph.graph.checking.options import Options

__all__ = ["WITHOUT_BASE", "check_relative", "is_wanted"]

WITHOUT_BASE = Rule(
    code="TG011",
    name="relative-without-base",
    severity=Severity.ERROR,
    message="An IRI is written out, or the file declares what it is relative to.",
    repair="Write it out, or declare a base before it (@base, in RDF/XML xml:base).",
    what="Finds the first relative IRI of a file that declares no base. The file is checked as if it were relative to "
    "the file itself. With --no-builtin this is a finding only where `--select` or `--extend-select` names its code.",
    why="What such an IRI names depends on where the file is: it is another thing on another machine, and a graph of "
    "such files can neither be built nor compared nor published.",
    references=("https://www.rfc-editor.org/rfc/rfc3986#section-5.1",),
)


def is_wanted(options: Options) -> bool:
    """Tell whether relative IRIs are looked for: in other people's files only where the rule itself is named.

    :param options: the choices of the check.
    :returns: whether they are.
    """
    return options.builtin or WITHOUT_BASE.code in (*options.selection.select, *options.selection.extend_select)


def check_relative(material: Material) -> Iterator[Finding]:
    """Find the files whose IRIs depend on where they are.

    :param material: the files.
    :returns: a finding for each, at its first relative IRI; none with other people's files unless somebody wants them.
    """
    if not is_wanted(material.options):
        return
    for document in material.documents:
        if document.relative is not None:
            found = document.relative
            yield WITHOUT_BASE.finding("", path=str(document.path), line=found.line, column=found.column)
