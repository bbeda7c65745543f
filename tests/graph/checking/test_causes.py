"""Findings about a thing as a whole are placed at the statement that causes them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from treatygraph.graph.checking import all_rules
from treatygraph.graph.checking.causes import CAUSES, cause_of
from treatygraph.graph.checking.material import Document
from treatygraph.graph.checking.placement import place
from treatygraph.graph.terms import ID, OA

Write = Callable[..., Path]
SELECTOR = ":s a oa:TextPositionSelector ;\n  oa:start {} ;\n  oa:end {} ."


@pytest.mark.parametrize(
    ("start", "end", "line", "column"),
    [("-1", "2", 3, 12), ("1", "2.0", 4, 10), ("1 , 5", "2", 3, 16), ("'1'", "2", 3, 12), ("1", "2", 2, 6)],
    ids=["negative", "a fraction", "two", "a text", "none of them"],
)
def test_an_incomplete_selector_is_told_at_the_wrong_offset(
    write: Write, start: str, end: str, line: int, column: int
) -> None:
    document = Document(write(SELECTOR.format(start, end)))
    [found] = place([all_rules()["TG409"].finding(f"{ID}s")], [document])
    assert (found.line, found.column) == (line, column)


def test_a_missing_offset_is_told_at_the_type(write: Write) -> None:
    document = Document(write(":s a oa:TextPositionSelector ;\n  oa:end 2 ."))
    [found] = place([all_rules()["TG409"].finding(f"{ID}s")], [document])
    assert (found.line, found.column) == (2, 6)


def test_only_the_place_changes(write: Write) -> None:
    document = Document(write(SELECTOR.format("-1", "2")))
    finding = all_rules()["TG409"].finding(f"{ID}s")
    [found] = place([finding], [document])
    assert (found.predicate, found.value, found.identity) == (None, None, place([finding], [document])[0].identity)
    assert cause_of(finding, [document]).predicate == f"{OA}start"
    assert cause_of(all_rules()["TG410"].finding(f"{ID}s"), [document]).predicate is None


def test_values_in_other_graphs_are_not_the_cause(write: Write) -> None:
    document = Document(write("g:p01 { :a tg:mayBeSameAs :b }\ng:p02 { :a tg:mayBeSameAs :c }"))
    [found] = place([all_rules()["TG423"].finding(f"{ID}a", graph=f"{ID}graph/gazette/p02")], [document])
    assert (found.line, found.column) == (3, 27)


def test_the_rules_exist() -> None:
    assert CAUSES.keys() <= all_rules().keys()
