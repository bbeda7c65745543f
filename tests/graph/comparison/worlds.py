"""Small datasets for comparisons: quads of a few terms, some of them blank."""

from __future__ import annotations

from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from treatygraph.graph.comparison.blank_nodes import rename

BLANKS = [BlankNode(name) for name in "abc"]
NAMES = [NamedNode(f"urn:{name}") for name in "stu"]
GRAPHS = [DefaultGraph(), NamedNode("urn:g"), NamedNode("urn:h")]

QUADS = st.builds(
    Quad,
    st.sampled_from([*NAMES, *BLANKS]),
    st.sampled_from(NAMES),
    st.sampled_from([*NAMES, *BLANKS, Literal("1"), Literal("a|b\n`c`", language="en")]),
    st.sampled_from([*GRAPHS, BLANKS[0]]),
)
DATASETS = st.lists(QUADS, max_size=8, unique=True)


def renamed(quads: list[Quad], order: list[int]) -> list[Quad]:
    """The same quads, their blank nodes with other names."""
    names = {blank: BlankNode(f"z{order[number]}") for number, blank in enumerate(BLANKS)}
    return [rename(quad, names) for quad in quads]
