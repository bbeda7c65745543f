"""Which derived triples are worth keeping.

The OWL 2 RL rules derive much that is true of anything: that a thing is the same as itself, that a class is
below itself and below owl:Thing, that a literal has a type, that a thing is in an unnamed class whose
description stands in the ontology anyway. :func:`useful` draws the line, once, for every reasoner.
"""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Triple

from treatygraph.graph.reasoning.model import Fact, Term
from treatygraph.graph.terms import OWL, RDF, RDF_TYPE, RDFS, XSD

__all__ = ["useful"]

_BUILT_IN = (OWL, RDF, RDFS, XSD)

_SAME_AS = OWL + "sameAs"
_SCHEMA = frozenset(
    {
        OWL + "equivalentClass",
        OWL + "equivalentProperty",
        RDFS + "domain",
        RDFS + "range",
        RDFS + "subClassOf",
        RDFS + "subPropertyOf",
    }
)
_UNIVERSAL = frozenset({OWL + "Thing", RDFS + "Resource"})

_LISTS = frozenset({RDF + "first", RDF + "rest"})
_SAYS_SOMETHING_OF_THINGS = frozenset(
    {OWL + name for name in ("differentFrom", "equivalentClass", "equivalentProperty", "sameAs")}
)


def useful(triple: Triple | Fact) -> bool:
    """Tell whether a derived triple says something that its reader did not know.

    It does not if it

    - cannot be written as a triple: its subject is a literal or its predicate is not an IRI;
    - is about the vocabulary of RDF, RDFS, OWL or XML Schema;
    - relates a thing to itself by equality or by a schema relation, or equates a thing with a literal;
    - puts a thing into a class of that vocabulary (owl:Thing, owl:Class) or into an unnamed class;
    - is a statement among classes or properties one of which has no name or is universal (owl:Thing);
    - restates the syntax of an axiom (owl:onProperty, rdf:first, owl:inverseOf).

    What follows among the named classes and properties of the ontology is useful, for example that a class
    is below the superclass of its superclass.

    :param triple: the derived triple, or the fact of a reasoner.
    :returns: whether to keep it.

    >>> a, b = NamedNode("https://example.org/a"), NamedNode("https://example.org/b")
    >>> useful(Triple(a, RDF_TYPE, b)), useful(Triple(a, NamedNode(OWL + "sameAs"), a))
    (True, False)
    """
    subject, predicate, value = triple
    if isinstance(subject, Literal) or not isinstance(predicate, NamedNode) or _is_built_in(subject):
        return False
    if predicate == RDF_TYPE:
        return isinstance(value, NamedNode) and not _is_built_in(value)
    if predicate.value in _SCHEMA:
        return subject != value and _is_named(subject) and _is_named(value)
    if predicate.value == _SAME_AS:
        return subject != value and not isinstance(value, Literal)
    return not _is_syntax(predicate.value)


def _is_built_in(term: Term) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(_BUILT_IN)


def _is_named(term: Term) -> bool:
    return isinstance(term, NamedNode) and term.value not in _UNIVERSAL


def _is_syntax(predicate: str) -> bool:
    if predicate in _LISTS:
        return True
    return predicate.startswith(OWL) and predicate not in _SAYS_SOMETHING_OF_THINGS
