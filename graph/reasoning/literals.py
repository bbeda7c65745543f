"""Table 8 of the OWL 2 RL profile: datatypes (``dt-*``).

A literal is in each datatype that has its value (dt-type2), and in no datatype that has not (dt-not-type). That it
differs from literals of other values (dt-diff) the engine knows. Literals of equal values are not equated (dt-eq): each
stays as written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode

from treatygraph.graph.reasoning.datatypes import DATATYPES
from treatygraph.graph.reasoning.engine import Contradiction
from treatygraph.graph.reasoning.model import Fact, Term
from treatygraph.graph.reasoning.values import holds, is_ill_typed, value_of
from treatygraph.graph.terms import RDF_TYPE

__all__ = ["LITERAL_TYPE", "LiteralTypes", "contradictory_literals", "ill_typed_literals"]

LITERAL_TYPE = "dt-type2"


class LiteralTypes:
    """Types literals by their values (dt-type2), as far as the facts themselves speak of datatypes.

    :param facts: the facts that were told.
    :param known: the types of facts that were told before.
    """

    def __init__(self, facts: Iterable[Fact], known: LiteralTypes | None = None) -> None:
        self.found: dict[Fact, Fact] = {}
        """Each typing that was not known before with the first fact that has the literal."""
        former = known._first if known else {}
        self._first: dict[Literal, Fact] = former.copy()
        self._mentioned: dict[NamedNode, None] = known._mentioned.copy() if known else {}
        for fact in facts:
            for term in (fact[0], fact[2]):
                if isinstance(term, Literal):
                    self._first.setdefault(term, fact)
                elif isinstance(term, NamedNode) and term in DATATYPES:
                    self._mentioned[term] = None
        nothing_new = known is not None and len(known._mentioned) == len(self._mentioned)
        if self._mentioned:
            for literal, fact in self._first.items():
                if not (nothing_new and literal in former):
                    self._add(literal, fact)

    def _add(self, literal: Literal, fact: Fact) -> None:
        """Find the types of one literal."""
        value = value_of(literal)
        if value is not None:
            self.found |= {(literal, RDF_TYPE, each): fact for each in self._mentioned if holds(each, value)}


def ill_typed_literals(facts: Iterable[Fact]) -> Iterator[Contradiction]:
    """Find literals that are no lexical form of their own datatype (dt-not-type).

    :param facts: the facts that were told.
    :returns: one contradiction for each fact that has such a literal.
    """
    for fact in facts:
        literal = fact[2]
        if isinstance(literal, Literal) and is_ill_typed(literal):
            binding: dict[str, Term] = {"?literal": literal, "?datatype": literal.datatype}
            yield Contradiction("dt-not-type", (fact,), "{literal} is not a lexical form of {datatype}.", binding)


def contradictory_literals(facts: Iterable[Fact]) -> Iterator[Contradiction]:
    """Find literals that are put into a datatype without their value (dt-not-type).

    :param facts: told and derived facts.
    :returns: the contradictions.
    """
    for fact in facts:
        subject, predicate, other = fact
        if not isinstance(subject, Literal) or predicate != RDF_TYPE:
            continue
        if isinstance(other, NamedNode) and other in DATATYPES:
            value = value_of(subject)
            if value is not None and not holds(other, value):
                binding: dict[str, Term] = {"?x": subject, "?y": other}
                yield Contradiction("dt-not-type", (fact,), "{x} must be of the datatype {y} but is not.", binding)
