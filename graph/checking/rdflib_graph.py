"""Single graphs for pyshacl, and its answers in the terms of the core.

rdflib holds ``"a"`` and ``"a"^^xsd:string`` for different literals, so the datatype is left out; lexical forms stay as
they were written. A literal that its datatype does not allow gets a datatype that nobody expects, since comparing it
makes rdflib fail; for the same reason nothing is logged of it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from treatygraph.graph.dataset import Term
from treatygraph.graph.terms import XSD

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

__all__ = ["from_node", "to_graph"]

ILL_TYPED = "urn:x-treatygraph:ill-typed:"
"""Begins the datatype of a literal whose own datatype does not allow it: rdflib cannot compare such a literal."""

_STRING = NamedNode(XSD + "string")


def to_graph(triples: Iterable[Triple]) -> rdflib.Graph:
    """Make a graph of rdflib.

    :param triples: the triples; one with a triple in it is left out, since rdflib knows none.
    :returns: the graph.
    """
    from rdflib import Graph

    graph = Graph(bind_namespaces="none")
    with _failures_unlogged():
        for triple in triples:
            if not any(isinstance(term, Triple) for term in triple):
                subject, predicate, value = map(_to_node, triple)
                graph.add((subject, predicate, value))
    return graph


def from_node(node: Node) -> Term:
    """Turn a node of rdflib into a term of the core.

    :param node: the node.
    :returns: the term.
    """
    import rdflib

    if isinstance(node, rdflib.Literal):
        if node.language:
            return Literal(str(node), language=node.language)
        datatype = str(node.datatype or _STRING.value).removeprefix(ILL_TYPED)
        return Literal(str(node), datatype=NamedNode(datatype))
    return BlankNode(str(node)) if isinstance(node, rdflib.BNode) else NamedNode(str(node))


@contextmanager
def _failures_unlogged() -> Iterator[None]:
    """Keep rdflib from printing a traceback for each literal that its datatype does not allow; rules find those."""
    logger = logging.getLogger("rdflib.term")
    logger.addFilter(_no_failed_conversion)
    try:
        yield
    finally:
        logger.removeFilter(_no_failed_conversion)


def _no_failed_conversion(record: logging.LogRecord) -> bool:
    return not str(record.msg).startswith("Failed to convert")


def _to_node(term: Term) -> Node:
    """Turn a term into a node of rdflib."""
    import rdflib

    if isinstance(term, Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        datatype = None if term.datatype == _STRING else rdflib.URIRef(term.datatype.value)
        literal = rdflib.Literal(term.value, datatype=datatype, normalize=False)
        if literal.ill_typed:
            return rdflib.Literal(term.value, datatype=rdflib.URIRef(ILL_TYPED + term.datatype.value))
        return literal
    return rdflib.BNode(term.value) if isinstance(term, BlankNode) else rdflib.URIRef(str(getattr(term, "value", "")))
