"""The OWL RL closure of a dataset, voice by voice: what one voice says is never mixed with what another says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from treatygraph.graph.loader import read_quads
from treatygraph.graph.terms import INFERRED_GRAPHS, ONTOLOGY_IRI, PROV, RDF_TYPE, local_name, tg
from treatygraph.ontology import concept_files, ontology_files

if TYPE_CHECKING:
    from treatygraph.graph.dataset import Dataset, GraphName
    from treatygraph.graph.reasoning import Closure, Derivation, Inconsistency

__all__ = ["REASONERS", "DatasetClosure", "close_dataset", "ontology_quads"]

REASONERS = ("builtin", "owlrl")
UNATTRIBUTED = "unattributed"
"""The voice of graphs of which nobody says who vouches for them."""

_DERIVED = NamedNode(PROV + "wasDerivedFrom")
_CLAIMING = ("passage", "inference", "reference", "other")
_Reasoner = Callable[[Iterable[Triple], Iterable[Triple]], "Closure"]


@dataclass(frozen=True, slots=True)
class DatasetClosure:
    """What follows from the graphs of a dataset.

    :param quads: the inferred graphs, one a voice, each with its own description.
    :param derivations: rule and premises of each inferred quad.
    :param inconsistencies: the contradictions, each with the name of the voice that contradicts itself.
    """

    quads: tuple[Quad, ...]
    derivations: dict[Quad, Derivation]
    inconsistencies: tuple[tuple[str, Inconsistency], ...]


@cache
def ontology_quads() -> tuple[Quad, ...]:
    """Read the ontology and its code lists.

    :returns: their statements, in the graph that the ontology's IRI names.
    """
    name = NamedNode(ONTOLOGY_IRI)
    files = (*ontology_files(), *concept_files())
    found = dict.fromkeys(_in_graph(quad.triple, name) for file in files for quad in read_quads(file))
    return tuple(found)


def close_dataset(dataset: Dataset, *, reasoner: str = "builtin") -> DatasetClosure:
    """Close what each voice says under the ontology.

    An inference rests on graphs of other voices; those take part in its closure, but what follows from them
    alone is theirs.

    :param dataset: the graph, without ontology and inferred graphs.
    :param reasoner: ``builtin``, which keeps premises, or ``owlrl``, which has none.
    :returns: the inferred graphs.
    """
    close = _reasoner(reasoner)
    ontology = [quad.triple for quad in ontology_quads()]
    inherent = close(ontology, ()).derivations
    quads: list[Quad] = []
    derivations: dict[Quad, Derivation] = {}
    inconsistencies: list[tuple[str, Inconsistency]] = []
    for voice, own in sorted(_by_voice(dataset).items()):
        borrowed = [name for name in _ground(dataset, own) if name not in own]
        known = set(close(ontology, _triples(dataset, borrowed)).derivations) if borrowed else set(inherent)
        closure = close(ontology, _triples(dataset, [*own, *borrowed]))
        name = NamedNode(INFERRED_GRAPHS + voice)
        found = {_in_graph(t, name): why for t, why in closure.derivations.items() if t not in known}
        if found:
            quads += [*_description(dataset, name, own), *found]
            derivations |= found
        inconsistencies += [(voice, each) for each in closure.inconsistencies]
    return DatasetClosure(tuple(quads), derivations, tuple(inconsistencies))


def _in_graph(triple: Triple, name: NamedNode) -> Quad:
    """Put a triple into a graph."""
    return Quad(triple.subject, triple.predicate, triple.object, name)


def _reasoner(name: str) -> _Reasoner:
    """Choose a reasoner; owlrl brings rdflib and is imported only when it is wanted."""
    from treatygraph.graph import reasoning

    return reasoning.close_with_owlrl if name == "owlrl" else reasoning.close


def _by_voice(dataset: Dataset) -> dict[str, list[GraphName]]:
    """Group the graphs that claim anything by who vouches for them."""
    found: dict[str, list[GraphName]] = {}
    for name in dataset.graph_names:
        if dataset.kind_of(name) in _CLAIMING:
            voices = [] if isinstance(name, DefaultGraph) else dataset.objects(name, tg("voice"))
            for voice in sorted(local_name(getattr(each, "value", "")) for each in voices) or [UNATTRIBUTED]:
                found.setdefault(voice, []).append(name)
    return found


def _ground(dataset: Dataset, names: Iterable[GraphName]) -> list[GraphName]:
    """Find the graphs that graphs rest on, directly or not."""
    pending = list(names)
    seen: dict[GraphName, None] = {}
    while pending:
        name = pending.pop()
        if not isinstance(name, DefaultGraph) and name not in seen:
            seen[name] = None
            pending += [each for each in dataset.objects(name, _DERIVED) if isinstance(each, NamedNode)]
    return list(seen)


def _triples(dataset: Dataset, names: Iterable[GraphName]) -> list[Triple]:
    """Collect the triples of several graphs."""
    return [quad.triple for name in names for quad in dataset.graph(name)]


def _description(dataset: Dataset, name: NamedNode, own: Iterable[GraphName]) -> Iterator[Quad]:
    """Say in an inferred graph what it is and what it was made from."""
    yield Quad(name, RDF_TYPE, tg("InferredGraph"), name)
    for graph in own:
        if isinstance(graph, NamedNode):
            yield Quad(name, _DERIVED, graph, name)
            yield from (Quad(name, tg("voice"), voice, name) for voice in dataset.objects(graph, tg("voice")))
