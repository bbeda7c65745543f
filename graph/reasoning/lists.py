"""Reading RDF lists: the members, and the statements that spell the list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from treatygraph.graph.reasoning.model import Fact, Term
from treatygraph.graph.terms import RDF

__all__ = ["Lists", "RdfList", "spells_lists"]

_FIRST = NamedNode(RDF + "first")
_REST = NamedNode(RDF + "rest")
_NIL = NamedNode(RDF + "nil")


@dataclass(frozen=True, slots=True)
class RdfList:
    """A list with the statements that spell it.

    :param members: what the list holds, in its order.
    :param cells: the rdf:first and rdf:rest statements.
    """

    members: tuple[Term, ...] = ()
    cells: tuple[Fact, ...] = ()


class Lists:
    """The lists that some statements spell; where a cell has several members or rests, the first stated counts.

    :param facts: the statements.
    """

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        self._first: dict[Term, Fact] = {}
        self._rest: dict[Term, Fact] = {}
        for fact in facts:
            if fact[1] == _FIRST:
                self._first.setdefault(fact[0], fact)
            elif fact[1] == _REST:
                self._rest.setdefault(fact[0], fact)

    def read(self, head: Term) -> RdfList | None:
        """Read the list that begins at a cell.

        :param head: the first cell, or rdf:nil.
        :returns: the list; None if it has no end, runs in a circle, or has a cell without a member: no axiom is
            read from half a list.
        """
        members: list[Term] = []
        cells: dict[Fact, None] = {}
        cell = head
        while cell != _NIL:
            first, rest = self._first.get(cell), self._rest.get(cell)
            if first is None or rest is None or rest in cells:
                return None
            members.append(first[2])
            cells |= {first: None, rest: None}
            cell = rest[2]
        return RdfList(tuple(members), tuple(cells))


def spells_lists(facts: Iterable[Fact]) -> bool:
    """Tell whether statements have to do with lists.

    :param facts: the statements.
    :returns: whether one of them gives a cell its member or its rest.
    """
    return any(fact[1] in (_FIRST, _REST) for fact in facts)
