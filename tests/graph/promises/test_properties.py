"""What must be so of statuses in any world: more knowledge narrows, names mean nothing, spans and days agree."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad

from tests.examples import examples
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.promises import status, status_quads
from treatygraph.graph.promises.asking import Question
from treatygraph.graph.promises.life import VALUES, Outcome
from treatygraph.graph.promises.spans import Span, spans_of
from treatygraph.graph.terms import ID, STATUS_GRAPH, local_name

from .oracle import ASKED, InconsistentWorldError, require_consistent
from .worlds import (
    CONDITIONS,
    CREDITOR,
    DEBTOR,
    LAST,
    RECOGNISED,
    REJECTED,
    SILENT,
    Happening,
    World,
    dataset_of,
    day,
    happenings,
    worlds,
)

EXAMPLES = examples(80)


def outcomes(dataset: Dataset) -> list[Outcome]:
    """Ask for all days that are named."""
    question = Question.of(dataset, perspectives=["p"])
    case = question.case(*question.pairs[0])
    return [case.outcome(day(number).toordinal()) for number in ASKED]


def consistent(world: World) -> World:
    """Go on only with a world whose statements on time do not contradict one another."""
    try:
        require_consistent(world)
    except InconsistentWorldError:
        assume(False)
    return world


def changed(world: World, number: int, **values: object) -> World:
    """Change one act of a world."""
    acts = list(world.happenings)
    acts[number] = replace(acts[number], **values)
    return replace(world, happenings=tuple(acts))


@given(worlds(), st.data())
@EXAMPLES
def test_taking_a_stance_only_narrows_what_is_possible(world: World, data: st.DataObject) -> None:
    consistent(world)
    silent = [n for n, each in enumerate(world.happenings) if each.stance == SILENT and not each.reading]
    assume(silent)
    number = data.draw(st.sampled_from(silent))
    decided = consistent(changed(world, number, stance=data.draw(st.sampled_from([RECOGNISED, REJECTED]))))
    for before, after in zip(outcomes(dataset_of(world)), outcomes(dataset_of(decided)), strict=True):
        assert set(after.possible) <= set(before.possible)


@given(worlds(), st.sampled_from([RECOGNISED, REJECTED]))
@EXAMPLES
def test_taking_a_stance_on_readings_only_narrows_what_is_possible(world: World, stance: str) -> None:
    consistent(world)
    decided = consistent(
        replace(
            world,
            readings={name: stance if old == SILENT else old for name, old in world.readings.items()},
            counts_as=stance if world.counts_as == SILENT else world.counts_as,
            narrower=stance if world.narrower == SILENT else world.narrower,
            identities=tuple((a, b, stance if old == SILENT else old) for a, b, old in world.identities),
        )
    )
    for before, after in zip(outcomes(dataset_of(world)), outcomes(dataset_of(decided)), strict=True):
        assert set(after.possible) <= set(before.possible)


@given(worlds(), st.data())
@EXAMPLES
def test_widening_bounds_only_widens_what_is_possible(world: World, data: st.DataObject) -> None:
    consistent(world)
    number = data.draw(st.integers(0, len(world.happenings) - 1))
    act = world.happenings[number]
    first = data.draw(st.sampled_from([None, *range(1, (act.first or 1) + 1)])) if act.first else None
    last = data.draw(st.sampled_from([None, *range(act.last or LAST, LAST + 1)])) if act.last else None
    wider = consistent(changed(world, number, first=first, last=last))
    for before, after in zip(outcomes(dataset_of(world)), outcomes(dataset_of(wider)), strict=True):
        assert set(before.possible) <= set(after.possible)


@given(worlds())
@EXAMPLES
def test_forgetting_an_order_only_widens_what_is_possible(world: World) -> None:
    consistent(world)
    assume(world.orders)
    wider = replace(world, orders=world.orders[1:])
    for before, after in zip(outcomes(dataset_of(world)), outcomes(dataset_of(wider)), strict=True):
        assert set(before.possible) <= set(after.possible)


def renamed(quad: Quad) -> Quad:
    """Spell the names of things backwards; the graphs that are fixed and the vocabulary keep theirs."""

    def other(term: Any) -> Any:
        if isinstance(term, NamedNode) and term.value.startswith(ID) and not term.value.startswith(ID + "graph/"):
            head, _, tail = term.value.removeprefix(ID).rpartition("/")
            return NamedNode(ID + (head + "/" if head else "") + tail[::-1])
        return term

    return Quad(other(quad.subject), quad.predicate, other(quad.object), other(quad.graph_name))


@given(worlds())
@EXAMPLES
def test_names_mean_nothing(world: World) -> None:
    dataset = dataset_of(world)
    backwards = Dataset(tuple(map(renamed, reversed(dataset.quads))))
    for number in ASKED:
        (one,) = status(dataset, "promise", on=day(number), perspective="p")
        (other,) = status(backwards, "esimorp", on=day(number), perspective="p")
        for field in ("status", "possible", "holds", "inferred", "force_assumed", "without_inference"):
            assert getattr(one, field) == getattr(other, field)
        for field in ("unmet", "possibly_unmet", "because", "inferences"):
            names = {local_name(name)[::-1] for name in getattr(other, field)}
            assert {local_name(name) for name in getattr(one, field)} == names


@given(worlds(), happenings("further"))
@EXAMPLES
def test_an_act_that_is_rejected_changes_nothing(world: World, further: Happening) -> None:
    more = replace(world, happenings=(*world.happenings, replace(further, stance=REJECTED, reading="")))
    assert outcomes(dataset_of(world)) == outcomes(dataset_of(more))


@given(worlds(), worlds())
@EXAMPLES
def test_a_graph_that_is_rejected_changes_nothing(world: World, other: World) -> None:
    dataset = dataset_of(world)
    acts = tuple(replace(each, name=f"other-{each.name}", reading="") for each in other.happenings)
    told = dataset_of(replace(other, happenings=acts, readings={}, identities=())).quads
    stance = Quad(
        NamedNode(ID + "perspective/p"),
        NamedNode("https://w3id.org/treatygraph/ns#rejects"),
        NamedNode(ID + "unheard-of"),
        NamedNode(ID + "graph/perspectives"),
    )
    stances = {NamedNode(ID + "graph/perspectives"), NamedNode(ID + "graph/provenance")}
    unheard = (
        Quad(quad.subject, quad.predicate, quad.object, NamedNode(ID + "unheard-of"))
        for quad in told
        if quad.graph_name not in stances and quad.subject != NamedNode(ID + "perspective/p")
    )
    assert outcomes(dataset) == outcomes(Dataset(tuple(dict.fromkeys((*dataset.quads, *unheard, stance)))))


@given(worlds())
@examples(40)
def test_spans_and_days_agree(world: World) -> None:
    dataset = dataset_of(world)
    question = Question.of(dataset, perspectives=["p"])
    spans = spans_of(question.case(*question.pairs[0]))
    first, last = day(0) - timedelta(days=1), day(LAST + 1)
    for offset in range((last - first).days + 1):
        on = first + timedelta(days=offset)
        (span,) = [each for each in spans if covers(each, on)]
        (answer,) = status(dataset, "promise", on=on, perspective="p")
        assert (span.status, span.possible, span.unmet, span.possibly_unmet) == (
            answer.status,
            answer.possible,
            answer.unmet,
            answer.possibly_unmet,
        )


def covers(span: Span, on: date) -> bool:
    return (span.first is None or span.first <= on) and (span.last is None or on <= span.last)


@given(worlds())
@EXAMPLES
def test_spans_are_as_long_as_they_can_be_and_leave_no_day_out(world: World) -> None:
    question = Question.of(dataset_of(world), perspectives=["p"])
    spans = spans_of(question.case(*question.pairs[0]))
    assert spans[0].first is None
    assert spans[-1].last is None
    for one, other in pairwise(spans):
        assert one.last is not None
        assert other.first == one.last + timedelta(days=1)
        assert not other.continues(one)
    assert all(span.possible for span in spans)


@given(worlds())
@EXAMPLES
def test_what_was_derived_does_not_feed_back(world: World) -> None:
    dataset = dataset_of(world)
    derived = status_quads(dataset)
    again = status_quads(Dataset((*dataset.quads, *derived)))
    assert derived == again
    assert {quad.graph_name for quad in derived} <= {NamedNode(STATUS_GRAPH)}


@given(worlds())
@EXAMPLES
def test_what_holds_is_so_in_every_completion(world: World) -> None:
    for number in ASKED:
        (answer,) = status(dataset_of(world), "promise", on=day(number), perspective="p")
        impossible = set(VALUES) - set(answer.possible)
        assert {f"not-{value}" for value in impossible - {"not-made"}} <= set(answer.holds)
        assert ("made" in answer.holds) == ("not-made" in impossible)
        assert ("binding" in answer.holds) == (set(answer.possible) <= {"conditional", "due", "suspended", "breached"})
        assert (answer.status == "unknown") == (len(answer.possible) > 1)


@pytest.mark.parametrize("stance", [SILENT, RECOGNISED])
@pytest.mark.parametrize("orders", [(), tuple((number, number + 1) for number in range(2, 21))])
def test_twenty_acts_on_overlapping_days_answer_in_under_a_second(
    stance: str, orders: tuple[tuple[int, int], ...]
) -> None:
    effects = [(name, "") for name in ("withdraw", "reaffirm", "suspend", "resume", "breach")]
    effects += [(name, condition) for condition in sorted(CONDITIONS) for name in ("add", "remove")]
    effects += [("event", name) for name in ("t-1", "t-2", "t-narrow")]
    founding = tuple(
        Happening(f"founding-{side}", (("consent", side),), 1, 1, RECOGNISED) for side in (DEBTOR, CREDITOR)
    )
    acts = tuple(Happening(f"act-{n}", (effects[n % len(effects)],), 1, LAST, stance) for n in range(20))
    world = World(founding + acts, orders, initial=("c1", "c4"), counts_as=SILENT, narrower=SILENT)
    question = Question.of(dataset_of(world), perspectives=["p"])
    begun = time.perf_counter()
    question.answers(day(2))
    assert time.perf_counter() - begun < 1
