"""Answers to queries on the wire: the format chosen before the query runs, errors as problems, limits in headers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeAlias

from treatygraph.graph.errors import QueryError
from treatygraph.server.formats import PAGE, RDF_NAMES, SOLUTIONS, TRIPLES
from treatygraph.server.headers import content_type
from treatygraph.server.negotiation import Offer, negotiate, not_acceptable
from treatygraph.server.pool import Answer, Cut
from treatygraph.server.problems import Problem
from treatygraph.server.protocol import QueryRequest
from treatygraph.server.replies import Fields

__all__ = ["Chosen", "Forms", "answer_headers", "choose_forms", "limit_headers", "limit_words", "refused"]

_REMEMBERED = 64

Chosen: TypeAlias = tuple[Offer, str]
"""A format and the media type to send it with."""


@dataclass(frozen=True)
class Forms:
    """The formats that a client gets an answer in; which of them counts, the query decides.

    :param solutions: for rows, and for true or false; None if it accepts none.
    :param triples: for a graph; None if it accepts none.
    """

    solutions: Chosen | None
    triples: Chosen | None

    @cached_property
    def page(self) -> bool:
        """Whether a page is wanted, whatever the answer is."""
        chosen = [each[0] for each in (self.solutions, self.triples) if each is not None]
        return bool(chosen) and all(offer is PAGE for offer in chosen)

    @cached_property
    def names(self) -> tuple[str | None, str | None]:
        """What the core calls the two formats; None for a page, which is no format of it."""
        return _name(self.solutions), _name(self.triples)


def choose_forms(accept: str | None, name: str | None) -> Forms:
    """Choose the formats of an answer before anybody knows what it will be.

    :param accept: the header ``Accept``; where it fits no answer at all, a query with a fault is still told that.
    :param name: the parameter ``format``.
    :returns: the formats.
    :raises Problem: 406 if there is no such format.
    """
    forms = _chosen(accept, name)
    if name is not None and forms.solutions is None and forms.triples is None:
        every = tuple(dict.fromkeys((*SOLUTIONS, *TRIPLES)))
        raise not_acceptable(f"The format {name!r} does not exist for this.", every)
    return forms


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


def answer_headers(found: Answer, forms: Forms, query: QueryRequest, longest: float) -> Fields:
    """Write the headers of an answer, but for its length.

    :param found: the answer.
    :param forms: the formats that the client takes.
    :param query: the operation.
    :param longest: how many seconds the server gives a query.
    :returns: names and values.
    """
    chosen = forms.triples if found.form == "graph" else forms.solutions
    return _fields(chosen[1] if chosen else "", *limit_headers(found.cut, query, longest))


@lru_cache(_REMEMBERED)
def _fields(media_type: str, *limits: tuple[str, str]) -> Fields:
    """Write headers that many answers have in common."""
    return (("Content-Type", content_type(media_type)), ("Vary", "Accept"), *limits)


def limit_headers(cut: Cut | None, query: QueryRequest, longest: float) -> list[tuple[str, str]]:
    """Say in headers which limits of the server an answer met.

    :param cut: where it was cut off, or None.
    :param query: the operation, which may have asked for more time than there is.
    :param longest: how many seconds the server gives a query.
    :returns: names and values; none if there is nothing to say.
    """
    said = [] if cut is None else [("Treatygraph-Limit", f"{cut.limit}={cut.value}")]
    if _is_lowered(query, longest):
        said.append(("Treatygraph-Timeout", f"{longest:g}"))
    return said


def limit_words(cut: Cut | None, query: QueryRequest, longest: float) -> tuple[str, ...]:
    """Say on a page what :func:`limit_headers` says to programs.

    :param cut: where the answer was cut off, or None.
    :param query: the operation.
    :param longest: how many seconds the server gives a query.
    :returns: whole sentences; none if there is nothing to say.
    """
    rows = "row" if cut is not None and cut.value == 1 else "rows"
    said = [] if cut is None else [f"The server gives at most {cut.value:,} {rows}: there are more."]
    if _is_lowered(query, longest):
        said.append(f"The server gives a query at most {longest:g} s, less than was asked for.")
    return tuple(said)


def _is_lowered(query: QueryRequest, longest: float) -> bool:
    """Tell whether a client asked for more time than there is."""
    return query.timeout is not None and query.timeout > longest


@lru_cache(_REMEMBERED)
def _chosen(accept: str | None, name: str | None) -> Forms:
    """Choose the formats; clients want few different ones."""
    return Forms(_choose(SOLUTIONS, accept, name), _choose(TRIPLES, accept, name))


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
