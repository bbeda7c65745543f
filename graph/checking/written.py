"""Terms as messages write them for readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from treatygraph.graph.printable import shortened
from treatygraph.graph.terms import RDF, XSD, compact

if TYPE_CHECKING:
    from treatygraph.graph.dataset import Term

__all__ = ["written"]

_BARE = (XSD + "integer", XSD + "boolean")
_PLAIN = (XSD + "string", RDF + "langString")


def written(term: Term) -> str:
    """Write a term for a reader.

    :param term: the term.
    :returns: names with our prefixes, whole numbers and truth values bare, and of a long text the beginning.

    >>> written(NamedNode(XSD + "date")), written(Literal("2001-05-10", datatype=NamedNode(XSD + "date")))
    ('xsd:date', '"2001-05-10"^^xsd:date')
    """
    if isinstance(term, NamedNode):
        return compact(term.value)
    if not isinstance(term, Literal) or term.datatype.value in _PLAIN:
        return shortened(str(term))
    if term.datatype.value in _BARE:
        return term.value
    return f"{shortened(str(Literal(term.value)))}^^{compact(term.datatype.value)}"
