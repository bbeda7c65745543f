"""Reading what is to be checked: broken files become findings, and findings get the file they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import NamedNode

from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.rules import Rule
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import InputError
from treatygraph.graph.loader import load, read_quads

__all__ = ["SYNTAX_ERROR", "FileIndex", "read_files"]

SYNTAX_ERROR = Rule(
    code="TG001",
    name="syntax-error",
    severity=Severity.ERROR,
    message="A file is what its ending says: Turtle, TriG, N-Triples, N-Quads, RDF/XML or JSON-LD.",
    repair="Mend the file at this place.",
    what="Finds files that the strict parser does not accept. What the other files hold is checked all the same.",
    why="Of a broken file nothing can be read, checked or answered; and what one lenient tool accepts, "
    "the next one refuses.",
    references=("https://www.w3.org/TR/trig/", "https://www.w3.org/TR/turtle/"),
)


_MENTIONED = "mentioned"
"""Stands in the place of a predicate for a thing that is the value of any."""

_Key = tuple[str | None, str | None, str | None]
"""A graph, a subject and a predicate; None where any will do."""


@dataclass(frozen=True, slots=True)
class FileIndex:
    """Which file says something about a thing.

    :param first: the first file by graph, subject and predicate.
    :param last: the last one.
    """

    first: dict[_Key, str]
    last: dict[_Key, str]

    @classmethod
    def of(cls, paths: Iterable[Path]) -> FileIndex:
        """Index files by what they say.

        :param paths: files that can be parsed.
        :returns: the index.
        """
        index = cls({}, {})
        for path in paths:
            for quad in read_quads(path):
                graph, subject, value = map(_iri, (quad.graph_name, quad.subject, quad.object))
                predicate = quad.predicate.value
                for key in (
                    (graph, subject, predicate),
                    (None, subject, predicate),
                    (graph, subject, None),
                    (None, subject, None),
                    (graph, None, None),
                    (None, value, _MENTIONED),
                ):
                    index.first.setdefault(key, str(path))
                    index.last[key] = str(path)
        return index

    def placed(self, finding: Finding) -> Finding:
        """Say of a finding to which file it belongs.

        A wrong or superfluous statement stands in the last file that has the property, since that came later; a
        missing one belongs to the first file that describes the thing.

        :param finding: a finding, with or without a file.
        :returns: the finding with a file, if any of them has to do with it.
        """
        if finding.path is not None:
            return finding
        graph, focus = finding.graph, finding.focus or None
        path = None
        if finding.predicate:
            path = self.last.get((graph, focus, finding.predicate))
        for key in (
            (graph, focus, None),
            (None, focus, None),
            (graph or focus, None, None),
            (None, focus, _MENTIONED),
        ):
            path = path or self.first.get(key)
        return replace(finding, path=path)


def read_files(paths: Sequence[Path]) -> tuple[Dataset, tuple[Finding, ...]]:
    """Load the files that can be parsed, and report the others.

    :param paths: RDF files.
    :returns: the dataset of the sound files (its ``sources``), and a finding for each broken one.
    :raises InputError: if a file cannot be read at all: it is missing, no file, no text, or of unknown format.
    """
    broken = {path: finding for path in paths if (finding := _syntax_error(path)) is not None}
    sound = [path for path in paths if path not in broken]
    dataset = load(sound) if sound else Dataset(())
    return dataset, tuple(broken.values())


def _syntax_error(path: Path) -> Finding | None:
    """Return the finding of a file that the parser refuses; None for a sound one."""
    try:
        read_quads(path)
    except InputError as error:
        if error.line is None or error.column is None:
            raise
        return SYNTAX_ERROR.finding(
            "",
            message=error.message,
            repair=error.repair or None,
            path=error.path,
            line=error.line,
            column=error.column,
        )
    return None


def _iri(term: object) -> str | None:
    """Return the IRI of a term; None when it has none."""
    return term.value if isinstance(term, NamedNode) else None
