"""``/robots.txt`` and ``/sitemap.xml``: which pages search engines should read, and which they need not.

Source: RFC 9309 (Robots Exclusion Protocol); https://www.sitemaps.org/protocol.html.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from xml.sax.saxutils import escape

from flask import Blueprint, request, url_for
from pyoxigraph import NamedNode
from werkzeug.wrappers import Response

from treatygraph.graph.terms import RDF_TYPE, RDFS_LABEL, tg
from treatygraph.server.addresses import address_of, document_name
from treatygraph.server.pages.chrome import site_links
from treatygraph.server.pages.site import Site
from treatygraph.server.pages.source_addresses import source_address

__all__ = ["MOST_LISTED", "get_blueprint"]

MOST_LISTED = 10_000
"""How many things a site map lists; the others are found by links."""

_ENDLESS = ("/sparql", "/store", "/search", "/explain", "/query?query=", "/status?on=", "/status/*?on=", "/queries/*?")
"""What has an address for each question: there is no end of them."""
_FORM = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{}</urlset>\n'


def get_blueprint(site: Site) -> Blueprint:
    """Make the part of the application that tells search engines what to read.

    :param site: the graph.
    :returns: the blueprint, to be mounted at the root.
    """
    blueprint = Blueprint("crawlers", __name__)

    @blueprint.get("/robots.txt")
    def robots() -> Response:
        lines = ["User-agent: *", *(f"Disallow: {request.script_root}{path}" for path in _ENDLESS)]
        lines += ["", f"Sitemap: {url_for('crawlers.sitemap', _external=True)}"]
        return Response("\n".join(lines) + "\n", mimetype="text/plain")

    @blueprint.get("/sitemap.xml")
    def sitemap() -> Response:
        host = request.host_url.rstrip("/")
        entries = (f"<url><loc>{escape(host + path)}</loc></url>\n" for path in dict.fromkeys(_paths(site)))
        return Response(_FORM.format("".join(entries)), mimetype="text/xml")

    return blueprint


def _paths(site: Site) -> Iterator[str]:
    """List the pages: the parts of the site, promises, sources, and the things that have a label."""
    yield url_for("home.home")
    yield from (path for path, _, _ in site_links())
    for promise in site.dataset.subjects(RDF_TYPE, tg("Commitment")):
        name = document_name(getattr(promise, "value", ""))
        if name:
            yield url_for("promises.promise", name=name)
    yield from map(source_address, site.sources)
    labelled = (quad.subject for quad in site.dataset.with_predicate(RDFS_LABEL))
    named = (each.value for each in labelled if isinstance(each, NamedNode) and document_name(each.value))
    yield from filter(None, map(address_of, islice(named, MOST_LISTED)))
