"""The whole difference between two versions."""

from __future__ import annotations

from pathlib import Path
from time import process_time

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from tests.examples import examples
from treatygraph.graph.comparison import PARTS, Version, compare, read_version
from treatygraph.graph.comparison.difference import FOREIGN_PARTS
from treatygraph.graph.comparison.versions import version_of
from treatygraph.graph.terms import TG

from .worlds import DATASETS, renamed

A = NamedNode("urn:a")
ARTICLE = Path(__file__).parents[3] / "graph" / "data" / "tass-2018-12-07.trig"


@examples(15)
@given(DATASETS.filter(bool), st.permutations(range(3)))
def test_a_version_does_not_differ_from_itself(quads: list[Quad], order: list[int]) -> None:
    difference = compare(version_of("one", [quads]), version_of("same", [renamed(quads, order)]))
    assert not difference
    assert dict(difference.counts()) == dict.fromkeys(FOREIGN_PARTS, 0)


def test_graphs_without_terms_of_treatygraph_are_not_asked_its_questions() -> None:
    one, other = (version_of(name, [[Quad(A, A, Literal(name))]]) for name in ("1", "2"))
    difference = compare(one, other)
    assert dict(difference.counts()) == {"statements": 1, "terms": 0}
    assert difference.skipped == ()
    assert compare(one, other, only=["queries"]).skipped
    ours = version_of("ours", [[Quad(A, A, NamedNode(f"{TG}State"))]])
    assert compare(one, ours).parts == PARTS


def test_the_date_of_the_memorandum_changes_statements_statuses_and_answers(tmp_path: Path) -> None:
    (tmp_path / "new.trig").write_text(ARTICLE.read_text("utf-8").replace('"1960-01-27"', '"1960-01-20"'), "utf-8")
    difference = compare(read_version(ARTICLE), read_version(tmp_path / "new.trig"))
    assert dict(difference.counts()) == {"statements": 6, "statuses": 4, "queries": 4, "terms": 0}
    assert [each.query for each in difference.queries] == [
        "events-on-a-timeline",
        "order-of-events",
        "other-instruments",
        "status-on-a-day",
    ]
    assert difference.skipped == ()


def test_only_what_is_wanted_is_compared() -> None:
    one = version_of("one", [[Quad(NamedNode("urn:a"), NamedNode("urn:p"), Literal("1"))]])
    for part in PARTS:
        assert compare(one, Version("none", ()), [part]).parts == (part,)
    assert compare(one, Version("none", ()), ["terms", "statements"]).parts == ("statements", "terms")


def test_a_hundred_thousand_statements_are_compared_in_seconds() -> None:
    predicate = NamedNode("urn:p")

    def version(changed: int) -> Version:
        quads = (
            Quad(NamedNode(f"urn:s{number // 4}"), predicate, Literal(str(-number if number == changed else number)))
            for number in range(100_000)
        )
        return version_of("made", [quads])

    one, other = version(-1), version(77)
    start = process_time()
    assert compare(one, other, ["statements"]).counts()["statements"] == 1
    assert process_time() - start < 10
