"""``/queries/NAME.json?parameter=value``: the stored queries as a REST interface, page by page where that is wanted.

A value becomes a term of the type of its parameter before it meets the query
(:mod:`treatygraph.graph.parameters`), so no value can change what is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urlencode

from flask import Blueprint, current_app, jsonify, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import QueryError, UnknownNameError
from treatygraph.graph.querying import prepare
from treatygraph.graph.results import write
from treatygraph.graph.stored_queries import TYPES, Parameter, StoredQuery, find_query, stored_queries
from treatygraph.server.addresses import LONGEST_LINKED, add_links
from treatygraph.server.answers import Forms, choose_forms, limit_headers, refused
from treatygraph.server.evaluation import Evaluated, evaluate, limits
from treatygraph.server.formats import PAGE, RDF_NAMES, SOLUTIONS, TRIPLES
from treatygraph.server.negotiation import Offer, not_acceptable
from treatygraph.server.problems import Problem
from treatygraph.server.protocol import QueryRequest, read_pairs, seconds_of
from treatygraph.server.responses import answered

__all__ = ["MAX_PER_PAGE", "PAGE_EXTENSION", "PER_PAGE", "RESERVED", "formats_of", "get_blueprint"]

PER_PAGE = 100
"""How many rows a page has if the client asks for a page and does not say."""

MAX_PER_PAGE = 10_000
"""How many rows a page can have."""

RESERVED = ("format", "page", "per_page", "timeout")
"""The parameters that are no query's own."""

PAGE_EXTENSION = "treatygraph.query_page"
"""Where an application may keep a function from the name of a stored query to its page for people."""

_NUMBER = re.compile("[0-9]{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Request:
    """A request for the answer to a stored query.

    :param stored: the query.
    :param text: the query with the values in place.
    :param page: which page, counted from 1; 0 for all rows at once.
    :param per_page: how many rows a page has.
    :param timeout: how many seconds the client waits at most, or None.
    """

    stored: StoredQuery
    text: str
    page: int
    per_page: int
    timeout: float | None


def get_blueprint(dataset: Dataset) -> Blueprint:
    """Make the part of the application that answers the stored queries.

    :param dataset: the graph.
    :returns: the blueprint, to be mounted at the root.
    """
    blueprint = Blueprint("stored", __name__)

    @blueprint.get("/queries.json")
    def listing() -> Response:
        return jsonify(queries=[_described(stored) for stored in stored_queries().values()])

    @blueprint.get("/queries/<name>")
    def query(name: str) -> Response:
        plain, _, suffix = name.partition(".")
        try:
            stored = find_query(plain)
        except UnknownNameError as error:
            choices = [url_for("stored.query", name=each) for each in error.near]
            raise Problem(404, error.message, repair=error.repair, choices=choices) from None
        parameters = MultiDict(read_pairs(request.query_string))
        form = suffix or _one(parameters, "format")
        forms = choose_forms(request.headers.get("Accept"), form)
        if forms.page:
            return _page(dataset, stored, parameters)
        asked = _read(dataset, stored, parameters)
        response = _answer(dataset, asked, forms)
        others = [offer for offer in formats_of(stored) if offer is not PAGE]
        alternates = [(_address(stored, offer.name, parameters), "alternate", offer.media_type) for offer in others]
        chosen = next((each[0] for each in (forms.solutions, forms.triples) if each and each[0] in others), None)
        location = None if chosen is None else _address(stored, chosen.name, parameters)
        if form is None and location is not None and len(location) <= LONGEST_LINKED:
            response.headers["Content-Location"] = location
        return add_links(response, alternates)

    return blueprint


def formats_of(stored: StoredQuery) -> tuple[Offer, ...]:
    """List the formats that the answer to a stored query can have.

    :param stored: the query.
    :returns: the formats, the page among them.
    """
    return TRIPLES if stored.form in ("construct", "describe") else SOLUTIONS


def _read(dataset: Dataset, stored: StoredQuery, parameters: MultiDict[str, str]) -> _Request:
    """Read what is asked for, and put the values in place."""
    given = {name: _one(parameters, name) for name in parameters if name not in RESERVED}
    page, per_page = _number(parameters, "page", 10**9), _number(parameters, "per_page", MAX_PER_PAGE)
    timeout = _one(parameters, "timeout")
    try:
        # An empty field of a form is no value.
        text = prepare(dataset, replace(stored, text=stored.body), {name: each for name, each in given.items() if each})
    except (QueryError, UnknownNameError) as error:
        # What the command line calls --param is a parameter of the address here.
        raise Problem(400, error.message, repair=error.repair.replace("--param ", "?")) from None
    wanted = page or (1 if per_page else 0)
    return _Request(stored, text, wanted, per_page or PER_PAGE, None if timeout is None else seconds_of(timeout))


def _answer(dataset: Dataset, asked: _Request, forms: Forms) -> Response:
    """Answer: all rows as they come, or one page of them."""
    query = QueryRequest(asked.text, timeout=asked.timeout)
    if not asked.page:
        response = answered(dataset, query, forms)
        if response is None:
            raise not_acceptable("Nothing here fits what the client accepts.", formats_of(asked.stored))
        return response
    try:
        found = evaluate(dataset, query, max_rows=asked.page * asked.per_page)
    except QueryError as error:
        raise refused(error, asked.text) from None
    chosen = forms.triples if found.result.form == "graph" else forms.solutions
    if chosen is None:
        raise not_acceptable("Nothing here fits what the client accepts.", formats_of(asked.stored))
    if found.result.form != "select" or chosen[0] is PAGE:
        raise Problem(400, "Only rows come page by page.", repair="Leave out «page» and «per_page».")
    response = Response(_slice(found, asked, RDF_NAMES.get(chosen[0].name, chosen[0].name)), mimetype=chosen[1])
    response.headers["Treatygraph-Total"] = str(found.total)
    response.vary.add("Accept")
    response.headers.extend(limit_headers(found.cut, query, limits().timeout))
    return add_links(response, _neighbours(asked, found.total, chosen[0].name))


def _slice(found: Evaluated, asked: _Request, form: str) -> bytes:
    """Write the rows of one page."""
    last = max(1, -(-found.total // asked.per_page))
    if asked.page > last:
        raise Problem(404, f"There is no page {asked.page}: the last one is {last}.")
    first = (asked.page - 1) * asked.per_page
    try:
        return write(replace(found.result, rows=found.result.rows[first : first + asked.per_page]), form)
    except QueryError as error:
        raise Problem(406, error.message, repair=error.repair) from None


def _neighbours(asked: _Request, total: int, form: str) -> Iterable[tuple[str, str, None]]:
    """Link to the other pages, where they exist (RFC 8288)."""
    last = max(1, -(-total // asked.per_page))
    pages = {"first": 1, "prev": asked.page - 1, "next": asked.page + 1, "last": last}
    parameters = MultiDict(read_pairs(request.query_string))
    for relation, number in pages.items():
        if 1 <= number <= last:
            changed = MultiDict(parameters)
            changed["page"], changed["per_page"] = str(number), str(asked.per_page)
            yield _address(asked.stored, form, changed), relation, None


def _page(dataset: Dataset, stored: StoredQuery, parameters: MultiDict[str, str]) -> Response:
    """Answer with a page for people, or lead to one."""
    write_page = current_app.extensions.get(PAGE_EXTENSION)
    if write_page is not None:
        response = Response(write_page(stored.name), mimetype=PAGE.media_type)
    else:
        text = _read(dataset, stored, parameters).text
        response = redirect(url_for("sparql.endpoint", query=text, format=PAGE.name), 303)
    response.vary.add("Accept")
    return response


def _described(stored: StoredQuery) -> dict[str, Any]:
    """Describe a stored query for programs."""
    return {
        "name": stored.name,
        "path": url_for("stored.query", name=stored.name),
        "summary": stored.summary,
        "description": " ".join(stored.description.split()),
        "tags": list(stored.tags),
        "form": stored.form,
        "view": stored.view,
        "formats": [offer.name for offer in formats_of(stored)],
        "parameters": [_parameter(each) for each in stored.parameters],
        "text": stored.body,
    }


def _parameter(parameter: Parameter) -> Mapping[str, Any]:
    """Describe a parameter."""
    return {
        "name": parameter.name,
        "type": parameter.type,
        "takes": TYPES[parameter.type],
        "required": parameter.required,
        "default": parameter.default,
        "choices": list(parameter.choices),
    }


def _address(stored: StoredQuery, form: str, parameters: MultiDict[str, str]) -> str:
    """Return the path of an answer in one format."""
    pairs = [(name, value) for name, value in parameters.items(multi=True) if name != "format"]
    path = url_for("stored.query", name=f"{stored.name}.{form}")
    return f"{path}?{urlencode(pairs, quote_via=quote)}" if pairs else path


def _one(parameters: MultiDict[str, str], name: str) -> str | None:
    """Return the value of a parameter, which makes no sense twice."""
    values = parameters.getlist(name)
    if len(values) > 1:
        raise Problem(400, f"The parameter {name!r} is there {len(values)} times.", repair="Give it once.")
    return values[0] if values else None


def _number(parameters: MultiDict[str, str], name: str, most: int) -> int:
    """Read a number from 1 on; 0 stands for none."""
    value = _one(parameters, name)
    if value is None:
        return 0
    if not _NUMBER.fullmatch(value) or not 1 <= int(value) <= most:
        raise Problem(400, f"The parameter {name!r} is {value!r}.", repair=f"Give a whole number from 1 to {most:,}.")
    return int(value)
