"""Whether a thing is a fact of the graph or merely said, planned, hoped for, thought of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pyoxigraph import NamedNode

from treatygraph.graph.dataset import Dataset, Term
from treatygraph.graph.terms import RDF_TYPE, TG, local_name, tg
from treatygraph.server.pages.classes import with_narrower

__all__ = ["SAYING", "Standing", "Standings"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a thing stands that is not simply a fact.

    :param word: one or two words, shown beside the thing.
    :param text: a sentence for the head of its page.
    """

    word: str
    text: str


_SAID = Standing("said", "Somebody says this. The graph tells who does, and does not itself assert it.")
_KIND = Standing(
    "kind of event", "This is a kind of event. That it is described does not mean that one has come about."
)
_CONDITION = Standing("condition", "This is a condition. That it is laid down does not mean that it is met.")
_CLAIM = Standing("claim", "This is a claim of those who make it. The graph does not say that it is right.")
_BY_CLASS: Mapping[str, Standing] = MappingProxyType(
    {
        TG + "Proposition": _SAID,
        TG + "TerritorialClaim": _CLAIM,
        TG + "EventType": _KIND,
        TG + "Condition": _CONDITION,
    }
)
_BY_REALISATION: Mapping[str, Standing] = MappingProxyType(
    {
        "planned": Standing("planned", "This is a plan: somebody intends it or has agreed to it."),
        "hoped-for": Standing("hoped for", "This is a hope: somebody wishes that it comes about."),
        "hypothetical": Standing("hypothetical", "This is thought or spoken of; nobody says that it took place."),
        "claimed": Standing(
            "claimed", "Words purport to bring this about. Whether they did is for each perspective to say."
        ),
    }
)

SAYING = frozenset((tg("content"), tg("about"), tg("interprets")))
"""The properties that lead from who speaks to what is said; what they lead to is not asserted."""


class Standings:
    """Finds out how things stand.

    :param dataset: the graph.
    :param vocabulary: the graph with the ontology, for subclasses.
    """

    def __init__(self, dataset: Dataset, vocabulary: Dataset) -> None:
        self._dataset = dataset
        self._classes: dict[Term, Standing] = {}
        for root, standing in _BY_CLASS.items():
            for each in with_narrower(vocabulary, NamedNode(root)):
                self._classes.setdefault(each, standing)

    def of(self, thing: Term) -> Standing | None:
        """Tell how a thing stands.

        :param thing: the thing.
        :returns: how it stands; None for what the graph takes as a fact.
        """
        for realisation in self._dataset.objects(thing, tg("realisation")):
            found = _BY_REALISATION.get(local_name(getattr(realisation, "value", "")))
            if found is not None:
                return found
        return next(filter(None, map(self._classes.get, self._dataset.objects(thing, RDF_TYPE))), None)
