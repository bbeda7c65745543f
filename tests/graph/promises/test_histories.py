"""Promises from history, each a file of its own: statuses on several days, as the works that are named tell them.

Nothing in the program knows any of these names. The files pass the whole check, but for the day on which a book or a
volume was published (TG412), which is not known.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from treatygraph.graph.checking import check
from treatygraph.graph.loader import load
from treatygraph.graph.promises import disputes, status
from treatygraph.graph.promises.temporal import check_chronology
from treatygraph.graph.terms import local_name

FOLDER = Path(__file__).parent / "histories"
FILES = sorted(FOLDER.glob("*.trig"))

EXPECTED = [
    # A lease that ends on a day, and rules for the time before and after it.
    ("hong-kong", "restore-hong-kong", "declaration-text", "1984-12-18", "not-made"),
    ("hong-kong", "restore-hong-kong", "declaration-text", "1985-01-01", "signed-not-binding"),
    ("hong-kong", "restore-hong-kong", "declaration-text", "1990-01-01", "conditional: first-of-july-1997"),
    ("hong-kong", "restore-hong-kong", "declaration-text", "1997-07-01", "performed"),
    ("hong-kong", "administer-until-hand-over", "declaration-text", "1990-01-01", "due"),
    ("hong-kong", "administer-until-hand-over", "declaration-text", "1997-06-30", "due"),
    ("hong-kong", "administer-until-hand-over", "declaration-text", "1997-07-01", "lapsed"),
    ("hong-kong", "keep-the-system", "declaration-text", "1990-01-01", "conditional: first-of-july-1997"),
    ("hong-kong", "keep-the-system", "declaration-text", "2000-01-01", "due"),
    ("hong-kong", "keep-the-system", "declaration-text", "2047-06-30", "due"),
    ("hong-kong", "keep-the-system", "declaration-text", "2047-07-01", "lapsed"),
    ("hong-kong", "keep-the-system", "statement-taken-at-its-word", "2017-06-29", "due"),
    ("hong-kong", "keep-the-system", "statement-taken-at-its-word", "2018-01-01", "withdrawn"),
    ("hong-kong", "keep-the-system", "undecided", "2018-01-01", "due or withdrawn"),
    # A withdrawal in stages, and what waits for its first stage.
    ("sinai", "interim-withdrawal", "peace-treaty", "1979-04-01", "signed-not-binding"),
    ("sinai", "interim-withdrawal", "peace-treaty", "1979-05-01", "due"),
    ("sinai", "interim-withdrawal", "peace-treaty", "1980-01-25", "performed"),
    ("sinai", "exchange-of-ambassadors", "peace-treaty", "1979-05-01", "conditional: interim-line-reached"),
    ("sinai", "exchange-of-ambassadors", "peace-treaty", "1980-02-01", "due"),
    ("sinai", "exchange-of-ambassadors", "peace-treaty", "1980-03-01", "performed"),
    ("sinai", "final-withdrawal", "peace-treaty", "1979-12-31", "conditional: interim-line-reached"),
    ("sinai", "final-withdrawal", "peace-treaty", "1982-04-24", "due"),
    ("sinai", "final-withdrawal", "peace-treaty", "1982-04-25", "performed"),
    # A resolutive condition that one side reads into the treaty: the islands must stay without arms.
    ("aegean-islands", "leave-islands-to-greece", "greece-on-islands", "1923-12-01", "signed-not-binding"),
    ("aegean-islands", "leave-islands-to-greece", "turkey-on-islands", "1950-01-01", "due"),
    ("aegean-islands", "leave-islands-to-greece", "turkey-on-islands", "1990-01-01", "due or lapsed"),
    ("aegean-islands", "leave-islands-to-greece", "turkey-on-islands", "2022-01-01", "lapsed"),
    ("aegean-islands", "leave-islands-to-greece", "greece-on-islands", "2022-01-01", "due"),
    ("aegean-islands", "leave-islands-to-greece", "onlooker-on-islands", "1950-01-01", "due"),
    ("aegean-islands", "leave-islands-to-greece", "onlooker-on-islands", "2022-01-01", "due or lapsed"),
    # Two promises that wait for each other, and the step that frees both.
    ("algiers-accords", "release-of-hostages", "both-sides", "1980-12-01", "conditional: assets-are-back"),
    ("algiers-accords", "return-of-assets", "both-sides", "1980-12-01", "conditional: hostages-are-free"),
    ("algiers-accords", "return-of-assets", "both-sides", "1980-11-15", "not-made or conditional"),
    ("algiers-accords", "release-of-hostages", "both-sides", "1981-01-19", "conditional: money-in-escrow"),
    ("algiers-accords", "release-of-hostages", "both-sides", "1981-01-20", "performed"),
    ("algiers-accords", "return-of-assets", "both-sides", "1981-01-20", "performed"),
    ("algiers-accords", "release-of-hostages", "without-the-step", "1990-01-01", "conditional: assets-are-back"),
    ("algiers-accords", "return-of-assets", "without-the-step", "1990-01-01", "conditional: hostages-are-free"),
    ("algiers-accords", "release-of-hostages", "declaration-only", "1981-01-20", "due"),
    ("algiers-accords", "return-of-assets", "declaration-only", "1981-01-20", "conditional: hostages-are-free"),
    # Signed by both sides, ratified by one.
    ("hay-herran", "lease-of-canal-zone", "either-side", "1903-01-01", "not-made"),
    ("hay-herran", "lease-of-canal-zone", "either-side", "1903-02-01", "signed-not-binding"),
    ("hay-herran", "lease-of-canal-zone", "either-side", "1904-01-01", "signed-not-binding"),
    ("hay-herran", "lease-of-canal-zone", "hopeful", "1904-01-01", "signed-not-binding"),
    # A reservation that excludes the clause.
    ("continental-shelf", "divide-by-equidistance", "united-kingdom-on-shelf", "1964-07-01", "not-made"),
    ("continental-shelf", "divide-by-equidistance", "united-kingdom-on-shelf", "1965-07-01", "signed-not-binding"),
    ("continental-shelf", "divide-by-equidistance", "united-kingdom-on-shelf", "1965-07-14", "due"),
    ("continental-shelf", "divide-by-equidistance", "france-on-shelf", "1965-07-01", "signed-not-binding"),
    ("continental-shelf", "divide-by-equidistance", "france-on-shelf", "1977-07-01", "signed-not-binding"),
    ("continental-shelf", "divide-by-equidistance", "before-the-award", "1970-01-01", "signed-not-binding or due"),
    # A party dissolves; continuity is recognised by one side and rejected by the other.
    ("gabcikovo", "build-nagymaros", "court", "1978-01-01", "signed-not-binding"),
    ("gabcikovo", "build-nagymaros", "court", "1980-01-01", "due"),
    ("gabcikovo", "build-nagymaros", "court", "1990-01-01", "breached"),
    ("gabcikovo", "build-nagymaros", "court", "1997-09-25", "breached"),
    ("gabcikovo", "build-nagymaros", "hungary-on-works", "1990-01-01", "suspended"),
    ("gabcikovo", "build-nagymaros", "hungary-on-works", "1992-06-01", "lapsed"),
    ("gabcikovo", "build-nagymaros", "continuity-alone", "1992-06-01", "breached"),
    ("gabcikovo", "build-nagymaros", "continuity-alone", "1993-01-01", "breached or lapsed"),
]


@pytest.mark.parametrize(("name", "promise", "perspective", "on", "expected"), EXPECTED)
def test_the_status_of_a_promise_of_history(name: str, promise: str, perspective: str, on: str, expected: str) -> None:
    (found,) = status(load([FOLDER / f"{name}.trig"]), promise, on=on, perspective=perspective)
    waits = f": {', '.join(map(local_name, found.unmet))}" if found.status == "conditional" else ""
    assert " or ".join(found.possible) + waits == expected


def test_there_are_seven_histories_each_with_several_days() -> None:
    named = {name for name, *_ in EXPECTED}
    assert named == {path.stem for path in FILES}
    assert len(named) == 7
    assert all(len({on for other, _, _, on, _ in EXPECTED if other == name}) >= 3 for name in named)


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_history_passes_the_check(path: Path) -> None:
    assert {finding.code for finding in check([path]).findings} <= {"TG412"}
    assert list(check_chronology(load([path]))) == []


def test_all_histories_together_change_no_answer() -> None:
    together = load([FOLDER])
    for name, promise, perspective, on, _ in EXPECTED[::5]:
        (alone,) = status(load([FOLDER / f"{name}.trig"]), promise, on=on, perspective=perspective)
        (among_others,) = status(together, promise, on=on, perspective=perspective)
        assert alone == among_others


def test_perspectives_pertain_to_their_own_history_only() -> None:
    asked = {(local_name(each.commitment), local_name(each.perspective)) for each in status(load([FOLDER]))}
    named = {(promise, perspective) for _, promise, perspective, _, _ in EXPECTED}
    assert named <= asked
    assert ("build-nagymaros", "peace-treaty") not in asked


def test_a_status_that_sides_know_differently_is_disputed() -> None:
    answers = status(load([FOLDER / "gabcikovo.trig"]), on="1992-06-01")
    (dispute,) = disputes(answers)
    assert {local_name(who): value for who, value in dispute.statuses} == {
        "continuity-alone": "breached",
        "court": "breached",
        "hungary-on-works": "lapsed",
    }


def test_without_the_reading_the_islands_stay() -> None:
    (found,) = status(load([FOLDER / "aegean-islands.trig"]), on="2022-01-01", perspective="turkey-on-islands")
    assert found.without_inference == ("due",)
    assert [local_name(graph) for graph in found.inferences] == ["title-depends-on-demilitarisation"]


def test_the_end_with_the_party_is_an_inference_of_one_side() -> None:
    graph = load([FOLDER / "gabcikovo.trig"])
    (found,) = status(graph, on="1993-01-01", perspective="hungary-on-works", without="termination-by-hungary-1992")
    assert (found.status, found.without_inference) == ("lapsed", ("suspended",))
    assert [local_name(graph) for graph in found.inferences] == ["treaty-went-with-its-party"]
