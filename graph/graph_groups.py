"""Groups of graphs, each with an IRI that stands for its members where a query chooses its dataset.

``FROM <…/id/graphs/stated>`` and ``default-graph-uri=…/id/graphs/stated`` ask just what the sources state. The
groups are made of what the graph itself says of its graphs, so a new source needs no line here:

==========================  =====================================================================
``graphs/stated``           what sources state: passage graphs and reference graphs
``graphs/curated``          what people wrote: all but what the build derives and the vocabulary
``graphs/derived``          what the build derives: closures and statuses
``graphs/kind/KIND``        all graphs of one kind, ``passage`` for instance
``graphs/voice/NAME``       what one voice says: the graphs with this ``tg:voice``, derived ones not
``graphs/perspective/NAME`` ``stated`` and the inferences, of those open to choice the recognised ones
==========================  =====================================================================

An inference is open to choice if it is a reading, or if any perspective recognises or rejects it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from treatygraph.graph.terms import ID, RDF_TYPE, concept, local_name, tg

if TYPE_CHECKING:
    from treatygraph.graph.dataset import Dataset

__all__ = ["DERIVED", "GROUPS", "KIND_TEXTS", "STATED", "Group", "groups_of"]

GROUPS = ID + "graphs/"
"""What the IRIs of all groups begin with."""

STATED = frozenset({"passage", "reference"})
"""The kinds of graphs that hold what sources state."""

DERIVED = frozenset({"inferred", "status"})
"""The kinds of graphs that the build makes."""

KIND_TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "passage": "What passages of the sources state.",
        "reference": "What reference works and data sets state.",
        "inference": "What the curators infer, one graph for each inference.",
        "perspective": "What each perspective recognises and rejects.",
        "editorial": "Labels and notes of the curators.",
        "provenance": "Who says what: the graphs with their passages, voices and sources.",
        "inferred": "What follows by the ontology (OWL 2 RL), one graph for each voice.",
        "status": "The derived statuses of the promises over time, for each perspective.",
        "ontology": "The ontology and the code lists.",
        "other": "Graphs that say nothing of their kind.",
    }
)
"""What stands in the graphs of each kind."""

_VOCABULARY = frozenset({"ontology"})


@dataclass(frozen=True, slots=True)
class Group:
    """A group of graphs.

    :param iri: what stands for the merge of its members.
    :param label: a name for people.
    :param description: what is in it.
    :param members: the IRIs of its graphs, sorted.
    """

    iri: str
    label: str
    description: str
    members: tuple[str, ...]


def groups_of(dataset: Dataset) -> Mapping[str, Group]:
    """Group the graphs of a dataset.

    :param dataset: the graph.
    :returns: the groups that have members, by IRI; the most general first.
    """
    kinds = {name.value: dataset.kind_of(name) for name in dataset.graph_names if isinstance(name, NamedNode)}
    found = (*_by_kind(kinds), *_by_voice(dataset, kinds), *_by_perspective(dataset, kinds))
    return MappingProxyType({group.iri: group for group in found if group.members})


def _by_kind(kinds: Mapping[str, str]) -> Iterator[Group]:
    """Group graphs by what they are."""
    present = frozenset(kinds.values())
    general = (
        ("stated", "what sources state", "What the sources state, each statement on its word alone.", STATED),
        (
            "curated",
            "what people wrote",
            "What people wrote: all but what the build derives and the vocabulary.",
            present - DERIVED - _VOCABULARY,
        ),
        ("derived", "what is derived", "What the build derives: closures and statuses.", DERIVED),
    )
    for name, label, text, wanted in general:
        yield _group(name, label, text, (iri for iri, kind in kinds.items() if kind in wanted))
    for kind, text in KIND_TEXTS.items():
        label = f"all graphs of the kind {kind}"
        yield _group(f"kind/{kind}", label, text, (iri for iri, each in kinds.items() if each == kind))


def _by_voice(dataset: Dataset, kinds: Mapping[str, str]) -> Iterator[Group]:
    """Group graphs by who vouches for them."""
    voices: dict[str, list[str]] = {}
    for iri, kind in kinds.items():
        for voice in dataset.objects(NamedNode(iri), tg("voice")):
            if isinstance(voice, NamedNode) and voice.value.startswith(ID) and kind not in DERIVED:
                voices.setdefault(voice.value.removeprefix(ID), []).append(iri)
    for name, members in sorted(voices.items()):
        text = f"What {name} vouches for, without what follows from it."
        yield _group(f"voice/{name}", f"what {name} says", text, members)


def _by_perspective(dataset: Dataset, kinds: Mapping[str, str]) -> Iterator[Group]:
    """Group graphs by the perspective that takes them for given."""
    stated = [iri for iri, kind in kinds.items() if kind in STATED]
    inferences = {iri for iri, kind in kinds.items() if kind == "inference"}
    perspectives = sorted(_iris(dataset.subjects(RDF_TYPE, tg("Perspective"))))
    recognised = {each: _iris(dataset.objects(NamedNode(each), tg("recognises"))) for each in perspectives}
    rejected = {each: _iris(dataset.objects(NamedNode(each), tg("rejects"))) for each in perspectives}
    readings = _iris(dataset.subjects(tg("inferenceKind"), concept("reading")))
    to_choose = inferences & readings.union(*recognised.values(), *rejected.values())
    for each in perspectives:
        name = local_name(each)
        taken = inferences - to_choose | inferences & recognised[each]
        text = f"What the sources state and the curators infer, with those readings alone that {name} recognises."
        yield _group(f"perspective/{name}", f"what the perspective {name} takes for given", text, (*stated, *taken))


def _iris(terms: Iterable[object]) -> frozenset[str]:
    """Collect the IRIs among terms."""
    return frozenset(term.value for term in terms if isinstance(term, NamedNode))


def _group(name: str, label: str, text: str, members: Iterable[str]) -> Group:
    """Make a group."""
    return Group(GROUPS + name, label, text, tuple(sorted(members)))
