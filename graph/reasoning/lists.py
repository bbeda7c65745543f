"""Reading RDF lists: the members, and the cells that hold them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from treatygraph.graph.reasoning.model import Fact, Term
from treatygraph.graph.terms import RDF

__all__ = ["RdfList", "read_lists"]

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


def read_lists(facts: Iterable[Fact]) -> dict[Term, RdfList]:
    """Read every well-formed list.

    A list that has no end, runs in a circle, or has a cell without a member is left out: no axiom is read
    from half a list. Where a cell has several members or rests, the first one that was stated counts.

    :param facts: the statements.
    :returns: each cell with the list that begins there; ``rdf:nil`` with the empty list.
    """
    firsts: dict[Term, Fact] = {}
    rests: dict[Term, Fact] = {}
    for fact in facts:
        if fact[1] == _FIRST:
            firsts.setdefault(fact[0], fact)
        elif fact[1] == _REST:
            rests.setdefault(fact[0], fact)
    lists: dict[Term, RdfList] = {_NIL: RdfList()}
    for head in firsts:
        lists.update(_read(head, firsts, rests, lists))
    return lists


def _read(
    head: Term, firsts: dict[Term, Fact], rests: dict[Term, Fact], known: dict[Term, RdfList]
) -> dict[Term, RdfList]:
    """Walk to the first cell whose list is known, then build the lists backwards from there."""
    path: dict[Term, None] = {}
    cell = head
    while cell not in known:
        if cell in path or cell not in firsts or cell not in rests:
            return {}
        path[cell] = None
        cell = rests[cell][2]
    tail = known[cell]
    found: dict[Term, RdfList] = {}
    for cell in reversed(path):
        first, rest = firsts[cell], rests[cell]
        tail = RdfList((first[2], *tail.members), (first, rest, *tail.cells))
        found[cell] = tail
    return found
