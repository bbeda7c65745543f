"""What a statement rests on: the graphs that make it, their passages, who vouches, and through how many mouths."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from treatygraph.graph.terms import ID, PROV, tg

if TYPE_CHECKING:
    from treatygraph.graph.dataset import Dataset, GraphName, Term

__all__ = ["graphs_stating", "passage_name", "passages_under", "speaker_chain", "speakers_of", "stating"]

_DERIVED = NamedNode(PROV + "wasDerivedFrom")
_SPEAKER = tg("speaker")
_REPORTS = tg("reports")


def stating(dataset: Dataset, subject: Term, predicate: NamedNode) -> tuple[Quad, ...]:
    """Find the quads that give a property of a thing, each with its graph.

    :param dataset: the graph.
    :param subject: the thing.
    :param predicate: the property.
    :returns: the quads, of curated graphs and derived ones.
    """
    if not isinstance(subject, NamedNode):
        return ()
    return tuple(quad for quad in dataset.about(subject) if quad.predicate == predicate)


def graphs_stating(dataset: Dataset, triples: Iterable[Triple]) -> tuple[GraphName, ...]:
    """Find the graphs that make any of several statements.

    :param dataset: the graph.
    :param triples: the statements.
    :returns: the graphs, none twice.
    """
    return tuple(dict.fromkeys(graph for triple in triples for graph in dataset.graphs_of(triple)))


def passages_under(dataset: Dataset, graphs: Iterable[GraphName]) -> tuple[str, ...]:
    """Find the passages that graphs rest on, through inferences too.

    :param dataset: the graph.
    :param graphs: the graphs.
    :returns: the IRIs of the passages, sorted.
    """
    pending = list(graphs)
    seen: set[GraphName] = set()
    passages: set[str] = set()
    while pending:
        graph = pending.pop()
        if graph in seen or isinstance(graph, DefaultGraph):
            continue
        seen.add(graph)
        passages |= {each.value for each in dataset.objects(graph, tg("supportedBy")) if isinstance(each, NamedNode)}
        pending += [each for each in dataset.objects(graph, _DERIVED) if isinstance(each, NamedNode)]
    return tuple(sorted(passages))


def passage_name(iri: str) -> str:
    """Name a passage by its source and its own name.

    :param iri: the passage.
    :returns: for instance ``tass-2018-12-07/p09b``.
    """
    return iri.removeprefix(ID + "passage/")


def speakers_of(dataset: Dataset, act: Term) -> tuple[str, ...]:
    """Find who speaks in a speech act; several speak jointly.

    :param dataset: the graph.
    :param act: the speech act.
    :returns: the IRIs of the speakers, sorted.
    """
    return tuple(sorted(each.value for each in dataset.objects(act, _SPEAKER) if isinstance(each, NamedNode)))


def speaker_chain(dataset: Dataset, act: NamedNode) -> tuple[tuple[str, ...], ...]:
    """Follow the reports of a speech act outwards.

    :param dataset: the graph.
    :param act: the innermost speech act.
    :returns: the speakers of each act of the chain, outermost report first.
    """
    chain = [speakers_of(dataset, act)]
    seen: set[Term] = {act}
    reporters = _reporters(dataset, act, seen)
    while reporters:
        outer = reporters[0]
        seen.add(outer)
        chain.insert(0, speakers_of(dataset, outer))
        reporters = _reporters(dataset, outer, seen)
    return tuple(chain)


def _reporters(dataset: Dataset, act: Term, seen: set[Term]) -> list[Term]:
    """Find the acts that report an act, in a stable order."""
    return list(_sorted(each for each in dataset.subjects(_REPORTS, act) if each not in seen))


def _sorted(terms: Iterable[Term]) -> Iterator[Term]:
    yield from sorted(terms, key=str)
