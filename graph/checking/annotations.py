"""Rules on what is written for readers: one label in a language, words in every text, a definition for each term."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.rules import Rule
from treatygraph.graph.printable import shortened
from treatygraph.graph.terms import DCTERMS, RDFS, RDFS_LABEL, SKOS, SKOSXL, compact

if TYPE_CHECKING:
    from treatygraph.graph.checking.material import Material
    from treatygraph.graph.dataset import Dataset

__all__ = ["ANNOTATION_RULES", "check_annotations"]

_REPORT = "https://robot.obolibrary.org/report_queries/"

SEVERAL_LABELS = Rule(
    code="TG113",
    name="labels-in-one-language",
    severity=Severity.WARNING,
    message="A thing has one rdfs:label in a language.",
    repair="Keep one of them; make skos:altLabel of the others.",
    what="Finds things with two different values of rdfs:label in the same language, or without one, also in two "
    "files. Of things of treatygraph's model TG202 says the same.",
    why="The label that is shown changes from page to page and from tool to tool.",
    references=(_REPORT + "multiple_labels",),
)
WHITE_SPACE = Rule(
    code="TG114",
    name="label-with-white-space",
    severity=Severity.WARNING,
    message="A label begins and ends with a character that can be seen.",
    repair="Take the white space away.",
    what="Finds labels (rdfs:label and those of SKOS) with white space at an end.",
    why="A search for the label, or a comparison with that of another file, fails, and nobody sees why.",
    references=(_REPORT + "label_whitespace",),
)
EMPTY_TEXT = Rule(
    code="TG115",
    name="annotation-without-text",
    severity=Severity.WARNING,
    message="A label, a definition or a comment holds words.",
    repair="Write the text, or take the statement away.",
    what="Finds labels, definitions, comments, titles and notes that are empty or hold white space alone.",
    why="Whoever looks for terms without a label or a definition does not find this one, and readers see nothing.",
    references=(_REPORT + "annotation_whitespace", _REPORT + "missing_definition"),
)
SAME_DEFINITION = Rule(
    code="TG116",
    name="duplicate-definition",
    severity=Severity.WARNING,
    message="Two terms have different definitions.",
    repair="Make one term of them, or say in the definitions what tells them apart.",
    what="Finds things with the same definition in the same language (skos:definition, IAO_0000115); capital letters "
    "and spaces do not count.",
    why="By their definitions the terms are the same: some people use one, others the other, and a search for either "
    "finds a part.",
    references=(_REPORT + "duplicate_definition",),
)
ANNOTATION_RULES = (SEVERAL_LABELS, WHITE_SPACE, EMPTY_TEXT, SAME_DEFINITION)

_DEFINITIONS = (NamedNode(SKOS + "definition"), NamedNode("http://purl.obolibrary.org/obo/IAO_0000115"))
_LABELS = (
    RDFS_LABEL,
    *(NamedNode(SKOS + name) for name in ("prefLabel", "altLabel", "hiddenLabel")),
    NamedNode(SKOSXL + "literalForm"),
)
_TEXTS = (
    *_LABELS,
    *_DEFINITIONS,
    NamedNode(RDFS + "comment"),
    *(
        NamedNode(SKOS + name)
        for name in ("changeNote", "editorialNote", "example", "historyNote", "note", "scopeNote")
    ),
    *(NamedNode(DCTERMS + name) for name in ("abstract", "description", "title")),
)


def check_annotations(material: Material) -> Iterator[Finding]:
    """Look at labels, definitions and comments.

    :param material: the files.
    :returns: a finding for each label too many, each text without words or with white space around, and each definition
        that another term has.
    """
    dataset = material.dataset
    yield from _several_labels(dataset)
    for predicate in _TEXTS:
        for quad in dataset.with_predicate(predicate):
            if isinstance(quad.object, Literal):
                yield from _of_text(quad, quad.object.value)
    for predicate in _DEFINITIONS:
        yield from _same_definitions(dataset, predicate)


def _several_labels(dataset: Dataset) -> Iterator[Finding]:
    """Find labels of things that have another one in the language."""
    first: dict[tuple[object, str | None], Literal] = {}
    for quad in dataset.with_predicate(RDFS_LABEL):
        label = quad.object
        if isinstance(label, Literal):
            other = first.setdefault((quad.subject, label.language), label)
            if other != label:
                yield _finding(SEVERAL_LABELS, quad, f"The thing has another label, {_quoted(other)}.")


def _of_text(quad: Quad, text: str) -> Iterator[Finding]:
    """Find a text without words, or a label with white space around it."""
    name = compact(quad.predicate.value)
    if not text.strip():
        yield _finding(EMPTY_TEXT, quad, f"The {name} holds no words.")
    elif text != text.strip() and quad.predicate in _LABELS:
        end = "begins" if text != text.lstrip() else "ends"
        yield _finding(WHITE_SPACE, quad, f"The {name} {end} with white space.")


def _same_definitions(dataset: Dataset, predicate: NamedNode) -> Iterator[Finding]:
    """Find definitions that a thing before has too."""
    terms: defaultdict[tuple[str, str | None], list[object]] = defaultdict(list)
    for quad in dataset.with_predicate(predicate):
        if isinstance(quad.object, Literal) and isinstance(quad.subject, NamedNode):
            words = " ".join(quad.object.value.casefold().split())
            bearers = terms[words, quad.object.language]
            if words and bearers and quad.subject not in bearers:
                first = compact(bearers[0].value) if isinstance(bearers[0], NamedNode) else ""
                yield _finding(SAME_DEFINITION, quad, f"{first} has the same definition.")
            if quad.subject not in bearers:
                bearers.append(quad.subject)


def _finding(rule: Rule, quad: Quad, message: str) -> Finding:
    """Make a finding of a statement."""
    return rule.finding(
        quad.subject.value if isinstance(quad.subject, NamedNode) else str(quad.subject),
        message=message,
        graph=quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else None,
        predicate=quad.predicate.value,
        value=str(quad.object),
    )


def _quoted(label: Literal) -> str:
    """Quote a label."""
    return f'"{shortened(label.value)}"'
