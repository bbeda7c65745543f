"""The status of a small world by brute force: every completion is listed and lived through, act by act.

Written without a look at the engine's formulas: the days of all acts are assigned in every way, acts of one day are
put in every order, open choices are taken and left, and a simple state machine is run over each such history.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby, permutations, product

from .worlds import CONDITIONS, CREDITOR, DEBTOR, LAST, OTHER, RECOGNISED, REJECTED, SILENT, Happening, World

DAYS = range(LAST + 2)
"""Days that things can be on; the last of them stands for all days that nobody asks about."""
ASKED = range(LAST + 1)
SIDES = (DEBTOR, CREDITOR)
FOUNDING = {"sign", "consent", "create"}
MAKING = {"sign", "consent", "create", "force"}
DATE = "date of c3"

History = tuple[tuple[int, frozenset[str]], ...]
"""Days with what happens together on them, in order."""


class InconsistentWorldError(Exception):
    """The statements on time contradict one another."""


@dataclass
class State:
    """What has come about so far."""

    signed: set[str] = field(default_factory=set)
    consented: set[str] = field(default_factory=set)
    in_force: set[str] = field(default_factory=set)
    happened: set[str] = field(default_factory=set)
    conditions: set[str] = field(default_factory=set)
    marks: set[str] = field(default_factory=set)
    standing: str = "standing"
    suspended: bool = False
    made: bool = False


@dataclass
class Verdict:
    """What the completions come to on a day."""

    possible: set[str] = field(default_factory=set)
    unmet: set[str] = field(default_factory=set)
    possibly_unmet: set[str] = field(default_factory=set)


def verdicts(world: World) -> dict[int, Verdict]:
    """Find for each day what the completions come to."""
    seen: dict[int, set[tuple[str, frozenset[str]]]] = {day: set() for day in ASKED}
    histories = set(_histories(world))
    for effective, happened_types, conditions in _choices(world):
        told = {_effective_part(history, effective) for history in histories}
        for history in told:
            for day, outcome in _lived(conditions, history, effective, happened_types):
                seen[day].add(outcome)
    return {day: _verdict(outcomes) for day, outcomes in seen.items()}


def require_consistent(world: World) -> None:
    """Refuse a world whose statements on time contradict one another.

    :raises InconsistentWorldError: if no history follows them all.
    """
    groups = _groups(world)
    for acts, presupposed in _presuppositions(world):
        assignments = _assignments(world, groups, _orders(world, groups))
        floor = min((_days_of(assignments, name)[0] for name in presupposed), default=0)
        if any(_days_of(assignments, name)[-1] < floor for name in acts):
            raise InconsistentWorldError


def _verdict(outcomes: Iterable[tuple[str, frozenset[str]]]) -> Verdict:
    """Sum the outcomes of a day up."""
    found = list(outcomes)
    waiting = [unmet for status, unmet in found if status == "conditional"]
    certain = frozenset.intersection(*waiting) if waiting else frozenset()
    possible = frozenset[str]().union(*waiting) - certain
    return Verdict({status for status, _ in found}, set(certain), set(possible))


# ---- time


def _histories(world: World) -> Iterator[History]:
    """List all orders in which things can happen, with their days."""
    groups = _groups(world)
    orders = _orders(world, groups)
    for days in _assignments(world, groups, orders):
        # That a date is reached changes nothing for what else happens on the day: it need not be put in every order.
        timed = [group for group in days if group != frozenset((DATE,))]
        by_day = sorted(timed, key=lambda group: days[group])
        daily = [list(items) for _, items in groupby(by_day, key=lambda group: days[group])]
        dates = [group for group in days if group not in timed]
        for arrangement in product(*(permutations(items) for items in daily)):
            acts = [group for items in arrangement for group in items]
            sequence = sorted(dates + acts, key=lambda group: days[group])
            place = {group: number for number, group in enumerate(sequence)}
            if all(place[one] < place[other] for one, other in orders):
                yield tuple((days[group], group) for group in sequence)


def _orders(world: World, groups: list[frozenset[str]]) -> set[tuple[frozenset[str], frozenset[str]]]:
    """Find the orders between groups that hold whatever readings are taken."""
    inside = {name: group for group in groups for name in group}
    return {
        (inside[_name(world, one)], inside[_name(world, other)])
        for one, other in world.orders
        if _is_stated(world, one) and _is_stated(world, other)
    }


def _effective_part(history: History, effective: set[str]) -> History:
    """Leave out of a history what has no effect."""
    kept = ((day, group & effective | group & {DATE}) for day, group in history)
    return tuple((day, group) for day, group in kept if group)


def _name(world: World, number: int) -> str:
    return world.happenings[number].name


def _is_stated(world: World, number: int) -> bool:
    """Tell whether an act is there without a reading that the perspective does not recognise."""
    reading = world.happenings[number].reading
    return not reading or world.readings[reading] == RECOGNISED


def _groups(world: World) -> list[frozenset[str]]:
    """Put acts together that the perspective takes for one."""
    groups = [{happening.name} for happening in world.happenings] + [{DATE}]
    for one, other, stance in world.identities:
        if stance == RECOGNISED and _is_stated(world, one) and _is_stated(world, other):
            first = next(group for group in groups if _name(world, one) in group)
            second = next(group for group in groups if _name(world, other) in group)
            if first is not second:
                first |= second
                groups.remove(second)
    return [frozenset(group) for group in groups]


def _assignments(
    world: World, keys: list[frozenset[str]], orders: set[tuple[frozenset[str], frozenset[str]]]
) -> list[dict[frozenset[str], int]]:
    """List all assignments of days that bounds, orders and presuppositions allow."""
    ranges = [_range(world, group) for group in keys]
    if any(one == other or (other, one) in orders for one, other in orders):
        raise InconsistentWorldError
    found = [
        days
        for chosen in product(*ranges)
        for days in [dict(zip(keys, chosen, strict=True))]
        if all(days[one] <= days[other] for one, other in orders)
    ]
    if not found or not _has_sequence(keys, orders):
        raise InconsistentWorldError
    for acts, presupposed in _presuppositions(world):
        found = _presupposing(found, acts, presupposed)
    return found


def _has_sequence(keys: list[frozenset[str]], orders: set[tuple[frozenset[str], frozenset[str]]]) -> bool:
    """Tell whether the orders have no circle."""
    left = set(keys)
    while left:
        free = {key for key in left if not any(other == key and one in left for one, other in orders)}
        if not free:
            return False
        left -= free
    return True


def _range(world: World, group: frozenset[str]) -> list[int]:
    """List the days that the bounds of a group allow."""
    bounds = [(happening.first, happening.last) for happening in world.happenings if happening.name in group]
    bounds += [world.date] if DATE in group else []
    return [
        day
        for day in DAYS
        if all((first is None or first <= day) and (last is None or day <= last) for first, last in bounds)
    ]


def _presuppositions(world: World) -> Iterator[tuple[list[str], list[str]]]:
    """Say which acts cannot come before the first day that others can be on."""
    counted = [happening for happening in world.happenings if not _is_rejected(world, happening)]
    counted = [happening for happening in counted if any(_matters(world, *effect) for effect in happening.effects)]

    def doing(effects: set[str]) -> list[str]:
        return [each.name for each in counted if any(effect in effects for effect, _ in each.effects)]

    yield doing({"consent"}), doing({"sign"})
    yield doing({"force"}), doing({"sign", "consent"})
    founding = doing(FOUNDING)
    upon = {"withdraw", "breach", "reaffirm", "suspend", "resume", "perform", "release", "exclude", "end", "pause"}
    yield [name for name in doing(upon | {"add", "remove"}) if name not in founding], founding


def _matters(world: World, effect: str, target: str) -> bool:
    """Tell whether an effect can touch the promise: another party that leaves many does not."""
    return not (effect in ("end", "pause") and target == OTHER and world.multilateral)


def _presupposing(
    assignments: list[dict[frozenset[str], int]], acts: list[str], presupposed: list[str]
) -> list[dict[frozenset[str], int]]:
    """Drop the assignments in which an act comes before what it presupposes can have been."""
    floor = min((_days_of(assignments, name)[0] for name in presupposed), default=0)
    held = [name for name in acts if _days_of(assignments, name)[-1] >= floor]
    return [days for days in assignments if all(day >= floor for group, day in days.items() if group & set(held))]


def _days_of(assignments: list[dict[frozenset[str], int]], name: str) -> list[int]:
    """List the days that an act can be on."""
    return sorted({day for days in assignments for group, day in days.items() if name in group})


# ---- choices


def _is_rejected(world: World, happening: Happening) -> bool:
    if happening.reading and world.readings[happening.reading] == REJECTED:
        return True
    return happening.stance == REJECTED


def _choices(world: World) -> Iterator[tuple[set[str], dict[str, set[str]], World]]:
    """List the ways to take and leave what is open: effective acts, what the narrow type is, and the proviso."""
    silent_acts = [each.name for each in world.happenings if each.stance == SILENT and not each.reading]
    silent_readings = [name for name, stance in world.readings.items() if stance == SILENT]
    steps = {"proposition": (world.counts_as, "t-1"), "kind-of": (world.narrower, "t-2")}
    silent_steps = [name for name, (stance, _) in steps.items() if stance == SILENT]
    silent_steps += ["proviso"] * (world.proviso == SILENT)
    open_choices = silent_acts + silent_readings + silent_steps
    for taken in product((False, True), repeat=len(open_choices)):
        chosen = {name for name, take in zip(open_choices, taken, strict=True) if take}
        readings = {name for name, stance in world.readings.items() if stance == RECOGNISED or name in chosen}
        effective = {
            each.name
            for each in world.happenings
            if (each.reading in readings if each.reading else each.stance == RECOGNISED or each.name in chosen)
        }
        wider = {target for name, (stance, target) in steps.items() if stance == RECOGNISED or name in chosen}
        agreed = world
        if world.proviso == RECOGNISED or "proviso" in chosen:
            agreed = replace(world, initial=(*world.initial, "c6"), resolutive=(*world.resolutive, "c6"))
        yield effective, {"t-narrow": {"t-narrow"} | wider}, agreed


# ---- living through one history


def _lived(
    world: World, history: History, effective: set[str], types: dict[str, set[str]]
) -> Iterator[tuple[int, tuple[str, frozenset[str]]]]:
    """Live through a history; tell the outcome at the end of each day."""
    acts = {each.name: each for each in world.happenings}
    recorded = {
        side
        for name in effective
        for effect, _ in acts[name].effects
        if effect == "force"
        for side in world.agents_of_force or SIDES
    }
    state = State(conditions=set(world.initial))
    pending = list(history)
    for day in ASKED:
        while pending and pending[0][0] <= day:
            _, group = pending.pop(0)
            effects = [effect for name in group & effective for effect in acts[name].effects]
            if DATE in group:
                state.happened.add(DATE)
            for effect, target in sorted(effects, key=lambda each: each[0] not in MAKING):
                _do(world, state, effect, target, types)
        yield day, _outcome(world, state, recorded)


def _do(world: World, state: State, effect: str, target: str, types: dict[str, set[str]]) -> None:
    """Let one effect come about."""
    if effect == "sign":
        state.signed.add(target)
    elif effect == "consent":
        state.consented.add(target)
    elif effect == "force":
        state.in_force |= set(world.agents_of_force or SIDES)
    elif effect in ("withdraw", "breach", "reaffirm", "create"):
        state.standing = effect if effect in ("withdraw", "breach") else "standing"
        state.marks |= {"create"} & {effect}
    elif effect in ("suspend", "resume", "pause"):
        if _matters(world, effect, target):
            state.suspended = effect != "resume"
    elif effect == "add":
        state.conditions.add(target)
    elif effect == "remove":
        state.conditions.discard(target)
    elif effect == "event":
        state.happened |= types.get(target, {target})
        if target == "t-owed" and _is_made(world, state):
            state.marks.add("perform")
    elif _matters(world, effect, target):
        state.marks.add(effect)


def _by_force(world: World, state: State) -> set[str]:
    """Find the sides that an entry into force alone has bound: not by one of a treaty of many in general."""
    general = not world.agents_of_force and world.multilateral
    return state.in_force & (state.consented if general else set(SIDES))


def _is_made(world: World, state: State) -> bool:
    raised = state.signed | state.consented | _by_force(world, state)
    return "create" in state.marks or raised >= set(SIDES)


def _outcome(world: World, state: State, recorded: set[str]) -> tuple[str, frozenset[str]]:
    """Tell the status, and the unmet conditions where it is conditional."""
    bound = _by_force(world, state) | (state.consented - recorded)
    binding = "create" in state.marks or (bound >= set(SIDES) and "exclude" not in state.marks)
    satisfied = {name for name in CONDITIONS if _is_satisfied(name, state.happened)}
    waiting = {name for name in state.conditions - satisfied if name not in world.resolutive}
    stages = (
        (not _is_made(world, state), "not-made"),
        ("perform" in state.marks, "performed"),
        ("release" in state.marks, "released"),
        ("end" in state.marks and "create" not in state.marks, "lapsed"),
        (state.standing == "withdraw", "withdrawn"),
        (not binding, "signed-not-binding"),
        (bool(state.conditions & satisfied & set(world.resolutive)), "lapsed"),
        (state.standing == "breach", "breached"),
        (state.suspended, "suspended"),
        (bool(waiting), "conditional"),
        (True, "due"),
    )
    status = next(value for holds, value in stages if holds)
    parts = {part for name in waiting for part in _parts(name) if part not in satisfied}
    return status, frozenset(parts if status == "conditional" else ())


def _parts(name: str) -> tuple[str, ...]:
    kind, members = CONDITIONS[name]
    return tuple(part for member in members for part in _parts(member)) if kind == "all" else (name,)


def _is_satisfied(name: str, happened: set[str]) -> bool:
    kind, members = CONDITIONS[name]
    if kind == "event":
        return bool(happened & set(members))
    if kind == "date":
        return DATE in happened
    results = [_is_satisfied(member, happened) for member in members]
    return all(results) if kind == "all" else any(results)
