"""Conditions: what a commitment waits for and what ends it, as formulas."""

from __future__ import annotations

from treatygraph.graph.promises.formula import Formula, all_of, any_of, satisfiable
from treatygraph.graph.promises.model import Condition
from treatygraph.graph.promises.moves import Key
from treatygraph.graph.promises.situation import Situation

__all__ = ["Waiting"]

RESOLUTIVE = "resolutive"


class Waiting:
    """The conditions of a commitment.

    :param situation: the case on a day.
    """

    def __init__(self, situation: Situation) -> None:
        self.on = situation
        self.setting = situation.setting

    def fired(self) -> Formula:
        """Say that a resolutive condition in force has come about.

        :returns: the formula.
        """
        return any_of(
            all_of((self._in_force(top), self._is_resolutive(top), self._satisfied(top.iri))) for top in self._tops()
        )

    def not_fired(self) -> Formula:
        """Say that no resolutive condition in force has come about.

        :returns: the formula.
        """
        return all_of(
            any_of((self._not_in_force(top), self._is_suspensive(top), self._unsatisfied(top.iri)))
            for top in self._tops()
        )

    def waits(self) -> Formula:
        """Say that a suspensive condition in force is unmet.

        :returns: the formula.
        """
        return any_of(
            all_of((self._in_force(top), self._is_suspensive(top), self._unsatisfied(top.iri))) for top in self._tops()
        )

    def waits_for_nothing(self) -> Formula:
        """Say that no suspensive condition in force is unmet.

        :returns: the formula.
        """
        return all_of(
            any_of((self._not_in_force(top), self._is_resolutive(top), self._satisfied(top.iri)))
            for top in self._tops()
        )

    def unmet(self, conditional: Formula) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Find what it waits for in every, and in some, completion in which it is conditional.

        :param conditional: the formula of these completions.
        :returns: the conditions that are unmet in all of them, and those unmet in some only.
        """
        certain: list[str] = []
        possible: list[str] = []
        tops = [(top, self._parts(top.iri)) for top in self._tops()]
        for part in sorted({part for _, parts in tops for part in parts}):
            holders = [top for top, parts in tops if part in parts]
            held = any_of(all_of((self._in_force(top), self._is_suspensive(top))) for top in holders)
            free = all_of(any_of((self._not_in_force(top), self._is_resolutive(top))) for top in holders)
            waits, ready = all_of((held, self._unsatisfied(part))), any_of((free, self._satisfied(part)))
            if satisfiable(all_of((conditional, waits)), self.on.timeline):
                always = not satisfiable(all_of((conditional, ready)), self.on.timeline)
                (certain if always else possible).append(part)
        return tuple(certain), tuple(possible)

    def _tops(self) -> list[Condition]:
        """Find the conditions that can be in force themselves, not only as members."""
        keys = sorted(one for key, one, _ in self.setting.moves if key is Key.ADDED)
        return [self.setting.conditions[iri] for iri in keys]

    def _is_resolutive(self, top: Condition) -> Formula:
        """Say that a condition ends the commitment: somebody says so, and nobody that it waits for it."""
        ending = any_of(self.on.chosen(link) for link in top.kinds if link.target == RESOLUTIVE)
        return all_of((ending, *(self.on.not_chosen(link) for link in top.kinds if link.target != RESOLUTIVE)))

    def _is_suspensive(self, top: Condition) -> Formula:
        """Say that the commitment waits for a condition."""
        waiting = (self.on.chosen(link) for link in top.kinds if link.target != RESOLUTIVE)
        not_ending = all_of(self.on.not_chosen(link) for link in top.kinds if link.target == RESOLUTIVE)
        return any_of((not_ending, *waiting))

    def _in_force(self, top: Condition) -> Formula:
        """Say that a condition is in force."""
        return self.on.last((Key.ADDED,), (Key.REMOVED,), top.iri)

    def _not_in_force(self, top: Condition) -> Formula:
        """Say that a condition is not in force."""
        return self.on.not_last((Key.ADDED,), (Key.REMOVED,), top.iri)

    def _satisfied(self, iri: str, above: frozenset[str] = frozenset()) -> Formula:
        """Say that a condition has come about; one that requires nothing, or itself, never does."""
        condition, inside = self.setting.conditions[iri], above | {iri}
        if iri in above:
            return False
        aspects: list[Formula] = []
        if condition.requires:
            aspects.append(self.on.done(Key.HAPPENED, one=iri))
        elif not (condition.all_of or condition.any_of):
            aspects.append(self.on.done(Key.REACHED, one=iri))
        for link in condition.all_of:
            aspects.append(any_of((self.on.not_chosen(link), self._satisfied(link.target, inside))))
        if condition.any_of:
            members = condition.any_of
            aspects.append(
                any_of(all_of((self.on.chosen(link), self._satisfied(link.target, inside))) for link in members)
            )
        return all_of(aspects)

    def _unsatisfied(self, iri: str, above: frozenset[str] = frozenset()) -> Formula:
        """Say that a condition has not come about."""
        condition, inside = self.setting.conditions[iri], above | {iri}
        if iri in above:
            return True
        aspects: list[Formula] = []
        if condition.requires:
            aspects.append(self.on.not_done(Key.HAPPENED, one=iri))
        elif not (condition.all_of or condition.any_of):
            aspects.append(self.on.not_done(Key.REACHED, one=iri))
        for link in condition.all_of:
            aspects.append(all_of((self.on.chosen(link), self._unsatisfied(link.target, inside))))
        if condition.any_of:
            members = condition.any_of
            aspects.append(
                all_of(any_of((self.on.not_chosen(link), self._unsatisfied(link.target, inside))) for link in members)
            )
        return any_of(aspects)

    def _parts(self, iri: str, above: frozenset[str] = frozenset()) -> frozenset[str]:
        """Take a condition that wants all of several apart; any other is its own part."""
        condition = self.setting.conditions[iri]
        members = condition.all_of
        only_all = members and not (condition.requires or condition.any_of) and iri not in above
        if not only_all or not all(map(self.setting.view.holds, members)):
            return frozenset((iri,))
        return frozenset[str]().union(*(self._parts(link.target, above | {iri}) for link in members))
