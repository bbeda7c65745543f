"""Rules on the terms that statements are made with: declared, not deprecated, and used as what they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.rules import Rule
from treatygraph.graph.checking.spelling import did_you_mean, misspelt
from treatygraph.graph.checking.vocabulary import Vocabulary, namespace_of
from treatygraph.graph.terms import OWL, RDF_TYPE, RDFS, SCHEMA, SH, compact
from treatygraph.graph.turtle.reading import FAMILY

if TYPE_CHECKING:
    from treatygraph.graph.checking.material import Document, Material
    from treatygraph.graph.turtle.scanner import Statement

__all__ = ["TERM_RULES", "Fault", "check_terms", "suggestion", "term_fault"]

UNDECLARED = Rule(
    code="TG101",
    name="undeclared-term",
    severity=Severity.ERROR,
    message="A class, property, datatype or concept is declared by the vocabulary that its namespace belongs to.",
    repair="Correct the spelling, or declare the term.",
    what="Finds terms that look like terms of the ontology, of a code list, of an ontology at hand or of a well-known "
    "vocabulary, and are none. A namespace of which nothing is declared is left alone.",
    why="A misspelt term is no error for RDF: the statement is simply never found, by no rule and no question.",
    references=("https://www.w3.org/TR/ld-bp/#VOCABULARIES",),
    fixable=True,
)
DEPRECATED = Rule(
    code="TG102",
    name="deprecated-term",
    severity=Severity.WARNING,
    message="A term that is used is not deprecated.",
    repair="Use the term that replaces it.",
    what="Finds terms that their ontology marks by owl:deprecated, and names their successors (dcterms:isReplacedBy).",
    why="Questions and tools ask for the new term, and do not find what is said with the old one.",
    references=("https://www.w3.org/TR/owl2-syntax/#Annotation_Properties",),
)
NO_PROPERTY = Rule(
    code="TG103",
    name="not-a-property",
    severity=Severity.ERROR,
    message="What relates a subject to a value is a property.",
    repair="Use a property; a class follows rdf:type.",
    what="Finds classes, concepts and other terms in the place of a property.",
    why="Such a statement says nothing that a tool or a reader could understand.",
    references=("https://www.w3.org/TR/rdf11-concepts/#section-triples",),
)
NO_CLASS = Rule(
    code="TG104",
    name="not-a-class",
    severity=Severity.ERROR,
    message="What follows rdf:type is a class.",
    repair="Use a class; a concept of a code list is the value of the property that the list belongs to.",
    what="Finds properties, concepts and other terms in the place of a class.",
    why="A thing whose type is no class is in no class: neither rules nor questions find it.",
    references=("https://www.w3.org/TR/rdf-schema/#ch_type",),
)
TERM_RULES = (UNDECLARED, DEPRECATED, NO_PROPERTY, NO_CLASS)

_CLASS_PLACES = {
    RDFS + "subClassOf",
    RDFS + "domain",
    OWL + "disjointWith",
    OWL + "equivalentClass",
    SCHEMA + "domainIncludes",
    SH + "class",
    SH + "targetClass",
}
_PROPERTY_PLACES = {
    RDFS + "subPropertyOf",
    OWL + "inverseOf",
    OWL + "onProperty",
    SH + "path",
    SH + "targetSubjectsOf",
    SH + "targetObjectsOf",
}
_NOT_CHECKED = (SH,)
"""Namespaces that another rule looks at."""


_SUBJECT = "subject"
"""Stands in the place of a kind for a term that something is said of."""
_Use = tuple[str, str]
"""A term and what it is used as: class, property, datatype, subject; empty for a mere mention."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a term in one kind of place.

    :param rule: the rule that it breaks.
    :param message: what is wrong.
    :param repair: what to do.
    :param mendable: whether it is obvious which term is meant, so that ``check --fix`` writes it.
    """

    rule: Rule
    message: str
    repair: str | None = None
    mendable: bool = False


def check_terms(material: Material) -> Iterator[Finding]:
    """Look at every term that a file uses.

    :param material: the files, and the files with shapes, in which the classes and properties that SHACL is told count.
    :returns: a finding for each place where a wrong term stands.
    """
    vocabulary = material.vocabulary
    for document in material.documents:
        faults = _faults(vocabulary, document.quads)
        if faults:
            yield from _found(document, faults, vocabulary.ours)
    checked = {document.path for document in material.documents}
    for document in material.shapes:
        told = (quad for quad in document.quads if quad.predicate.value.startswith(SH))
        faults = _faults(vocabulary, told) if document.path not in checked else {}
        if faults:
            # These are no files of the graph: nothing is written into them.
            yield from (replace(each, mendable=False) for each in _found(document, faults, vocabulary.ours))


def term_fault(vocabulary: Vocabulary, iri: str, kind: str) -> Fault | None:
    """Say what is wrong with a term.

    :param vocabulary: the terms that are declared.
    :param iri: the term.
    :param kind: what it is used as: class, property or datatype; empty where it may be anything.
    :returns: the fault, if there is one.
    """
    if iri.startswith(_NOT_CHECKED):
        return None
    kinds = vocabulary.kinds.get(iri)
    if kinds is None and not vocabulary.misses(iri, kind):
        kinds = vocabulary.published_kinds(iri)
        if not kinds:
            return None
    if kinds is None:
        word = kind or "term"
        message = f"{compact(iri)} is no {word} that is declared."
        return Fault(
            UNDECLARED, message, suggestion(vocabulary, iri, kind), vocabulary.correction(iri, kind) is not None
        )
    if iri in vocabulary.deprecated:
        new = vocabulary.deprecated[iri]
        return Fault(DEPRECATED, f"{compact(iri)} is deprecated.", f"Use {compact(new)}." if new else None)
    if kind in ("class", "property") and kind not in kinds and not (kind == "class" and "datatype" in kinds):
        what = next((each for each in ("class", "property", "datatype", "concept") if each in kinds), None)
        rule = NO_CLASS if kind == "class" else NO_PROPERTY
        article = f"a {what}, no {kind}" if what else f"no {kind}"
        return Fault(rule, f"{compact(iri)} is {article}.")
    return None


def suggestion(vocabulary: Vocabulary, iri: str, kind: str) -> str | None:
    """Ask whether another term was meant.

    :param vocabulary: the terms that are declared.
    :param iri: a term that is not.
    :param kind: the kind of term that is wanted; empty for any.
    :returns: a question; None where no term looks like it.
    """
    namespace = namespace_of(iri)
    local = iri[len(namespace) :]
    names = vocabulary.candidates(namespace, kind)
    known = sorted(vocabulary.mentioned.union(vocabulary.kinds))
    elsewhere = next((each for each in known if each != iri and each[len(namespace_of(each)) :] == local), None)
    if elsewhere is not None and misspelt(local, names) is None:
        return f"Did you mean {compact(elsewhere)}?"
    return did_you_mean(local, names, lambda name: compact(namespace + name)) or None


def _faults(vocabulary: Vocabulary, quads: Iterable[Quad]) -> dict[_Use, Fault]:
    """Find the wrong uses of terms; each term is looked at once for each kind of place that it stands in."""
    uses = {use for quad in quads for use in _uses(quad.subject, quad.predicate, quad.object, vocabulary.ours)}
    found = {}
    for use in uses:
        iri, kind = use
        if kind == _SUBJECT:
            # What is said of a term need not be the file's own declaration, but the term has to be one.
            fault = term_fault(vocabulary, iri, "") if iri not in vocabulary.kinds else None
        else:
            fault = term_fault(vocabulary, iri, kind)
        if fault is not None:
            found[use] = fault
    return found


def _uses(subject: object, predicate: NamedNode, value: object, ours: tuple[str, ...]) -> Iterator[_Use]:
    """Say which terms a statement uses, and as what."""
    yield predicate.value, "property"
    if isinstance(value, Literal):
        yield value.datatype.value, "datatype"
    elif isinstance(value, NamedNode):
        if predicate == RDF_TYPE or predicate.value in _CLASS_PLACES:
            yield value.value, "class"
        elif predicate.value in _PROPERTY_PLACES:
            yield value.value, "property"
        elif namespace_of(value.value) in ours:
            yield value.value, ""
    if isinstance(subject, NamedNode) and namespace_of(subject.value) in ours:
        yield subject.value, _SUBJECT


def _found(document: Document, faults: Mapping[_Use, Fault], ours: tuple[str, ...]) -> Iterator[Finding]:
    """Find every place of the wrong uses in a file."""
    seen: set[int] = set()
    placed: set[_Use] = set()
    for statement in document.places.statements:
        for use in _uses(statement.subject, statement.predicate, statement.object, ours):
            if use in faults:
                offset = _offset(statement, use)
                placed.add(use)
                if offset not in seen:
                    seen.add(offset)
                    line, column = document.places.at(offset)
                    subject = document.places.name(statement.subject)
                    finding = _finding(document, faults[use], use, statement.quad, subject)
                    yield replace(finding, line=line, column=column)
    if document.path.suffix.lower() in FAMILY:
        return
    for quad in document.quads:
        for use in _uses(quad.subject, quad.predicate, quad.object, ours):
            if use in faults and use not in placed:
                yield _finding(document, faults[use], use, quad, document.places.name(quad.subject))


def _offset(statement: Statement, use: _Use) -> int:
    """Say where in a statement a term stands."""
    iri, kind = use
    if kind == _SUBJECT:
        return statement.subject_at
    if kind == "property" and statement.predicate.value == iri:
        return statement.predicate_at
    return statement.object_at


def _finding(document: Document, fault: Fault, use: _Use, quad: Quad, subject: str) -> Finding:
    """Make a finding of a wrong use in one statement."""
    iri, kind = use
    as_predicate = kind == "property" and quad.predicate.value == iri
    finding = fault.rule.finding(
        subject,
        message=fault.message,
        repair=fault.repair,
        graph=quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else None,
        predicate=None if kind == _SUBJECT else quad.predicate.value,
        value=None if as_predicate or kind == _SUBJECT else str(quad.object),
        path=str(document.path),
    )
    return replace(finding, mendable=fault.mendable and document.path.suffix.lower() in FAMILY)
