from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import examples
from treatygraph.graph.promises.evidence import Step
from treatygraph.graph.promises.explanation import Explanation
from treatygraph.server.pages.step_pages import Part, cut, pages_of


def explanation(name: str, *sizes: int) -> Explanation:
    """Make a tree with steps right below its root that have so many steps each, themselves included."""
    steps = tuple(
        Step(f"{name}{number}", "act", steps=tuple(Step(f"{name}{number}.{leaf}", "note") for leaf in range(size - 1)))
        for number, size in enumerate(sizes)
    )
    return Explanation(Step(name, "answer", steps=steps), 1)


def told(pages: list[list[Part]]) -> list[list[tuple[str, list[str], bool]]]:
    return [
        [(part.tree.text, [each.text for each in part.tree.steps], part.continued) for part in page] for page in pages
    ]


def test_explanations_fill_pages_and_go_on_on_the_next() -> None:
    pages = pages_of([explanation("a", 3, 4, 3), explanation("b", 2), explanation("c")], room=8)
    assert told(pages) == [
        [("a", ["a0", "a1"], False)],
        [("a", ["a2"], True), ("b", ["b0"], False), ("c", [], False)],
    ]


def test_nothing_to_explain_is_an_empty_page() -> None:
    assert pages_of([]) == [[]]


def test_a_step_that_is_too_large_says_how_many_are_missing() -> None:
    step = explanation("a", 2, 9).tree
    kept = cut(step, 6)
    assert [each.text for each in kept.walk()] == ["a", "a0", "a0.0", "a1", "a1.0", "a1.1", "6 more steps: in the JSON"]
    assert cut(step, 12) is step


@examples(60)
@given(st.lists(st.lists(st.integers(1, 9), max_size=6), max_size=5))
def test_each_step_stands_on_one_page(sizes: list[list[int]]) -> None:
    pages = pages_of([explanation(f"{name}-", *each) for name, each in enumerate(sizes)], room=10)
    shown = [step.text for page in pages for part in page for step in part.tree.steps]
    assert shown == [f"{name}-{number}" for name, each in enumerate(sizes) for number in range(len(each))]
    assert all(sum(1 for part in page for _ in part.tree.walk()) <= 12 + len(page) for page in pages)


def test_a_long_explanation_has_pages_and_each_is_short(reader: FlaskClient) -> None:
    first = reader.get("/explain?name=hand-over-1956&on=1960-06-01")
    assert "Page 1 of 2" in first.text
    assert 'href="/explain?name=hand-over-1956&amp;on=1960-06-01&amp;page=2"' in first.text
    second = reader.get("/explain?name=hand-over-1956&on=1960-06-01&page=2")
    for response in (first, second):
        assert len(response.data) < 100_000
    assert "Continued from the page before." in second.text


@pytest.mark.parametrize(("page", "status"), [("3", 404), ("x", 400), ("0", 400)])
def test_a_page_that_is_none_is_told(reader: FlaskClient, page: str, status: int) -> None:
    assert reader.get(f"/explain?name=hand-over-1956&page={page}").status_code == status
