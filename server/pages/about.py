"""``/about``: how to read the graph, for who has never seen it."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, render_template, request
from pyoxigraph import NamedNode

from treatygraph.graph.dataset import Term
from treatygraph.graph.terms import CONCEPT, RDF_TYPE, SKOS, tg
from treatygraph.server.pages.citation import cite_whole
from treatygraph.server.pages.evidence import Marks
from treatygraph.server.pages.site import Site
from treatygraph.server.wording import Link

__all__ = ["get_blueprint"]

_STATUSES = NamedNode(CONCEPT + "scheme/status")
_TOP = NamedNode(SKOS + "hasTopConcept")


def get_blueprint(site: Site) -> Blueprint:
    """Make the part of the application that explains how to read it.

    :param site: the graph.
    :returns: the blueprint, to be mounted at the root.
    """
    blueprint = Blueprint("about", __name__)

    @blueprint.get("/about")
    def page() -> str:
        iri = next(iter(sorted(site.passages)), None)
        return render_template(
            "about.html",
            passage=Marks(site).passage(iri) if iri else None,
            statuses=_links(site, site.vocabulary.objects(_STATUSES, _TOP)),
            perspectives=_links(site, site.dataset.subjects(RDF_TYPE, tg("Perspective"))),
            citation=cite_whole(site.description, request.url_root, site.digest),
        )

    return blueprint


def _links(site: Site, terms: Iterable[Term]) -> list[Link]:
    """Show terms, each with its definition as hint, in the order in which the graph has them."""
    return [site.wording.link(term) for term in terms]
