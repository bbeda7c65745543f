"""Made, binding, ended, performed: what instruments and events do to a commitment, as formulas."""

from __future__ import annotations

from collections.abc import Iterable

from treatygraph.graph.promises.formula import Chosen, Formula, Move, NotChosen, all_of, any_of
from treatygraph.graph.promises.moves import Key, Route
from treatygraph.graph.promises.situation import Situation

__all__ = ["Making"]

_GENERAL = (Key.IN_FORCE_FOR_CONSENTING,)


class Making:
    """How far a commitment has come by its instruments, and whether it has been performed.

    :param situation: the case on a day.
    """

    def __init__(self, situation: Situation) -> None:
        self.on = situation
        self.routes = situation.setting.routes

    def _raising(self, route: Route, side: str) -> list[Move]:
        """Find the moves by which a side has at least signed."""
        keys = (Key.SIGNED, Key.CONSENTED, Key.IN_FORCE)
        return self.on.moves(*keys, one=route.instrument, other=side)

    def _made_by(self, route: Route) -> Formula:
        """Say that every side of an instrument has at least signed."""
        return all_of(self.on.any(self._raising(route, side)) for side in route.sides)

    def _not_made_by(self, route: Route) -> Formula:
        """Say that some side of an instrument has not even signed."""
        return any_of(self.on.none(self._raising(route, side)) for side in route.sides)

    def made(self) -> Formula:
        """Say that the commitment has been made.

        :returns: the formula.
        """
        return any_of((self.on.done(Key.CREATED), *map(self._made_by, self.routes)))

    def not_made(self) -> Formula:
        """Say that the commitment has not been made.

        :returns: the formula.
        """
        return all_of((self.on.not_done(Key.CREATED), *map(self._not_made_by, self.routes)))

    def _bound(self, route: Route, side: str) -> Formula:
        """Say that an instrument is in force for a side: as recorded for it or in general, or by its consent."""
        in_force = self.on.done(Key.IN_FORCE, one=route.instrument, other=side)
        general = self.on.done(Key.IN_FORCE_FOR_CONSENTING, one=route.instrument, other=side)
        consented = self.on.done(Key.CONSENTED, one=route.instrument, other=side)
        not_own, not_general = self._unrecorded(route, side, Key.IN_FORCE), self._unrecorded(route, side, *_GENERAL)
        return any_of((in_force, all_of((not_own, consented, any_of((general, not_general))))))

    def _not_bound(self, route: Route, side: str) -> Formula:
        """Say that an instrument is not in force for a side."""
        not_in_force = self.on.not_done(Key.IN_FORCE, one=route.instrument, other=side)
        not_general = self.on.not_done(Key.IN_FORCE_FOR_CONSENTING, one=route.instrument, other=side)
        not_consented = self.on.not_done(Key.CONSENTED, one=route.instrument, other=side)
        waits = all_of((self._recorded(route, side, Key.IN_FORCE), not_in_force))
        general_waits = all_of((self._recorded(route, side, *_GENERAL), not_general))
        not_own = self._unrecorded(route, side, Key.IN_FORCE)
        return any_of((waits, all_of((not_own, any_of((not_consented, general_waits))))))

    def _entries(self, route: Route, side: str, *keys: Key) -> list[Move]:
        """Find the entries into force that cover a side, on whatever day."""
        return [move for key in keys for move in self.on.setting.moves.get((key, route.instrument, side), ())]

    def _recorded(self, route: Route, side: str, *keys: Key) -> Formula:
        """Say that an entry into force for a side is effective, now or later."""
        entries = self._entries(route, side, *keys)
        return any_of(not move.needs or Chosen(move.needs, self.on.scope(move.needs)) for move in entries)

    def _unrecorded(self, route: Route, side: str, *keys: Key) -> Formula:
        """Say that no entry into force for a side is effective."""
        needs = tuple(move.needs for move in self._entries(route, side, *keys))
        if not needs:
            return True
        return all(needs) and NotChosen(needs, self.on.scope(frozenset[str]().union(*needs)))

    def _ends(self, route: Route) -> list[Move]:
        """Find the moves that end the commitment with an instrument."""
        return self.on.moves(Key.ENDED, one=route.instrument) + self.on.moves(Key.ENDED)

    def ended(self) -> Formula:
        """Say that every instrument that makes the commitment has come to its end.

        :returns: the formula.
        """
        created = any_of((self.on.not_done(Key.CREATED), self.on.done(Key.ENDED)))
        routes = (any_of((self._not_made_by(each), self.on.any(self._ends(each)))) for each in self.routes)
        return all_of((created, *routes))

    def not_ended(self) -> Formula:
        """Say that something that makes the commitment lasts.

        :returns: the formula.
        """
        created = all_of((self.on.done(Key.CREATED), self.on.not_done(Key.ENDED)))
        routes = (all_of((self._made_by(each), self.on.none(self._ends(each)))) for each in self.routes)
        return any_of((created, *routes))

    def _binding_by(self, route: Route) -> Formula:
        """Say that the commitment binds by an instrument."""
        free = all_of((self.on.not_done(Key.EXCLUDED, one=route.instrument), self.on.none(self._ends(route))))
        return all_of((free, *(self._bound(route, side) for side in route.sides)))

    def binding(self) -> Formula:
        """Say that the commitment binds.

        :returns: the formula.
        """
        created = all_of((self.on.done(Key.CREATED), self.on.not_done(Key.ENDED)))
        return any_of((created, *map(self._binding_by, self.routes)))

    def not_binding(self) -> Formula:
        """Say that the commitment does not bind.

        :returns: the formula.
        """
        created = any_of((self.on.not_done(Key.CREATED), self.on.done(Key.ENDED)))
        return all_of((created, *map(self._not_binding_by, self.routes)))

    def _not_binding_by(self, route: Route) -> Formula:
        """Say that the commitment does not bind by an instrument."""
        lacking = (self._not_bound(route, side) for side in route.sides)
        excluded = self.on.done(Key.EXCLUDED, one=route.instrument)
        return any_of((excluded, self.on.any(self._ends(route)), *lacking))

    def force_assumed(self) -> Formula:
        """Say that consents are taken for an entry into force that nobody records.

        :returns: the formula.
        """
        assumed = (
            all_of((self._binding_by(route), self._unrecorded(route, side, Key.IN_FORCE, *_GENERAL)))
            for route in self.routes
            for side in route.sides
        )
        return all_of((self.on.not_done(Key.CREATED), any_of(assumed)))

    def performed(self) -> Formula:
        """Say that an act performs the commitment, or an event of the type owed once it has been made.

        :returns: the formula.
        """
        events = self.on.moves(Key.CONSEQUENT)
        by_event = (all_of((self.on.one(event), self._made_before(event))) for event in events)
        return any_of((self.on.done(Key.PERFORMED), *by_event))

    def not_performed(self) -> Formula:
        """Say that the commitment is not performed, given that it has been made.

        :returns: the formula.
        """
        events = self.on.moves(Key.CONSEQUENT)
        created_later = self.on.strictly_ordered(events, self.on.moves(Key.CREATED))
        signed_later = (
            any_of(self.on.strictly_ordered(events, self._raising(route, side)) for side in route.sides)
            for route in self.routes
        )
        return all_of((self.on.not_done(Key.PERFORMED), created_later, *signed_later))

    def _made_before(self, event: Move) -> Formula:
        """Say that the commitment was made before an event."""
        routes = (
            all_of(self._one_before(self._raising(route, side), event) for side in route.sides) for route in self.routes
        )
        return any_of((self._one_before(self.on.moves(Key.CREATED), event), *routes))

    def _one_before(self, moves: Iterable[Move], event: Move) -> Formula:
        """Say that one of several moves is done before an event."""
        return any_of(all_of((self.on.one(move), self.on.ordered((move,), (event,)))) for move in moves)
