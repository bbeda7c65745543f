"""Rules on the form of a curated graph that SHACL cannot see: graphs and blank nodes."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import BlankNode, DefaultGraph, NamedNode

from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.rules import Rule
from treatygraph.graph.dataset import Dataset, GraphName

__all__ = ["BLANK_NODE", "OUTSIDE_GRAPHS", "check_structure"]

BLANK_NODE = Rule(
    code="TG205",
    name="blank-node",
    severity=Severity.ERROR,
    message="Every node of a curated graph has an IRI.",
    repair="Give the blank node an IRI of its own.",
    what="Finds blank nodes, at the thing that they hang on.",
    why="Nobody can cite a blank node, and its label changes from file to file, so that every comparison of two "
    "versions shows a difference.",
)
OUTSIDE_GRAPHS = Rule(
    code="TG424",
    name="statement-outside-graphs",
    severity=Severity.ERROR,
    message="Every statement of a curated file stands in a named graph.",
    repair="Move it into the graph of the passage that supports it.",
    what="Finds statements in the default graph, once for each thing that they are about.",
    why="A statement outside the graphs rests on no passage and on nobody's word.",
)

_DERIVED = {"inferred", "status", "ontology"}


def check_structure(dataset: Dataset) -> Iterator[Finding]:
    """Look for blank nodes and for statements outside named graphs.

    :param dataset: the dataset.
    :returns: a finding for each thing that a blank node hangs on, and for each one described outside graphs.
    """
    for name in dataset.graph_names:
        if dataset.kind_of(name) not in _DERIVED:
            yield from _blank_nodes(dataset, name)
    for subject in dict.fromkeys(quad.subject for quad in dataset.graph(DefaultGraph())):
        yield OUTSIDE_GRAPHS.finding(_iri(subject))


def _blank_nodes(dataset: Dataset, name: GraphName) -> Iterator[Finding]:
    """Find the blank nodes of one graph; those inside another one are told with the outermost."""
    quads = dataset.graph(name)
    hanging = {quad.object for quad in quads if isinstance(quad.object, BlankNode)}
    for quad in quads:
        graph = _iri(name) or None
        if isinstance(quad.object, BlankNode) and isinstance(quad.subject, NamedNode):
            yield BLANK_NODE.finding(quad.subject.value, graph=graph, value=str(quad.object))
        elif isinstance(quad.subject, BlankNode) and quad.subject not in hanging:
            yield BLANK_NODE.finding("", graph=graph, value=str(quad.subject))
    if isinstance(name, BlankNode):
        yield BLANK_NODE.finding("", value=str(name))


def _iri(name: object) -> str:
    """Return the IRI of a node; the empty string when it has none."""
    return name.value if isinstance(name, NamedNode) else ""
