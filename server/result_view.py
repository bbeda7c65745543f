"""What a page shows of the answer to a query."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from treatygraph.graph.dataset import Term
from treatygraph.server.evaluation import Evaluated
from treatygraph.server.negotiation import Offer
from treatygraph.server.wording import Link, Wording

__all__ = ["MAX_ROWS", "ResultView", "result_view"]

MAX_ROWS = 100
"""How many rows a page shows; it says how many there are."""


@dataclass(frozen=True, slots=True)
class ResultView:
    """The answer to a query, for a page.

    :param columns: the heads of the columns.
    :param rows: the rows, at most :data:`MAX_ROWS`; None stands for a variable without a value.
    :param total: how many rows there are.
    :param unit: what a row is.
    :param truth: the answer to ASK; None for any other query.
    :param files: the same answer in other formats.
    :param limits: which limits of the server it met, in sentences.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Link | None, ...], ...]
    total: int
    unit: str
    truth: bool | None
    files: Sequence[tuple[Offer, str]]
    limits: Sequence[str]


def result_view(
    found: Evaluated, wording: Wording, files: Sequence[tuple[Offer, str]], limits: Sequence[str]
) -> ResultView:
    """Collect what a page shows of an answer.

    :param found: the answer, or some of its rows.
    :param wording: finds words for terms.
    :param files: links to the same answer in other formats.
    :param limits: which limits of the server it met, in sentences.
    :returns: the view.
    """
    result = found.result
    if result.form == "ask":
        return ResultView((), (), 0, "", result.boolean, files, limits)
    rows: Sequence[Iterable[Term | None]] = result.rows
    columns, unit = tuple(f"?{name}" for name in result.variables), "row"
    if result.form == "graph":
        rows, columns, unit = result.triples, ("subject", "property", "object"), "triple"
    shown = (tuple(None if term is None else wording.link(term) for term in row) for row in rows[:MAX_ROWS])
    return ResultView(columns, tuple(shown), found.total, unit, None, files, limits)
