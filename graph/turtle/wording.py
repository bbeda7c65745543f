"""How the terms of a text are written when it is laid out: one name for each IRI, literals as they are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from operator import attrgetter
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal

from treatygraph.graph.terms import DCTERMS, RDF_TYPE, RDFS, SCHEMA, SKOS
from treatygraph.graph.turtle.syntax import Directive, Item
from treatygraph.graph.turtle.term_reader import Terms
from treatygraph.graph.turtle.tokens import Tokens, is_local_name

__all__ = ["BRACKETED", "Order", "Wording"]

Order = tuple[int, str, str, str]
"""What terms are sorted by: IRIs, labelled blank nodes, literals, the rest; each kind by its text."""
BRACKETED = 3
"""The kind of what has brackets."""
_FIRST = (
    RDF_TYPE.value,
    *(RDFS + "label", SKOS + "prefLabel", SKOS + "altLabel"),
    *(SKOS + "definition", SKOS + "example", SKOS + "scopeNote"),
    *(SCHEMA + "domainIncludes", SCHEMA + "rangeIncludes"),
    *(RDFS + "subClassOf", RDFS + "subPropertyOf"),
)
_LAST = (DCTERMS + "source", DCTERMS + "bibliographicCitation", RDFS + "isDefinedBy")
_RANKS = {iri: rank for rank, iri in enumerate(_FIRST)} | {iri: len(_FIRST) + rank for rank, iri in enumerate(_LAST, 1)}
"""The order of what a term is, what it is called and what that means, and, after all else, where that comes from."""


class _Period(NamedTuple):
    """A part of a text in which names keep their meaning: its first token, the terms, and the texts of leaves."""

    start: int
    terms: Terms
    worded: dict[str, tuple[str, Order]]


class Wording:
    """The texts of terms. Of a prefix that is declared twice, and of the bases, the first declaration is kept.

    :param tokens: the tokens of the text.
    :param items: its structure.
    """

    def __init__(self, tokens: Tokens, items: Iterable[Item]) -> None:
        self.tokens = tokens
        self.base = tokens.source.base
        self.prefixes: dict[str, str] = {}
        self._periods = [_Period(0, Terms(tokens), {})]
        for item in items:
            if isinstance(item, Directive):
                self._declare(item)
        self._namespaces = sorted(((iri, prefix) for prefix, iri in self.prefixes.items()), key=_longest_first)
        self._names: dict[str, str] = {}
        self._names = self._escaped()

    def declared(self, directive: Directive) -> str:
        """Word the IRI of a declaration.

        :param directive: the declaration.
        :returns: the IRI in angle brackets, relative if it is written so.
        """
        period = self._period(directive.start)
        return self._relative(directive.end, period) or f"<{period.terms.resolved(directive.end)}>"

    def predicate(self, index: int) -> tuple[str, tuple[int, str]]:
        """Word a predicate.

        :param index: its token.
        :returns: its text, and what to sort it by: types, names and definitions come first, sources last.
        """
        iri = self._period(index).terms.iri(index)
        text = "a" if iri == RDF_TYPE else self.leaf(index)[0]
        return text, (_RANKS.get(iri.value, len(_FIRST)), iri.value)

    def leaf(self, index: int) -> tuple[str, Order]:
        """Word a leaf.

        :param index: its first token.
        :returns: its text, and what to sort it by; leaves of the same order are the same term.
        """
        text = self.tokens.texts[index]
        period = self._period(index)
        if self.tokens.kinds[index] == "string":
            return self._literal(index, period)
        known = period.worded.get(text)
        if known is None:
            known = period.worded[text] = self._worded(index, period)
        return known

    def span(self, start: int, end: int) -> str:
        """Word tokens in their order.

        :param start: the first token.
        :param end: the last one.
        :returns: their texts.
        """
        parts = []
        for index in range(start, end + 1):
            kind, text = self.tokens.kinds[index], self.tokens.texts[index]
            text = self.leaf(index)[0] if kind in ("iri", "name") else text
            joined = kind in ("at", "^^") or (index > start and self.tokens.kinds[index - 1] == "^^")
            parts.append(text if joined or index == start else f" {text}")
        return "".join(parts)

    def name(self, iri: str) -> str:
        """Write an IRI.

        :param iri: the IRI.
        :returns: it with the prefix of the longest namespace where the rest needs no escape, else as the text writes it
            with a prefix and escapes, if it does so anywhere, else in full.
        """
        text = self._names.get(iri)
        if text is None:
            for namespace, prefix in self._namespaces:
                if iri.startswith(namespace) and is_local_name(iri, len(namespace)):
                    text = f"{prefix}:{iri[len(namespace) :]}"
                    break
            text = self._names[iri] = text or f"<{iri}>"
        return text

    def _escaped(self) -> dict[str, str]:
        """Collect the names that can have a prefix by their escapes alone, and are written so."""
        found: dict[str, str] = {}
        for index, (kind, text) in enumerate(zip(self.tokens.kinds, self.tokens.texts, strict=True)):
            if kind == "name" and "\\" in text:
                prefix, terms = text.partition(":")[0], self._period(index).terms
                iri = terms.iri(index).value
                if terms.prefixes[prefix] == self.prefixes[prefix] and self.name(iri).startswith("<"):
                    found[iri] = min(found.get(iri, text), text)
        return found

    def _declare(self, directive: Directive) -> None:
        """Take note of a declaration; one that changes the meaning of names begins a period."""
        period = self._periods[-1]
        declared = period.terms.declaration(directive)
        if declared is None:
            return
        if period.terms.changes(declared):
            period = _Period(directive.end + 1, period.terms.copy(), {})
            self._periods.append(period)
        period.terms.declare(declared)
        if declared.prefix is None:
            self.base = self.base or declared.iri
        else:
            self.prefixes.setdefault(declared.prefix, declared.iri)

    def _period(self, index: int) -> _Period:
        """Find out which declarations are in force at a token."""
        if len(self._periods) == 1:
            return self._periods[0]
        return self._periods[bisect_right(self._periods, index, key=attrgetter("start")) - 1]

    def _worded(self, index: int, period: _Period) -> tuple[str, Order]:
        """Word a leaf other than a string."""
        text = self.tokens.texts[index]
        term = period.terms.leaf(index)
        if isinstance(term, BlankNode):
            return text, (1, term.value, "", "")
        if isinstance(term, Literal):
            return text, _order_of(term)
        name = self.name(term.value)
        if name.startswith("<"):
            name = self._relative(index, period) or name
        return name, (0, term.value, "", "")

    def _relative(self, index: int, period: _Period) -> str | None:
        """Return an IRI as it is written if it is relative to the base that is kept."""
        text = self.tokens.texts[index]
        relative = text.startswith("<") and ":" not in text.partition("/")[0] and "\\" not in text
        return text if relative and period.terms.base == self.base else None

    def _literal(self, index: int, period: _Period) -> tuple[str, Order]:
        """Word a string with its language tag or datatype."""
        text = _in_double_quotes(self.tokens.texts[index])
        after = self.tokens.kinds[index + 1]
        if after == "at":
            text += self.tokens.texts[index + 1]
        elif after == "^^":
            text += f"^^{self.leaf(index + 2)[0]}"
        return text, _order_of(period.terms.literal(index))


def _longest_first(namespace: tuple[str, str]) -> tuple[int, str]:
    """Sort namespaces by length, then by prefix."""
    return -len(namespace[0]), namespace[1]


def _order_of(term: Literal) -> Order:
    """Sort literals by value, language and datatype."""
    return (2, term.value, f"{term.language or ''} {term.direction or ''}", term.datatype.value)


def _in_double_quotes(text: str) -> str:
    """Write a string in double quotes where nothing in it would have to change."""
    if '"' in text:
        return text
    width = 3 if text.startswith("'''") and len(text) >= 6 else 1
    return '"' * width + text[width:-width] + '"' * width
