"""The coverage table."""

from __future__ import annotations

from pathlib import Path

from treatygraph.graph import load
from treatygraph.graph.coverage import as_markdown, coverage
from treatygraph.graph.terms import local_name

ROOT = Path(__file__).parents[2]
SECOND = ROOT / "tests" / "second_article" / "nna-2024-05-14.trig"


def test_every_passage_has_a_row_with_what_it_states_and_what_rests_on_it() -> None:
    rows = {local_name(row.passage): (row.stated, row.inferred) for row in coverage(load([SECOND]))}
    assert list(rows) == ["p01", "p02", "p03a", "p03b", "p04a", "p04b", "p04c", "p05"]
    assert rows["p01"] == (0, 0)
    assert rows["p04b"] == (14, 6)


def test_passages_that_support_nothing_are_named() -> None:
    assert "Passages that support nothing: p01, p02, p03a." in as_markdown(coverage(load([SECOND])))


def test_the_table_in_the_documentation_is_that_of_the_command() -> None:
    page = as_markdown(coverage(load()))
    assert (ROOT / "docs" / "reference" / "coverage.md").read_text() == page + "\n"
