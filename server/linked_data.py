"""Linked data: a thing's IRI leads to the documents about it, by ``Accept`` or by suffix.

Source: "Cool URIs for the Semantic Web" (W3C), section 4.2: 303 URIs forwarding to different documents.
"""

from __future__ import annotations

from flask import Blueprint, redirect, request
from pyoxigraph import NamedNode
from werkzeug.wrappers import Response

from treatygraph.server.addresses import add_links
from treatygraph.server.documents import Documents, choose, document_urls
from treatygraph.server.formats import ENTITIES, PAGE
from treatygraph.server.pages.entity_pages import entity_page, page_number

__all__ = ["get_blueprint"]


def get_blueprint(documents: Documents) -> Blueprint:
    """Make the part of the application that answers for the things of a graph.

    :param documents: the documents about them.
    :returns: the blueprint, to be mounted at the root.
    """
    blueprint = Blueprint("linked_data", __name__)

    @blueprint.get("/id/<path:name>", defaults={"collection": ""})
    @blueprint.get("/<any(concept):collection>/<path:name>")
    def thing(collection: str, name: str) -> Response:
        full = f"{collection}/{name}" if collection else name
        node, suffix = documents.find(request.root_path, full, suffix_wins=False)
        form = suffix or request.args.get("format") or None
        offer, _ = choose(request.root_path, node, ENTITIES, request.headers.get("Accept"), form)
        urls = document_urls(request.root_path, node)
        response = redirect(urls[offer], 303)
        response.vary.add("Accept")
        return add_links(response, [(urls[each], "describedby", each.media_type) for each in ENTITIES])

    @blueprint.get("/page/<path:name>")
    def page(name: str) -> Response:
        node, suffix = documents.find(request.root_path, name, suffix_wins=False)
        if suffix is None:
            return _page(documents, node)
        offer, _ = choose(request.root_path, node, ENTITIES, None, suffix)
        return redirect(document_urls(request.root_path, node)[offer], 303)

    @blueprint.get("/data/<path:name>")
    def data(name: str) -> Response:
        form = request.args.get("format")
        document = documents.data(request.root_path, name, request.headers.get("Accept"), form)
        return Response(document.body, headers=document.headers)

    return blueprint


def _page(documents: Documents, node: NamedNode) -> Response:
    """Answer with the page about a thing."""
    urls, number = document_urls(request.root_path, node), page_number()
    part = f"?page={number}" if number > 1 else ""
    others = [(offer, url) for offer, url in urls.items() if offer is not PAGE]
    response = Response(entity_page(node, number, others, urls[PAGE] + part), mimetype=PAGE.media_type)
    response.headers["Link"] = documents.links(request.root_path, node, PAGE, part)
    return response
