"""What changed in the statuses of promises."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import examples
from treatygraph.graph import load
from treatygraph.graph.comparison.statuses import State, StatusChange, compare_statuses
from treatygraph.graph.comparison.versions import read_version
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.promises import status
from treatygraph.graph.terms import ID, local_name

ARTICLE = Path(__file__).parents[3] / "graph" / "data" / "tass-2018-12-07.trig"
HAND_OVER = ID + "hand-over-1956"
CONCLUDED, WITHDRAWN = ID + "peace-treaty-concluded", ID + "foreign-troops-withdrawn"


@pytest.fixture
def earlier(tmp_path: Path) -> Dataset:
    """The article's graph with the memorandum a week earlier."""
    return article_with(tmp_path, "1960-01-20")


def article_with(folder: Path, day: str) -> Dataset:
    text = ARTICLE.read_text("utf-8").replace('"1960-01-27"', f'"{day}"')
    file = folder / f"{day}.trig"
    file.write_text(text, "utf-8")
    return read_version(file).curated


def test_another_date_of_the_memorandum_is_another_status_for_that_week(earlier: Dataset) -> None:
    changes = compare_statuses(load(), earlier)
    assert {change.commitment for change in changes} == {HAND_OVER}
    assert {(change.first, change.last, change.days) for change in changes} == {
        (date(1960, 1, 20), date(1960, 1, 26), 7)
    }
    told = {local_name(change.perspective): (change.old, change.new) for change in changes}
    assert told["narrator"] == (
        State("conditional", ("conditional",), (CONCLUDED,)),
        State("withdrawn", ("withdrawn",)),
    )
    assert told["memorandum"] == (
        State("conditional", ("conditional",), (CONCLUDED,)),
        State("conditional", ("conditional",), (WITHDRAWN,), (CONCLUDED,)),
    )


def test_what_is_told_is_what_status_tells_on_each_side(earlier: Dataset) -> None:
    for change in compare_statuses(load(), earlier):
        for state, dataset in ((change.old, load()), (change.new, earlier)):
            assert state is not None
            (answer,) = status(dataset, change.commitment, on=change.first, perspective=change.perspective)
            assert (state.status, state.possible) == (answer.status, answer.possible)


def test_a_promise_that_is_gone_differs_on_all_days() -> None:
    changes = compare_statuses(load(), Dataset(()))
    assert changes
    assert all(change.new is None for change in changes)
    first = [change for change in changes if change.perspective == changes[0].perspective]
    assert (first[0].first, first[-1].last) == (None, None)
    assert [change.first for change in first[1:]] == [
        change.last + timedelta(days=1) for change in first[:-1] if change.last
    ]


def test_a_graph_does_not_differ_from_itself() -> None:
    assert compare_statuses(load(), load()) == ()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("articles")


@examples(20)
@given(st.dates(date(1955, 1, 1), date(1975, 1, 1)))
def test_the_way_back_is_the_mirror(folder: Path, day: date) -> None:
    other = article_with(folder, day.isoformat())
    mirrored = [
        StatusChange(each.commitment, each.perspective, each.first, each.last, each.new, each.old)
        for each in compare_statuses(other, load())
    ]
    assert list(compare_statuses(load(), other)) == mirrored
    assert (mirrored == []) == (day == date(1960, 1, 27))
