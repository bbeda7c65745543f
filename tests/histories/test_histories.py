"""Promises from well-known history: each a file of its own, with its statuses on several days worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from treatygraph.graph import check, deadlocks, load, status
from treatygraph.graph.promises.demands import Demand, Occurs
from treatygraph.graph.terms import ID, local_name

FOLDER = Path(__file__).parent
FILES = sorted(FOLDER.glob("*.trig"))

STATUSES = {
    # A lease ends, with rules for the fifty years after it.
    ("hong-kong", "restore-hong-kong", "treaty-of-1984"): {
        "1984-06-01": "not-made",
        "1985-01-01": "signed-not-binding",
        "1990-01-01": "conditional",
        "1997-06-30": "conditional",
        "1997-07-01": "performed",
        "2047-07-01": "performed",
    },
    ("hong-kong", "keep-the-system", "treaty-of-1984"): {
        "1990-01-01": "conditional",
        "1997-07-01": "due",
        "2047-06-30": "due",
        "2047-07-01": "lapsed",
    },
    # A withdrawal in two stages, each with its date.
    ("sinai", "interim-withdrawal", "treaty-of-1979"): {
        "1979-03-25": "not-made",
        "1979-04-01": "signed-not-binding",
        "1979-06-01": "conditional",
        "1980-01-24": "conditional",
        "1980-01-25": "performed",
    },
    ("sinai", "final-withdrawal", "treaty-of-1979"): {"1981-01-01": "conditional", "1982-04-25": "performed"},
    ("sinai", "final-withdrawal", "treaty-text-of-1979"): {
        "1982-04-24": "conditional",
        "1982-04-25": "due or performed",
    },
    # Whether arming the islands ends the cession is disputed, and so is whether they are armed.
    ("dodecanese", "leave-the-dodecanese", "greek-view"): {
        "1947-03-01": "signed-not-binding",
        "1950-01-01": "due",
        "2022-01-01": "due",
    },
    ("dodecanese", "leave-the-dodecanese", "turkish-view"): {"1950-01-01": "due or lapsed", "2022-01-01": "lapsed"},
    ("dodecanese", "leave-the-dodecanese", "silent-view"): {"2022-01-01": "due or lapsed"},
    # Signed by both, ratified by one.
    ("border-treaty", "respect-the-border", "both-sides-of-2005"): {
        "2005-05-17": "not-made",
        "2005-06-01": "signed-not-binding",
        "2005-07-01": "signed-not-binding",
        "2005-10-01": "lapsed",
    },
    ("border-treaty", "respect-the-border", "signature-stands"): {"2005-10-01": "signed-not-binding"},
    # A reservation that excludes the clause.
    ("continental-shelf", "equidistance", "court-of-arbitration"): {
        "1964-06-11": "not-made",
        "1966-01-01": "signed-not-binding",
    },
    ("continental-shelf", "equidistance", "reservation-void"): {"1966-01-01": "due"},
    ("continental-shelf", "equidistance", "silent-on-reservation"): {"1966-01-01": "signed-not-binding or due"},
    # A successor ratifies; not everybody recognises it as one.
    ("strategic-arms", "reduce-arms", "continuity"): {
        "1991-07-30": "not-made",
        "1992-10-15": "signed-not-binding",
        "1993-01-01": "due",
    },
    ("strategic-arms", "reduce-arms", "no-continuity"): {"1993-01-01": "signed-not-binding"},
    ("strategic-arms", "reduce-arms", "silent-on-continuity"): {"1993-01-01": "signed-not-binding or due"},
}
CASES = [(*key, on, expected) for key, days in STATUSES.items() for on, expected in days.items()]


@pytest.mark.parametrize(("name", "promise", "perspective", "on", "expected"), CASES)
def test_the_status_is_what_history_says(name: str, promise: str, perspective: str, on: str, expected: str) -> None:
    (answer,) = status(load([FOLDER / f"{name}.trig"]), promise, on=on, perspective=perspective)
    assert " or ".join(answer.possible) == expected
    assert answer.status == ("unknown" if " or " in expected else expected)


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_each_history_is_a_clean_graph(path: Path) -> None:
    assert check([path]).findings == ()


def test_every_history_is_tried() -> None:
    assert {path.stem for path in FILES} == {name for name, _, _ in STATUSES} | {"nuclear-deal"}


def test_two_sides_that_wait_for_each_other_are_deadlocked_until_they_move_together(tmp_path: Path) -> None:
    graph = load([FOLDER / "nuclear-deal.trig"])
    (core,) = deadlocks(graph).cores
    assert [local_name(event) for event in core.events] == ["lifting-sanctions", "returning-to-limits"]
    assert {local_name(each) for demand in core.demands for each in demand.who} == {"iran", "united-states"}
    text = (FOLDER / "nuclear-deal.trig").read_text()
    step = ":both-at-once a tg:EventType ; tg:specialises :lifting-sanctions , :returning-to-limits . "
    together = text.replace("ref:nuclear-deal {", "ref:nuclear-deal { " + step, 1)
    (tmp_path / "together.trig").write_text(together)
    assert deadlocks(load([tmp_path / "together.trig"])).cores == ()


def test_one_side_alone_sees_no_deadlock() -> None:
    graph = load([FOLDER / "nuclear-deal.trig"])
    assert deadlocks(graph, perspectives=[ID + "perspective/iranian-view"]).cores == ()
    first = Demand(ID + "lifting-sanctions", Occurs(ID + "returning-to-limits"), (), (), "supposed")
    assert len(deadlocks(graph, perspectives=[ID + "perspective/iranian-view"], hypotheses=[first]).cores) == 1
