"""The ontology under its own name: ``/ns`` for people and for machines."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from pyoxigraph import NamedNode
from werkzeug.wrappers import Response

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.export import serialise
from treatygraph.graph.terms import ONTOLOGY_IRI
from treatygraph.server.formats import DOCUMENTS, ENTITIES, PAGE, RDF_FORMATS
from treatygraph.server.negotiation import negotiate
from treatygraph.server.pages.entity_pages import editor_address
from treatygraph.server.pages.site import current_site
from treatygraph.server.pages.terms import TermView, code_lists, term_view, terms
from treatygraph.server.problems import Problem
from treatygraph.server.vocabulary_words import REUSED_TERMS

__all__ = ["get_blueprint"]


_OF_TERMS = (PAGE, *DOCUMENTS)


def get_blueprint(dataset: Dataset) -> Blueprint:
    """Make the part of the application that answers for the ontology.

    :param dataset: a dataset with the ontology in its own graph.
    :returns: the blueprint, to be mounted at the root.
    """
    blueprint = Blueprint("vocabulary", __name__)
    ontology = NamedNode(ONTOLOGY_IRI)

    @blueprint.get("/ns", defaults={"suffix": None})
    @blueprint.get("/ns.<suffix>")
    def document(suffix: str | None) -> Response:
        form = suffix or request.args.get("format") or None
        offer, media_type = negotiate(ENTITIES, request.headers.get("Accept"), form)
        if offer is PAGE:
            site = current_site()
            reused = REUSED_TERMS.values()
            page = render_template("vocabulary.html", kinds=terms(site), lists=code_lists(site), reused=reused)
            response = Response(page, mimetype=media_type)
        else:
            response = Response(serialise(dataset.graph(ontology), RDF_FORMATS[offer.name]), mimetype=media_type)
        if suffix is None:
            response.headers["Content-Location"] = url_for("vocabulary.document", suffix=offer.name)
            response.vary.add("Accept")
        return response

    @blueprint.get("/ns/<path:part>")
    def part(part: str) -> Response:
        view = term_view(current_site(), part)
        if view is not None:
            return _term(view)
        if not _is_named(dataset, f"{ONTOLOGY_IRI}/{part}"):
            raise Problem(404, f"The ontology has neither a term nor a version nor a part named {part!r}.")
        return redirect(url_for("vocabulary.document"), 303)

    return blueprint


def _term(view: TermView) -> Response:
    """Answer for a term: with its page, or by leading to the document that describes all."""
    offer, media_type = negotiate(_OF_TERMS, request.headers.get("Accept"), request.args.get("format") or None)
    if offer is PAGE:
        page = render_template("term.html", term=view, editor=editor_address(view.query))
        response = Response(page, mimetype=media_type)
    else:
        response = redirect(url_for("vocabulary.document", suffix=offer.name), 303)
    response.vary.add("Accept")
    return response


def _is_named(dataset: Dataset, iri: str) -> bool:
    """Tell whether the ontology says anything about an IRI."""
    try:
        node, ontology = NamedNode(iri), NamedNode(ONTOLOGY_IRI)
    except ValueError:
        return False
    return any(quad.graph_name == ontology for quad in (*dataset.about(node), *dataset.mentioning(node)))
