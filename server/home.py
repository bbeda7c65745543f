"""The home page, which says what the graph holds and leads to everything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from flask import Blueprint, render_template, request, url_for
from pyoxigraph import Literal, NamedNode

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.terms import DCTERMS, RDF_TYPE, SCHEMA, local_name, tg
from treatygraph.server.formats import DATASETS
from treatygraph.server.pages.asking import Asked
from treatygraph.server.pages.citation import cite_whole
from treatygraph.server.pages.metadata import dataset_metadata
from treatygraph.server.pages.promise_view import current_promises, sketches
from treatygraph.server.pages.site import current_site
from treatygraph.server.wording import Link, Wording

__all__ = ["HOLDINGS", "ROOM", "Holding", "SourceNote", "get_blueprint", "holdings"]

HOLDINGS: Mapping[tuple[str, str], tuple[str, ...]] = MappingProxyType(
    {
        ("treaty", "treaties"): ("Treaty",),
        ("state", "states"): ("State",),
        ("island or group of islands", "islands and groups of islands"): ("Island", "IslandGroup"),
        ("official", "officials"): ("Official",),
        ("promise", "promises"): ("Commitment",),
        ("passage", "passages"): ("Passage",),
    }
)
"""What the home page counts: the word for one and for several, and the local names of the classes."""

_SOURCE_CLASS = NamedNode(SCHEMA + "NewsArticle")
ROOM = 130
"""How much room the home page has for promises; the others are on the pages of all promises."""

_MAX_LISTED = 12


@dataclass(frozen=True, slots=True)
class Holding:
    """One kind of things that the graph holds.

    :param name: the word for them.
    :param count: how many there are.
    :param examples: links to the first ones that have a label, in alphabetical order.
    :param others: how many there are besides.
    :param classes: the names of their classes.
    """

    name: str
    count: int
    examples: tuple[Link, ...]
    others: int
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceNote:
    """A source of the graph.

    :param link: its page.
    :param publisher: who published it.
    :param date: when, as a day.
    """

    link: Link
    publisher: Link | None
    date: str


def get_blueprint(dataset: Dataset, vocabulary: Dataset) -> Blueprint:
    """Make the part of the application that says what there is.

    :param dataset: the graph.
    :param vocabulary: the graph with the ontology, for words.
    :returns: the blueprint, to be mounted at the root.
    """
    blueprint = Blueprint("home", __name__)
    wording = Wording(vocabulary)

    @blueprint.get("/")
    def home() -> str:
        day, site = date.today(), current_site()
        downloads = [(each.media_type, _download(each.name)) for each in DATASETS]
        return render_template(
            "home.html",
            holdings=holdings(dataset, wording),
            sources=_sources(dataset, wording),
            perspectives=_members(dataset, wording, tg("Perspective")),
            promises=sketches(current_promises(), Asked(), day, room=ROOM)[0],
            on=day,
            metadata=dataset_metadata(site, request.url_root, downloads),
            citation=cite_whole(site.description, request.url_root, site.digest),
        )

    return blueprint


def holdings(dataset: Dataset, wording: Wording) -> list[Holding]:
    """Count what the graph holds.

    :param dataset: the graph.
    :param wording: finds the words.
    :returns: one entry for each of :data:`HOLDINGS`.
    """
    found = []
    for (one, several), classes in HOLDINGS.items():
        links = _members(dataset, wording, *map(tg, classes))
        examples = tuple(link for link in links if wording.has_label(link.iri))[:_MAX_LISTED]
        name = one if len(links) == 1 else several
        found.append(Holding(name, len(links), examples, len(links) - len(examples), classes))
    return found


def _download(suffix: str) -> str:
    """Return the address of the whole graph in one form."""
    return url_for("exports.whole", name="treatygraph", suffix=suffix, _external=True)


def _members(dataset: Dataset, wording: Wording, *classes: NamedNode) -> list[Link]:
    """Link to the things of some classes, in the order of their words."""
    things = {thing for each in classes for thing in dataset.subjects(RDF_TYPE, each)}
    return sorted(map(wording.link, things), key=lambda link: (link.text.casefold(), link.iri))


def _sources(dataset: Dataset, wording: Wording) -> list[SourceNote]:
    """Link to the sources, the latest first."""
    notes = []
    for source in dataset.subjects(RDF_TYPE, _SOURCE_CLASS):
        publisher = dataset.value(source, NamedNode(SCHEMA + "publisher"))
        date = dataset.value(source, NamedNode(SCHEMA + "datePublished"))
        title = dataset.value(source, NamedNode(DCTERMS + "title"))
        link = wording.link(source)
        if isinstance(title, Literal):
            link = Link(title.value, link.iri, link.href)
        elif link.iri:
            link = Link(local_name(link.iri), link.iri, link.href)
        day = date.value[:10] if isinstance(date, Literal) else ""
        notes.append(SourceNote(link, None if publisher is None else wording.link(publisher), day))
    return sorted(notes, key=lambda note: (note.date, note.link.text), reverse=True)
