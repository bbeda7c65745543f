"""What a reasoner returns: derived triples with their premises, and contradictions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias, cast

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

__all__ = ["Closure", "Derivation", "Fact", "Inconsistency", "Term", "as_triple"]

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
"""Anything that can stand in a statement."""

Fact: TypeAlias = tuple[Term, Term, Term]
"""A statement inside the reasoner: its subject may be a literal and its predicate a blank node."""


@dataclass(frozen=True, slots=True)
class Derivation:
    """Why a triple holds: one rule and the triples that it was applied to.

    :param rule: the name of the rule in the W3C table, ``cax-sco`` for instance.
    :param premises: triples of the input or derived before, the axioms first.
    """

    rule: str
    premises: tuple[Triple, ...]


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """Triples that cannot all be true.

    :param rule: the name of the rule in the W3C table whose conclusion is *false*.
    :param premises: the triples that contradict each other, the axioms first.
    :param message: the contradiction in one sentence.
    """

    rule: str
    premises: tuple[Triple, ...]
    message: str


@dataclass(frozen=True, slots=True)
class Closure:
    """All that follows from a set of triples.

    :param derivations: each useful new triple with its derivation, premises before conclusions.
    :param inconsistencies: the contradictions in the order in which they were found.
    """

    derivations: dict[Triple, Derivation]
    inconsistencies: tuple[Inconsistency, ...]


def as_triple(fact: Fact) -> Triple:
    """Turn a statement of the reasoner into a triple.

    :param fact: a statement whose subject is no literal and whose predicate is an IRI.
    :returns: the triple.
    """
    subject, predicate, value = fact
    return Triple(cast("NamedNode | BlankNode | Triple", subject), cast("NamedNode", predicate), value)
