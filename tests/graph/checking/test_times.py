from __future__ import annotations

from collections.abc import Callable

import pytest

from treatygraph.graph.checking.times import check_edtf
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.loader import load
from treatygraph.graph.terms import GRAPH, ID

Read = Callable[[str], Dataset]


def time(edtf: str, first: str | None = None, last: str | None = None) -> str:
    bounds = [
        f' ; tg:notBefore "{first}"^^xsd:date' if first else "",
        f' ; tg:notAfter "{last}"^^xsd:date' if last else "",
    ]
    return f't:x tg:edtf "{edtf}"{"".join(bounds)} .'


def test_the_graph_that_is_shipped_is_clean() -> None:
    assert list(check_edtf(load())) == []


@pytest.mark.parametrize(
    "text",
    [
        time("1956-10-19", "1956-10-19", "1956-10-19"),
        time("1956-10", "1956-10-01", "1956-10-31"),
        time("[..2018-12-07]", None, "2018-12-07"),
        time("2018-12-07/..", "2018-12-07", None),
        time("1956-10~", "1956-09-01", "1956-11-30"),
        time("2001-21", "2001-03-01", "2001-05-31"),
    ],
)
def test_a_string_that_says_what_the_bounds_say(read: Read, text: str) -> None:
    assert list(check_edtf(read(f"g:p01 {{ {text} }}"))) == []


@pytest.mark.parametrize(
    "text",
    [
        time("1956-10-19", "1956-10-19", "1956-10-20"),
        time("1956-10-19", None, "1956-10-19"),
        time("[..2018-12-07]", "2018-12-07", "2018-12-07"),
        time("1956-10", "1956-01-01", "1956-12-31"),
        time("1956-10~", "1956-10-05", "1956-11-30"),
    ],
)
def test_a_string_that_says_other_days(read: Read, text: str) -> None:
    [finding] = check_edtf(read(f"g:p01 {{ {text} }}"))
    assert (finding.code, finding.focus, finding.graph) == ("TG435", ID + "time/x", GRAPH + "gazette/p01")


def test_the_message_says_both(read: Read) -> None:
    [finding] = check_edtf(read(f"g:p01 {{ {time('[..1956-10-19]', '1956-10-01', '1956-10-31')} }}"))
    assert finding.message == (
        "'[..1956-10-19]' means until 1956-10-19, the bounds say from 1956-10-01 until 1956-10-31."
    )


def test_a_string_that_is_no_edtf(read: Read) -> None:
    [finding] = check_edtf(read(f"g:p01 {{ {time('May 2001', '2001-05-01', '2001-05-31')} }}"))
    assert (finding.code, finding.value) == ("TG437", '"May 2001"')


def test_bounds_that_are_missing_or_no_days_are_left_to_their_rules(read: Read) -> None:
    no_days = 't:x tg:edtf "2001" ; tg:notBefore "2001-02-30"^^xsd:date ; tg:notAfter "2001-12-31"^^xsd:date .'
    assert list(check_edtf(read(f"g:p01 {{ {no_days} }}"))) == []
    assert list(check_edtf(read('g:p01 { t:x tg:edtf "2001" . }'))) == []


def test_each_graph_is_looked_at_alone(read: Read) -> None:
    dataset = read(f"g:p01 {{ {time('2001', '2001-01-01', '2001-12-31')} }} g:p02 {{ {time('2002', '2001-01-01')} }}")
    assert [finding.graph for finding in check_edtf(dataset)] == [GRAPH + "gazette/p02"]
