"""The words of a comparison: terms, statuses, days and counts as people read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile
from typing import TYPE_CHECKING
from unicodedata import category

from pyoxigraph import DefaultGraph, Literal, NamedNode, Triple

from treatygraph.graph.terms import PREFIXES, XSD, local_name

if TYPE_CHECKING:
    from treatygraph.graph.comparison.difference import Difference
    from treatygraph.graph.comparison.statuses import State
    from treatygraph.graph.dataset import GraphName, Term

__all__ = ["Words", "day_text", "heading", "state_text"]

OPEN = "…"
"""Stands for the day of a span that has no beginning or no end, and for what is left out of a long text."""
ABSENT = "absent"
"""Stands for the status of a promise that a version lacks."""

_LAST_OF_FOUR_DIGITS = 0xFFFF
_NAMES = {
    "statements": ("statement", "statements"),
    "statuses": ("span of a status", "spans of statuses"),
    "queries": ("answer of a stored query", "answers of stored queries"),
    "terms": ("term", "terms"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """How terms are written for people; nothing in it can move the cursor.

    :param prefixes: the namespaces by prefix.
    :param longest: how much of a literal is shown; None for all of it.
    """

    prefixes: Mapping[str, str] = field(default_factory=lambda: PREFIXES)
    longest: int | None = None

    def term(self, term: Term | GraphName | None, start: int = 0) -> str:
        """Write a term.

        :param term: the term; None, a value that is missing, is empty.
        :param start: which part of a long literal is of interest.
        :returns: IRIs with their prefixes, literals in quotation marks.

        >>> Words().term(Literal("1956-10-19", datatype=NamedNode(XSD + "date")))
        '"1956-10-19"^^xsd:date'
        """
        if term is None:
            return ""
        if isinstance(term, DefaultGraph):
            return "default graph"
        if isinstance(term, NamedNode):
            return self.iri(term.value)
        if isinstance(term, Triple):
            return f"<<( {' '.join(map(self.term, term))} )>>"
        if not isinstance(term, Literal):
            return _printable(str(term))
        text = str(Literal(self._part(term.value, start)))
        plain = term.language or term.datatype.value == XSD + "string"
        ending = f"^^{self.iri(term.datatype.value)}" if not plain else f"@{term.language}" if term.language else ""
        return _printable(text + ending)

    def iri(self, iri: str) -> str:
        """Shorten an IRI for the eye; unlike a CURIE of Turtle the result may hold slashes.

        :param iri: the IRI, or the label of a blank node with ``_:`` before it.
        :returns: the short form, or the IRI in angle brackets where no prefix fits.

        >>> Words().iri("https://w3id.org/treatygraph/id/perspective/japan")
        ':perspective/japan'
        """
        if iri.startswith("_:"):
            return iri
        fitting = [(prefix, namespace) for prefix, namespace in self.prefixes.items() if _begins(iri, namespace)]
        prefix, namespace = max(fitting, key=lambda each: (len(each[1]), each[0]), default=("", ""))
        return _printable(f"{prefix}:{iri[len(namespace) :]}" if namespace else f"<{iri}>")

    def values(self, values: Iterable[Term], others: Iterable[Term] = ()) -> str:
        """Write the values of one subject and predicate.

        :param values: the values.
        :param others: what they are shown beside; of long literals the part is shown where these begin to differ.
        :returns: them, in their order.
        """
        found, beside = tuple(values), tuple(others)
        start = _agreement([getattr(each, "value", "") for each in (*found, *beside)]) if beside else 0
        return ", ".join(self.term(each, start) for each in found)

    def _part(self, text: str, start: int) -> str:
        """Cut a long text to the part of interest."""
        if self.longest is None or len(text) <= self.longest:
            return text
        first = min(max(0, start - self.longest // 4), len(text) - self.longest)
        last = first + self.longest
        return f"{OPEN if first else ''}{text[first:last]}{OPEN if last < len(text) else ''}"


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


def _begins(iri: str, namespace: str) -> bool:
    """Tell whether an IRI is more than a namespace, and begins with it."""
    return namespace != "" and iri.startswith(namespace) and iri != namespace


def _agreement(texts: Iterable[str]) -> int:
    """Tell how many characters texts have in common at their beginning."""
    return sum(1 for _ in takewhile(lambda letters: len(set(letters)) == 1, zip(*texts, strict=False)))


def _printable(text: str) -> str:
    """Escape what is no printable character: line breaks, controls, marks that turn the direction."""
    return "".join(_escaped(each) if category(each) in ("Cc", "Cf", "Cs", "Zl", "Zp") else each for each in text)


def _escaped(character: str) -> str:
    """Write a character as N-Triples does."""
    number = ord(character)
    return f"\\u{number:04X}" if number <= _LAST_OF_FOUR_DIGITS else f"\\U{number:08X}"
