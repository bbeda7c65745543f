"""Which classes are narrower than others."""

from __future__ import annotations

from pyoxigraph import NamedNode

from treatygraph.graph.dataset import Dataset, Term
from treatygraph.graph.terms import RDFS

__all__ = ["with_narrower"]

_SUBCLASS = NamedNode(RDFS + "subClassOf")


def with_narrower(vocabulary: Dataset, root: Term) -> dict[Term, None]:
    """Find a class and all classes below it.

    :param vocabulary: the graph with the ontology.
    :param root: the class.
    :returns: the classes, wider ones first.
    """
    found: dict[Term, None] = {}
    waiting = [root]
    while waiting:
        each = waiting.pop(0)
        if each not in found:
            found[each] = None
            waiting += vocabulary.subjects(_SUBCLASS, each)
    return found
