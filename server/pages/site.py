"""What all pages share: the graph, words for it, what stands behind it, and copies of sources where there are any."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from flask import Flask, current_app
from pyoxigraph import Literal, NamedNode

from treatygraph.graph.dataset import Dataset, Term
from treatygraph.graph.errors import TreatyGraphError
from treatygraph.graph.passages import Passage, SourceCopy, passages_of, sources
from treatygraph.graph.promises.evidence import Evidence
from treatygraph.graph.promises.model import Model
from treatygraph.graph.promises.reading import read_model
from treatygraph.graph.terms import OA, RDF_TYPE, SCHEMA, tg
from treatygraph.server.description import Description, description_of
from treatygraph.server.pages.classes import with_narrower
from treatygraph.server.pages.standing import Standings
from treatygraph.server.wording import Wording

__all__ = ["Site", "current_site", "register"]

_EXTENSION = "treatygraph.site"
_HAS_SOURCE = NamedNode(OA + "hasSource")
_SHA256 = NamedNode(SCHEMA + "sha256")
_MATTERING = (
    *("Commitment", "DiplomaticEvent", "SpeechAct", "Proposition"),
    *("Condition", "Provision", "Instrument", "EventType", "NameUsage"),
)


class Site:
    """A graph as the pages show it; it never changes, so what is found out once is kept.

    :param dataset: the graph.
    :param vocabulary: the graph with the ontology.
    :param copies: copies of sources by the IRI of the source.
    """

    def __init__(self, dataset: Dataset, vocabulary: Dataset, copies: Mapping[str, SourceCopy] | None = None) -> None:
        self.dataset = dataset
        self.vocabulary = vocabulary
        self.copies = copies or {}
        self.wording = Wording(vocabulary)
        self.standings = Standings(dataset, vocabulary)

    @cached_property
    def model(self) -> Model:
        """The promises, acts and perspectives."""
        return read_model(self.dataset)

    @cached_property
    def evidence(self) -> Evidence:
        """What statements rest on."""
        return Evidence(self.vocabulary, self.copies)

    @cached_property
    def digest(self) -> str:
        """The digest that identifies this state of the graph; empty where none can be made."""
        try:
            return self.dataset.digest
        except TreatyGraphError:
            return ""

    @cached_property
    def description(self) -> Description:
        """What the graph says of itself."""
        return description_of(self.dataset)

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The IRIs of the sources."""
        return sources(self.dataset)

    @cached_property
    def passages(self) -> Mapping[str, Passage]:
        """The passages by IRI; those of a source that is not described in full are missing."""
        found: dict[str, Passage] = {}
        for source in self.sources:
            try:
                found |= {each.iri: each for each in passages_of(self.dataset, source)}
            except TreatyGraphError:
                continue
        return found

    @cached_property
    def source_of(self) -> Mapping[str, str]:
        """The source of each passage, by IRI."""
        found = {}
        for source in self.sources:
            for passage in self.dataset.subjects(_HAS_SOURCE, NamedNode(source)):
                if isinstance(passage, NamedNode):
                    found[passage.value] = source
        return found

    @cached_property
    def _ranks(self) -> Mapping[Term, int]:
        """The classes of what matters most, promises first, with their ranks."""
        ranks: dict[Term, int] = {}
        for rank, name in enumerate(_MATTERING):
            for each in with_narrower(self.vocabulary, tg(name)):
                ranks.setdefault(each, rank)
        return ranks

    def rank(self, thing: Term) -> int:
        """Say how much a thing matters to readers: promises before what was done, said and named.

        :param thing: the thing.
        :returns: its rank, lower for what matters more.
        """
        last = len(_MATTERING)
        return min((self._ranks.get(each, last) for each in self.vocabulary.objects(thing, RDF_TYPE)), default=last)

    def words(self, passage: str) -> str | None:
        """Return the words of a passage, where a copy has exactly these.

        :param passage: the IRI of the passage.
        :returns: the words, or None.
        """
        found, copy = self.passages.get(passage), self.copies.get(self.source_of.get(passage, ""))
        return copy.words(found) if found and copy else None

    def around(self, passage: str) -> tuple[str, str]:
        """Return what stands before and after a passage in its block, where a copy is the text that was curated.

        :param passage: the IRI of the passage.
        :returns: two texts, empty where there is no such copy.
        """
        source = self.source_of.get(passage, "")
        found, copy = self.passages.get(passage), self.copies.get(source)
        digests = self.dataset.objects(NamedNode(source), _SHA256) if source else ()
        if found is None or copy is None or Literal(copy.digest) not in digests:
            return "", ""
        begin = copy.text.rfind("\n", 0, found.start) + 1
        end = copy.text.find("\n", found.end)
        return copy.text[begin : found.start], copy.text[found.end : end if end >= 0 else None]


def register(app: Flask, site: Site) -> None:
    """Give an application its graph.

    :param app: the application.
    :param site: the graph.
    """
    app.extensions[_EXTENSION] = site


def current_site() -> Site:
    """Return the graph of the application that answers the present request.

    :returns: the graph.
    """
    site = current_app.extensions[_EXTENSION]
    if not isinstance(site, Site):
        raise TypeError(f"{_EXTENSION} holds {type(site).__name__}, not a site")
    return site
