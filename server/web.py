"""The parts of the application for programs: the endpoint, graphs, linked data, files, and their descriptions."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from flask import Flask, redirect, request, url_for
from pyoxigraph import Literal, NamedNode, Quad
from werkzeug.wrappers import Response

from treatygraph.graph.closure import ontology_quads
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.graph_groups import GROUPS
from treatygraph.graph.terms import DCTERMS, ONTOLOGY_IRI, RDF_TYPE, RDFS_LABEL
from treatygraph.server import exports, graph_store, linked_data, openapi, sparql, stored, void
from treatygraph.server.documents import Documents
from treatygraph.server.export_files import ExportFiles
from treatygraph.server.protocol import read_pairs
from treatygraph.server.service_description import SD

__all__ = ["register", "with_words"]

_TWINS: Mapping[str, str] = MappingProxyType(
    {
        "explanations.explain_page": "explanations.explain_data",
        "rules.index": "rules.data",
        "search.page": "search.data",
        "stored_pages.index": "stored.listing",
    }
)
"""Pages whose content programs find as JSON at another address."""


def with_words(dataset: Dataset) -> Dataset:
    """Add what documents about things need and the graph itself need not have.

    :param dataset: the graph.
    :returns: the graph with the ontology, whose terms are looked up here, and with its groups of graphs.
    """
    ontology = () if dataset.graph(NamedNode(ONTOLOGY_IRI)) else ontology_quads()
    return dataset.extended((*ontology, *_about_groups(dataset)))


def register(app: Flask, dataset: Dataset, vocabulary: Dataset, documents: Documents) -> None:
    """Give an application the parts for programs.

    :param app: the application.
    :param dataset: the graph.
    :param vocabulary: the graph with words, of :func:`with_words`.
    :param documents: the documents about the things of that graph.
    """
    files = ExportFiles(dataset)
    app.register_blueprint(sparql.get_blueprint(dataset, vocabulary))
    app.register_blueprint(stored.get_blueprint(dataset))
    app.register_blueprint(graph_store.get_blueprint(dataset))
    app.register_blueprint(linked_data.get_blueprint(documents))
    app.register_blueprint(exports.get_blueprint(files))
    app.register_blueprint(void.get_blueprint(dataset, vocabulary, files))
    app.register_blueprint(openapi.get_blueprint(dataset))
    app.before_request(_require_utf_8)
    app.before_request(_lead_programs)
    app.after_request(_vary)


def _require_utf_8() -> None:
    """Refuse parameters that are no text, in which other signs would stand for what was sent."""
    if request.endpoint != "sparql.endpoint":
        # That one answers its errors with the query in its form.
        read_pairs(request.query_string)


def _lead_programs() -> Response | None:
    """Lead a client that prefers JSON from a page to the same as JSON."""
    twin = _TWINS.get(request.endpoint or "")
    if twin is None or request.accept_mimetypes.best_match(["text/html", "application/json"]) != "application/json":
        return None
    query = request.query_string.decode("latin-1")
    return redirect(url_for(twin) + (f"?{query}" if query else ""), 303)


def _vary(response: Response) -> Response:
    """Tell caches that these pages depend on what the client accepts."""
    if request.endpoint in _TWINS:
        response.vary.add("Accept")
    return response


def _about_groups(dataset: Dataset) -> list[Quad]:
    """Describe the groups of graphs, so that their IRIs lead somewhere."""
    owner, quads = NamedNode(GROUPS.removesuffix("/")), []
    for group in dataset.groups.values():
        node = NamedNode(group.iri)
        quads += [
            Quad(node, RDF_TYPE, NamedNode(SD + "Graph"), owner),
            Quad(node, RDFS_LABEL, Literal(group.label, language="en"), owner),
            Quad(node, NamedNode(DCTERMS + "description"), Literal(group.description, language="en"), owner),
        ]
        quads += [Quad(node, NamedNode(DCTERMS + "hasPart"), NamedNode(each), owner) for each in group.members]
    return quads
