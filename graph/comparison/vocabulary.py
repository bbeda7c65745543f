"""What changed in the terms of ontologies and code lists: added, removed, deprecated, reinstated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad

from treatygraph.graph.terms import DCTERMS, OWL, RDF, RDF_TYPE, RDFS, SKOS

__all__ = ["TermChange", "compare_terms", "declares_terms"]

TERM_CLASSES = frozenset(
    (
        *(OWL + name for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty", "Ontology")),
        *(OWL + name for name in ("DeprecatedClass", "DeprecatedProperty")),
        *(OWL + name for name in ("FunctionalProperty", "SymmetricProperty", "TransitiveProperty")),
        *(RDFS + name for name in ("Class", "Datatype")),
        *(SKOS + name for name in ("Concept", "ConceptScheme")),
        RDF + "Property",
    )
)
"""The classes whose instances are terms."""

_DEPRECATED_CLASSES = frozenset((OWL + "DeprecatedClass", OWL + "DeprecatedProperty"))
_DEPRECATED = NamedNode(OWL + "deprecated")
_REPLACED = NamedNode(DCTERMS + "isReplacedBy")
_TRUE = frozenset(("true", "1"))


@dataclass(frozen=True, slots=True)
class TermChange:
    """A term that one of two versions has, or that one of them deprecates.

    :param kind: ``added``, ``removed``, ``deprecated`` or ``reinstated``.
    :param term: its IRI.
    :param replacements: the IRIs that are to be used instead.
    """

    kind: str
    term: str
    replacements: tuple[str, ...] = ()


@dataclass(slots=True)
class _Term:
    """What a version says of a term."""

    declared: bool = False
    deprecated: bool = False
    replacements: set[str] = field(default_factory=set)


def declares_terms(quads: Iterable[Quad]) -> bool:
    """Tell whether any term is declared.

    :param quads: the quads of a file.
    :returns: whether an IRI is said to be a class, a property, a concept, or such.
    """
    return any(each.declared for each in _terms(quads).values())


def compare_terms(old: Iterable[Quad], new: Iterable[Quad]) -> tuple[TermChange, ...]:
    """Find the terms that differ between two versions.

    :param old: the statements of the first version, without what was derived.
    :param new: those of the second one.
    :returns: the changes, sorted by kind and term.
    """
    before, after = ({iri: term for iri, term in _terms(quads).items() if term.declared} for quads in (old, new))
    found: list[TermChange] = []
    for iri in before.keys() | after.keys():
        one, other = before.get(iri), after.get(iri)
        if one is None or other is None:
            kind, telling = ("removed", one) if other is None else ("added", other)
        elif one.deprecated != other.deprecated:
            kind, telling = ("deprecated", other) if other.deprecated else ("reinstated", one)
        else:
            continue
        found.append(TermChange(kind, iri, tuple(sorted(telling.replacements)) if telling else ()))
    return tuple(sorted(found, key=lambda change: (change.kind, change.term)))


def _terms(quads: Iterable[Quad]) -> defaultdict[str, _Term]:
    """Collect what is said of anything that may be a term."""
    found: defaultdict[str, _Term] = defaultdict(_Term)
    for quad in quads:
        if not isinstance(quad.subject, NamedNode):
            continue
        iri, value = quad.subject.value, quad.object
        if quad.predicate == RDF_TYPE and isinstance(value, NamedNode) and value.value in TERM_CLASSES:
            found[iri].declared = True
            found[iri].deprecated |= value.value in _DEPRECATED_CLASSES
        elif quad.predicate == _DEPRECATED and isinstance(value, Literal) and value.value in _TRUE:
            found[iri].deprecated = True
        elif quad.predicate == _REPLACED and isinstance(value, NamedNode):
            found[iri].replacements.add(value.value)
    return found
