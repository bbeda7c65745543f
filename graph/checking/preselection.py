"""Which constraints in SPARQL need not be asked for each node.

pyshacl lets rdflib parse and answer the query of a constraint for each focus node anew. pyoxigraph answers it once for
all nodes; where it finds none, no node can violate the constraint. That holds for queries without options, alternatives
and the like: what they find for one node they find among all. FILTER NOT EXISTS is understood where the pattern begins
with the node, which is then known before the filter is applied. The queries of our shapes compare IRIs and strings
alone, in which both engines agree. Where a node is found, pyshacl decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from pyoxigraph import NamedNode, Quad, QuerySolutions, Store, Triple

from treatygraph.graph.dataset import Resource, Term
from treatygraph.graph.interrupts import at_once
from treatygraph.graph.sparql_text import tokens
from treatygraph.graph.terms import SH

__all__ = ["idle_constraints"]

_PLAIN_WORDS = frozenset(["a", "as", "datatype", "distinct", "filter", "select", "str", "substr", "where"])
_DENIALS = frozenset(["not", "exists"])
_CONSTRAINT, _SELECT, _PREFIXES = (NamedNode(SH + name) for name in ("sparql", "select", "prefixes"))
_DECLARE, _PREFIX, _NAMESPACE = (NamedNode(SH + name) for name in ("declare", "prefix", "namespace"))


def idle_constraints(shapes: Iterable[Triple], data: Iterable[Triple]) -> frozenset[Triple]:
    """Find the constraints that no node of the data can violate.

    :param shapes: the shapes.
    :param data: the data.
    :returns: the triples that give such a constraint to a shape.
    """
    about: dict[tuple[Resource, NamedNode], list[Term]] = {}
    given = []
    for triple in shapes:
        about.setdefault((triple.subject, triple.predicate), []).append(triple.object)
        if triple.predicate == _CONSTRAINT:
            given.append(triple)
    if not given:
        return frozenset()
    store = Store()
    store.bulk_extend(Quad(*triple) for triple in data)
    return frozenset(triple for triple in given if _finds_nothing(_query(about, triple.object), store))


def _query(about: Mapping[tuple[Resource, NamedNode], list[Term]], constraint: Term) -> str:
    """Write the query of a constraint with its prefixes; empty if it has none."""
    if not isinstance(constraint, Resource):
        return ""

    def values(subject: Term, predicate: NamedNode) -> list[Term]:
        return about.get((subject, predicate), []) if isinstance(subject, Resource) else []

    def text(subject: Term, predicate: NamedNode) -> str:
        return next((getattr(each, "value", "") for each in values(subject, predicate)), "")

    declared = (each for ontology in values(constraint, _PREFIXES) for each in values(ontology, _DECLARE))
    lines = [f"PREFIX {text(each, _PREFIX)}: <{text(each, _NAMESPACE)}>" for each in declared]
    select = text(constraint, _SELECT)
    return "\n".join([*lines, select]) if select and _is_plain(select) else ""


def _is_plain(select: str) -> bool:
    """Tell whether a query only matches patterns, denies patterns and compares strings."""
    found = tokens(select)
    words = {token.text.lower() for token in found if token.kind == "word"}
    if words & _DENIALS:
        begins = next((after.text for brace, after in pairwise(found) if brace.text == "{"), "")
        return begins in ("$this", "?this") and words <= _PLAIN_WORDS | _DENIALS
    return words <= _PLAIN_WORDS


def _finds_nothing(query: str, store: Store) -> bool:
    """Tell whether a query has no answer; False for one that cannot be asked here."""
    if not query:
        return False
    try:
        with at_once():
            found = store.query(query)
            return isinstance(found, QuerySolutions) and next(found, None) is None
    except (SyntaxError, RuntimeError):
        return False
