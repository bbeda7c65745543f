"""The whole graph as files, exactly as curated: literals come from the source quads, never from a store."""

from __future__ import annotations

from functools import cache

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.export import serialise
from treatygraph.server.formats import DATASETS, RDF_FORMATS
from treatygraph.server.negotiation import negotiate
from treatygraph.server.wording import KIND_WORDS

__all__ = ["ALL", "CURATED", "get_blueprint"]

CURATED = "treatygraph"
"""The name of the file with what people wrote."""

ALL = "treatygraph-with-derived"
"""The name of the file with everything that is served."""

_NOT_CURATED = frozenset({"inferred", "ontology", "status"})


def get_blueprint(dataset: Dataset) -> Blueprint:
    """Make the part of the application that hands out the whole graph.

    :param dataset: the graph.
    :returns: the blueprint, to be mounted at the root.
    """
    blueprint = Blueprint("exports", __name__)
    curated = {name for name in dataset.graph_names if dataset.kind_of(name) not in _NOT_CURATED}
    counts = dataset.counts()

    @cache
    def export(name: str, suffix: str) -> bytes:
        # A dataset never changes, so a file is written once; there are ten at most.
        quads = [quad for quad in dataset.quads if name == ALL or quad.graph_name in curated]
        return serialise(quads, RDF_FORMATS[suffix])

    @blueprint.get("/exports/")
    def index() -> str:
        files = [(CURATED, {kind: count for kind, count in counts.items() if kind not in _NOT_CURATED})]
        if _NOT_CURATED & counts.keys():
            files.append((ALL, counts))
        return render_template("exports.html", offers=DATASETS, files=files, kinds=KIND_WORDS)

    @blueprint.get(f'/exports/<any("{CURATED}", "{ALL}"):name>', defaults={"suffix": None})
    @blueprint.get(f'/exports/<any("{CURATED}", "{ALL}"):name>.<suffix>')
    def whole(name: str, suffix: str | None) -> Response:
        offer, media_type = negotiate(DATASETS, request.headers.get("Accept"), suffix)
        response = Response(export(name, offer.name), mimetype=media_type)
        if suffix is None:
            response.headers["Content-Location"] = url_for("exports.whole", name=name, suffix=offer.name)
            response.vary.add("Accept")
        return response

    return blueprint
