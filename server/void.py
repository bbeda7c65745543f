"""``/.well-known/void``: what the graph holds, for programs; and ``/context.jsonld``, the words of our JSON-LD."""

from __future__ import annotations

import json
from functools import cache, lru_cache

from flask import Blueprint, Response, request, url_for

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.export import serialise
from treatygraph.graph.json_ld import context_of
from treatygraph.server.addresses import add_links, root_url
from treatygraph.server.catalogue import VOCABULARIES, Catalogue
from treatygraph.server.export_files import ExportFiles
from treatygraph.server.formats import DOCUMENTS, RDF_FORMATS
from treatygraph.server.negotiation import negotiate

__all__ = ["get_blueprint"]

_KEPT = 8
"""How many host names the description is kept for; whoever names more makes the server work again."""


def get_blueprint(dataset: Dataset, vocabulary: Dataset, files: ExportFiles) -> Blueprint:
    """Make the part of the application that describes the dataset.

    :param dataset: the graph.
    :param vocabulary: the graph with the ontology.
    :param files: the files of the graph.
    :returns: the blueprint, to be mounted at the root.
    """
    blueprint = Blueprint("void", __name__)
    catalogue = Catalogue(dataset, files)

    @lru_cache(_KEPT)
    def written(root: str, name: str) -> bytes:
        return serialise(catalogue.quads(root), RDF_FORMATS[name], VOCABULARIES)

    @cache
    def terms() -> bytes:
        return (json.dumps({"@context": dict(context_of(vocabulary))}, indent=1) + "\n").encode()

    @blueprint.get("/.well-known/void", defaults={"suffix": None})
    @blueprint.get("/.well-known/void.<suffix>")
    def document(suffix: str | None) -> Response:
        name = suffix or request.args.get("format")
        offer, media_type = negotiate(DOCUMENTS, request.headers.get("Accept"), name)
        response = Response(written(root_url(), offer.name), mimetype=media_type)
        if not name:
            response.vary.add("Accept")
            response.headers["Content-Location"] = url_for("void.document", suffix=offer.name)
        others = [(url_for("void.document", suffix=each.name), "alternate", each.media_type) for each in DOCUMENTS]
        add_links(response, others)
        return response

    @blueprint.get("/context.jsonld")
    def context() -> Response:
        return Response(terms(), mimetype="application/ld+json")

    return blueprint
