"""From a finding to its place: the file, the line and the column of the statement that causes it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Triple

from treatygraph.graph.checking.causes import cause_of
from treatygraph.graph.checking.findings import Finding
from treatygraph.graph.checking.material import Document
from treatygraph.graph.dataset import Dataset, Resource, Term
from treatygraph.graph.turtle.positions import Position, Positions

__all__ = ["only_graph", "place"]

_BLANK = "_:"
_MENTIONED = "mentioned"
"""Stands in the place of a predicate for a thing that is the value of any."""

_Key = tuple[str | None, str | None, str | None]
"""A graph, a subject and a predicate; None where any will do."""


def place(findings: Iterable[Finding], documents: Sequence[Document]) -> list[Finding]:
    """Say of each finding where it belongs.

    A wrong value belongs to itself, superfluous ones to the last of them, a missing one to the type of its subject.
    What knows its place keeps it; what nothing is said of has none.

    :param findings: findings.
    :param documents: the files that they are about.
    :returns: the findings in the same order, with their places as far as they can be known.
    """
    told = list(findings)
    found = [each if each.line is not None else cause_of(each, documents) for each in told]
    if all(finding.line is not None for finding in found):
        return told
    index = _Index.of(found, documents)
    known = {str(document.path): document for document in documents}
    placed = []
    for original, each in zip(told, found, strict=True):
        finding = each if each.path is not None else replace(each, path=index.path_of(each))
        document = known.get(finding.path or "")
        if finding.line is None and document is not None:
            position = _position(finding, document.places) or Position(1, 1)
            finding = replace(finding, line=position.line, column=position.column)
        placed.append(replace(original, path=finding.path, line=finding.line, column=finding.column))
    return placed


def only_graph(dataset: Dataset, subject: Resource, predicate: NamedNode, value: Term | None) -> str | None:
    """Name the graph that a statement stands in, or all values of a property.

    :param dataset: the data.
    :param subject: the subject.
    :param predicate: the property.
    :param value: the value; None for all.
    :returns: the IRI of the graph; None where they stand in several, in none with a name, or are not there.
    """
    graphs = {
        quad.graph_name
        for quad in dataset.about(subject)
        if quad.predicate == predicate and value in (None, quad.object)
    }
    name = graphs.pop() if len(graphs) == 1 else None
    return name.value if isinstance(name, NamedNode) else None


def _position(finding: Finding, places: Positions) -> Position | None:
    """Find the place of a finding in the text of its file."""
    focus, predicate, graph = _focus(finding), finding.predicate, finding.graph
    value = finding.value if finding.focus == focus else None
    if not focus:
        return places.graph(graph) if graph else None
    if predicate and value:
        return places.wrong_value(focus, predicate, value, graph)
    if predicate:
        return places.too_many(focus, predicate, graph)
    if value:
        return places.any_value(focus, value, graph) or places.missing(focus, graph)
    return places.missing(focus, graph)


def _focus(finding: Finding) -> str:
    """Name what a finding is about; where it tells of a blank node without saying what is, that is the value."""
    blank = finding.value if finding.value and finding.value.startswith(_BLANK) else ""
    return finding.focus or blank


@dataclass(frozen=True, slots=True)
class _Index:
    """Which file says something about the things that findings are about.

    :param first: the first file by graph, subject and predicate.
    :param last: the last one.
    """

    first: dict[_Key, str] = field(default_factory=dict)
    last: dict[_Key, str] = field(default_factory=dict)

    @classmethod
    def of(cls, findings: Iterable[Finding], documents: Iterable[Document]) -> _Index:
        """Index files by what they say of the things and graphs that findings are about."""
        index = cls()
        wanted = {name for each in findings if each.path is None for name in (_focus(each), each.graph) if name}
        if wanted:
            for document in documents:
                index.add(document, wanted)
        return index

    def add(self, document: Document, wanted: set[str]) -> None:
        """Index one file."""
        path = str(document.path)
        for quad in document.quads:
            graph, subject, value = map(_name, (quad.graph_name, quad.subject, quad.object))
            keys: list[_Key] = []
            if subject in wanted:
                predicate = quad.predicate.value
                keys += [
                    (graph, subject, predicate),
                    (None, subject, predicate),
                    (graph, subject, None),
                    (None, subject, None),
                ]
            if graph in wanted:
                keys.append((graph, None, None))
            if value in wanted:
                keys.append((None, value, _MENTIONED))
            for key in keys:
                self.first.setdefault(key, path)
                self.last[key] = path

    def path_of(self, finding: Finding) -> str | None:
        """Name the file that a finding belongs to.

        A wrong or superfluous statement stands in the last file that has the property, since that came later; a
        missing one belongs to the first file that describes the thing.
        """
        graph, focus = finding.graph, _focus(finding) or None
        path = None
        if finding.predicate:
            path = self.last.get((graph, focus, finding.predicate))
        for key in (
            (graph, focus, None),
            (None, focus, None),
            (focus, None, None),
            (graph, None, None),
            (None, focus, _MENTIONED),
        ):
            path = path or self.first.get(key)
        return path


def _name(term: NamedNode | BlankNode | Literal | Triple | DefaultGraph) -> str | None:
    """Name a term as findings do; None for what has no name."""
    if isinstance(term, NamedNode):
        return term.value
    return str(term) if isinstance(term, BlankNode) else None
