"""The OWL RL closure of a dataset, voice by voice: what one voice says is never mixed with what another says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from hashlib import sha256
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from treatygraph.graph.loader import read_quads
from treatygraph.graph.terms import INFERRED_GRAPHS, ONTOLOGY_IRI, PROV, RDF_TYPE, local_name, tg
from treatygraph.ontology import concept_files, ontology_files

if TYPE_CHECKING:
    from treatygraph.graph.dataset import Dataset, GraphName, Term
    from treatygraph.graph.reasoning import Closure, Derivation, Inconsistency, Reasoner

__all__ = ["DatasetClosure", "close_dataset", "contradicts_itself", "ontology_quads", "ontology_reasoner"]

UNATTRIBUTED = "unattributed"
"""The voice of graphs of which nobody says who vouches for them."""
_SCHEMA = "ontology"
_MARK_DIGITS = 8

_DERIVED = NamedNode(PROV + "wasDerivedFrom")
_CLAIMING = ("passage", "inference", "reference", "other")
_Close = Callable[[Iterable[Triple]], "Closure"]


@dataclass(frozen=True, slots=True)
class DatasetClosure:
    """What follows from the graphs of a dataset.

    :param quads: the inferred graphs, one of the ontology and one a voice, each with its own description.
    :param derivations: rule and premises of each inferred quad.
    :param inconsistencies: the contradictions, each with the name of the voice that contradicts itself.
    """

    quads: tuple[Quad, ...]
    derivations: dict[Quad, Derivation]
    inconsistencies: tuple[tuple[str, Inconsistency], ...]


@dataclass(frozen=True, slots=True)
class _Inferred:
    """An inferred graph: its name, whose it is, what it was made from, and what is in it."""

    name: NamedNode
    voice: Term | None
    sources: tuple[GraphName, ...]
    derivations: Mapping[Triple, Derivation]

    def quads(self) -> Iterator[Quad]:
        """Say what the graph is and what it was made from, then what follows."""
        yield Quad(self.name, RDF_TYPE, tg("InferredGraph"), self.name)
        if self.voice is not None:
            yield Quad(self.name, tg("voice"), self.voice, self.name)
        for source in self.sources:
            if not isinstance(source, DefaultGraph):
                yield Quad(self.name, _DERIVED, source, self.name)
        yield from (_in_graph(triple, self.name) for triple in self.derivations)


@cache
def ontology_quads() -> tuple[Quad, ...]:
    """Read the ontology and its code lists.

    :returns: their statements, in the graph that the ontology's IRI names.
    """
    name = NamedNode(ONTOLOGY_IRI)
    files = (*ontology_files(), *concept_files())
    found = dict.fromkeys(_in_graph(quad.triple, name) for file in files for quad in read_quads(file))
    return tuple(found)


def close_dataset(dataset: Dataset, *, reasoner: str = "builtin", further: Iterable[Triple] = ()) -> DatasetClosure:
    """Close the ontology, and what each voice says under it.

    An inference rests on graphs of other voices. Those take part in the closure of the voice that infers, but what
    follows from the graphs of one of them alone stays with that voice, and contradictions among them are not held
    against the inference.

    :param dataset: the graph, without ontology and inferred graphs.
    :param reasoner: ``builtin``, which keeps premises, or ``owlrl``, which has none.
    :param further: axioms of other ontologies, which hold for every voice.
    :returns: the inferred graphs.
    """
    close_alone, axioms = _reasoner(reasoner), tuple(further)

    def close(triples: Iterable[Triple]) -> Closure:
        return close_alone((*axioms, *triples))

    voices = _by_voice(dataset)
    names = _graph_names(voices)
    inherent = close(()).derivations
    found = [_Inferred(NamedNode(INFERRED_GRAPHS + _SCHEMA), None, (NamedNode(ONTOLOGY_IRI),), inherent)]
    inconsistencies: list[tuple[str, Inconsistency]] = []
    for voice, own in voices.items():
        borrowed = [name for name in _ground(dataset, own) if name not in own]
        closure = close(_triples(dataset, [*own, *borrowed]))
        known = set(inherent)
        for theirs in _by_voice(dataset, borrowed).values():
            known |= close(_triples(dataset, theirs)).derivations.keys()
        new = {triple: why for triple, why in closure.derivations.items() if triple not in known}
        found.append(_Inferred(names[voice], voice, (*own, *borrowed, NamedNode(ONTOLOGY_IRI)), new))
        shared = close(_triples(dataset, borrowed)).inconsistencies if closure.inconsistencies and borrowed else ()
        inconsistencies += [
            (local_name(names[voice].value), each) for each in closure.inconsistencies if each not in shared
        ]
    return DatasetClosure(
        tuple(quad for each in found if each.derivations for quad in each.quads()),
        {_in_graph(triple, each.name): why for each in found for triple, why in each.derivations.items()},
        tuple(inconsistencies),
    )


@cache
def ontology_reasoner() -> Reasoner:
    """Close the ontology once for all data that come.

    :returns: the reasoner of treatygraph over the ontology and its code lists.
    """
    from treatygraph.graph.reasoning import Reasoner

    return Reasoner(quad.triple for quad in ontology_quads())


def contradicts_itself(dataset: Dataset, further: Iterable[Triple] = ()) -> bool:
    """Tell whether there may be a contradiction in a dataset, in much less time than :func:`close_dataset` takes.

    :param dataset: the graph, without ontology and inferred graphs.
    :param further: axioms of other ontologies.
    :returns: whether what some voice says, with the graphs that it rests on, contradicts itself under the ontology.
    """
    reasoner, axioms = ontology_reasoner(), list(further)
    grounds = ({*own, *_ground(dataset, own)} for own in _by_voice(dataset).values())
    return not all(reasoner.accepts([*axioms, *_triples(dataset, each)]) for each in grounds)


def _in_graph(triple: Triple, name: NamedNode) -> Quad:
    """Put a triple into a graph."""
    return Quad(triple.subject, triple.predicate, triple.object, name)


def _reasoner(name: str) -> _Close:
    """Choose a reasoner; owlrl brings rdflib and is imported only when it is wanted."""
    if name == "owlrl":
        from treatygraph.graph.reasoning import close_with_owlrl

        return partial(close_with_owlrl, [quad.triple for quad in ontology_quads()])
    return ontology_reasoner().close


def _by_voice(dataset: Dataset, among: Iterable[GraphName] | None = None) -> dict[Term | None, list[GraphName]]:
    """Group graphs that claim anything, by default all, by who vouches for them."""
    found: dict[Term | None, list[GraphName]] = {}
    for name in dataset.graph_names if among is None else among:
        if dataset.kind_of(name) in _CLAIMING:
            voices = () if isinstance(name, DefaultGraph) else dataset.objects(name, tg("voice"))
            for voice in voices or (None,):
                found.setdefault(voice, []).append(name)
    return dict(sorted(found.items(), key=lambda item: str(item[0] or "")))


def _graph_names(voices: Iterable[Term | None]) -> dict[Term | None, NamedNode]:
    """Name the inferred graph of each voice by its local name; voices that share one get a mark."""
    local = {voice: local_name(getattr(voice, "value", "")) or UNATTRIBUTED for voice in voices}
    number = Counter((*local.values(), _SCHEMA, UNATTRIBUTED if None not in local else ""))
    mark = {voice: f"-{sha256(str(voice).encode()).hexdigest()[:_MARK_DIGITS]}" for voice in local}
    return {
        voice: NamedNode(INFERRED_GRAPHS + name + (mark[voice] if number[name] > 1 else ""))
        for voice, name in local.items()
    }


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
