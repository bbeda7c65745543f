"""Rules on the form of a curated graph that SHACL cannot see: graphs, blank nodes, things without a type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, NamedNode, Quad

from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.rules import Rule
from treatygraph.graph.dataset import Dataset, GraphName
from treatygraph.graph.terms import CONCEPT, RDF_TYPE, RDFS_LABEL, TG

__all__ = ["BLANK_NODE", "OUTSIDE_GRAPHS", "UNTYPED", "check_structure"]

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
UNTYPED = Rule(
    code="TG289",
    name="thing-without-type",
    severity=Severity.ERROR,
    message="A thing that is described has a type.",
    repair="Say in a graph that describes it what it is, for instance tg:State or tg:SpeechAct.",
    what="Finds things that have properties of the ontology, or a label, but no rdf:type in any curated graph.",
    why="Rules and questions look for things by their class: what has none is neither checked nor found.",
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

_VOCABULARIES = (CONCEPT, TG)
_DERIVED = {"inferred", "status", "ontology"}


def check_structure(dataset: Dataset) -> Iterator[Finding]:
    """Look for blank nodes and for things without a type.

    :param dataset: the dataset.
    :returns: a finding for each thing that a blank node hangs on, and for each that has no type.
    """
    curated = [name for name in dataset.graph_names if dataset.kind_of(name) not in _DERIVED]
    for name in curated:
        yield from _blank_nodes(dataset, name)
    yield from _without_type(quad for name in curated for quad in dataset.graph(name))


def _without_type(quads: Iterable[Quad]) -> Iterator[Finding]:
    """Find the things that have a property of ours but no type."""
    described: dict[str, None] = {}
    typed = set()
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and not quad.subject.value.startswith(_VOCABULARIES):
            if quad.predicate == RDF_TYPE:
                typed.add(quad.subject.value)
            elif quad.predicate == RDFS_LABEL or quad.predicate.value.startswith(TG):
                described[quad.subject.value] = None
    return (UNTYPED.finding(iri) for iri in described if iri not in typed)


def _blank_nodes(dataset: Dataset, name: GraphName) -> Iterator[Finding]:
    """Find the blank nodes of one graph; those inside another one are told with the outermost."""
    quads = dataset.graph(name)
    hanging = {quad.object for quad in quads if isinstance(quad.object, BlankNode)}
    for quad in quads:
        graph = _iri(name) or None
        if isinstance(quad.object, BlankNode) and isinstance(quad.subject, NamedNode):
            yield BLANK_NODE.finding(
                quad.subject.value, graph=graph, predicate=quad.predicate.value, value=str(quad.object)
            )
        elif isinstance(quad.subject, BlankNode) and quad.subject not in hanging:
            yield BLANK_NODE.finding("", graph=graph, value=str(quad.subject))
    if isinstance(name, BlankNode):
        yield BLANK_NODE.finding("", value=str(name))


def _iri(name: object) -> str:
    """Return the IRI of a node; the empty string when it has none."""
    return name.value if isinstance(name, NamedNode) else ""
