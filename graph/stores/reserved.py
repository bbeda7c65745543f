"""The names that a dataset has on a server: blank nodes become IRIs, and three graphs stand beside its own.

A server gives a blank node a new name with each request that brings it, so that a request that is sent twice would
make two of one. Blank nodes therefore travel as IRIs, as RDF 1.1 Concepts proposes in section 3.5, and become blank
nodes again when answers are read.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NoBase64Error
from collections.abc import Iterable

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Triple

from treatygraph.graph.dataset import GraphName, Term
from treatygraph.graph.terms import ID

__all__ = [
    "DEFAULT",
    "NOTHING",
    "RECORD",
    "UNION",
    "from_server",
    "graph_from_server",
    "graph_to_server",
    "is_reserved",
    "term_to_server",
    "to_server",
    "without_reserved",
]

_PUSHED = ID + "pushed/"
RECORD = _PUSHED + "record"
"""The graph that tells which graphs have been pushed, each with its digest."""
UNION = _PUSHED + "union"
"""The graph that holds each triple of all graphs once: what queries see as their default graph."""
DEFAULT = _PUSHED + "default"
"""The graph that holds what the dataset has in its own default graph, which few have."""
NOTHING = _PUSHED + "nothing"
"""A graph that there never is."""

_GENID = "https://w3id.org/treatygraph/.well-known/genid/"


def to_server(triple: Triple) -> Triple:
    """Give the blank nodes of a triple IRIs.

    :param triple: the triple.
    :returns: the triple without blank nodes.

    >>> str(to_server(Triple(BlankNode("b"), NamedNode("urn:p"), Literal("x"))))
    '<https://w3id.org/treatygraph/.well-known/genid/Yg> <urn:p> "x"'
    """
    subject, object_ = term_to_server(triple.subject), term_to_server(triple.object)
    if isinstance(subject, Literal):
        raise TypeError("a literal is no subject")
    return Triple(subject, triple.predicate, object_)


def term_to_server(term: Term) -> Term:
    """Give a blank node an IRI that its name can be read from.

    :param term: a term of the dataset.
    :returns: the term without blank nodes.
    """
    if isinstance(term, BlankNode):
        return NamedNode(_GENID + urlsafe_b64encode(term.value.encode()).decode().rstrip("="))
    return to_server(term) if isinstance(term, Triple) else term


def from_server(term: Term) -> Term:
    """Make a blank node of an IRI that stands for one.

    :param term: what a server says.
    :returns: the term as the dataset has it.

    >>> from_server(NamedNode("https://w3id.org/treatygraph/.well-known/genid/Yg"))
    <BlankNode value=b>
    """
    if isinstance(term, NamedNode) and term.value.startswith(_GENID):
        code = term.value.removeprefix(_GENID)
        try:
            return BlankNode(urlsafe_b64decode(code + "=" * (-len(code) % 4)).decode())
        except (NoBase64Error, ValueError):
            return term
    return term


def graph_to_server(name: GraphName) -> str:
    """Name a graph as servers know it.

    :param name: its name in the dataset.
    :returns: an IRI.
    """
    if isinstance(name, DefaultGraph):
        return DEFAULT
    node = term_to_server(name)
    return node.value if isinstance(node, NamedNode) else DEFAULT


def graph_from_server(iri: str) -> NamedNode | BlankNode | DefaultGraph:
    """Name a graph as the dataset knows it.

    :param iri: its name on the server.
    :returns: the name.
    """
    if iri == DEFAULT:
        return DefaultGraph()
    node = from_server(NamedNode(iri))
    return node if isinstance(node, BlankNode) else NamedNode(iri)


def is_reserved(iri: str) -> bool:
    """Tell whether a name is one that no graph of a dataset has, and that a server is asked with all the same.

    :param iri: the name of a graph.
    :returns: True if it is.
    """
    return iri.startswith(_PUSHED)


def without_reserved(iris: Iterable[str]) -> list[str]:
    """Leave out the graphs that no query is to see.

    :param iris: names of graphs on a server.
    :returns: the others, sorted.
    """
    return sorted(iri for iri in iris if not is_reserved(iri))
