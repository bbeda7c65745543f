"""The same closure by the owlrl library, cleaned of its noise.

It is slow and gives no premises: it serves as a second opinion on :func:`treatygraph.graph.reasoning.close`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from treatygraph.graph.reasoning.model import Closure, Derivation, Fact, Inconsistency, Term, as_triple
from treatygraph.graph.reasoning.noise import useful
from treatygraph.graph.reasoning.values import integer
from treatygraph.graph.terms import OWL

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

__all__ = ["close_with_owlrl"]

_RULE = "owlrl"
_CARDINALITIES = frozenset({NamedNode(OWL + "maxCardinality"), NamedNode(OWL + "maxQualifiedCardinality")})


def close_with_owlrl(ontology: Iterable[Triple], data: Iterable[Triple]) -> Closure:
    """Derive all useful triples and find contradictions with the owlrl library.

    Statements on which owlrl itself fails are kept from it: those with a maximum cardinality that is no
    number, with a triple as their object, or with certain malformed literals, which are reported as
    contradictions.

    :param ontology: classes, properties and their axioms.
    :param data: statements about things.
    :returns: the useful new triples and the contradictions, all by the rule ``owlrl`` and without premises.
    """
    stated = dict.fromkeys([*ontology, *data])
    unreadable = {triple.object for triple in stated if _breaks_owlrl(triple.object)}
    with _malformed_literals_not_logged():
        graph, terms = _to_rdflib(triple for triple in stated if _is_fit(triple) and triple.object not in unreadable)
        # owlrl has no type information, which import_module tells a type checker.
        semantics = import_module("owlrl").OWLRL_Semantics(graph, axioms=False, daxioms=False)
        semantics.closure()
    facts = filter(useful, _facts(graph, terms))
    derived = dict.fromkeys(as_triple(fact) for fact in facts)
    messages = [*semantics.error_messages, *(f"{term} does not match its datatype" for term in unreadable)]
    return Closure(
        {triple: Derivation(_RULE, ()) for triple in sorted(derived, key=str) if triple not in stated},
        tuple(Inconsistency(_RULE, (), f"{message}.") for message in sorted(messages)),
    )


def _is_fit(triple: Triple) -> bool:
    return triple.predicate not in _CARDINALITIES or integer(triple.object) is not None


def _breaks_owlrl(term: Term) -> bool:
    """Tell whether owlrl's own reading of a literal fails in another way than the one that it foresees."""
    from rdflib import URIRef

    if not isinstance(term, Literal):
        return False
    readers = import_module("owlrl.DatatypeHandling").AltXSDToPYTHON
    read = readers.get(URIRef(term.datatype.value), str)
    try:
        read(term.value)
    except ValueError:
        return False
    except (ArithmeticError, IndexError):
        return True
    return False


def _to_rdflib(triples: Iterable[Triple]) -> tuple[Graph, dict[Node, Term]]:
    """Copy triples, and remember which term of theirs each new term stands for."""
    from rdflib import Graph

    # A store without contexts: there is one graph, and owlrl asks it a million times.
    graph = Graph("SimpleMemory")
    terms: dict[Node, Term] = {}
    for triple in triples:
        stated = (triple.subject, triple.predicate, triple.object)
        copies = [_copy(term) for term in stated if not isinstance(term, Triple)]
        if len(copies) == len(stated):
            terms.update(zip(copies, stated, strict=True))
            graph.add((copies[0], copies[1], copies[2]))
    return graph, terms


def _copy(term: NamedNode | BlankNode | Literal) -> Node:
    import rdflib

    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if term.language is not None:
        return rdflib.Literal(term.value, lang=term.language)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)


def _facts(graph: Graph, terms: dict[Node, Term]) -> Iterator[Fact]:
    """Translate back; blank nodes that were not stated are owlrl's reports of contradictions."""
    from rdflib import URIRef

    for nodes in graph:
        fact = [terms.get(node) or (NamedNode(str(node)) if isinstance(node, URIRef) else None) for node in nodes]
        subject, predicate, value = fact
        if subject is not None and predicate is not None and value is not None:
            yield subject, predicate, value


@contextmanager
def _malformed_literals_not_logged() -> Iterator[None]:
    """Silence rdflib's log of malformed literals: they are in the contradictions."""
    logger = logging.getLogger("rdflib.term")
    disabled = logger.disabled
    logger.disabled = True
    try:
        yield
    finally:
        logger.disabled = disabled
