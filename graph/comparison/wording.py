"""The words of a comparison: terms, statuses, days and counts as people read them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING
from unicodedata import category

from pyoxigraph import DefaultGraph, Literal, NamedNode, Triple

from treatygraph.graph.terms import PREFIXES, XSD, local_name

if TYPE_CHECKING:
    from treatygraph.graph.comparison.difference import Difference
    from treatygraph.graph.comparison.statuses import State
    from treatygraph.graph.dataset import GraphName, Term

__all__ = ["day_text", "heading", "iri_text", "state_text", "term_text", "values_text"]

OPEN = "…"
"""Stands for the day of a span that has no beginning or no end."""
ABSENT = "absent"
"""Stands for the status of a promise that a version lacks."""

_LAST_OF_FOUR_DIGITS = 0xFFFF
_NAMES = {
    "statements": ("statement", "statements"),
    "statuses": ("span of a status", "spans of statuses"),
    "queries": ("answer of a stored query", "answers of stored queries"),
    "terms": ("term", "terms"),
}


def term_text(term: Term | GraphName | None) -> str:
    """Write a term for people.

    :param term: the term; None, a value that is missing, is empty.
    :returns: IRIs with their prefixes, literals in quotation marks; nothing in it can move the cursor.

    >>> term_text(Literal("1956-10-19", datatype=NamedNode(XSD + "date")))
    '"1956-10-19"^^xsd:date'
    """
    if term is None:
        return ""
    if isinstance(term, DefaultGraph):
        return "default graph"
    if isinstance(term, NamedNode):
        return iri_text(term.value)
    if isinstance(term, Triple):
        return f"<<( {' '.join(map(term_text, term))} )>>"
    if isinstance(term, Literal) and not term.language and term.datatype.value != XSD + "string":
        return _printable(f"{Literal(term.value)}^^{iri_text(term.datatype.value)}")
    return _printable(str(term))


def iri_text(iri: str) -> str:
    """Shorten an IRI for the eye; unlike a CURIE of Turtle the result may hold slashes.

    :param iri: the IRI, or the label of a blank node with ``_:`` before it.
    :returns: the short form, or the IRI in angle brackets where no prefix fits.

    >>> iri_text("https://w3id.org/treatygraph/id/perspective/japan")
    ':perspective/japan'
    """
    if iri.startswith("_:"):
        return iri
    fitting = [prefix for prefix, namespace in PREFIXES.items() if iri.startswith(namespace) and iri != namespace]
    prefix = max(fitting, key=lambda each: len(PREFIXES[each]), default=None)
    return _printable(f"<{iri}>" if prefix is None else f"{prefix}:{iri[len(PREFIXES[prefix]) :]}")


def values_text(values: Iterable[Term]) -> str:
    """Write the values of one subject and predicate.

    :param values: the values.
    :returns: them, in their order.
    """
    return ", ".join(map(term_text, values))


def state_text(state: State | None) -> str:
    """Write a status with what makes it exact.

    :param state: the status; None where a version lacks the promise or the perspective.
    :returns: for instance ``conditional (unmet: peace-treaty-concluded)``.
    """
    if state is None:
        return ABSENT
    unmet = [*map(local_name, state.unmet), *(f"{local_name(each)}?" for each in state.possibly_unmet)]
    notes = [" or ".join(state.possible)] if len(state.possible) > 1 else []
    notes += [f"unmet: {', '.join(unmet)}"] if unmet else []
    return _printable(f"{state.status} ({'; '.join(notes)})" if notes else state.status)


def day_text(day: date | None) -> str:
    """Write the first or last day of a span.

    :param day: the day; None where the span is open.
    :returns: the day as ISO 8601 has it, or an ellipsis.
    """
    return OPEN if day is None else day.isoformat()


def heading(difference: Difference) -> str:
    """Say in one line how much differs.

    :param difference: the difference.
    :returns: for instance ``2 statements, 1 term``; empty where nothing differs.
    """
    return ", ".join(f"{count:,} {_NAMES[part][count != 1]}" for part, count in difference.counts().items() if count)


def _printable(text: str) -> str:
    """Escape what is no printable character: line breaks, controls, marks that turn the direction."""
    return "".join(_escaped(each) if category(each) in ("Cc", "Cf", "Cs", "Zl", "Zp") else each for each in text)


def _escaped(character: str) -> str:
    """Write a character as N-Triples does."""
    number = ord(character)
    return f"\\u{number:04X}" if number <= _LAST_OF_FOUR_DIGITS else f"\\U{number:08X}"
