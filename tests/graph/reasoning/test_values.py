"""Values of literals."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pyoxigraph import Literal, NamedNode

from treatygraph.graph.reasoning.values import are_different, holds, integer, is_ill_typed, value_of
from treatygraph.graph.terms import RDF, RDFS, XSD


def typed(lexical: str, name: str) -> Literal:
    return Literal(lexical, datatype=NamedNode(XSD + name))


@pytest.mark.parametrize(
    ("literal", "datatype", "expected"),
    [
        (typed("5.0", "decimal"), XSD + "integer", True),
        (typed("5.5", "decimal"), XSD + "integer", False),
        (typed("300", "integer"), XSD + "byte", False),
        (typed("5", "byte"), XSD + "decimal", True),
        (typed("5", "integer"), XSD + "string", False),
        (typed("5", "integer"), XSD + "double", False),
        (Literal("en"), XSD + "language", True),
        (Literal("no token "), XSD + "token", False),
        (Literal("text", language="en"), XSD + "string", False),
        (Literal("text", language="en"), RDF + "langString", True),
        (Literal("text", language="en"), RDF + "PlainLiteral", True),
        (Literal("text"), RDF + "PlainLiteral", True),
        (typed("5", "integer"), RDF + "PlainLiteral", False),
        (typed("5", "integer"), RDFS + "Literal", True),
        (typed("2018-12-07T00:00:00Z", "dateTime"), XSD + "dateTimeStamp", True),
        (typed("2018-12-07T00:00:00", "dateTime"), XSD + "dateTimeStamp", False),
        (typed("2018-12-07T00:00:00Z", "dateTimeStamp"), XSD + "dateTime", True),
        (typed("2018-12-07", "date"), XSD + "dateTime", False),
    ],
)
def test_a_datatype_holds_a_value_whatever_the_literal_calls_itself(literal, datatype, expected):
    value = value_of(literal)
    assert value is not None
    assert holds(NamedNode(datatype), value) is expected


def test_ill_typed_are_wrong_forms_of_known_datatypes():
    assert is_ill_typed(typed("1956", "date"))
    assert not is_ill_typed(typed("1956-10-19", "date"))
    assert not is_ill_typed(Literal("x", datatype=NamedNode("https://example.org/unknown")))
    assert not is_ill_typed(Literal("text", language="en"))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (typed("1", "integer"), typed("2", "integer"), True),
        (typed("1", "integer"), typed("01", "integer"), False),
        (typed("1", "integer"), typed("1.0", "decimal"), False),
        (typed("1", "integer"), typed("1", "double"), True),
        (typed("0.1", "float"), typed("0.10000000001", "float"), False),
        (typed("0.1", "double"), typed("0.10000000001", "double"), True),
        (typed("true", "boolean"), typed("1", "boolean"), False),
        (typed("0f", "hexBinary"), typed("0F", "hexBinary"), False),
        (Literal("a"), Literal("a", language="en"), True),
        (Literal("a", language="en"), Literal("a", language="EN"), False),
        (Literal("a", language="en"), Literal("a", language="de"), True),
        (Literal("a", language="en"), Literal("a@en", datatype=NamedNode(RDF + "PlainLiteral")), False),
        (Literal("a"), Literal("a@", datatype=NamedNode(RDF + "PlainLiteral")), False),
        (typed("1956-10-19", "date"), typed("1956-10-20", "date"), True),
        (typed("1956-10-19Z", "date"), typed("1956-10-20", "date"), False),
        (typed("1956-10-19", "date"), typed("1956", "gYear"), True),
        (typed("nonsense", "date"), typed("1956-10-19", "date"), False),
        (Literal("a", datatype=NamedNode("https://example.org/unknown")), Literal("b"), False),
        (
            Literal("<b/>", datatype=NamedNode(RDF + "XMLLiteral")),
            Literal("<b></b>", datatype=NamedNode(RDF + "XMLLiteral")),
            False,
        ),
    ],
)
def test_literals_differ_only_if_their_values_are_known_to(first, second, expected):
    assert are_different(first, second) is expected
    assert are_different(second, first) is expected


def test_integers_by_value():
    assert integer(typed("01", "nonNegativeInteger")) == 1
    assert integer(typed("1.0", "decimal")) == 1
    assert integer(typed("1.5", "decimal")) is None
    assert integer(Literal("1")) is None
    assert integer(NamedNode("https://example.org/one")) is None


def test_a_value_names_its_family():
    assert value_of(typed("5", "byte")) == ("decimal", Decimal(5))
