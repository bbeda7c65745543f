"""What an editor of queries can complete: classes, properties, concepts and things with their words, and prefixes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from types import MappingProxyType

from pyoxigraph import NamedNode

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.terms import ID, OWL, RDF_TYPE, RDFS, SKOS, tg
from treatygraph.server.addresses import MOST_LISTED
from treatygraph.server.wording import Wording

__all__ = ["KINDS", "MAX_INDIVIDUALS", "Completion", "completions"]

MAX_INDIVIDUALS = 5000
"""How many things are listed; the ontology is listed whole."""

KINDS: Mapping[str, str] = MappingProxyType(
    {
        OWL + "Class": "class",
        RDFS + "Class": "class",
        OWL + "ObjectProperty": "property",
        OWL + "DatatypeProperty": "property",
        OWL + "AnnotationProperty": "property",
        SKOS + "Concept": "concept",
    }
)
"""What the instances of some classes are in a query."""

_GROUP = "graph"
_DERIVED = frozenset({"inferred", "status"})
_UNTOLD = frozenset((tg("StatusSpan").value,))
"""Things that nobody names in a query; a large graph has many of them."""


@dataclass(frozen=True, slots=True)
class Completion:
    """One thing that can be completed.

    :param iri: its IRI.
    :param kind: class, property, concept, graph or individual.
    :param label: its words; empty for a term of others without any.
    :param definition: what it is.
    """

    iri: str
    kind: str
    label: str
    definition: str


def completions(dataset: Dataset, vocabulary: Dataset) -> tuple[Completion, ...]:
    """List what can be completed.

    :param dataset: the graph.
    :param vocabulary: the graph with the ontology.
    :returns: terms first, then things; each in alphabetical order of the IRIs.
    """
    wording = Wording(vocabulary)
    kinds = _kinds(vocabulary)
    terms = [_completion(wording, iri, kind) for iri, kind in sorted(kinds.items())]
    groups = [
        Completion(group.iri, _GROUP, group.label, group.description)
        for group in sorted(dataset.groups.values(), key=lambda each: each.iri)
    ]
    told = {group.iri for group in groups} | kinds.keys()
    return (*terms, *groups, *_individuals(dataset, vocabulary, wording, told))


def _kinds(vocabulary: Dataset) -> dict[str, str]:
    """Tell classes, properties and concepts, declared or only used."""
    found: dict[str, str] = {}
    for predicate in vocabulary.predicates:
        found[predicate.value] = "property"
    for quad in vocabulary.with_predicate(RDF_TYPE):
        if isinstance(quad.object, NamedNode):
            found[quad.object.value] = "class"
    for iri, kind in KINDS.items():
        for thing in vocabulary.subjects(RDF_TYPE, NamedNode(iri)):
            if isinstance(thing, NamedNode):
                found[thing.value] = kind
    return found


def _completion(wording: Wording, iri: str, kind: str) -> Completion:
    """Describe a term; one of others has no words of ours."""
    return Completion(iri, kind, wording.label(iri) if wording.has_label(iri) else "", wording.definition(iri))


def _individuals(dataset: Dataset, vocabulary: Dataset, wording: Wording, told: Set[str]) -> Iterable[Completion]:
    """Describe the things of the graph, those with a label first where there are too many; none of a large graph."""
    if dataset.size > MOST_LISTED:
        return
    graphs = {getattr(name, "value", "") for name in dataset.graph_names}
    things = (iri for iri in vocabulary.iris if iri.startswith(ID) and iri not in told)
    chosen = sorted(things, key=lambda iri: (not wording.has_label(iri), iri))[:MAX_INDIVIDUALS]
    for iri in sorted(chosen):
        types = _declared_types(vocabulary, NamedNode(iri))
        if _UNTOLD.isdisjoint(types):
            words = ", ".join(sorted(map(wording.label, types)))
            yield Completion(iri, _GROUP if iri in graphs else "individual", wording.label(iri), words)


def _declared_types(vocabulary: Dataset, thing: NamedNode) -> set[str]:
    """Name the classes that somebody gives a thing; those that follow say less."""
    quads = [quad for quad in vocabulary.about(thing) if quad.predicate == RDF_TYPE]
    stated = [quad for quad in quads if vocabulary.kind_of(quad.graph_name) not in _DERIVED] or quads
    return {quad.object.value for quad in stated if isinstance(quad.object, NamedNode)}
