"""What literals stand for: their values, and whether these are of a datatype or differ from each other.

Source: OWL 2 Web Ontology Language Profiles (Second Edition), table 8 (``dt-*``).
"""

from __future__ import annotations

from collections.abc import Hashable
from decimal import Decimal
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode

from treatygraph.graph.reasoning.datatypes import DATATYPES, TAGGED_TEXT
from treatygraph.graph.reasoning.model import Term
from treatygraph.graph.reasoning.temporal_forms import TEMPORAL_FORMS, is_sole_form
from treatygraph.graph.terms import RDF, RDFS, XSD

__all__ = ["Value", "are_different", "holds", "integer", "is_ill_typed", "value_of"]

Value: TypeAlias = tuple[str, Hashable]
"""A family of datatypes and something that is equal for equal values of the family."""

_HTML = NamedNode(RDF + "HTML")
_LITERAL = NamedNode(RDFS + "Literal")
_PLAIN_LITERAL = NamedNode(RDF + "PlainLiteral")
_XML_LITERAL = NamedNode(RDF + "XMLLiteral")


def value_of(literal: Literal) -> Value | None:
    """Return the value of a literal.

    :param literal: the literal.
    :returns: family and value; None for an ill-typed literal or an unknown datatype.
    """
    if literal.language is not None:
        return _tagged(literal.value, literal.language)
    datatype = DATATYPES.get(literal.datatype)
    content = datatype.read(literal.value) if datatype is not None else None
    if datatype is None or content is None:
        return None
    if literal.datatype == _PLAIN_LITERAL:
        text, _, tag = literal.value.rpartition("@")
        return _tagged(text, tag) if tag else ("string", text)
    return datatype.family, content


def is_ill_typed(literal: Literal) -> bool:
    """Tell whether a literal is no lexical form of its datatype (rule dt-not-type).

    :param literal: the literal.
    :returns: whether the datatype is known and does not have the form.

    >>> is_ill_typed(Literal("2018-02-30", datatype=NamedNode(XSD + "date")))
    True
    """
    return literal.language is None and literal.datatype in DATATYPES and value_of(literal) is None


def holds(datatype: NamedNode, value: Value) -> bool:
    """Tell whether a value is in the value space of a datatype (rules dt-type2 and dt-not-type).

    :param datatype: one of the known datatypes.
    :param value: the value.
    :returns: whether it is.

    >>> holds(NamedNode(XSD + "integer"), ("decimal", Decimal("5.0")))
    True
    """
    family, content = value
    if datatype == _LITERAL:
        return True
    if datatype == _PLAIN_LITERAL:
        return family in ("string", TAGGED_TEXT)
    described = DATATYPES[datatype]
    return described.family == family and described.has(content)


def are_different(first: Literal, second: Literal) -> bool:
    """Tell whether two literals are known to have different values (rule dt-diff).

    :param first: a literal.
    :param second: another one.
    :returns: True only if both values are known and differ whatever other forms they have.

    >>> are_different(Literal("1.0", datatype=NamedNode(XSD + "decimal")), Literal(1))
    False
    """
    one, other = value_of(first), value_of(second)
    if one is None or other is None or one == other:
        return False
    return one[0] != other[0] or (_has_sole_form(first) and _has_sole_form(second))


def integer(term: Term) -> int | None:
    """Return the integer that a term stands for.

    :param term: any term.
    :returns: the integer; None if it is no literal or has no whole number as its value.
    """
    value = value_of(term) if isinstance(term, Literal) else None
    if value is None or not isinstance(value[1], Decimal) or value[1] != value[1].to_integral_value():
        return None
    return int(value[1])


def _tagged(text: str, tag: str) -> Value:
    return TAGGED_TEXT, (text, tag.lower())


def _has_sole_form(literal: Literal) -> bool:
    """Tell whether equal values of the literal's datatype have been read into equal content."""
    name = literal.datatype.value.removeprefix(XSD)
    if name in TEMPORAL_FORMS:
        return is_sole_form(name, literal.value)
    return literal.datatype not in (_XML_LITERAL, _HTML)
