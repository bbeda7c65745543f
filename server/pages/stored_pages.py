"""``/queries`` and the page of each stored query: what it asks, its parameters as a form, its answer as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from shlex import quote as shell_quote
from urllib.parse import quote, urlencode

from flask import Blueprint, after_this_request, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from pyoxigraph import NamedNode
from werkzeug.wrappers import Response

from treatygraph.graph.errors import TreatyGraphError
from treatygraph.graph.querying import prepare
from treatygraph.graph.stored_queries import TYPES, Parameter, StoredQuery, find_query, stored_queries
from treatygraph.graph.terms import CONCEPT, RDF_TYPE, SKOS, compact, tg
from treatygraph.server.addresses import document_name
from treatygraph.server.answers import limit_headers, limit_words
from treatygraph.server.evaluation import Evaluated, evaluate, limits
from treatygraph.server.formats import PAGE, SOLUTIONS, TRIPLES
from treatygraph.server.pages.entity_pages import editor_address, page_number
from treatygraph.server.pages.site import Site
from treatygraph.server.problems import Problem
from treatygraph.server.protocol import QueryRequest, seconds_of
from treatygraph.server.result_view import ResultView, result_view
from treatygraph.server.stored import PAGE_EXTENSION, RESERVED

__all__ = ["MOST_OFFERED", "ROWS", "Field", "get_blueprint"]

ROWS = 100
"""How many rows one page shows."""

MOST_OFFERED = 200
"""How many things a field of a form offers."""

_IN_SCHEME = NamedNode(SKOS + "inScheme")
_INPUTS = {"date": "date", "integer": "number"}


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter as a field of a form.

    :param parameter: the parameter.
    :param value: what stands in the field.
    :param input: the type of the field.
    :param takes: what it takes, in words.
    :param offers: things of the graph that it may be: their names in addresses, and their labels.
    """

    parameter: Parameter
    value: str
    input: str
    takes: str
    offers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Answer:
    """What came of running a query.

    :param text: the query with its values in place; empty where these are wrong.
    :param view: the answer; None where there is none.
    :param seconds: how long it took.
    :param pages: how many pages of rows there are.
    :param problem: what is wrong.
    """

    text: str = ""
    view: ResultView | None = None
    seconds: float = 0.0
    pages: int = 1
    problem: str = ""


def get_blueprint(site: Site) -> Blueprint:
    """Make the part of the application with the pages of stored queries.

    :param site: the graph.
    :returns: the blueprint, to be mounted at the root.
    """
    blueprint = Blueprint("stored_pages", __name__)

    def page(name: str) -> str:
        return _page(site, find_query(name))

    def tell(state: BlueprintSetupState) -> None:
        # The answers of stored queries have the page among their formats, and ask here for it.
        state.app.extensions[PAGE_EXTENSION] = page

    blueprint.record_once(tell)

    @blueprint.get("/queries")
    def index() -> str:
        wanted = request.args.get("tag", "")
        found = [each for each in stored_queries().values() if not wanted or wanted in each.tags]
        tags = sorted({tag for each in stored_queries().values() for tag in _subjects(each)})
        if not found:
            choices = [url_for("stored_pages.index", tag=tag) for tag in tags]
            raise Problem(404, f"No stored query has the tag {wanted!r}.", repair="These are there:", choices=choices)
        return render_template("queries.html", queries=found, tags=tags, wanted=wanted)

    return blueprint


def _subjects(stored: StoredQuery) -> list[str]:
    """Name what a query is about, without the numbers of questions that it answers."""
    return [tag for tag in stored.tags if not tag.startswith("question-")]


def _page(site: Site, stored: StoredQuery) -> str:
    """Write the page of a stored query."""
    chosen = {name: value for name, value in request.args.items() if value and name not in RESERVED}
    ready = all(chosen.get(each.name) or not each.required for each in stored.parameters)
    number = page_number()
    answer = _run(site, stored, chosen, number) if ready else _Answer()
    if answer.problem and chosen:
        # Without a value of the reader's own it is a default that this graph does not have: no fault of theirs.
        _say(400)
    return render_template(
        "stored_query.html",
        stored=stored,
        tags=_subjects(stored),
        fields=[_field(site, each, chosen.get(each.name, "")) for each in stored.parameters],
        answer=answer,
        number=number,
        chosen=chosen,
        pairs=urlencode(chosen, quote_via=quote),
        editor=editor_address(answer.text or stored.body),
        command=_command(stored, chosen),
        files=[each for each in (TRIPLES if stored.form in _GRAPHS else SOLUTIONS) if each is not PAGE],
        address=url_for("stored.query", name=stored.name, _external=True),
        ready=ready,
    )


_GRAPHS = ("construct", "describe")


def _run(site: Site, stored: StoredQuery, chosen: dict[str, str], number: int) -> _Answer:
    """Run a query, and keep the rows of one page."""
    try:
        text = prepare(site.dataset, replace(stored, text=stored.body), chosen)
    except TreatyGraphError as error:
        return _Answer(problem=str(error).replace("--param ", ""))
    timeout = request.args.get("timeout")
    query = QueryRequest(text, timeout=None if timeout is None else seconds_of(timeout))
    try:
        found = evaluate(site.dataset, query, max_rows=number * ROWS)
    except TreatyGraphError as error:
        return _Answer(text, problem=str(error))
    met = found.cut, query, limits().timeout
    _say(headers=limit_headers(*met))
    view = _shown(site, found, number, limit_words(*met))
    return _Answer(text, view, found.seconds, max(1, -(-found.total // ROWS)))


def _shown(site: Site, found: Evaluated, number: int, limits_met: Sequence[str]) -> ResultView:
    """Show the rows of one page."""
    first = (number - 1) * ROWS
    part = replace(found.result, rows=found.result.rows[first:], triples=found.result.triples[first:])
    return result_view(replace(found, result=part), site.wording, (), limits_met)


def _field(site: Site, parameter: Parameter, value: str) -> Field:
    """Make a field of a parameter."""
    shown = value or parameter.default or ""
    offers = tuple(_offers(site, parameter.name)) if parameter.type == "iri" else ()
    takes = "choose one, or write its IRI or local name" if offers else TYPES[parameter.type]
    return Field(parameter, shown, _INPUTS.get(parameter.type, "text"), takes, offers)


def _offers(site: Site, name: str) -> Iterable[tuple[str, str]]:
    """List what a parameter may be: the things of the class, or the entries of the code list, that has its name."""
    things = site.dataset.subjects(RDF_TYPE, tg(name.capitalize()))
    entries = (
        entry
        for scheme in (name, f"{name}-kind")
        for entry in site.vocabulary.subjects(_IN_SCHEME, NamedNode(f"{CONCEPT}scheme/{scheme}"))
    )
    found = {each.value for each in (*things, *entries) if isinstance(each, NamedNode)}
    told = [
        (compact(iri) if iri.startswith(CONCEPT) else document_name(iri) or "", site.wording.label(iri))
        for iri in found
    ]
    return sorted((each for each in told if each[0]), key=lambda each: each[1].casefold())[:MOST_OFFERED]


def _command(stored: StoredQuery, chosen: dict[str, str]) -> str:
    """Write the command that gives the same answer."""
    words = [f"-p {shell_quote(f'{name}={value}')}" for name, value in chosen.items()]
    return " ".join(["treatygraph query", stored.name, *words])


def _say(status: int | None = None, headers: Sequence[tuple[str, str]] = ()) -> None:
    """Give the answer to the present request a status, or headers."""

    @after_this_request
    def change(response: Response) -> Response:
        response.status_code = status or response.status_code
        response.headers.extend(headers)
        return response
