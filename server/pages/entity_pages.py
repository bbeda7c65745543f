"""Answers with the page about a thing; the route itself stands with the other documents about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote, urlencode

from flask import current_app, render_template, request, url_for
from pyoxigraph import NamedNode

from treatygraph.graph.terms import GEO, RDF_TYPE, tg
from treatygraph.server.addresses import document_name
from treatygraph.server.negotiation import Offer
from treatygraph.server.pages.citation import cite
from treatygraph.server.pages.entities import entity_view
from treatygraph.server.pages.evidence import Marks
from treatygraph.server.pages.gazetteer import names_of
from treatygraph.server.pages.metadata import legislation_metadata
from treatygraph.server.pages.site import current_site
from treatygraph.server.problems import Problem
from treatygraph.server.wording import KIND_WORDS

__all__ = ["editor_address", "entity_page", "page_number", "statements_query"]

_EDITOR = "/query"
_HAS_GEOMETRY = NamedNode(GEO + "hasGeometry")
_NUMBER = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)


def entity_page(thing: NamedNode, number: int, formats: Sequence[tuple[Offer, str]], canonical: str) -> str:
    """Write the page about a thing.

    :param thing: the thing.
    :param number: the number of the page, from 1.
    :param formats: the forms of its data, with their addresses.
    :param canonical: the address of this page, however it was asked for.
    :returns: HTML.
    :raises Problem: 404 for a page that does not exist.
    """
    site = current_site()
    view = entity_view(site, thing, number)
    if view is None:
        raise Problem(404, f"There is no page {number} about {site.wording.label(thing.value)}.")
    query = statements_query(thing)
    marks = Marks(site)
    promise = tg("Commitment") in site.dataset.objects(thing, RDF_TYPE)
    return render_template(
        "entity.html",
        view=view,
        formats=formats,
        canonical=canonical,
        kinds=KIND_WORDS,
        editor=editor_address(query),
        csv=url_for("sparql.endpoint", query=query, format="csv"),
        citation=cite(view.title, view.iri, site.description, site.digest),
        names=[(name, marks.naming(name.usage)) for name in names_of(site.dataset, site.vocabulary, thing)],
        placed=bool(site.dataset.objects(thing, _HAS_GEOMETRY)),
        promise=document_name(thing.value) if promise else None,
        metadata=legislation_metadata(site, thing),
    )


def page_number() -> int:
    """Read which page of several is asked for.

    :returns: the number, from 1.
    :raises Problem: 400 for what is no number.
    """
    text = request.args.get("page", "1")
    if not _NUMBER.fullmatch(text):
        raise Problem(400, f"{text!r} is no number of a page.", repair="Pages are counted from 1: ?page=2.")
    return int(text)


def statements_query(thing: NamedNode) -> str:
    """Write the query that asks for the statements on the page about a thing.

    :param thing: the thing.
    :returns: a SELECT query that stands alone.
    """
    return f"SELECT ?graph ?property ?value WHERE {{\n  GRAPH ?graph {{ {thing} ?property ?value }}\n}}\n"


def editor_address(query: str) -> str:
    """Return the address at which a query can be read, changed and run.

    :param query: the query.
    :returns: that of the editor; of the plain form where there is no editor.
    """
    if any(rule.rule == _EDITOR for rule in current_app.url_map.iter_rules()):
        return f"{request.script_root}{_EDITOR}?{urlencode({'query': query}, quote_via=quote)}"
    return url_for("sparql.endpoint", query=query, format="html")
