from __future__ import annotations

import pytest
from pyoxigraph import NamedNode

from treatygraph.graph.terms import ID
from treatygraph.server.pages.site import Site

STANDINGS = [
    ("japan", None),
    ("joint-declaration-1956", None),
    ("hand-over-1956", None),
    ("signature-of-joint-declaration-1956", None),
    ("proposition/tass-2018-12-07/treaty-before-any-talks", "said"),
    ("hand-over-islands", "kind of event"),
    ("peace-treaty-concluded", "condition"),
    ("troops-condition-1960", "claimed"),
    ("condition-replaced-1960", "hypothetical"),
    ("abe-visit-2019", "planned"),
]


@pytest.mark.parametrize(("name", "word"), STANDINGS)
def test_only_what_the_graph_takes_as_a_fact_has_no_standing(site: Site, name: str, word: str | None) -> None:
    standing = site.standings.of(NamedNode(ID + name))
    assert (standing and standing.word) == word
