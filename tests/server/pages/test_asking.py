from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask

from treatygraph.graph.promises.fuzzy_time import day_of_ordinal
from treatygraph.server.pages.asking import MOST_SUPPOSED, Asked, Statuses, read_asked, read_day
from treatygraph.server.pages.site import Site
from treatygraph.server.problems import Problem


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("", Asked(("x",))),
        ("perspective=japan&perspective=&without=a&without=b", Asked(("x",), ("japan",), (), ("a", "b"))),
        ("assume=e=1956-01-01&happened=f&day-f=1957-01-01", Asked(("x",), (), ("e=1956-01-01", "f=1957-01-01"))),
        ("assume=e=1956-01-01&happened=e&day-e=1956-01-01", Asked(("x",), (), ("e=1956-01-01",))),
        ("day-f=1957-01-01", Asked(("x",))),
    ],
)
def test_a_url_says_what_is_asked(shipped: Flask, query: str, asked: Asked) -> None:
    with shipped.test_request_context(f"/status/x?{query}"):
        assert read_asked(("x",)) == asked


def test_days_are_read_or_refused(shipped: Flask) -> None:
    with shipped.test_request_context("/status?on=1956-10-19&until=&from=soon"):
        assert read_day("on") == date(1956, 10, 19)
        assert read_day("until") is None
        with pytest.raises(Problem, match="no day"):
            read_day("from")


def test_answers_are_kept(site: Site) -> None:
    statuses = Statuses(site)
    first = statuses.answers(Asked(("hand-over-1956",)), date(1956, 11, 1))
    later = statuses.answers(Asked(("hand-over-1956",)), date(1956, 12, 7))
    assert [replace(each, on=date(1956, 11, 1)) for each in later] == [*first]
    assert {each.on for each in later} == {date(1956, 12, 7)}
    assert statuses.answers_from.cache_info().misses == 1, "nothing happens between these days"


@pytest.mark.parametrize(
    "asked",
    [
        Asked(),
        Asked(("hand-over-1956",), (), ("conclude-peace-treaty=1957-03-01",)),
        Asked(("hand-over-1956",), (), (), ("withdrawal-1960",)),
    ],
)
def test_what_is_kept_for_many_days_is_the_answer_on_each_of_them(site: Site, asked: Asked) -> None:
    statuses = Statuses(site)
    question = statuses.question(asked)
    turns = [found for each in question.turns if (found := day_of_ordinal(each)) is not None]
    assert len(turns) > 5
    for day in {date.min, date.max, *turns, *(each - timedelta(days=1) for each in turns)}:
        assert statuses.answers(asked, day) == question.answers(day)


def test_no_stranger_supposes_without_end(shipped: Flask) -> None:
    days = "&".join(f"assume=e=19{number}-01-01" for number in range(10, 10 + MOST_SUPPOSED))
    with shipped.test_request_context(f"/status/x?{days}"):
        assert len(read_asked().assume) == MOST_SUPPOSED
    with (
        shipped.test_request_context(f"/status/x?{days}&without=a"),
        pytest.raises(Problem, match=f"{MOST_SUPPOSED + 1} things are supposed at once; the most is {MOST_SUPPOSED}"),
    ):
        read_asked()


def test_what_is_supposed_is_supposed_of_few_promises_at_once(site: Site) -> None:
    statuses = Statuses(site, most_cases=4)
    assert len(statuses.question(Asked(("hand-over-1956",))).pairs) == 5
    with pytest.raises(Problem, match=r"about 5 cases.*the most is 4"):
        statuses.question(Asked(without=("withdrawal-1960",)))
    assert statuses.question(Asked(("hand-over-1956",), ("japan",), without=("withdrawal-1960",))).assumed
