"""Answers to queries as responses of the application."""

from __future__ import annotations

from collections.abc import Sequence

from werkzeug.wrappers import Response

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import QueryError
from treatygraph.server.answers import Chosen, Forms, answer_headers, refused
from treatygraph.server.evaluation import answer, limits
from treatygraph.server.formats import PAGE, SOLUTIONS, TRIPLES
from treatygraph.server.negotiation import Offer, not_acceptable
from treatygraph.server.pool.errors import UnwritableError
from treatygraph.server.problems import Problem
from treatygraph.server.protocol import QueryRequest

__all__ = ["answered"]


def answered(dataset: Dataset, query: QueryRequest, forms: Forms) -> Response | None:
    """Answer a query.

    :param dataset: the graph.
    :param query: the operation.
    :param forms: the formats that fit.
    :returns: the response; None if the answer is to be a page.
    :raises Problem: if there is no answer, or none that fits.
    """
    try:
        found = answer(dataset, query, solutions=forms.names[0], triples=forms.names[1])
    except UnwritableError as error:
        offers = TRIPLES if error.form == "graph" else SOLUTIONS
        chosen = forms.triples if error.form == "graph" else forms.solutions
        if chosen is not None and chosen[0] is PAGE:
            return None
        raise _not_sayable(error, offers, chosen, query.text) from None
    except QueryError as error:
        raise refused(error, query.text) from None
    response = Response(found.chunks(), headers=answer_headers(found, forms, query, limits().timeout))
    response.content_length = found.length
    response.call_on_close(found.close)
    return response


def _not_sayable(error: UnwritableError, offers: Sequence[Offer], chosen: Chosen | None, text: str) -> Problem:
    """Say that the answer is there, but in none of the formats that the client takes."""
    if chosen is None:
        what = "a graph" if error.form == "graph" else "rows, or true or false"
        return not_acceptable(f"The answer is {what}, which no format that fits can say.", offers, text)
    return refused(error, text)
