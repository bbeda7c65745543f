"""The life of a promise, rule by rule: what each kind of act does to its status."""

from __future__ import annotations

import pytest

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.promises import StatusAnswer, status

from .worlds import (
    CREDITOR,
    DEBTOR,
    OTHER,
    RECOGNISED,
    REJECTED,
    SILENT,
    Effect,
    Happening,
    World,
    Writer,
    dataset_of,
    day,
    node,
)

CONSENTS = (
    Happening("debtor-consents", (("consent", DEBTOR),), 1, 1, RECOGNISED),
    Happening("creditor-consents", (("consent", CREDITOR),), 1, 1, RECOGNISED),
)


def act(effect: str, target: str = "", on: int | None = 2, stance: str = RECOGNISED, last: int | None = 0) -> Happening:
    """Make an act on one day, or with bounds where ``last`` is given."""
    return Happening(f"{effect}-{target or 'it'}-{on}", ((effect, target),), on, on if last == 0 else last, stance)


def answer(*acts: Happening, on: int = 3, bound: bool = True, **world: object) -> StatusAnswer:
    """Ask for the status in a world with these acts, in which both sides have consented unless told otherwise."""
    made = World((CONSENTS if bound else ()) + acts, **world)
    (found,) = status(dataset_of(made), "promise", on=day(on), perspective="p")
    return found


def possible(*acts: Happening, on: int = 3, bound: bool = True, **world: object) -> set[str]:
    return set(answer(*acts, on=on, bound=bound, **world).possible)


def known(*acts: Happening, on: int = 3, bound: bool = True, **world: object) -> str:
    return answer(*acts, on=on, bound=bound, **world).status


def test_what_nobody_signed_is_not_made() -> None:
    assert known(bound=False) == "not-made"


def test_what_one_side_signed_is_not_made() -> None:
    assert known(act("sign", DEBTOR), bound=False) == "not-made"


def test_what_both_sides_signed_does_not_bind_yet() -> None:
    assert known(act("sign", DEBTOR), act("sign", CREDITOR), bound=False) == "signed-not-binding"


def test_what_one_side_ratified_does_not_bind_yet() -> None:
    acts = act("sign", DEBTOR, 1), act("sign", CREDITOR, 1), act("consent", DEBTOR)
    assert known(*acts, bound=False) == "signed-not-binding"


def test_it_binds_from_the_day_of_the_second_consent() -> None:
    acts = act("sign", DEBTOR, 1), act("sign", CREDITOR, 1), act("consent", DEBTOR, 2), act("consent", CREDITOR, 3)
    assert [known(*acts, bound=False, on=on) for on in (1, 2, 3)] == ["signed-not-binding"] * 2 + ["due"]


def test_that_consents_put_it_in_force_is_inferred() -> None:
    found = answer()
    assert found.inferred
    assert found.force_assumed
    assert found.inferences == ()


def test_a_recorded_entry_into_force_is_no_inference() -> None:
    found = answer(act("force"))
    assert (found.status, found.inferred) == ("due", False)


def test_a_recorded_entry_into_force_governs_the_day() -> None:
    assert [known(act("force", on=3), on=on) for on in (1, 2, 3)] == ["signed-not-binding"] * 2 + ["due"]


def test_an_entry_into_force_binds_both_sides_without_a_recorded_consent() -> None:
    assert known(act("force"), bound=False) == "due"


def test_a_rejected_entry_into_force_leaves_it_to_the_consents() -> None:
    assert known(act("force", on=3, stance=REJECTED), on=2) == "due"


def test_a_silent_entry_into_force_can_govern_or_not() -> None:
    assert possible(act("force", on=3, stance=SILENT), on=2) == {"signed-not-binding", "due"}
    assert possible(act("force", on=3, stance=SILENT), on=3) == {"due"}


def test_a_treaty_of_many_in_force_binds_those_who_consented() -> None:
    assert known(act("force"), bound=False, multilateral=True) == "not-made"
    assert known(act("force"), multilateral=True) == "due"


def test_a_treaty_of_many_binds_a_side_for_which_it_is_recorded_to_be_in_force() -> None:
    acts = (act("force"), act("consent", CREDITOR))
    assert known(*acts, bound=False, multilateral=True, agents_of_force=(DEBTOR,)) == "due"


def test_an_entry_into_force_for_one_side_governs_for_it() -> None:
    acts = act("force", on=1), act("consent", CREDITOR, 1), act("consent", DEBTOR, 2)
    writer = Writer()
    writer.say("g", "for-the-debtor", a="EntryIntoForce", concerns="treaty", agent=DEBTOR, realisation="c:occurred")
    writer.bounds("g", "for-the-debtor", 3, 3)
    writer.stance("for-the-debtor", RECOGNISED)
    quads = dataset_of(World(acts, multilateral=True)).quads
    for more, expected in (((), ["not-made", "due", "due"]), (writer.quads, ["not-made", "signed-not-binding", "due"])):
        dataset = Dataset((*quads, *more))
        assert [status(dataset, on=day(on), perspective="p")[0].status for on in (1, 2, 3)] == expected


@pytest.mark.parametrize("realisation", ["planned", "hoped-for"])
def test_plans_and_hopes_have_no_effect_even_if_recognised(realisation: str) -> None:
    quads = [
        quad
        for quad in dataset_of(World((*CONSENTS, act("withdraw")))).quads
        if not (quad.subject == node("withdraw-it-2") and quad.predicate.value.endswith("realisation"))
    ]
    writer = Writer()
    writer.say("g", "withdraw-it-2", realisation=f"c:{realisation}")
    (found,) = status(Dataset((*quads, *writer.quads)), on=day(3), perspective="p")
    assert found.status == "due"


def test_a_reservation_keeps_the_clause_from_binding() -> None:
    assert [known(act("exclude", DEBTOR, 2), on=on) for on in (1, 2)] == ["due", "signed-not-binding"]


def test_a_unilateral_promise_binds_without_a_treaty() -> None:
    found = answer(act("create"), bound=False)
    assert (found.status, found.inferred) == ("due", False)


def test_the_end_of_the_treaty_ends_the_promise() -> None:
    assert known(act("end")) == "lapsed"


def test_the_end_of_the_treaty_after_performance_changes_nothing() -> None:
    assert known(act("perform", on=2), act("end", on=3)) == "performed"


def test_another_party_that_leaves_a_treaty_of_many_ends_nothing() -> None:
    assert known(act("end", OTHER), multilateral=True) == "due"
    assert known(act("end", DEBTOR), multilateral=True) == "lapsed"


def test_a_treaty_can_be_suspended_and_the_promise_resumed() -> None:
    acts = act("pause", on=2), act("resume", on=3)
    assert [known(*acts, on=on) for on in (1, 2, 3)] == ["due", "suspended", "due"]


def test_a_unilateral_promise_survives_the_end_of_a_treaty() -> None:
    assert known(act("create"), act("end")) == "due"


def test_a_resolutive_condition_ends_the_promise() -> None:
    world = {"initial": ("c1",), "resolutive": ("c1",)}
    assert [known(act("event", "t-1", 2), on=on, **world) for on in (1, 2)] == ["due", "lapsed"]


def test_a_resolutive_condition_of_what_does_not_bind_ends_nothing() -> None:
    acts = act("sign", DEBTOR, 1), act("sign", CREDITOR, 1), act("event", "t-1", 2)
    assert known(*acts, bound=False, initial=("c1",), resolutive=("c1",)) == "signed-not-binding"


def test_a_date_can_end_a_promise() -> None:
    world = {"initial": ("c3",), "resolutive": ("c3",), "date": (2, 2)}
    assert [known(on=on, **world) for on in (1, 2)] == ["due", "lapsed"]


@pytest.mark.parametrize(
    ("effect", "value"),
    [
        ("withdraw", "withdrawn"),
        ("breach", "breached"),
        ("suspend", "suspended"),
        ("perform", "performed"),
        ("release", "released"),
        ("reaffirm", "due"),
        ("resume", "due"),
    ],
)
def test_an_act_changes_the_status_for_who_recognises_it(effect: str, value: str) -> None:
    assert known(act(effect)) == value
    assert known(act(effect, stance=REJECTED)) == "due"
    assert possible(act(effect, stance=SILENT)) == {"due", value}


@pytest.mark.parametrize("effect", ["withdraw", "breach"])
def test_reaffirming_revives(effect: str) -> None:
    assert known(act(effect, on=2), act("reaffirm", on=3)) == "due"
    assert known(act("reaffirm", on=2), act(effect, on=3)) != "due"


def test_reaffirming_ends_no_suspension_and_resuming_no_withdrawal() -> None:
    assert known(act("suspend", on=2), act("reaffirm", on=3)) == "suspended"
    assert known(act("withdraw", on=2), act("resume", on=3)) == "withdrawn"


def test_creating_it_anew_revives_a_unilateral_promise() -> None:
    acts = act("create", on=1), act("withdraw", on=2), act("create", on=3)
    assert [known(*acts, bound=False, on=on) for on in (1, 2, 3)] == ["due", "withdrawn", "due"]


def test_performance_after_a_withdrawal_or_a_breach_is_performance() -> None:
    assert known(act("withdraw", on=2), act("perform", on=3)) == "performed"
    assert known(act("breach", on=2), act("event", "t-owed", 3)) == "performed"


def test_a_signed_promise_can_be_withdrawn() -> None:
    acts = act("sign", DEBTOR, 1), act("sign", CREDITOR, 1), act("withdraw", on=2)
    assert known(*acts, bound=False) == "withdrawn"


def test_what_does_not_bind_cannot_be_breached_or_suspended() -> None:
    signed = act("sign", DEBTOR, 1), act("sign", CREDITOR, 1)
    for effect in ("breach", "suspend"):
        assert known(*signed, act(effect), bound=False) == "signed-not-binding"


def test_an_event_of_the_type_owed_performs() -> None:
    assert [known(act("event", "t-owed", 2), on=on) for on in (1, 2)] == ["due", "performed"]


def test_an_event_before_the_promise_was_made_does_not_perform_it() -> None:
    assert known(act("event", "t-owed", None, last=0)) in {"due", "unknown"}
    early = Happening("early", (("event", "t-owed"),), None, 1, RECOGNISED)
    later = tuple(Happening(each.name, each.effects, 2, 2, RECOGNISED) for each in CONSENTS)
    assert known(early, *later, bound=False) == "due"


def test_a_condition_makes_it_wait_and_an_event_ends_the_waiting() -> None:
    found = answer(initial=("c1",))
    assert (found.status, [iri.rpartition("/")[2] for iri in found.unmet]) == ("conditional", ["c1"])
    assert known(act("event", "t-1"), initial=("c1",)) == "due"


def test_a_condition_counts_from_its_addition_to_its_removal() -> None:
    acts = act("add", "c1", 2), act("remove", "c1", 3)
    assert [known(*acts, on=on) for on in (1, 2, 3)] == ["due", "conditional", "due"]


def test_a_removed_condition_can_be_added_again() -> None:
    acts = act("remove", "c1", 2), act("add", "c1", 3)
    assert [known(*acts, initial=("c1",), on=on) for on in (1, 2, 3)] == ["conditional", "due", "conditional"]


def test_an_event_before_the_condition_was_added_satisfies_it() -> None:
    assert known(act("event", "t-1", 1), act("add", "c1", 2)) == "due"


def test_all_of_several_conditions_are_told_apart() -> None:
    found = answer(act("event", "t-1"), initial=("c4",))
    assert (found.status, [iri.rpartition("/")[2] for iri in found.unmet]) == ("conditional", ["c2"])
    assert known(act("event", "t-1"), act("event", "t-2"), initial=("c4",)) == "due"


def test_any_of_several_conditions_is_enough_and_named_as_a_whole() -> None:
    found = answer(initial=("c5",), date=(3, 3), on=2)
    assert [iri.rpartition("/")[2] for iri in found.unmet] == ["c5"]
    assert known(initial=("c5",), date=(3, 3), on=3) == "due"
    assert known(act("event", "t-1"), initial=("c5",), date=(3, 3), on=2) == "due"


def test_a_date_of_which_nothing_is_known_can_have_come() -> None:
    assert possible(initial=("c3",), date=(None, None)) == {"conditional", "due"}


def test_what_is_certainly_and_what_is_possibly_unmet_is_told_apart() -> None:
    found = answer(act("remove", "c1", stance=SILENT), initial=("c1", "c2"))
    assert found.status == "conditional"
    assert [iri.rpartition("/")[2] for iri in found.unmet] == ["c2"]
    assert [iri.rpartition("/")[2] for iri in found.possibly_unmet] == ["c1"]


def test_what_counts_as_another_event_is_for_the_perspective() -> None:
    event = act("event", "t-narrow")
    assert known(event, initial=("c1",), counts_as=RECOGNISED) == "due"
    assert known(event, initial=("c1",), counts_as=REJECTED) == "conditional"
    assert possible(event, initial=("c1",), counts_as=SILENT) == {"conditional", "due"}
    assert known(event, initial=("c1",)) == "conditional"


def test_a_kind_of_event_can_be_a_reading() -> None:
    event = act("event", "t-narrow")
    assert known(event, initial=("c2",), narrower=RECOGNISED) == "due"
    assert possible(event, initial=("c2",), narrower=SILENT) == {"conditional", "due"}


def test_steps_between_types_that_depend_on_each_other_are_decided_together() -> None:
    event = act("event", "t-narrow", stance=SILENT)
    found = answer(event, initial=("c1", "c2"), counts_as=SILENT, narrower=SILENT)
    assert found.possible == ("conditional", "due")
    assert found.unmet == ()
    assert [iri.rpartition("/")[2] for iri in found.possibly_unmet] == ["c1", "c2"]


def test_inside_imprecise_bounds_both_ways_are_possible() -> None:
    withdrawal = Happening("withdrawal", (("withdraw", ""),), 1, 2, RECOGNISED)
    assert [possible(withdrawal, on=on) for on in (1, 2)] == [{"due", "withdrawn"}, {"withdrawn"}]


def test_an_order_narrows_bounds() -> None:
    withdrawal = Happening("withdrawal", (("withdraw", ""),), 1, 3, RECOGNISED)
    landmark = Happening("landmark", (("event", "t-2"),), 2, 2, SILENT)
    assert known(withdrawal, landmark, orders=((3, 2),), on=1) == "due"
    assert known(withdrawal, landmark, orders=((2, 3),), on=2) == "withdrawn"


def test_acts_of_one_day_can_have_come_in_both_orders_unless_one_precedes() -> None:
    acts = act("withdraw", on=2), act("reaffirm", on=2)
    assert possible(*acts) == {"withdrawn", "due"}
    assert known(*acts, orders=((2, 3),)) == "due"
    assert known(*acts, orders=((3, 2),)) == "withdrawn"


def test_an_act_without_a_date_does_not_come_before_the_promise() -> None:
    withdrawal = Happening("withdrawal", (("withdraw", ""),), None, 3, RECOGNISED)
    later = tuple(Happening(each.name, each.effects, 2, 2, RECOGNISED) for each in CONSENTS)
    assert known(withdrawal, *later, bound=False, on=1) == "not-made"
    assert possible(withdrawal, *later, bound=False, on=2) == {"due", "withdrawn"}


def test_a_recognised_identity_gives_two_events_one_day() -> None:
    withdrawal = Happening("withdrawal", (("withdraw", ""),), 1, 3, RECOGNISED)
    note = Happening("note", (("event", "t-2"),), 2, 2, SILENT)
    same = {"identities": ((2, 3, RECOGNISED),)}
    assert [known(withdrawal, note, on=on, **same) for on in (1, 2)] == ["due", "withdrawn"]
    found = answer(withdrawal, note, on=2, **same)
    assert found.without_inference == ("due", "withdrawn")
    assert [iri.rpartition("/")[2] for iri in found.inferences] == ["identity-0"]
    for stance in (SILENT, REJECTED):
        assert possible(withdrawal, note, on=2, identities=((2, 3, stance),)) == {"due", "withdrawn"}


def test_an_identity_that_the_dates_exclude_is_left_out() -> None:
    withdrawal, note = act("withdraw", on=3), Happening("note", (("event", "t-2"),), 2, 2, RECOGNISED)
    assert known(withdrawal, note, on=2, identities=((2, 3, RECOGNISED),)) == "due"


@pytest.mark.parametrize("orders", [((2, 3), (3, 2)), ((3, 2),)])
def test_orders_that_contradict_one_another_or_the_dates_are_left_out(orders: tuple[tuple[int, int], ...]) -> None:
    acts = act("withdraw", on=2), act("reaffirm", on=3)
    assert [known(*acts, orders=orders, on=on) for on in (1, 2, 3)] == ["due", "withdrawn", "due"]


def test_a_reading_that_nobody_decided_on_is_taken_both_ways() -> None:
    reading = Happening("reading-act", (("remove", "c1"), ("add", "c2")), 2, 2, SILENT, "r1")
    for stance, unmet, possibly in (
        (RECOGNISED, ["c2"], []),
        (REJECTED, ["c1"], []),
        (SILENT, [], ["c1", "c2"]),
    ):
        found = answer(reading, initial=("c1",), readings={"r1": stance})
        assert found.status == "conditional"
        assert [iri.rpartition("/")[2] for iri in found.unmet] == unmet
        assert [iri.rpartition("/")[2] for iri in found.possibly_unmet] == possibly


def test_acts_of_one_reading_are_taken_and_left_together() -> None:
    one = Happening("one", (("remove", "c1"),), 2, 2, SILENT, "r1")
    other = Happening("other", (("add", "c2"),), 2, 2, SILENT, "r1")
    assert known(one, other, initial=("c1",), readings={"r1": SILENT}) == "conditional"
    apart = Happening("other", (("add", "c2"),), 2, 2, SILENT, "r2")
    assert possible(one, apart, initial=("c1",), readings={"r1": SILENT, "r2": SILENT}) == {"conditional", "due"}


def test_effects_of_one_act_come_together() -> None:
    effects: tuple[Effect, ...] = (("remove", "c1"), ("add", "c2"))
    both = Happening("both", effects, 1, 3, SILENT)
    assert known(both, initial=("c1",), on=2) == "conditional"
