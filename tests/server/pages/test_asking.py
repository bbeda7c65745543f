from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from treatygraph.server.pages.asking import Asked, Statuses, read_asked, read_day
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
    assert statuses.answers(Asked(("hand-over-1956",)), date(1956, 11, 1)) is first
