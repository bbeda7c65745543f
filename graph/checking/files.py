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


@dataclass(frozen=True, slots=True)
class FileIndex:
    """Which file says something about a thing, and where.

    :param by_statement: the files by the IRI of a graph and of a thing described in it.
    :param by_subject: the files by the IRI of a thing described.
    :param by_graph: the files by the IRI of a graph.
    :param by_object: the files by the IRI of a thing mentioned.
    """

    by_statement: dict[tuple[str, str], str]
    by_subject: dict[str, str]
    by_graph: dict[str, str]
    by_object: dict[str, str]

    @classmethod
    def of(cls, paths: Iterable[Path]) -> FileIndex:
        """Index files by what they describe; where several do, the first one counts.

        :param paths: files that can be parsed.
        :returns: the index.
        """
        index = cls({}, {}, {}, {})
        for path in paths:
            for quad in read_quads(path):
                graph = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
                if isinstance(quad.subject, NamedNode):
                    index.by_statement.setdefault((graph, quad.subject.value), str(path))
                    index.by_subject.setdefault(quad.subject.value, str(path))
                if isinstance(quad.object, NamedNode):
                    index.by_object.setdefault(quad.object.value, str(path))
                index.by_graph.setdefault(graph, str(path))
        return index

    def placed(self, finding: Finding) -> Finding:
        """Say of a finding to which file it belongs.

        :param finding: a finding, with or without a file.
        :returns: the finding with the file that describes its focus, failing that the one that mentions it.
        """
        if finding.path is not None:
            return finding
        path = (
            self.by_statement.get((finding.graph or "", finding.focus))
            or self.by_subject.get(finding.focus)
            or self.by_graph.get(finding.graph or finding.focus)
            or self.by_object.get(finding.focus)
        )
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
