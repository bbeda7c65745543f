"""One case on one day: its moves as atoms, as simple as the day allows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from treatygraph.graph.promises.formula import (
    Chosen,
    Done,
    Formula,
    Move,
    NotChosen,
    NotDone,
    Ordered,
    Timeline,
    all_of,
    any_of,
)
from treatygraph.graph.promises.model import Condition, Link
from treatygraph.graph.promises.moves import Key, Route
from treatygraph.graph.promises.view import ALWAYS, Needs, View

__all__ = ["Setting", "Situation", "joint"]


@dataclass(frozen=True)
class Setting:
    """What stays the same about a case on all days.

    :param view: the perspective.
    :param routes: the instruments that set the commitment out.
    :param conditions: the conditions that can be in force, and their members.
    :param moves: the moves under their keys.
    :param scopes: the part of the case that each choice belongs to, as bits.
    """

    view: View
    routes: tuple[Route, ...]
    conditions: Mapping[str, Condition]
    moves: Mapping[tuple[Key, str, str], tuple[Move, ...]]
    scopes: Mapping[str, int]


class Situation:
    """The moves of a case on one day.

    :param setting: the case.
    :param timeline: the nodes of the case, seen from the day.
    """

    def __init__(self, setting: Setting, timeline: Timeline) -> None:
        self.setting = setting
        self.timeline = timeline
        self._can_be_done = {
            key: [move for move in moves if timeline.first[move.node] <= timeline.day]
            for key, moves in setting.moves.items()
        }

    def moves(self, *keys: Key, one: str = "", other: str = "") -> list[Move]:
        """Find the moves under some keys that can be done by the day.

        :param keys: what they change.
        :param one: the instrument or the condition, where the keys go with one.
        :param other: the side, where the keys go with one.
        :returns: the moves.
        """
        return [move for key in keys for move in self._can_be_done.get((key, one, other), ())]

    def _is_fact(self, move: Move) -> bool:
        """Tell whether a move is done in every completion."""
        return not move.needs and bool(self.timeline.settled >> move.node & 1)

    def one(self, move: Move) -> Formula:
        """Say that a move is done.

        :param move: the move.
        :returns: the formula.
        """
        return True if self._is_fact(move) else Done(move, move.scope)

    def any(self, moves: Iterable[Move]) -> Formula:
        """Say that one of several moves is done.

        :param moves: the moves.
        :returns: the formula.
        """
        return any_of(map(self.one, moves))

    def none(self, moves: Sequence[Move]) -> Formula:
        """Say that no move of several is done.

        :param moves: the moves.
        :returns: the formula.
        """
        if any(map(self._is_fact, moves)):
            return False
        return NotDone(tuple(moves), joint(moves)) if moves else True

    def done(self, *keys: Key, one: str = "", other: str = "") -> Formula:
        """Say that a move under some keys is done.

        :param keys: what it changes.
        :param one: the instrument or the condition, where the keys go with one.
        :param other: the side, where the keys go with one.
        :returns: the formula.
        """
        return self.any(self.moves(*keys, one=one, other=other))

    def not_done(self, *keys: Key, one: str = "", other: str = "") -> Formula:
        """Say that no move under some keys is done.

        :param keys: what they change.
        :param one: the instrument or the condition, where the keys go with one.
        :param other: the side, where the keys go with one.
        :returns: the formula.
        """
        return self.none(self.moves(*keys, one=one, other=other))

    def ordered(self, earlier: Iterable[Move], later: Sequence[Move]) -> Formula:
        """Say that some moves, as far as they are done, are done before others or together with them.

        :param earlier: the ones.
        :param later: the others.
        :returns: the formula.
        """
        pairs = []
        for one in earlier:
            for other in later:
                if self._comes_first(one, other):
                    continue
                if self._is_fact(one) and self._is_fact(other) and self._comes_first(other, one):
                    return False
                pairs.append((one, other))
        return Ordered(tuple(pairs), joint(move for pair in pairs for move in pair)) if pairs else True

    def _comes_first(self, one: Move, other: Move) -> bool:
        """Tell whether a move is never done after another; two effects of one act are done together."""
        timeline = self.timeline
        known = timeline.before[other.node] >> one.node & 1
        return one.node == other.node or bool(known) or timeline.last[one.node] < timeline.first[other.node]

    def last(self, keys: tuple[Key, ...], others: tuple[Key, ...], one: str = "") -> Formula:
        """Say that a move under some keys is done, and after it none under the others.

        :param keys: what it changes.
        :param others: what undoes it.
        :param one: the condition, where the keys go with one.
        :returns: the formula.
        """
        against = self.moves(*others, one=one)
        chances = self.moves(*keys, one=one)
        return any_of(all_of((self.one(move), self.ordered(against, (move,)))) for move in chances)

    def not_last(self, keys: tuple[Key, ...], others: tuple[Key, ...], one: str = "") -> Formula:
        """Say that no move under some keys is done without one under the others after it.

        :param keys: what it changes.
        :param others: what undoes it.
        :param one: the condition, where the keys go with one.
        :returns: the formula.
        """
        undone = (self.last((other,), (*keys, *(each for each in others if each != other)), one) for other in others)
        return any_of((self.not_done(*keys, one=one), *undone))

    def strictly_ordered(self, earlier: Sequence[Move], later: Sequence[Move]) -> Formula:
        """Say that some moves, as far as they are done, are done before others and not together with them.

        :param earlier: the ones.
        :param later: the others.
        :returns: the formula.
        """
        together = ((one, other) for one in earlier for other in later if one.node == other.node)
        apart = (any_of((self.none((one,)), self.none((other,)))) for one, other in together)
        return all_of((self.ordered(earlier, later), *apart))

    def chosen(self, link: Link) -> Formula:
        """Say that a statement holds.

        :param link: the statement.
        :returns: the formula.
        """
        ways = self.setting.view.ways(link.graphs)
        return ways == ALWAYS or any_of(Chosen(needs, self.scope(needs)) for needs in ways)

    def not_chosen(self, link: Link) -> Formula:
        """Say that a statement does not hold.

        :param link: the statement.
        :returns: the formula.
        """
        ways = self.setting.view.ways(link.graphs)
        return ways != ALWAYS and all_of(NotChosen((needs,), self.scope(needs)) for needs in ways)

    def scope(self, needs: Needs) -> int:
        """Find what choices can be tied to.

        :param needs: the choices.
        :returns: the parts of the case, as bits.
        """
        joint = 0
        for choice in needs:
            joint |= self.setting.scopes.get(choice, 0)
        return joint


def joint(moves: Iterable[Move]) -> int:
    """Find what moves can be tied to."""
    joint = 0
    for move in moves:
        joint |= move.scope
    return joint
