"""The documents about one thing: which there are, where, and what is in them; without a framework.

Sources: "Cool URIs for the Semantic Web" (W3C), section 4.2: 303 URIs forwarding to different documents; the
relations of links are those that FAIR Signposting names (https://signposting.org/FAIR/).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import quote

from pyoxigraph import NamedNode, Quad

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.export import describe, serialise
from treatygraph.graph.json_ld import Context, context_of, write
from treatygraph.graph.terms import CONCEPT
from treatygraph.server.addresses import (
    LONGEST_LINKED,
    document_name,
    iri_of,
    known_iris,
    link_header,
    near_iris,
)
from treatygraph.server.description import description_of
from treatygraph.server.formats import DOCUMENTS, ENTITIES, PAGE, QUADS, RDF_FORMATS
from treatygraph.server.headers import content_type
from treatygraph.server.negotiation import Offer, negotiate
from treatygraph.server.problems import Problem
from treatygraph.server.replies import Fields

__all__ = ["Document", "Documents", "choose", "document_urls"]

_IRI_SIGNS = ":/?#[]@!$&'()*+,;=%~"
"""What stays as it is when an IRI becomes a URI (RFC 3987, section 3.1)."""
_PATH_SIGNS = "!$&'()*+,/:;=@"
"""What stays as it is in a path (RFC 3986, section 3.3)."""
_REMEMBERED = 256
_SUFFIXES = frozenset(offer.name for offer in ENTITIES)


@dataclass(frozen=True, slots=True)
class Document:
    """A document.

    :param common: headers that documents about other things have, too.
    :param own: headers that it has alone.
    :param body: its bytes.
    """

    common: Fields
    own: Fields
    body: bytes

    @property
    def headers(self) -> Fields:
        """All headers."""
        return (*self.common, *self.own)


class Documents:
    """The documents about the things of a graph.

    :param dataset: the graph, with the ontology where there is one.
    """

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._known = known_iris(dataset)

    def find(self, root: str, name: str, *, suffix_wins: bool) -> tuple[NamedNode, str | None]:
        """Find the thing that a path names, and the suffix after it; names of things may have dots, too.

        :param root: the path of the home page, without a slash at its end.
        :param name: what follows ``/id/`` or ``/data/``.
        :param suffix_wins: whether the name of a document is meant where the name of a thing could be, too.
        :returns: the thing; the suffix or None.
        :raises Problem: 404 if there is no such thing, with those that are near.
        """
        stem, dot, suffix = name.rpartition(".")
        readings: list[tuple[str, str | None]] = [(name, None)]
        if dot and suffix and "/" not in suffix:
            readings.insert(0 if suffix_wins else 1, (stem, suffix))
        for reading, chosen in readings:
            node = iri_of(reading)
            if node is not None and node.value in self._known:
                return node, chosen
        raise self._unknown(root, stem if suffix in _SUFFIXES else name)

    def data(self, root: str, name: str, accept: str | None, form: str | None = None) -> Document:
        """Write the data of one thing.

        :param root: the path of the home page, without a slash at its end.
        :param name: what follows ``/data/``.
        :param accept: the header of this name.
        :param form: the parameter ``format``, which a suffix wins over; an empty one is none.
        :returns: the document.
        :raises Problem: 404 for an unknown thing, 406 if it does not exist in a format that fits.
        """
        node, suffix = self.find(root, name, suffix_wins=True)
        offer, media_type = choose(root, node, DOCUMENTS, accept, suffix or form or None)
        common: Fields = (("Content-Type", content_type(media_type)),)
        own: Fields = (("Link", self.links(root, node, offer)),)
        if suffix is None:
            common += (("Vary", "Accept"),)
            own += (("Content-Location", document_urls(root, node)[offer]),)
        return Document(common, own, self._written(node, offer))

    def links(self, root: str, node: NamedNode, offer: Offer, part: str = "") -> str:
        """Name the thing, the other documents about it, what describes them all, and the licence (RFC 8288).

        :param root: the path of the home page, without a slash at its end.
        :param node: the thing.
        :param offer: the document that the links are sent with.
        :param part: the query that names a part of the document; empty for the first.
        :returns: the header ``Link``.
        """
        iri, name, licences = _as_uri(node.value), _path_name(node), self._licences
        if len(iri) + len(root) + len(part) > LONGEST_LINKED - _FURTHER_SIGNS:
            return _links(root, iri, name, offer, part, licences)
        return _links_of_any(root, offer, part, licences).replace(_ANY_IRI, iri).replace(_ANY_NAME, name)

    @cached_property
    def _licences(self) -> tuple[str, ...]:
        return tuple(map(_as_uri, description_of(self._dataset).licences))

    def _written(self, node: NamedNode, offer: Offer) -> bytes:
        """Write a thing with named graphs and what stands behind them, or its statements alone."""
        if offer.name in QUADS:
            return serialise(describe(self._dataset, node.value), RDF_FORMATS[offer.name])
        own = (*self._dataset.about(node), *self._dataset.mentioning(node), *self._dataset.graph(node))
        if offer.name == "jsonld":
            return write((Quad(*quad.triple) for quad in own), self._context)
        return serialise(own, RDF_FORMATS[offer.name])

    def _unknown(self, root: str, name: str) -> Problem:
        """Say that there is no such thing, and what is near."""
        near = near_iris(self._known, name)
        repair = "These are near:" if near else "The home page leads to everything that there is."
        choices = [_thing_url(root, each) for each in near]
        return Problem(404, f"The graph says nothing about {name!r}.", repair=repair, choices=choices)

    @cached_property
    def _context(self) -> Context:
        return context_of(self._dataset)


def choose(
    root: str, node: NamedNode, offers: Sequence[Offer], accept: str | None, suffix: str | None
) -> tuple[Offer, str]:
    """Choose a document about a thing; when nothing fits, say where those are that exist.

    :param root: the path of the home page, without a slash at its end.
    :param node: the thing.
    :param offers: the documents that there are.
    :param accept: the header of this name.
    :param suffix: what the path ends with, or None.
    :returns: the document, and the media type to send it with.
    :raises Problem: 406 if none fits.
    """
    try:
        return negotiate(offers, accept, suffix)
    except Problem as problem:
        urls = document_urls(root, node)
        choices = [f"{offer.name}: {offer.media_type} ({offer.title}) {urls[offer]}" for offer in offers]
        raise Problem(406, problem.message, repair=problem.repair, choices=choices) from None


def document_urls(root: str, node: NamedNode) -> dict[Offer, str]:
    """Return the paths of the documents about a thing.

    :param root: the path of the home page, without a slash at its end.
    :param node: the thing.
    :returns: a path for each document.
    """
    return _urls(root, _path_name(node))


_ANY_IRI, _ANY_NAME = "\1", "\2"
"""Stand for a thing; no header can have these characters."""
_FURTHER_SIGNS = 64
"""More characters than there are in an address besides the root, the name and the part."""


@lru_cache(_REMEMBERED)
def _links_of_any(root: str, offer: Offer, part: str, licences: tuple[str, ...]) -> str:
    """Write the links that the documents about all things have but for the thing."""
    return _links(root, _ANY_IRI, _ANY_NAME, offer, part, licences)


def _links(root: str, iri: str, name: str, offer: Offer, part: str, licences: tuple[str, ...]) -> str:
    """Write the header ``Link``."""
    urls = _urls(root, name)
    links: list[tuple[str, str, str | None]] = [
        (urls[offer] + part, "canonical", None),
        (iri, "cite-as", None),
        (iri, "describes", None),
        (f"{root}/.well-known/void", "describedby", None),
        *((each, "license", None) for each in licences),
    ]
    return link_header([*links, *((urls[each], "alternate", each.media_type) for each in ENTITIES)])


def _urls(root: str, name: str) -> dict[Offer, str]:
    """Write the paths of the documents of a name."""
    return {offer: f"{root}/data/{name}.{offer.name}" for offer in DOCUMENTS} | {PAGE: f"{root}/page/{name}"}


def _as_uri(iri: str) -> str:
    """Write an IRI as a URI."""
    return quote(iri, safe=_IRI_SIGNS)


def _path_name(node: NamedNode) -> str:
    """Write the name of a thing's documents as it stands in paths."""
    return quote(document_name(node.value) or "", safe=_PATH_SIGNS)


def _thing_url(root: str, iri: str) -> str:
    """Return the path that stands for a thing itself."""
    name = quote(document_name(iri) or "", safe=_PATH_SIGNS)
    return f"{root}/{name}" if iri.startswith(CONCEPT) else f"{root}/id/{name}"
