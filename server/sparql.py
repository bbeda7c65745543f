"""``/sparql``: queries by the SPARQL 1.1 Protocol, the form for browsers, the service description."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache, lru_cache, partial
from urllib.parse import quote, urlencode

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import QueryError, TreatyGraphError
from treatygraph.graph.export import serialise
from treatygraph.graph.querying import prepare
from treatygraph.graph.stored_queries import stored_queries
from treatygraph.server.addresses import add_links, root_url
from treatygraph.server.answers import choose_forms, limit_headers, limit_words, refused
from treatygraph.server.catalogue import VOCABULARIES
from treatygraph.server.errors import HTML, body_type, respond
from treatygraph.server.evaluation import evaluate, limits
from treatygraph.server.formats import DOCUMENTS, PAGE, RDF_FORMATS, SOLUTIONS, TRIPLES
from treatygraph.server.negotiation import Offer, negotiate
from treatygraph.server.problems import Problem
from treatygraph.server.protocol import FORM, QUERY, QueryRequest, about_body, is_bare, read_request
from treatygraph.server.responses import answered
from treatygraph.server.result_view import MAX_ROWS, result_view
from treatygraph.server.service_description import service_description
from treatygraph.server.wording import Wording

__all__ = ["get_blueprint"]

_BARE = frozenset({"GET", "HEAD"})
"""The methods that can ask for the endpoint itself."""
_KEPT = 8


def get_blueprint(dataset: Dataset, vocabulary: Dataset) -> Blueprint:
    """Make the part of the application that answers queries.

    :param dataset: the graph.
    :param vocabulary: the graph with the ontology, for words on pages.
    :returns: the blueprint, to be mounted at the root.
    """
    blueprint = Blueprint("sparql", __name__)
    wording = Wording(vocabulary)
    examples = cache(lambda: _examples(dataset))

    @lru_cache(_KEPT)
    def written(root: str, name: str) -> bytes:
        # The sizes of all graphs take a second to count where these are large.
        quads = service_description(dataset, f"{root}sparql", limits())
        return serialise(quads, RDF_FORMATS[name], VOCABULARIES)

    @blueprint.route("/sparql", methods=["GET", "POST", "QUERY"])
    def endpoint() -> Response:
        if request.method in _BARE and is_bare(request.args.items(multi=True)):
            return _describe_endpoint(written, examples)
        try:
            body = partial(request.get_data, cache=False)
            query = read_request(request.method, request.query_string, *about_body(request.environ), body)
            forms = choose_forms(request.headers.get("Accept"), query.format)
            response = None if forms.page else answered(dataset, query, forms)
            return _answer_page(dataset, query, wording) if response is None else response
        except Problem as problem:
            return _refuse(problem)

    @blueprint.after_request
    def _say_what_is_read(response: Response) -> Response:
        if request.method == "OPTIONS" or (request.method in _BARE and is_bare(request.args.items(multi=True))):
            response.headers.setdefault("Accept-Post", f"{FORM}, {QUERY}")
            response.headers.setdefault("Accept-Query", f"{FORM}, {QUERY}")
            described = [("openapi.document", "service-desc"), ("void.document", "describedby")]
            add_links(response, [(url_for(endpoint), relation, None) for endpoint, relation in described])
        return response

    return blueprint


def _answer_page(dataset: Dataset, query: QueryRequest, wording: Wording) -> Response:
    """Answer a query with a page."""
    try:
        found = evaluate(dataset, query, max_rows=MAX_ROWS)
    except QueryError as error:
        raise refused(error, query.text) from None
    offers = TRIPLES if found.result.form == "graph" else SOLUTIONS
    met = found.cut, query, limits().timeout
    page = _page(
        query.text,
        result=result_view(found, wording, _files(query, offers), limit_words(*met)),
        seconds=found.seconds,
        default_graphs=query.default_graphs,
        named_graphs=query.named_graphs,
    )
    response = _varying(Response(page, mimetype=PAGE.media_type))
    response.headers.extend(limit_headers(*met))
    return response


def _describe_endpoint(written: Callable[[str, str], bytes], examples: Callable[[], list[tuple[str, str]]]) -> Response:
    """Answer for the endpoint itself: the form, or its description (SPARQL 1.1 Service Description, section 2)."""
    offers = (*DOCUMENTS, PAGE)
    offer, media_type = negotiate(offers, request.headers.get("Accept"), request.args.get("format"))
    if offer is PAGE:
        return _varying(Response(_page(_FIRST_QUERY, examples=examples()), mimetype=media_type))
    return _varying(Response(written(root_url(), offer.name), mimetype=media_type))


def _refuse(problem: Problem) -> Response:
    """Answer with an error; a browser gets the form back with its query in it."""
    if body_type() == HTML or request.args.get("format") == PAGE.name:
        text = problem.query if problem.query is not None else request.args.get("query", "")
        return respond(problem, media_type=HTML, page=lambda: _page(text, problem=problem))
    return respond(problem)


def _page(text: str, **context: object) -> str:
    """Write the page with the form."""
    values = {"problem": None, "result": None, "default_graphs": (), "named_graphs": (), "examples": ()} | context
    return render_template("query.html", text=text, solutions=SOLUTIONS, triples=TRIPLES, **values)


def _files(query: QueryRequest, offers: Sequence[Offer]) -> list[tuple[Offer, str]]:
    """Link to the same answer in the other formats."""
    pairs = [("query", query.text)]
    pairs += [("default-graph-uri", iri) for iri in query.default_graphs]
    pairs += [("named-graph-uri", iri) for iri in query.named_graphs]
    endpoint = url_for("sparql.endpoint")
    return [
        (offer, f"{endpoint}?{urlencode([*pairs, ('format', offer.name)], quote_via=quote)}")
        for offer in offers
        if offer is not PAGE
    ]


def _examples(dataset: Dataset) -> list[tuple[str, str]]:
    """Choose the stored queries that can be run as they are: their summaries, and their text with the defaults."""
    found = []
    for stored in stored_queries().values():
        # A default may name a thing of another graph than the one that is served.
        with suppress(TreatyGraphError):
            found.append((stored.summary or stored.name, prepare(dataset, replace(stored, text=stored.body))))
    return found


def _varying(response: Response) -> Response:
    """Tell caches that the answer depends on ``Accept``."""
    response.vary.add("Accept")
    return response


_FIRST_QUERY = """SELECT ?class (COUNT(DISTINCT ?thing) AS ?things) WHERE {
  ?thing a ?class
}
GROUP BY ?class
ORDER BY DESC(?things)
"""
