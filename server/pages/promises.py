"""``/status``: the promises on a day, per perspective, for people and as data; the same as `treatygraph status`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from urllib.parse import quote, urlencode

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from treatygraph.graph.errors import TreatyGraphError
from treatygraph.graph.names import choose, resolve
from treatygraph.graph.promises.explanation import Explanation, explain_status
from treatygraph.graph.promises.history import as_csv, history
from treatygraph.graph.promises.hypotheses import hypothesis
from treatygraph.graph.promises.preconditions import Deadlocks
from treatygraph.graph.terms import tg
from treatygraph.server.addresses import document_name
from treatygraph.server.formats import PAGE
from treatygraph.server.negotiation import Offer, negotiate
from treatygraph.server.pages.asking import (
    Asked,
    as_problem,
    read_asked,
    read_day,
    read_texts,
    refuse_too_many,
    refuse_unknown,
)
from treatygraph.server.pages.entity_pages import page_number
from treatygraph.server.pages.precondition_view import Preconditions, demand_view
from treatygraph.server.pages.promise_view import Promises, promise_view, register, sketches
from treatygraph.server.pages.site import Site
from treatygraph.server.pages.step_pages import cut
from treatygraph.server.problems import Problem
from treatygraph.server.wording import Link

__all__ = ["get_blueprint"]

_JSON = Offer("json", "application/json", "JSON")
_CSV = Offer("csv", "text/csv", "CSV")
_OFFERS = (_JSON, _CSV, PAGE)
_KEPT = frozenset({"perspective", "assume", "without"})
"""The parameters that the links to data take over."""


def get_blueprint(site: Site) -> Blueprint:
    """Make the part of the application that tells statuses.

    :param site: the graph.
    :returns: the blueprint, to be mounted at the root.
    """
    blueprint = Blueprint("promises", __name__)
    promises = Promises(site)
    blueprint.record_once(lambda state: register(state.app, promises))

    @blueprint.get("/status", defaults={"suffix": None})
    @blueprint.get("/status.<suffix>")
    def index(suffix: str | None) -> Response:
        return _answer(promises, (), suffix)

    @blueprint.get("/status/<path:name>")
    def promise(name: str) -> Response:
        stem, dot, suffix = name.rpartition(".")
        if dot and suffix in {offer.name for offer in _OFFERS}:
            return _answer(promises, (stem,), suffix)
        return _answer(promises, (name,), None)

    @blueprint.get("/deadlocks.json")
    def waiting() -> Response:
        try:
            found = _deadlocks(promises)
        except TreatyGraphError as error:
            raise as_problem(error) from None
        return Response(json.dumps(found.to_record(), indent=2) + "\n", mimetype=_JSON.media_type)

    return blueprint


def _answer(promises: Promises, names: tuple[str, ...], suffix: str | None) -> Response:
    """Answer in the form that is asked for."""
    offer, media_type = negotiate(_OFFERS, request.headers.get("Accept"), suffix)
    try:
        if offer is not PAGE:
            response = Response(_data(promises, names, offer), mimetype=media_type)
        elif names:
            response = Response(_promise_page(promises, names[0]), mimetype=media_type)
        else:
            response = Response(_index_page(promises), mimetype=media_type)
    except TreatyGraphError as error:
        raise as_problem(error) from None
    if suffix is None:
        response.vary.add("Accept")
    return response


def _data(promises: Promises, names: Iterable[str], offer: Offer) -> str:
    """Write the statuses as data, byte for byte as the command does."""
    refuse_unknown("on", "from", "until", "commitment")
    asked, on = read_asked(names), read_day("on")
    first, last = read_day("from"), read_day("until")
    if first is None and last is None:
        records = [each.to_record() for each in promises.statuses.answers(asked, on or date.today())]
    elif on is not None:
        raise Problem(400, "«on» asks for one day, «from» and «until» for a span.", repair="Use one or the other.")
    else:
        records = [dict(each) for each in history(promises.statuses.question(asked), first, last)]
    if offer is _CSV:
        return as_csv(records) if records else ""
    return json.dumps(records, indent=2, ensure_ascii=False) + "\n"


def _index_page(promises: Promises) -> str:
    """Write the page with all promises."""
    asked, on = read_asked(), read_day("on") or date.today()
    number = page_number()
    views, pages = sketches(promises, asked, on, number)
    if number > max(1, pages):
        raise Problem(404, f"There is no page {number} of the promises.")
    kept = urlencode([(key, value) for key, value in request.args.items(multi=True) if key != "page" and value])
    return render_template(
        "promises.html", views=views, on=on, files=_files(on), number=number, pages=max(1, pages), kept=kept
    )


def _promise_page(promises: Promises, name: str) -> str:
    """Write the page about one promise."""
    asked, on = read_asked((name,)), read_day("on") or date.today()
    commitment = choose(name, promises.site.model.commitments, "commitment")
    view = promise_view(promises, asked, on)
    document = document_name(commitment) or name
    preconditions = _preconditions(promises, [text.rpartition("=")[0] for text in asked.assume])
    return render_template(
        "promise.html",
        view=view,
        name=document,
        why=_why(promises, asked, on),
        cut=cut,
        preconditions=preconditions,
        readings=_readings(promises),
        taken=list(map(_name, preconditions.result.readings)),
        perspectives=[(_name(iri), promises.link(iri)) for iri in sorted(promises.site.model.perspectives)],
        counted=list(map(_name, preconditions.result.perspectives)),
        files=_files(on, document),
        today=date.today(),
    )


def _why(promises: Promises, asked: Asked, on: date) -> tuple[str, Explanation] | None:
    """Explain the status under the perspective that is asked for, else under the first one."""
    answers = promises.statuses.answers(Asked(asked.commitments, asked.perspectives), on)
    if not answers:
        return None
    wanted = request.args.get("why")
    known = {each.perspective: each for each in answers}
    iri = choose(wanted, known, "perspective") if wanted else answers[0].perspective
    return _name(iri), explain_status(promises.site.evidence, known[iri])


def _deadlocks(promises: Promises) -> Deadlocks:
    """Find what waits for itself, with what is supposed in the words of the command."""
    refuse_unknown("demand", "demands", "reading")
    asked, dataset = read_asked(), promises.site.dataset
    demanded = read_texts("demand")
    refuse_too_many((*asked.assume, *asked.without, *demanded))
    return promises.deadlocks(
        *_counted(promises, asked.assume),
        tuple(hypothesis(dataset, text) for text in demanded),
        tuple(resolve(dataset, name).value for name in asked.without),
    )


def _preconditions(promises: Promises, assumed: Iterable[str]) -> Preconditions:
    """Find out who demands what before what."""
    return demand_view(promises, *_counted(promises, assumed))


def _counted(promises: Promises, assumed: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Read whose demands count, what is assumed, and which readings; the day of an assumption does not matter."""

    def named(names: Iterable[str], kind: str) -> tuple[str, ...]:
        return tuple(resolve(promises.site.dataset, name, tg(kind)).value for name in names)

    types = []
    for name in assumed:
        plain = name.partition("=")[0]
        try:
            types.append(resolve(promises.site.dataset, plain, tg("EventType")).value)
        except TreatyGraphError:
            types += _required(promises, plain)
    return (
        named(read_texts("demands") or read_texts("perspective"), "Perspective"),
        tuple(types),
        named(read_texts("reading"), "InferenceGraph"),
    )


def _required(promises: Promises, name: str) -> list[str]:
    """Find the kinds of events that a condition requires: a condition may be assumed by its own name, too."""
    model = promises.site.model
    return sorted(link.target for link in model.conditions[choose(name, model.conditions, "event type")].requires)


def _readings(promises: Promises) -> list[tuple[str, Link, str]]:
    """List the readings that can be taken: name, link and reason."""
    site = promises.site
    found = []
    for iri, info in sorted(site.model.graphs.items()):
        if info.is_reading:
            link = promises.link(iri)
            words = _name(iri).rpartition("/")[2].replace("-", " ")
            found.append((_name(iri), Link(words, iri, link.href), site.wording.definition(iri)))
    return found


def _files(on: date, name: str = "") -> list[tuple[str, str]]:
    """Link to the same answer as data."""
    given = [(key, value) for key, value in request.args.items(multi=True) if key in _KEPT and value]
    asked = urlencode([("on", on.isoformat()), *given])
    below = f"/{quote(name)}" if name else ""
    return [(each.title, f"{url_for('promises.index')}{below}.{each.name}?{asked}") for each in (_JSON, _CSV)]


def _name(iri: str) -> str:
    """Name a thing in an address."""
    return document_name(iri) or iri
