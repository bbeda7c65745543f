"""The rule on the layout of files, for those who want one layout for all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.material import Material
from treatygraph.graph.checking.rules import Rule
from treatygraph.graph.turtle.reading import FAMILY, form_of
from treatygraph.graph.turtle.tokens import Text

__all__ = ["UNFORMATTED", "check_layout", "laid_out"]

UNFORMATTED = Rule(
    code="TG007",
    name="unformatted-file",
    severity=Severity.WARNING,
    message="A file is laid out as `treatygraph format` lays it out.",
    repair="Run `treatygraph format`, or `treatygraph check --fix`.",
    what="Compares each file in Turtle, TriG, N-Triples or N-Quads with what `treatygraph format` makes of it, and "
    "tells the first line that differs.",
    why="Where everybody writes in the same layout, a comparison of two versions shows just what was changed.",
    fixable=True,
    default=False,
)


def check_layout(material: Material) -> Iterator[Finding]:
    """Find the files that are laid out differently.

    :param material: the files; nothing is compared unless the rule applies.
    :returns: a finding for each file, at the first line that differs.
    """
    for document in material.documents:
        path = str(document.path)
        if not material.options.selection.applies(UNFORMATTED.code, default=UNFORMATTED.default, path=path):
            continue
        if document.path.suffix.lower() in FAMILY:
            before, after = document.text, laid_out(document.text, document.path)
            if before != after:
                yield UNFORMATTED.finding("", path=path, line=_first_difference(before, after), column=1)


def laid_out(text: str, path: Path) -> str:
    """Lay a text out in the one way.

    :param text: the text.
    :param path: its file, whose ending tells the format.
    :returns: the text that says the same.
    :raises InputError: if the text is nested too deeply.
    """
    from treatygraph.graph.turtle.formatting import format_text

    return format_text(Text(text, str(path)), form_of(path))


def _first_difference(before: str, after: str) -> int:
    """Return the number of the first line that differs."""
    old, new = before.splitlines(), after.splitlines()
    same = (number for number, (one, other) in enumerate(zip(old, new, strict=False), 1) if one != other)
    return next(same, min(max(len(old), 1), len(new) + 1))
