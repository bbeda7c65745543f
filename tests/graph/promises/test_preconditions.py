"""Deadlocks: which preconditions wait for each other, and what would help."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatygraph.graph import load
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.promises.demands import AllOf, AnyOf, Demand, Occurs, Requirement
from treatygraph.graph.promises.preconditions import deadlocks
from treatygraph.graph.terms import ID, local_name

HEAD = """
@prefix : <https://w3id.org/treatygraph/id/> . @prefix tg: <https://w3id.org/treatygraph/ns#> .
@prefix c: <https://w3id.org/treatygraph/concept/> . @prefix g: <https://w3id.org/treatygraph/id/graph/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
g:provenance { g:p a tg:PassageGraph ; tg:supportedBy <https://w3id.org/treatygraph/id/passage/x/p1> . }
"""
TWO_SIDES = """
g:p {
  :arms a tg:EventType . :talks a tg:EventType . :aid a tg:EventType .
  :arms-first a tg:EventCondition ; tg:requiresEvent :arms .
  :talks-first a tg:EventCondition ; tg:requiresEvent :talks .
  :say-north a tg:SpeechAct ; tg:speaker :north ; tg:force c:demand ; tg:content :north-demands .
  :north-demands a tg:Proposition ; tg:dependentEvent :talks ; tg:hasPrecondition :arms-first .
  :say-south a tg:SpeechAct ; tg:speaker :south ; tg:force c:demand ; tg:content :south-demands .
  :south-demands a tg:Proposition ; tg:dependentEvent :arms ; tg:hasPrecondition :talks-first .
  :say-aid a tg:SpeechAct ; tg:speaker :south ; tg:force c:demand ; tg:content :aid-after-talks .
  :aid-after-talks a tg:Proposition ; tg:dependentEvent :aid ; tg:hasPrecondition :talks-first .
}
g:perspectives { :pv-north a tg:Perspective ; tg:heldBy :north . :pv-south a tg:Perspective ; tg:heldBy :south . }
"""
EVENTS = [f"urn:{letter}" for letter in "abcde"]


def graph(tmp_path: Path, body: str) -> Dataset:
    file = tmp_path / "a.trig"
    file.write_text(HEAD + body)
    return load([file])


def names(iris: tuple[str, ...]) -> list[str]:
    return [local_name(iri) for iri in iris]


def test_two_sides_that_each_want_the_other_to_go_first_are_deadlocked(tmp_path: Path) -> None:
    result = deadlocks(graph(tmp_path, TWO_SIDES))
    (core,) = result.cores
    assert names(core.events) == ["arms", "talks"]
    assert [(names(each.who), each.where) for each in core.demands] == [(["south"], ("x/p1",)), (["north"], ("x/p1",))]
    assert names(result.waiting) == ["aid"]


def test_the_smallest_ways_out_are_each_demand_and_each_event(tmp_path: Path) -> None:
    found = deadlocks(graph(tmp_path, TWO_SIDES)).relaxations
    assert [names(tuple(each.origin for each in way.drop)) for way in found if way.drop] == [
        ["south-demands"],
        ["north-demands"],
    ]
    assert [names(way.bring_about) for way in found if way.bring_about] == [["arms"], ["talks"]]


@pytest.mark.parametrize(
    "change",
    [
        {"assume": [ID + "talks"]},
        {"without": [ID + "north-demands"]},
        {"perspectives": [ID + "pv-north"]},
        {"perspectives": [ID + "pv-south"]},
    ],
)
def test_a_what_if_dissolves_it(tmp_path: Path, change: dict[str, list[str]]) -> None:
    assert deadlocks(graph(tmp_path, TWO_SIDES), **change).cores == ()


@pytest.mark.parametrize(
    "step",
    [
        ":together a tg:EventType ; tg:specialises :arms , :talks .",
        ":together a tg:EventType . :it a tg:Proposition ; tg:constitutingEvent :together ; tg:countsAs :arms .",
    ],
)
def test_the_synchronised_step_dissolves_it(tmp_path: Path, step: str) -> None:
    assert deadlocks(graph(tmp_path, f"{TWO_SIDES} g:p {{ {step} }}")).cores == ()


def test_a_special_kind_waits_for_what_its_general_kind_waits_for(tmp_path: Path) -> None:
    step = "g:p { :parade a tg:EventType ; tg:specialises :arms . }"
    assert names(deadlocks(graph(tmp_path, TWO_SIDES + step)).cores[0].events) == ["arms", "parade", "talks"]


def test_an_alternative_condition_is_no_deadlock(tmp_path: Path) -> None:
    body = TWO_SIDES.replace(
        ":talks-first a tg:EventCondition ; tg:requiresEvent :talks .",
        ":talks-first a tg:CompositeCondition ; tg:anyOf :talks-only , :aid-only ."
        " :talks-only tg:requiresEvent :talks . :aid-only tg:requiresEvent :gift . :gift a tg:EventType .",
    )
    assert deadlocks(graph(tmp_path, body)).cores == ()


def test_a_hope_lays_nothing_down(tmp_path: Path) -> None:
    body = TWO_SIDES.replace("tg:speaker :north ; tg:force c:demand", "tg:speaker :north ; tg:force c:hope")
    assert deadlocks(graph(tmp_path, body)).cores == ()


def test_a_refusal_is_told_apart_from_a_deadlock(tmp_path: Path) -> None:
    body = """
    g:p { :arms a tg:EventType . :talks a tg:EventType . :arms-first tg:requiresEvent :arms .
      :say a tg:SpeechAct ; tg:speaker :north ; tg:force c:demand ; tg:content :demands .
      :demands a tg:Proposition ; tg:dependentEvent :talks ; tg:hasPrecondition :arms-first .
      :no a tg:SpeechAct ; tg:speaker :south ; tg:force c:refuse ; tg:content :never .
      :never a tg:Proposition ; tg:about :arms . }"""
    result = deadlocks(graph(tmp_path, body))
    assert result.cores == ()
    (refusal,) = result.refusals
    assert (names((refusal.event,)), names(refusal.who), names(refusal.waiting)) == (["arms"], ["south"], ["talks"])


def test_the_article_has_no_deadlock_and_no_japanese_precondition_of_its_own() -> None:
    result = deadlocks(load())
    assert result.cores == ()
    assert [each.origin for each in result.demands if each.who == (ID + "japan",)] == []


def test_islands_first_would_be_a_deadlock_for_the_article() -> None:
    demand = Demand(
        ID + "conclude-peace-treaty", Occurs(ID + "hand-over-islands"), (ID + "japan",), (), "islands first"
    )
    result = deadlocks(load(), hypotheses=[demand])
    (core,) = result.cores
    assert {"conclude-peace-treaty", "hand-over-islands"} <= set(names(core.events))
    assert {each.origin for each in core.demands} == {"islands first", ID + "hand-over-1956"}


def test_only_the_literal_reading_makes_talks_wait_for_their_own_treaty() -> None:
    literal = ID + "inference/tass-2018-12-07/talks-about-anything-literally"
    result = deadlocks(load(), readings=[literal])
    assert result.readings == (literal,)
    assert {"conclude-peace-treaty", "negotiate-peace-treaty"} <= set(names(result.cores[0].events))
    assert deadlocks(load()).readings == ()


def test_a_deadlock_of_history_was_dissolved_by_changed_conditions_and_then_by_what_happened() -> None:
    graph = load([Path(__file__).parent / "histories" / "algiers-accords.trig"])
    events = [ID + name for name in ("departure-of-hostages", "payment-into-escrow", "payment-out-of-escrow")]
    agreement = ID + "hostages-wait-for-escrow-only"
    (core,) = deadlocks(graph, without=[*events, agreement]).cores
    assert names(core.events) == ["release-hostages", "return-assets"]
    assert deadlocks(graph, without=events).cores == ()
    assert deadlocks(graph, without=[agreement]).cores == ()


def requirements() -> st.SearchStrategy[Requirement]:
    atoms = st.sampled_from(EVENTS).map(Occurs)
    several = st.lists(atoms, min_size=1, max_size=3).map(tuple)
    return atoms | several.map(AllOf) | several.map(AnyOf)


HYPOTHESES = st.lists(
    st.builds(Demand, st.sampled_from(EVENTS), requirements(), st.just(()), st.just(()), st.uuids().map(str)),
    max_size=8,
)


@given(HYPOTHESES)
def test_each_relaxation_dissolves_every_deadlock(laid_down: list[Demand]) -> None:
    result = deadlocks(Dataset(()), hypotheses=laid_down)
    assert bool(result.relaxations) >= bool(result.cores)
    for way in result.relaxations:
        left = [demand for demand in laid_down if demand not in way.drop]
        assert deadlocks(Dataset(()), hypotheses=left, assume=way.bring_about).cores == ()


@given(HYPOTHESES, st.sampled_from(EVENTS))
def test_assuming_more_never_makes_a_deadlock(laid_down: list[Demand], event: str) -> None:
    def stuck(assume: list[str]) -> set[str]:
        result = deadlocks(Dataset(()), hypotheses=laid_down, assume=assume)
        return {each for core in result.cores for each in core.events} | set(result.waiting)

    assert stuck([event]) <= stuck([])


@given(HYPOTHESES)
def test_order_and_names_change_nothing(laid_down: list[Demand]) -> None:
    one = deadlocks(Dataset(()), hypotheses=laid_down)
    other = deadlocks(Dataset(()), hypotheses=laid_down[::-1])
    assert ([core.events for core in one.cores], one.waiting) == ([core.events for core in other.cores], other.waiting)
