"""The life of a commitment: what must have happened by a day for each status, as formulas over moves.

The status is the first of these that is so, in the order of :data:`VALUES`: not made; performed; released; lapsed
with the instrument; withdrawn; signed, not binding; lapsed by a resolutive condition; breached; suspended;
conditional; due. Among acts that undo one another the last one decides. docs/explanation/status.md has the reasons.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from treatygraph.graph.promises.formula import Formula, Timeline, all_of, satisfiable
from treatygraph.graph.promises.making import Making
from treatygraph.graph.promises.moves import Key
from treatygraph.graph.promises.situation import Setting, Situation
from treatygraph.graph.promises.waiting import Waiting

__all__ = ["BINDING", "VALUES", "Outcome", "outcome"]

VALUES = (
    "not-made",
    "signed-not-binding",
    "conditional",
    "due",
    "suspended",
    "performed",
    "breached",
    "withdrawn",
    "released",
    "lapsed",
)
"""The statuses that a commitment can have, as the code list orders them."""

BINDING = frozenset({"conditional", "due", "suspended", "breached"})
"""The statuses in which the commitment binds."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the completions come to on a day.

    :param possible: the statuses that at least one completion gives, in the order of the code list.
    :param unmet: the conditions that are unmet in every completion in which it is conditional.
    :param possibly_unmet: those that are unmet in some of these completions only.
    :param force_assumed: whether some completion takes consents for entry into force, which nobody records.
    """

    possible: tuple[str, ...]
    unmet: tuple[str, ...]
    possibly_unmet: tuple[str, ...]
    force_assumed: bool


def outcome(setting: Setting, timeline: Timeline) -> Outcome:
    """Find the statuses that completions can give, and the conditions that the commitment waits for.

    :param setting: the case.
    :param timeline: the nodes of the case, seen from the day.
    :returns: the outcome.
    """
    situation = Situation(setting, timeline)
    making, waiting = Making(situation), Waiting(situation)
    found: set[str] = set()
    unmet: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    force_assumed = False
    before: Formula = True
    for value, so, otherwise in _stages(situation, making, waiting):
        here = all_of((before, so))
        if value not in found and satisfiable(here, timeline):
            found.add(value)
            if value == "conditional":
                unmet = waiting.unmet(here)
        before = all_of((before, otherwise))
        if value == "signed-not-binding":
            force_assumed = satisfiable(all_of((before, making.force_assumed())), timeline)
        if before is False:
            break
    return Outcome(tuple(value for value in VALUES if value in found), *unmet, force_assumed)


def _stages(situation: Situation, making: Making, waiting: Waiting) -> Iterator[tuple[str, Formula, Formula]]:
    """Give each status in turn: what makes it so, and what must be so to look further."""
    yield "not-made", making.not_made(), making.made()
    yield "performed", making.performed(), making.not_performed()
    yield "released", situation.done(Key.RELEASED), situation.not_done(Key.RELEASED)
    yield "lapsed", making.ended(), making.not_ended()
    yield "withdrawn", *_last(situation, Key.WITHDRAWN, Key.BREACHED, Key.STANDING)
    yield "signed-not-binding", making.not_binding(), making.binding()
    yield "lapsed", waiting.fired(), waiting.not_fired()
    yield "breached", *_last(situation, Key.BREACHED, Key.WITHDRAWN, Key.STANDING)
    yield "suspended", *_last(situation, Key.SUSPENDED, Key.RESUMED)
    yield "conditional", waiting.waits(), waiting.waits_for_nothing()
    yield "due", True, True


def _last(situation: Situation, key: Key, *others: Key) -> tuple[Formula, Formula]:
    """Say that the last of several acts that undo one another is of one kind, and that it is not."""
    return situation.last((key,), others), situation.not_last((key,), others)
