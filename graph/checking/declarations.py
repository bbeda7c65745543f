"""Rules on files that declare terms of an ontology: each term explained, and declared in one way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.rules import Rule
from treatygraph.graph.checking.vocabulary import DECLARING_TYPES, namespace_of
from treatygraph.graph.terms import DCTERMS, OWL, RDF_TYPE, RDFS, RDFS_LABEL, SKOS, compact

if TYPE_CHECKING:
    from treatygraph.graph.checking.material import Material
    from treatygraph.graph.dataset import Dataset

__all__ = ["DECLARATION_RULES", "check_declarations"]

_ANNOTATIONS = ("https://www.w3.org/TR/owl2-syntax/#Annotation_Properties",)

NO_LABEL = Rule(
    code="TG110",
    name="term-without-label",
    severity=Severity.WARNING,
    message="A term that is declared has a label.",
    repair="Add an rdfs:label, for a concept a skos:prefLabel.",
    what="Finds classes, properties and concepts that a checked file, or an ontology at hand, declares without a "
    "label. Terms of a vocabulary of which no term has one, such as foreign terms that are merely declared, are left "
    "alone.",
    why="Pages, forms and reports show labels; without one a reader sees a bare IRI.",
    references=("https://robot.obolibrary.org/report_queries/missing_label",),
)
NO_DEFINITION = Rule(
    code="TG111",
    name="term-without-definition",
    severity=Severity.WARNING,
    message="A term that is declared is defined in words.",
    repair="Add a skos:definition: one sentence that says what falls under the term.",
    what="Finds classes, properties and concepts that have a label, and neither skos:definition, rdfs:comment, "
    "dcterms:description, the definition of the OBO ontologies (IAO_0000115) nor a dcterms:source that defines them.",
    why="Two people who use a term without a definition do not mean the same by it.",
    references=("https://robot.obolibrary.org/report_queries/missing_definition",),
)
TWO_KINDS = Rule(
    code="TG112",
    name="term-declared-twice",
    severity=Severity.ERROR,
    message="A term is declared as one kind of term, with one definition.",
    repair="Keep one of the declarations; give the other meaning a term of its own.",
    what="Finds terms that are declared both as a class and as a property, as object property and as datatype "
    "property, or with two different definitions or preferred labels in one language, also in two "
    "files.",
    why="Each reader, and each tool, picks one of the two; which, is chance.",
    references=("https://www.w3.org/TR/owl2-syntax/#Typing_Constraints_of_OWL_2_DL",),
)
DECLARATION_RULES = (NO_LABEL, NO_DEFINITION, TWO_KINDS)

_LABELS = (RDFS_LABEL, NamedNode(SKOS + "prefLabel"))
_DEFINITIONS = (
    NamedNode(SKOS + "definition"),
    NamedNode(RDFS + "comment"),
    NamedNode(DCTERMS + "description"),
    NamedNode(DCTERMS + "source"),
    NamedNode("http://purl.obolibrary.org/obo/IAO_0000115"),
)
_SINGLE = (NamedNode(SKOS + "definition"), NamedNode(SKOS + "prefLabel"), _DEFINITIONS[-1])
_KINDS_THAT_EXCLUDE = (
    (OWL + "Class", OWL + "ObjectProperty"),
    (OWL + "Class", OWL + "DatatypeProperty"),
    (OWL + "Class", OWL + "AnnotationProperty"),
    (OWL + "ObjectProperty", OWL + "DatatypeProperty"),
    (OWL + "ObjectProperty", OWL + "AnnotationProperty"),
    (OWL + "DatatypeProperty", OWL + "AnnotationProperty"),
    (OWL + "Class", RDFS + "Datatype"),
)
_UNEXPLAINED = frozenset({SKOS + "ConceptScheme"})


def check_declarations(material: Material) -> Iterator[Finding]:
    """Look at the terms that the checked files declare.

    :param material: the files.
    :returns: a finding for each term without label or definition, and for each that is declared differently.
    """
    dataset = material.dataset
    declared = _declared(dataset)
    labelled = {namespace_of(term.value) for term in declared if _has(dataset, term, _LABELS)}
    for term, types in declared.items():
        if not types <= _UNEXPLAINED and namespace_of(term.value) in labelled:
            if not _has(dataset, term, _LABELS):
                yield NO_LABEL.finding(term.value, message=f"{compact(term.value)} has no label.")
            elif not _has(dataset, term, _DEFINITIONS):
                yield NO_DEFINITION.finding(term.value, message=f"{compact(term.value)} has no definition.")
        yield from _contradictions(dataset, term, types)


def _declared(dataset: Dataset) -> Mapping[NamedNode, set[str]]:
    """Find the terms that are declared, with the types that declare them."""
    found: defaultdict[NamedNode, set[str]] = defaultdict(set)
    for name in DECLARING_TYPES:
        for subject in dataset.subjects(RDF_TYPE, NamedNode(name)):
            if isinstance(subject, NamedNode):
                found[subject].add(name)
    return found


def _has(dataset: Dataset, term: NamedNode, predicates: tuple[NamedNode, ...]) -> bool:
    """Tell whether a term has a value of one of some properties."""
    return any(dataset.objects(term, predicate) for predicate in predicates)


def _contradictions(dataset: Dataset, term: NamedNode, types: set[str]) -> Iterator[Finding]:
    """Find what is said of a term twice and differently."""
    for one, other in _KINDS_THAT_EXCLUDE:
        if one in types and other in types:
            yield TWO_KINDS.finding(
                term.value,
                message=f"{compact(term.value)} is declared as {compact(one)} and as {compact(other)}.",
                predicate=RDF_TYPE.value,
                value=f"<{other}>",
            )
    for predicate in _SINGLE:
        texts = [each for each in dataset.objects(term, predicate) if isinstance(each, Literal)]
        for one_text, other_text in combinations(texts, 2):
            if one_text.language == other_text.language:
                yield TWO_KINDS.finding(
                    term.value,
                    message=f"{compact(term.value)} has two different values of {compact(predicate.value)}.",
                    predicate=predicate.value,
                    value=str(other_text),
                )
