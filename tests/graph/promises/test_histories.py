"""Two promises from history on the time line: a synchronised step, and a party that dissolves.

More histories stand in tests/histories. Both files pass the whole check, but for the days on which a book and a volume
were published (TG412), which are not known.
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


def test_every_history_is_tried() -> None:
    assert {name for name, *_ in EXPECTED} == {path.stem for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_history_passes_the_check(path: Path) -> None:
    assert {finding.code for finding in check([path]).findings} <= {"TG412"}
    assert list(check_chronology(load([path]))) == []


def test_all_histories_together_change_no_answer() -> None:
    together = load([FOLDER])
    for name, promise, perspective, on, _ in EXPECTED[::3]:
        (alone,) = status(load([FOLDER / f"{name}.trig"]), promise, on=on, perspective=perspective)
        (among_others,) = status(together, promise, on=on, perspective=perspective)
        assert alone == among_others


def test_perspectives_pertain_to_their_own_history_only() -> None:
    asked = {(local_name(each.commitment), local_name(each.perspective)) for each in status(load([FOLDER]))}
    named = {(promise, perspective) for _, promise, perspective, _, _ in EXPECTED}
    assert named <= asked
    assert ("build-nagymaros", "both-sides") not in asked


def test_a_status_that_sides_know_differently_is_disputed() -> None:
    answers = status(load([FOLDER / "gabcikovo.trig"]), on="1992-06-01")
    (dispute,) = disputes(answers)
    assert {local_name(who): value for who, value in dispute.statuses} == {
        "continuity-alone": "breached",
        "court": "breached",
        "hungary-on-works": "lapsed",
    }


def test_the_end_with_the_party_is_an_inference_of_one_side() -> None:
    graph = load([FOLDER / "gabcikovo.trig"])
    (found,) = status(graph, on="1993-01-01", perspective="hungary-on-works", without="termination-by-hungary-1992")
    assert (found.status, found.without_inference) == ("lapsed", ("suspended",))
    assert [local_name(graph) for graph in found.inferences] == ["treaty-went-with-its-party"]
