"""Answers to queries on the wire: the format chosen before the query runs, errors as problems, limits in headers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from werkzeug.wrappers import Response

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import QueryError
from treatygraph.server.evaluation import answer, limits
from treatygraph.server.formats import PAGE, RDF_NAMES, SOLUTIONS, TRIPLES
from treatygraph.server.negotiation import Offer, negotiate, not_acceptable
from treatygraph.server.pool import Answer, Cut
from treatygraph.server.pool.errors import UnwritableError
from treatygraph.server.problems import Problem
from treatygraph.server.protocol import QueryRequest

__all__ = ["Forms", "answered", "choose_forms", "refused", "tell_limits"]

Chosen: TypeAlias = tuple[Offer, str]
"""A format and the media type to send it with."""

_NOTHING = "Nothing here fits what the client accepts."


@dataclass(frozen=True, slots=True)
class Forms:
    """The formats that a client gets an answer in; which of them counts, the query decides.

    :param solutions: for rows, and for true or false; None if it accepts none.
    :param triples: for a graph; None if it accepts none.
    """

    solutions: Chosen | None
    triples: Chosen | None

    @property
    def page(self) -> bool:
        """Whether a page is wanted, whatever the answer is."""
        return all(chosen is None or chosen[0] is PAGE for chosen in (self.solutions, self.triples))


def choose_forms(accept: str | None, name: str | None) -> Forms:
    """Choose the formats of an answer before anybody knows what it will be.

    :param accept: the header ``Accept``.
    :param name: the parameter ``format``.
    :returns: the formats.
    :raises Problem: 406 if no answer at all could be in a format that fits.
    """
    forms = Forms(_choose(SOLUTIONS, accept, name), _choose(TRIPLES, accept, name))
    if forms.solutions is None and forms.triples is None:
        nothing = _NOTHING if name is None else f"The format {name!r} does not exist for this."
        raise not_acceptable(nothing, tuple(dict.fromkeys((*SOLUTIONS, *TRIPLES))))
    return forms


def answered(dataset: Dataset, query: QueryRequest, forms: Forms) -> Response | None:
    """Answer a query.

    :param dataset: the graph.
    :param query: the operation.
    :param forms: the formats that fit.
    :returns: the response; None if the answer is to be a page.
    :raises Problem: if there is no answer, or none that fits.
    """
    try:
        found = answer(dataset, query, solutions=_name(forms.solutions), triples=_name(forms.triples))
    except UnwritableError as error:
        offers = TRIPLES if error.form == "graph" else SOLUTIONS
        chosen = forms.triples if error.form == "graph" else forms.solutions
        if chosen is not None and chosen[0] is PAGE:
            return None
        raise _not_sayable(error, offers, chosen, query.text) from None
    except QueryError as error:
        raise refused(error, query.text) from None
    chosen = forms.triples if found.form == "graph" else forms.solutions
    return _response(found, chosen[1] if chosen else "", query)


def refused(error: QueryError, text: str | None) -> Problem:
    """Make a problem of what is wrong with a query: its fault, or the limits of the server.

    :param error: what is wrong.
    :param text: the query, to be repeated.
    :returns: the problem, with the status that the error has; else 400.
    """
    return Problem(
        getattr(error, "status", 400),
        error.message,
        repair=error.repair,
        query=text,
        line=error.line,
        column=error.column,
        headers=getattr(error, "headers", ()),
    )


def tell_limits(response: Response, cut: Cut | None, query: QueryRequest) -> Response:
    """Say in the headers of an answer which limits of the server it met.

    :param response: the answer.
    :param cut: where it was cut off, or None.
    :param query: the operation, which may have asked for more time than there is.
    :returns: the answer.
    """
    if cut is not None:
        response.headers["Treatygraph-Limit"] = f"{cut.limit}={cut.value}"
    longest = limits().timeout
    if query.timeout is not None and query.timeout > longest:
        response.headers["Treatygraph-Timeout"] = f"{longest:g}"
    return response


def _response(found: Answer, media_type: str, query: QueryRequest) -> Response:
    """Send an answer, piece by piece where it is long."""
    response = Response(found.chunks(), mimetype=media_type)
    response.content_length = found.length
    response.call_on_close(found.close)
    response.vary.add("Accept")
    return tell_limits(response, found.cut, query)


def _choose(offers: Sequence[Offer], accept: str | None, name: str | None) -> Chosen | None:
    """Choose a format; None where none fits."""
    try:
        return negotiate(offers, accept, name)
    except Problem:
        return None


def _name(chosen: Chosen | None) -> str | None:
    """Return the name that the core has for a format; None for a page, which is no format of it."""
    if chosen is None or chosen[0] is PAGE:
        return None
    return RDF_NAMES.get(chosen[0].name, chosen[0].name)


def _not_sayable(error: UnwritableError, offers: Sequence[Offer], chosen: Chosen | None, text: str) -> Problem:
    """Say that the answer is there, but in none of the formats that the client takes."""
    if chosen is None:
        what = "a graph" if error.form == "graph" else "rows, or true or false"
        return not_acceptable(f"The answer is {what}, which no format that fits can say.", offers, text)
    return refused(error, text)
