"""Linked data: a thing's IRI leads to the documents about it, by ``Accept`` or by suffix.

Sources: "Cool URIs for the Semantic Web" (W3C), section 4.2: 303 URIs forwarding to different documents; the
relations of links are those that FAIR Signposting names (https://signposting.org/FAIR/).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from urllib.parse import quote

from flask import Blueprint, redirect, request, url_for
from pyoxigraph import NamedNode, Quad
from werkzeug.wrappers import Response

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.export import describe, serialise
from treatygraph.graph.json_ld import Context, context_of, write
from treatygraph.graph.terms import CONCEPT
from treatygraph.server.addresses import add_links, document_name, iri_of, known_iris, near_iris
from treatygraph.server.catalogue import LICENCE
from treatygraph.server.formats import DOCUMENTS, ENTITIES, PAGE, QUADS, RDF_FORMATS
from treatygraph.server.negotiation import Offer, negotiate
from treatygraph.server.pages.entity_pages import entity_page
from treatygraph.server.problems import Problem

__all__ = ["get_blueprint"]

_IRI_SIGNS = ":/?#[]@!$&'()*+,;=%~"
"""What stays as it is when an IRI becomes a URI (RFC 3987, section 3.1)."""


def get_blueprint(dataset: Dataset) -> Blueprint:
    """Make the part of the application that answers for the things of a graph.

    :param dataset: the graph, with the ontology where there is one.
    :returns: the blueprint, to be mounted at the root.
    """
    blueprint = Blueprint("linked_data", __name__)
    known = known_iris(dataset)
    context = cache(lambda: context_of(dataset))

    @blueprint.get("/id/<path:name>", defaults={"collection": ""})
    @blueprint.get("/<any(concept):collection>/<path:name>")
    def thing(collection: str, name: str) -> Response:
        full = f"{collection}/{name}" if collection else name
        node, suffix = _find(known, full, suffix_wins=False)
        offer, _ = _negotiate(node, ENTITIES, suffix)
        urls = _urls(node)
        response = _varying(redirect(urls[offer], 303))
        return add_links(response, [(urls[each], "describedby", each.media_type) for each in ENTITIES])

    @blueprint.get("/page/<path:name>")
    def page(name: str) -> Response:
        node, _ = _find(known, name, suffix_wins=False)
        html = entity_page(node, [(offer, url) for offer, url in _urls(node).items() if offer is not PAGE])
        return _linked(Response(html, mimetype=PAGE.media_type), node, PAGE)

    @blueprint.get("/data/<path:name>")
    def data(name: str) -> Response:
        node, suffix = _find(known, name, suffix_wins=True)
        offer, media_type = _negotiate(node, DOCUMENTS, suffix)
        response = _linked(Response(_write(dataset, node, offer, context), mimetype=media_type), node, offer)
        if suffix is None:
            response.headers["Content-Location"] = _urls(node)[offer]
            _varying(response)
        return response

    return blueprint


def _negotiate(node: NamedNode, offers: Sequence[Offer], suffix: str | None) -> tuple[Offer, str]:
    """Choose a document about a thing; when nothing fits, say where those are that exist."""
    try:
        return negotiate(offers, request.headers.get("Accept"), suffix)
    except Problem as problem:
        urls = _urls(node)
        choices = [f"{offer.name}: {offer.media_type} ({offer.title}) {urls[offer]}" for offer in offers]
        raise Problem(406, problem.message, repair=problem.repair, choices=choices) from None


def _write(dataset: Dataset, node: NamedNode, offer: Offer, context: Callable[[], Context]) -> bytes:
    """Write the data of one thing: with named graphs and what stands behind them, or its statements alone."""
    if offer.name in QUADS:
        return serialise(describe(dataset, node.value), RDF_FORMATS[offer.name])
    own = (*dataset.about(node), *dataset.mentioning(node), *dataset.graph(node))
    if offer.name == "jsonld":
        return write((Quad(*quad.triple) for quad in own), context())
    return serialise(own, RDF_FORMATS[offer.name])


def _find(known: frozenset[str], name: str, *, suffix_wins: bool) -> tuple[NamedNode, str | None]:
    """Find the thing that a path names, and the suffix after it; names of things may have dots, too."""
    stem, dot, suffix = name.rpartition(".")
    readings: list[tuple[str, str | None]] = [(name, None)]
    if dot and suffix and "/" not in suffix:
        readings.insert(0 if suffix_wins else 1, (stem, suffix))
    for reading, chosen in readings:
        node = iri_of(reading)
        if node is not None and node.value in known:
            return node, chosen
    raise _unknown(known, stem if suffix in {offer.name for offer in ENTITIES} else name)


def _unknown(known: frozenset[str], name: str) -> Problem:
    """Say that there is no such thing, and what is near."""
    near = near_iris(known, name)
    repair = "These are near:" if near else "The home page leads to everything that there is."
    choices = [_thing_url(each) for each in near]
    return Problem(404, f"The graph says nothing about {name!r}.", repair=repair, choices=choices)


def _urls(node: NamedNode) -> dict[Offer, str]:
    """Return the paths of the documents about a thing. Making a path is slow, so suffixes are put to one."""
    name = document_name(node.value)
    stem = url_for("linked_data.data", name=name)
    found = {offer: f"{stem}.{offer.name}" for offer in DOCUMENTS}
    return found | {PAGE: url_for("linked_data.page", name=name)}


def _thing_url(iri: str) -> str:
    """Return the path that stands for a thing itself."""
    name = document_name(iri) or ""
    collection = "concept" if iri.startswith(CONCEPT) else ""
    return url_for("linked_data.thing", collection=collection, name=name.removeprefix(f"{collection}/"))


def _linked(response: Response, node: NamedNode, offer: Offer) -> Response:
    """Name the thing, the other documents about it, what describes them all, and the licence (RFC 8288)."""
    iri, urls = quote(node.value, safe=_IRI_SIGNS), _urls(node)
    links: list[tuple[str, str, str | None]] = [
        (urls[offer], "canonical", None),
        (iri, "cite-as", None),
        (iri, "describes", None),
        (url_for("void.document"), "describedby", None),
        (LICENCE, "license", None),
    ]
    return add_links(response, [*links, *((urls[each], "alternate", each.media_type) for each in ENTITIES)])


def _varying(response: Response) -> Response:
    """Tell caches that the answer depends on ``Accept``."""
    response.vary.add("Accept")
    return response
