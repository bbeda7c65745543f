"""Whether some completion makes a formula over moves true.

A completion takes or leaves each open choice, gives every node a day within its bounds and orders what falls on one
day. It need not be listed: an atom only ever asks for *more* choices taken, more nodes past the day or more order,
so the least completion that an atom's wishes allow decides, and only disjunctions are tried one by one. Conjuncts
that share no node, choice or undecided order are decided apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TypeAlias

from treatygraph.graph.promises.chronology import bits
from treatygraph.graph.promises.view import Needs

__all__ = [
    "All",
    "Any",
    "Chosen",
    "Done",
    "Formula",
    "Move",
    "NotChosen",
    "NotDone",
    "Ordered",
    "Timeline",
    "all_of",
    "any_of",
    "satisfiable",
]


@dataclass(frozen=True, slots=True)
class Move:
    """One effect of one act.

    :param node: the number of the node that gives its day.
    :param needs: the choices that must be taken for it to be effective.
    :param scope: as bits, the part of the case that it can be tied to.
    """

    node: int
    needs: Needs
    scope: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """The nodes of a case, seen from one day.

    :param day: the day, as an ordinal.
    :param first: the first possible day of each node.
    :param last: the last possible day of each node.
    :param before: for each node, as bits, the nodes before it whose days overlap with its own.
    :param settled: as bits, the nodes whose last day has come.
    """

    day: int
    first: Sequence[int]
    last: Sequence[int]
    before: Sequence[int]
    settled: int


@dataclass(frozen=True, slots=True)
class Done:
    """A move is effective and its day has come."""

    move: Move
    scope: int


@dataclass(frozen=True, slots=True)
class NotDone:
    """No move of these is effective with its day come."""

    moves: tuple[Move, ...]
    scope: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """Choices are taken."""

    needs: Needs
    scope: int


@dataclass(frozen=True, slots=True)
class NotChosen:
    """None of these sets of choices is taken whole."""

    several: tuple[Needs, ...]
    scope: int


@dataclass(frozen=True, slots=True)
class Ordered:
    """In each of these pairs, if both moves are effective and done, the first is done before the second."""

    pairs: tuple[tuple[Move, Move], ...]
    scope: int


@dataclass(frozen=True, slots=True)
class All:
    """All parts are true."""

    parts: tuple[_Part, ...]
    scope: int


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part is true."""

    parts: tuple[_Part, ...]
    scope: int


_Atom: TypeAlias = Done | NotDone | Chosen | NotChosen | Ordered
_Part: TypeAlias = _Atom | All | Any
Formula: TypeAlias = bool | _Part


def all_of(parts: Iterable[Formula]) -> Formula:
    """Put formulas together by *and*.

    :param parts: the formulas.
    :returns: their conjunction, as simple as can be seen at once.
    """
    kept: list[_Part] = []
    for part in parts:
        if part is False:
            return False
        if isinstance(part, All):
            kept += part.parts
        elif not isinstance(part, bool):
            kept.append(part)
    if len(kept) < 2:
        return kept[0] if kept else True
    return All(tuple(kept), _scope(kept))


def any_of(parts: Iterable[Formula]) -> Formula:
    """Put formulas together by *or*.

    :param parts: the formulas.
    :returns: their disjunction, as simple as can be seen at once.
    """
    kept: list[_Part] = []
    for part in parts:
        if part is True:
            return True
        if isinstance(part, Any):
            kept += part.parts
        elif not isinstance(part, bool):
            kept.append(part)
    if len(kept) < 2:
        return kept[0] if kept else False
    return Any(tuple(kept), _scope(kept))


def satisfiable(formula: Formula, timeline: Timeline) -> bool:
    """Tell whether a formula is true in some completion.

    :param formula: the formula.
    :param timeline: the nodes and the day.
    :returns: whether it is.
    """
    if isinstance(formula, bool):
        return formula
    parts = formula.parts if isinstance(formula, All) else (formula,)
    return all(_group_satisfiable(group, timeline) for group in _groups(parts))


def _group_satisfiable(parts: Sequence[_Part], timeline: Timeline) -> bool:
    """Decide conjuncts that are tied to one another: try the shortest disjunction part by part."""
    disjunctions = [part for part in parts if isinstance(part, Any)]
    if not _consistent([part for part in parts if not isinstance(part, (Any, All))], timeline):
        return False
    if not disjunctions:
        return True
    chosen = min(disjunctions, key=lambda part: len(part.parts))
    rest = [part for part in parts if part is not chosen]
    return any(satisfiable(all_of([*rest, part]), timeline) for part in chosen.parts)


def _groups(parts: Iterable[_Part]) -> list[list[_Part]]:
    """Sort conjuncts into groups that have nothing to do with one another."""
    groups: list[tuple[int, list[_Part]]] = []
    for part in parts:
        scope, members = part.scope, [part]
        apart = []
        for other, others in groups:
            if other & scope:
                scope |= other
                members = others + members
            else:
                apart.append((other, others))
        groups = [*apart, (scope, members)]
    return [members for _, members in groups]


def _consistent(atoms: Iterable[_Atom], timeline: Timeline) -> bool:
    """Tell whether the least completion that does what atoms ask for does nothing that they forbid."""
    chosen: Needs = frozenset()
    done = timeline.settled
    forbidden: list[Move] = []
    not_chosen: list[Needs] = []
    pairs: list[tuple[Move, Move]] = []
    for atom in atoms:
        if isinstance(atom, Done):
            chosen |= atom.move.needs
            done |= 1 << atom.move.node | timeline.before[atom.move.node]
        elif isinstance(atom, Chosen):
            chosen |= atom.needs
        elif isinstance(atom, NotDone):
            forbidden += atom.moves
        elif isinstance(atom, NotChosen):
            not_chosen += atom.several
        else:
            pairs += atom.pairs
    if any(needs <= chosen for needs in not_chosen):
        return False
    if any(move.needs <= chosen and done >> move.node & 1 for move in forbidden):
        return False
    edges = {
        (one.node, other.node)
        for one, other in pairs
        if one.node != other.node
        and done >> one.node & 1
        and done >> other.node & 1
        and one.needs <= chosen
        and other.needs <= chosen
    }
    return not edges or _can_be_ordered(edges, timeline)


def _can_be_ordered(edges: set[tuple[int, int]], timeline: Timeline) -> bool:
    """Tell whether days within the bounds exist that follow further orders besides the known ones."""
    nodes = sorted({node for edge in edges for node in edge})
    mask = reduce(or_, (1 << node for node in nodes))
    before: dict[int, int] = {node: timeline.before[node] & mask for node in nodes}
    for earlier, later in edges:
        before[later] |= 1 << earlier
    _close(before)
    return all(
        earlier != later and timeline.first[earlier] <= timeline.last[later]
        for later, earlier_nodes in before.items()
        for earlier in bits(earlier_nodes)
    )


def _close(before: dict[int, int]) -> None:
    """Make a relation transitive (Warshall)."""
    for middle in before:
        for node, mask in before.items():
            if mask >> middle & 1:
                before[node] = mask | before[middle]


def _scope(parts: Iterable[_Part]) -> int:
    """Find what parts can be tied to."""
    return reduce(or_, (part.scope for part in parts), 0)
