"""Rules on the order of classes and properties: nothing is below itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad

from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.rules import Rule
from treatygraph.graph.terms import RDFS, compact

if TYPE_CHECKING:
    from treatygraph.graph.checking.material import Material

__all__ = ["CYCLE", "check_hierarchies"]

CYCLE = Rule(
    code="TG117",
    name="term-below-itself",
    severity=Severity.WARNING,
    message="No class is below a class that is below it, no property below one that is below it.",
    repair="Take one of the statements away, or say owl:equivalentClass (for properties owl:equivalentProperty).",
    what="Finds circles of rdfs:subClassOf and of rdfs:subPropertyOf among the checked files, at the statement that "
    "closes the circle; a class that is directly below itself is left alone, since that says nothing.",
    why="All classes of the circle have the same things: what was meant to be special is not, and programs that walk "
    "down the tree do not come to an end.",
    references=("https://www.w3.org/TR/rdf-schema/#ch_subclassof",),
)
MOST_TOLD = 10
_ORDERS = (NamedNode(RDFS + "subClassOf"), NamedNode(RDFS + "subPropertyOf"))


def check_hierarchies(material: Material) -> Iterator[Finding]:
    """Look for circles.

    :param material: the files.
    :returns: a finding for each group of terms that are all below each other, with a circle.
    """
    for predicate in _ORDERS:
        pairs = {
            (quad.subject, quad.object): quad
            for quad in material.dataset.with_predicate(predicate)
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
        }
        yield from _circles(pairs)


def _circles(pairs: dict[tuple[NamedNode, NamedNode], Quad]) -> Iterator[Finding]:
    """Find the groups of terms that are below each other, and tell of one circle in each."""
    if not pairs:
        return
    from networkx import DiGraph, find_cycle, strongly_connected_components

    graph: DiGraph[NamedNode] = DiGraph()
    graph.add_edges_from(pair for pair in pairs if pair[0] != pair[1])
    for group in strongly_connected_components(graph):
        if len(group) == 1:
            continue
        circle = find_cycle(graph.subgraph(group), source=min(group, key=str))
        quad = pairs[circle[-1][:2]]
        names = [compact(each[0].value) for each in circle]
        told = names if len(names) <= MOST_TOLD else [*names[:MOST_TOLD], "…"]
        yield CYCLE.finding(
            quad.subject.value if isinstance(quad.subject, NamedNode) else "",
            message=f"The terms are below each other in a circle: {', '.join((*told, names[0]))}.",
            graph=quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else None,
            predicate=quad.predicate.value,
            value=str(quad.object),
        )
