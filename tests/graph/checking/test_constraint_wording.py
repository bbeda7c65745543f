"""What constraints say that have no words of their own."""

from __future__ import annotations

import pytest

from treatygraph.graph.checking.constraint_wording import sentence


@pytest.mark.parametrize(
    ("parameter", "wanted", "path", "expected"),
    [
        ("maxCount", "1", ":p", "There are too many values of :p; at most 1 may be."),
        ("in", "( 1 2 )", ":p", "A value of :p is none of ( 1 2 )."),
        ("in", "( 1 2 )", "", "The thing is none of ( 1 2 )."),
        ("uniqueLang", "true", ":p", "Several values of :p are in one language."),
        ("or", "", "", "The thing keeps to none of several shapes."),
        ("node", "", ":p", ""),
        ("minCount", "1", "", ""),
        ("qualifiedMinCount", "1", ":p", ""),
    ],
)
def test_a_constraint_is_told_in_words_where_they_say_enough(
    parameter: str, wanted: str, path: str, expected: str
) -> None:
    assert sentence(parameter, wanted, path) == expected
