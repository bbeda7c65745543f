"""The vocabulary that files are written in: what is declared by the ontology, by further ontologies, by the files."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad, Triple

from treatygraph.graph.checking.published import AT_HAND, CLOSED, published_terms
from treatygraph.graph.checking.published_kinds import published_kind
from treatygraph.graph.checking.shapes import read_shapes
from treatygraph.graph.checking.spelling import misspelt
from treatygraph.graph.closure import ontology_quads
from treatygraph.graph.terms import CONCEPT, DCTERMS, OWL, RDF, RDF_TYPE, RDFS, SCHEMA, SKOS, TG

if TYPE_CHECKING:
    from treatygraph.graph.checking.material import Material

__all__ = ["DECLARING_TYPES", "Vocabulary", "is_ontology", "namespace_of", "vocabulary_of"]

CLASS, PROPERTY, DATATYPE, CONCEPT_KIND, OTHER = "class", "property", "datatype", "concept", "other"
"""The kinds of terms."""

DECLARING_TYPES: Mapping[str, str] = {
    OWL + "Class": CLASS,
    RDFS + "Class": CLASS,
    RDFS + "Datatype": DATATYPE,
    RDF + "Property": PROPERTY,
    OWL + "ObjectProperty": PROPERTY,
    OWL + "DatatypeProperty": PROPERTY,
    OWL + "AnnotationProperty": PROPERTY,
    OWL + "OntologyProperty": PROPERTY,
    OWL + "FunctionalProperty": PROPERTY,
    OWL + "InverseFunctionalProperty": PROPERTY,
    OWL + "TransitiveProperty": PROPERTY,
    OWL + "SymmetricProperty": PROPERTY,
    OWL + "AsymmetricProperty": PROPERTY,
    OWL + "ReflexiveProperty": PROPERTY,
    OWL + "IrreflexiveProperty": PROPERTY,
    OWL + "DeprecatedClass": CLASS,
    OWL + "DeprecatedProperty": PROPERTY,
    SKOS + "Concept": CONCEPT_KIND,
    SKOS + "ConceptScheme": OTHER,
}
"""The types that declare a term, with the kind of term that they declare."""

SHORTEST_CORRECTED = 5
"""How many letters a term has at least that is written in the place of another: among short ones many are near."""

_SUBCLASS, _EQUIVALENT = NamedNode(RDFS + "subClassOf"), NamedNode(OWL + "equivalentClass")
_DOMAIN, _RANGE = NamedNode(SCHEMA + "domainIncludes"), NamedNode(SCHEMA + "rangeIncludes")
_DISJOINT, _DEPRECATED = NamedNode(OWL + "disjointWith"), NamedNode(OWL + "deprecated")
_REPLACED = NamedNode(DCTERMS + "isReplacedBy")
_AXIOMS = frozenset(
    (
        *(_SUBCLASS, _EQUIVALENT, _DOMAIN, _RANGE, _DISJOINT, _DEPRECATED),
        *(NamedNode(RDFS + name) for name in ("domain", "range", "subPropertyOf")),
        *(NamedNode(OWL + name) for name in ("equivalentProperty", "imports", "inverseOf")),
    )
)
"""What ontologies say of classes and properties that they need not declare, and of other ontologies."""
_TYPES_IN_ONTOLOGIES = frozenset(NamedNode(name) for name in (*DECLARING_TYPES, OWL + "Ontology"))


@dataclass(frozen=True)
class Vocabulary:
    """What is known of the terms.

    :param builtin: what treatygraph's own ontology says of its terms; empty where it is not to be used.
    :param further: what other ontologies, and the files that declare terms, say of theirs.
    """

    builtin: tuple[Triple, ...] = ()
    further: tuple[Triple, ...] = ()

    @property
    def triples(self) -> tuple[Triple, ...]:
        """All that is said of terms."""
        return self.builtin + self.further

    @property
    def hierarchy(self) -> tuple[Triple, ...]:
        """The subclasses that are declared."""
        return tuple(triple for triple in self.triples if triple.predicate == _SUBCLASS)

    @property
    def ours(self) -> tuple[str, ...]:
        """The namespaces of which every IRI is a declared term, in whatever place it stands."""
        return (TG, CONCEPT) if self.builtin else ()

    @cached_property
    def mentioned(self) -> frozenset[str]:
        """The IRIs that the ontology and the shapes of treatygraph use without declaring them."""
        return _used_by_the_builtin() if self.builtin else frozenset()

    @cached_property
    def kinds(self) -> Mapping[str, frozenset[str]]:
        """The kinds of each declared term: class, property, datatype, concept, other."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for triple in self.triples:
            subject, value = triple.subject, triple.object
            if triple.predicate == RDF_TYPE and isinstance(subject, NamedNode) and isinstance(value, NamedNode):
                found[subject.value].add(DECLARING_TYPES.get(value.value, OTHER))
        return {iri: frozenset(kinds) for iri, kinds in found.items()}

    @cached_property
    def names(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """The local names of the declared terms, by namespace and kind; the kind ``""`` stands for all of them."""
        found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for iri, kinds in self.kinds.items():
            namespace = namespace_of(iri)
            for kind in (*kinds, ""):
                found[namespace, kind].add(iri[len(namespace) :])
        return {key: frozenset(names) for key, names in found.items()}

    @cached_property
    def superclasses(self) -> Mapping[str, frozenset[str]]:
        """Each class with a superclass, and all of its superclasses, itself among them."""
        above: defaultdict[str, set[str]] = defaultdict(set)
        for one, other in (*self._pairs(_SUBCLASS), *self._pairs(_EQUIVALENT)):
            above[one].add(other)
        for one, other in self._pairs(_EQUIVALENT):
            above[other].add(one)
        return {each: frozenset(_reachable(each, above)) for each in above}

    @cached_property
    def domains(self) -> Mapping[str, frozenset[str]]:
        """The classes whose things have a property, as far as they are told (schema:domainIncludes)."""
        return _grouped(self._pairs(_DOMAIN))

    @cached_property
    def ranges(self) -> Mapping[str, frozenset[str]]:
        """The classes or datatypes of the values of a property, as far as they are told (schema:rangeIncludes)."""
        return _grouped(self._pairs(_RANGE))

    @cached_property
    def disjoint(self) -> Mapping[str, frozenset[str]]:
        """The classes that have nothing in common with a class."""
        pairs = self._pairs(_DISJOINT)
        return _grouped([*pairs, *((other, one) for one, other in pairs)])

    @cached_property
    def deprecated(self) -> Mapping[str, str]:
        """The deprecated terms with the term that replaces them, empty where none is named."""
        found = {
            triple.subject.value
            for triple in self.triples
            if triple.predicate == _DEPRECATED
            and isinstance(triple.subject, NamedNode)
            and isinstance(triple.object, Literal)
            and triple.object.value in ("true", "1")
        }
        replaced = dict(self._pairs(_REPLACED))
        return {iri: replaced.get(iri, "") for iri in found}

    def classes_of(self, types: Iterable[str]) -> frozenset[str]:
        """Return all classes that a thing of some types is in.

        :param types: its types.
        :returns: these and all their superclasses.
        """
        return frozenset(above for each in types for above in self.superclasses.get(each, (each,)))

    @cached_property
    def closed(self) -> frozenset[tuple[str, str]]:
        """The namespaces and kinds of which all terms are declared: those that somebody says more of than a type."""
        described = {
            each.subject.value
            for each in self.further
            if isinstance(each.subject, NamedNode) and each.predicate != RDF_TYPE
        }
        return frozenset((namespace_of(iri), kind) for iri in described for kind in self.kinds.get(iri, ()))

    def misses(self, iri: str, kind: str) -> bool:
        """Tell whether a term would be declared if it were one.

        :param iri: the IRI of a term.
        :param kind: the kind of term that the place where it stands is for; empty for any.
        :returns: True for a term that no declaration and no use of ours knows, in a namespace that is known whole.
        """
        namespace = namespace_of(iri)
        local = iri[len(namespace) :]
        if iri in self.kinds or local in AT_HAND.get(namespace, ()):
            return False
        if namespace in self.ours:
            return bool(local)
        if iri in self.mentioned:
            return False
        if namespace not in CLOSED and (namespace, kind) in self.closed:
            return True
        if local in published_terms(namespace):
            return False
        if namespace not in CLOSED:
            return misspelt(local, self.candidates(namespace)) is not None
        return not re.fullmatch(r"(_\d+)?", local)

    def published_kinds(self, iri: str) -> frozenset[str]:
        """Tell what a term of a published vocabulary is, which nobody declares here.

        :param iri: the IRI of a term that is not missed.
        :returns: its kind; none where it is not known for sure.
        """
        namespace = namespace_of(iri)
        kind = published_kind(namespace, iri[len(namespace) :])
        return frozenset({kind} if kind else ())

    def candidates(self, namespace: str, kind: str = "") -> frozenset[str]:
        """List the terms that somebody could have meant.

        :param namespace: the namespace.
        :param kind: class, property and so on; empty for any.
        :returns: their local names.
        """
        others = (iri for iri in self.mentioned if iri not in self.kinds and namespace_of(iri) == namespace)
        used = (iri[len(namespace) :] for iri in others)
        at_hand = AT_HAND.get(namespace, frozenset())
        return self.names.get((namespace, kind), frozenset()).union(at_hand, published_terms(namespace), used)

    def correction(self, iri: str, kind: str = "") -> str | None:
        """Find the term that an IRI can be replaced with, without asking anybody.

        Of treatygraph's own namespaces and of closed vocabularies all terms are known. Elsewhere the IRI may be a term
        that is merely declared nowhere, and nothing but the author's word tells.

        :param iri: the IRI of a term that does not exist.
        :param kind: the kind of term that is wanted; empty for any.
        :returns: the term; None where it is not obvious.
        """
        namespace = namespace_of(iri)
        local = iri[len(namespace) :]
        if namespace not in self.ours and namespace not in CLOSED:
            return None
        name = misspelt(local, self.candidates(namespace, kind))
        return namespace + name if name and len(name) >= SHORTEST_CORRECTED else None

    def _pairs(self, predicate: NamedNode) -> list[tuple[str, str]]:
        """Return subjects and values of a predicate that have IRIs."""
        return [
            (each.subject.value, each.object.value)
            for each in self._by_predicate.get(predicate, ())
            if isinstance(each.subject, NamedNode) and isinstance(each.object, NamedNode)
        ]

    @cached_property
    def _by_predicate(self) -> Mapping[NamedNode, list[Triple]]:
        found: defaultdict[NamedNode, list[Triple]] = defaultdict(list)
        for triple in self.triples:
            found[triple.predicate].append(triple)
        return found


def namespace_of(iri: str) -> str:
    """Return the namespace of an IRI.

    :param iri: the IRI.
    :returns: what comes before its local name, with the last ``#`` or ``/``.

    >>> namespace_of("https://w3id.org/treatygraph/ns#State")
    'https://w3id.org/treatygraph/ns#'
    """
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


def is_ontology(quads: Iterable[Quad]) -> bool:
    """Tell whether a file is an ontology: it says so, or declares or describes classes, properties or concepts.

    :param quads: the quads of the file.
    :returns: whether it is one.
    """
    return any(
        quad.predicate in _AXIOMS or (quad.predicate == RDF_TYPE and quad.object in _TYPES_IN_ONTOLOGIES)
        for quad in quads
    )


def vocabulary_of(material: Material) -> Vocabulary:
    """Collect the vocabulary that the files of a check are written in.

    :param material: the files, and the options that name further ontologies.
    :returns: what is declared.
    """
    options, dataset = material.options, material.dataset
    builtin = [quad.triple for quad in ontology_quads()] if options.builtin else []
    documents = (*material.ontologies, *material.imports)
    further = [quad.triple for document in documents for quad in document.quads]
    declared = dict.fromkeys(
        subject for name in DECLARING_TYPES for subject in dataset.subjects(RDF_TYPE, NamedNode(name))
    )
    further += [quad.triple for subject in declared for quad in dataset.about(subject)]
    return Vocabulary(tuple(builtin), tuple(further))


@cache
def _used_by_the_builtin() -> frozenset[str]:
    """Name all IRIs in the ontology and in the shapes that are shipped."""
    triples = (*(quad.triple for quad in ontology_quads()), *read_shapes().triples)
    found = {term for triple in triples for term in (triple.predicate, triple.object)}
    return frozenset(
        (each.datatype if isinstance(each, Literal) else each).value
        for each in found
        if isinstance(each, (Literal, NamedNode))
    )


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """Group pairs by their first part."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        found[one].add(other)
    return {one: frozenset(others) for one, others in found.items()}


def _reachable(start: str, above: Mapping[str, set[str]]) -> set[str]:
    """Follow classes upwards."""
    seen, agenda = {start}, [start]
    while agenda:
        new = above.get(agenda.pop(), set()) - seen
        seen |= new
        agenda += new
    return seen
