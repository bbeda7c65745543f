"""Mending what can be mended without changing what is meant: the changes of ``treatygraph check --fix``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from treatygraph.graph.checking.files import SYNTAX_ERROR
from treatygraph.graph.checking.findings import Finding
from treatygraph.graph.checking.fixes import Fix, apply, fixes
from treatygraph.graph.checking.imports import REMOTE_CONTEXT
from treatygraph.graph.checking.layout import UNFORMATTED, laid_out
from treatygraph.graph.checking.options import Options
from treatygraph.graph.checking.runner import examine
from treatygraph.graph.output import difference

__all__ = ["Change", "mend"]


@dataclass(frozen=True, slots=True)
class Change:
    """A file that can be mended.

    :param path: the file.
    :param before: its text.
    :param after: its text when it is mended.
    """

    path: Path
    before: str
    after: str

    def as_diff(self) -> str:
        """Show the change.

        :returns: lines in the unified format.
        """
        return difference(self.before, self.after, str(self.path))


def mend(
    paths: Iterable[str | PathLike[str]] | None, options: Options
) -> tuple[tuple[Change, ...], tuple[Finding, ...]]:
    """Find out what can be mended. Nothing is written.

    :param paths: what is checked, as for :func:`treatygraph.graph.check`.
    :param options: the choices; findings of rules that do not apply, or that comments ignore, are left alone.
    :returns: the files that would change, and what is wrong with those that cannot even be parsed.
    :raises InputError: if a file cannot be read.
    """
    material, report = examine(paths, options)
    by_path: defaultdict[Path, list[Fix]] = defaultdict(list)
    for fix in fixes(material, report.findings):
        by_path[Path(fix.path)].append(fix)
    unformatted = {finding.path for finding in report.findings if finding.code == UNFORMATTED.code}
    changes = []
    for document in material.documents:
        mended = apply(document.text, by_path.get(document.path, ()))
        if str(document.path) in unformatted:
            mended = laid_out(mended, document.path)
        if mended != document.text:
            changes.append(Change(document.path, document.text, mended))
    sound = {str(document.path) for document in material.documents}
    broken = (each for each in report.findings if each.code in (SYNTAX_ERROR.code, REMOTE_CONTEXT.code))
    return tuple(changes), tuple(each for each in broken if each.path not in sound)
