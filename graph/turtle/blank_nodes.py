"""Which blank node of the parser is which of ours: labels are the same, the others are told by where they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

__all__ = ["align"]

_Property = tuple[object, object, NamedNode]
"""A graph, a subject and a predicate."""


def align(ours: Sequence[Quad], theirs: Sequence[Quad]) -> dict[BlankNode, BlankNode]:
    """Tell which blank node of one list of quads each of another list is.

    A node without a label is the n-th value of a property of a node that is known by then; where it is nobody's value,
    it is the n-th such subject or graph. The lists need not have the same order otherwise.

    :param ours: the quads of a scan, where a statement comes before those about its object.
    :param theirs: the quads of the parser, of the same text.
    :returns: their nodes by ours; where triples stand in triples (RDF 1.2), those with labels only.
    """
    labels = {node for quad in ours for node in _blanks(quad)} & {node for quad in theirs for node in _blanks(quad)}
    names = {node: node for node in labels}
    if any(isinstance(quad.object, Triple) for quad in theirs):
        return names
    names |= zip(_roots(ours, labels), _roots(theirs, labels), strict=True)
    values = _values(theirs, labels)
    for (graph, subject, predicate), nodes in _values(ours, labels).items():
        known = (_named(graph, names), _named(subject, names), predicate)
        names |= zip(nodes, values[known], strict=True)
    return names


def _named(node: object, names: dict[BlankNode, BlankNode]) -> object:
    """Return their name of a node."""
    return names.get(node, node) if isinstance(node, BlankNode) else node


def _blanks(quad: Quad) -> Iterator[BlankNode]:
    """Find the blank nodes of a quad."""
    for term in (quad.graph_name, quad.subject, quad.object):
        if isinstance(term, BlankNode):
            yield term


def _roots(quads: Sequence[Quad], labels: Container[BlankNode]) -> Iterator[BlankNode]:
    """Find the blank nodes that are nobody's value, each once."""
    values = {quad.object for quad in quads}
    nodes = (node for quad in quads for node in _blanks(quad))
    return iter(dict.fromkeys(node for node in nodes if node not in labels and node not in values))


def _values(quads: Iterable[Quad], labels: Container[BlankNode]) -> dict[_Property, list[BlankNode]]:
    """Collect the blank nodes that are values, by property, in their order."""
    found: defaultdict[_Property, list[BlankNode]] = defaultdict(list)
    for quad in quads:
        if isinstance(quad.object, BlankNode) and quad.object not in labels:
            found[quad.graph_name, quad.subject, quad.predicate].append(quad.object)
    return dict(found)
