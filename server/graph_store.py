"""``/store``: graphs by their IRIs (SPARQL 1.1 Graph Store HTTP Protocol, sections 4 and 5.2); it only reads."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Sequence
from functools import lru_cache
from threading import Lock

from flask import Blueprint, request
from pyoxigraph import NamedNode, Quad
from werkzeug.wrappers import Response

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import QueryError
from treatygraph.graph.export import serialise
from treatygraph.graph.query_dataset import require_graphs
from treatygraph.graph.stores.limits import require_few
from treatygraph.server.export_files import LATER, MAX_LISTED, PARTS
from treatygraph.server.formats import DATASETS, PAGE, QUADS, RDF_FORMATS, TRIPLES
from treatygraph.server.negotiation import negotiate
from treatygraph.server.problems import Problem

__all__ = ["GRAPHS", "WHOLE", "get_blueprint"]

GRAPHS = tuple(offer for offer in TRIPLES if offer is not PAGE)
"""The formats of one graph."""

WHOLE = tuple(sorted(DATASETS, key=lambda offer: offer.name not in QUADS))
"""The formats of the whole store, those with named graphs first."""

_UNION = ""
_KEPT = 16
_WHICH = "Ask with ?graph=IRI, with ?default, or with neither for the whole store."


def get_blueprint(dataset: Dataset) -> Blueprint:
    """Make the part of the application that hands out graphs.

    :param dataset: the graph.
    :returns: the blueprint, to be mounted at the root.
    """
    blueprint = Blueprint("graph_store", __name__)
    lock = Lock()

    @lru_cache(_KEPT)
    def written(wanted: str | None, name: str) -> bytes:
        # A large graph takes seconds to write, and never changes. Who waited would keep others waiting.
        quads = _quads(dataset, wanted)
        if not lock.acquire(blocking=len(quads) <= MAX_LISTED):
            raise Problem(503, "A large graph is being written just now.", headers=[("Retry-After", LATER)])
        try:
            return gzip.compress(serialise(quads, RDF_FORMATS[name], dict(dataset.prefixes) or None), mtime=0)
        finally:
            lock.release()

    @blueprint.get("/store")
    def store() -> Response:
        wanted = _wanted(dataset)
        forms = request.args.getlist("format")
        if len(forms) > 1:
            raise Problem(400, "The parameter «format» is there more than once.")
        offers = WHOLE if wanted is None else GRAPHS
        offer, media_type = negotiate(offers, request.headers.get("Accept"), forms[0] if forms else None)
        response = Response(gzip.decompress(written(wanted, offer.name)), mimetype=media_type)
        response.vary.add("Accept")
        return response

    return blueprint


def _wanted(dataset: Dataset) -> str | None:
    """Read which graph a request names: its IRI, nothing for the union of all, None for the whole store."""
    names, default = request.args.getlist("graph"), request.args.getlist("default")
    if len(names) + len(default) > 1 or any(default):
        raise Problem(400, "The request does not name one graph.", repair=_WHICH)
    if not names:
        return _UNION if default else None
    try:
        NamedNode(names[0])
        require_graphs(dataset, names)
    except ValueError as error:
        raise Problem(400, f"The name of the graph is no IRI: {error}.", repair=_WHICH) from None
    except QueryError as error:
        raise Problem(404, error.message, repair=error.repair) from None
    return names[0]


def _quads(dataset: Dataset, wanted: str | None) -> Sequence[Quad]:
    """Return the statements of a graph or of a group of graphs, of the union, or of the whole store."""
    if wanted is None or wanted == _UNION:
        require_few(dataset.size, PARTS)
        return dataset.quads if wanted is None else _merged(dataset.quads)
    group = dataset.groups.get(wanted)
    members = [NamedNode(each) for each in ((wanted,) if group is None else group.members)]
    require_few(sum(map(dataset.size_of, members)), PARTS)
    return _merged(quad for each in members for quad in dataset.graph(each))


def _merged(quads: Iterable[Quad]) -> list[Quad]:
    """Merge graphs into one, each triple once."""
    return [Quad(*triple) for triple in dict.fromkeys(quad.triple for quad in quads)]
