"""Graphs for the validators, and their answers in the terms of the core.

rdflib holds ``"a"`` and ``"a"^^xsd:string`` for different literals, so the datatype is left out; lexical forms stay as
they were written. A literal that its datatype does not allow, or that rdflib cannot read, gets a datatype that nobody
expects, since comparing it makes rdflib fail; for the same reason nothing is logged of it.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from treatygraph.graph.dataset import Term
from treatygraph.graph.reasoning.values import is_ill_typed
from treatygraph.graph.terms import XSD

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

__all__ = ["comparable", "from_node", "to_graph"]

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
    nodes: dict[Term, Node] = {}
    make = _maker()

    def node(term: Term) -> Node:
        found = nodes.get(term)
        if found is None:
            found = nodes[term] = make(term)
        return found

    with _failures_unlogged():
        for triple in triples:
            if not any(isinstance(term, Triple) for term in (triple.subject, triple.object)):
                graph.add((node(triple.subject), node(triple.predicate), node(triple.object)))
    return graph


def comparable(triples: Iterable[Triple]) -> Iterator[Triple]:
    """Give triples the form in which :func:`to_graph` takes them, for a validator that needs no graph of rdflib.

    :param triples: the triples; one with a triple in it is left out.
    :returns: the triples; a literal that its datatype does not allow has a datatype that nobody expects.
    """
    seen: dict[Literal, Literal] = {}
    with _failures_unlogged():
        for triple in triples:
            value = triple.object
            if isinstance(value, Triple) or isinstance(triple.subject, Triple):
                continue
            if isinstance(value, Literal) and not value.language and value.datatype != _STRING:
                known = seen.get(value)
                if known is None:
                    known = seen[value] = _marked(value) if _is_unfit(value) else value
                value = known
            yield triple if value is triple.object else Triple(triple.subject, triple.predicate, value)


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
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            yield
    finally:
        logger.removeFilter(_no_failed_conversion)


def _no_failed_conversion(record: logging.LogRecord) -> bool:
    return not str(record.msg).startswith("Failed to convert")


def _maker() -> Callable[[Term], Node]:
    """Return the function that turns a term into a node of rdflib."""
    import rdflib

    def make(term: Term) -> Node:
        if isinstance(term, NamedNode):
            return rdflib.URIRef(term.value)
        if isinstance(term, BlankNode):
            return rdflib.BNode(term.value)
        if not isinstance(term, Literal):
            raise TypeError(f"rdflib knows no such term: {term}")
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        datatype = None if term.datatype == _STRING else rdflib.URIRef(term.datatype.value)
        literal = rdflib.Literal(term.value, datatype=datatype, normalize=False)
        return make(_marked(term)) if literal.ill_typed or is_ill_typed(term) else literal

    return make


def _is_unfit(literal: Literal) -> bool:
    """Tell whether a literal's datatype does not allow it, or rdflib cannot read it."""
    import rdflib

    datatype = rdflib.URIRef(literal.datatype.value)
    return is_ill_typed(literal) or bool(rdflib.Literal(literal.value, datatype=datatype, normalize=False).ill_typed)


def _marked(literal: Literal) -> Literal:
    """Give a literal a datatype that nobody expects."""
    return Literal(literal.value, datatype=NamedNode(ILL_TYPED + literal.datatype.value))
