"""Finding facts."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode

from treatygraph.graph.reasoning.index import Index

A, B, P, Q = (NamedNode(f"https://example.org/{name}") for name in "abpq")
FACTS = [(A, P, B), (B, P, A), (A, Q, B), (A, P, A)]


@pytest.fixture
def index() -> Index:
    filled = Index()
    for fact in FACTS:
        filled.add(fact)
    return filled


@pytest.mark.parametrize(
    ("pattern", "places"),
    [
        (("?s", P, "?o"), [0, 1, 3]),
        ((A, P, "?o"), [0, 3]),
        (("?s", P, A), [1, 3]),
        ((A, "?p", "?o"), [0, 2, 3]),
        (("?s", "?p", B), [0, 2]),
        (("?s", B, "?o"), []),
        ((Q, P, "?o"), []),
    ],
)
def test_candidates_come_in_their_order_of_arrival(index, pattern, places):
    assert list(index.candidates(pattern)) == [FACTS[place] for place in places]


def test_candidates_of_a_ground_pattern_include_it(index):
    assert (A, P, B) in index.candidates((A, P, B))
    assert (A, P, Q) not in index.candidates((A, P, Q))


def test_a_pattern_without_a_term_has_no_candidates(index):
    assert list(index.candidates(("?s", "?p", "?o"))) == []
