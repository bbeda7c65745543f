"""``/store``: graphs by their IRIs (SPARQL 1.1 Graph Store HTTP Protocol, sections 4 and 5.2); it only reads."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, request
from pyoxigraph import NamedNode, Quad
from werkzeug.wrappers import Response

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import QueryError
from treatygraph.graph.export import serialise
from treatygraph.graph.query_dataset import require_graphs
from treatygraph.server.formats import DATASETS, PAGE, QUADS, RDF_FORMATS, TRIPLES
from treatygraph.server.negotiation import Offer, negotiate
from treatygraph.server.problems import Problem

__all__ = ["GRAPHS", "WHOLE", "get_blueprint"]

GRAPHS = tuple(offer for offer in TRIPLES if offer is not PAGE)
"""The formats of one graph."""

WHOLE = tuple(sorted(DATASETS, key=lambda offer: offer.name not in QUADS))
"""The formats of the whole store, those with named graphs first."""

_WHICH = "Ask with ?graph=IRI, with ?default, or with neither for the whole store."


def get_blueprint(dataset: Dataset) -> Blueprint:
    """Make the part of the application that hands out graphs.

    :param dataset: the graph.
    :returns: the blueprint, to be mounted at the root.
    """
    blueprint = Blueprint("graph_store", __name__)

    @blueprint.get("/store")
    def store() -> Response:
        quads, offers = _chosen(dataset)
        forms = request.args.getlist("format")
        if len(forms) > 1:
            raise Problem(400, "The parameter «format» is there more than once.")
        offer, media_type = negotiate(offers, request.headers.get("Accept"), forms[0] if forms else None)
        response = Response(serialise(quads, RDF_FORMATS[offer.name]), mimetype=media_type)
        response.vary.add("Accept")
        return response

    return blueprint


def _chosen(dataset: Dataset) -> tuple[list[Quad], tuple[Offer, ...]]:
    """Choose the statements that a request names, and the formats that they can have."""
    names, default = request.args.getlist("graph"), request.args.getlist("default")
    if len(names) + len(default) > 1 or any(default):
        raise Problem(400, "The request does not name one graph.", repair=_WHICH)
    if not names and not default:
        return list(dataset.quads), WHOLE
    if default:
        return _merged(dataset.quads), GRAPHS
    return _merged(_graph(dataset, names[0])), GRAPHS


def _graph(dataset: Dataset, iri: str) -> list[Quad]:
    """Return the statements of a graph, or of a group of graphs."""
    try:
        node = NamedNode(iri)
    except ValueError as error:
        raise Problem(400, f"The name of the graph is no IRI: {error}.", repair=_WHICH) from None
    try:
        require_graphs(dataset, [iri])
    except QueryError as error:
        raise Problem(404, error.message, repair=error.repair) from None
    group = dataset.groups.get(iri)
    members = [node] if group is None else [NamedNode(each) for each in group.members]
    return [quad for each in members for quad in dataset.graph(each)]


def _merged(quads: Iterable[Quad]) -> list[Quad]:
    """Merge graphs into one, each triple once."""
    return [Quad(*triple) for triple in dict.fromkeys(quad.triple for quad in quads)]
