"""Lexical forms of each datatype."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode

from treatygraph.graph.reasoning.datatypes import DATATYPES
from treatygraph.graph.terms import RDF, XSD

FORMS = {
    "anyURI": (["https://example.org/a%20b", "", "a/b:c", "?x=1", "#f", "http://e/a b", "%zz", ":x", "<"], []),
    "base64Binary": (["", "TWFu", "TWE=", "TQ==", "TW Fu"], ["TWF", "T===", "TWF!"]),
    "boolean": (["true", "false", "0", "1"], ["True", "yes", ""]),
    "byte": (["-128", "127", "+1"], ["128", "-129", "1.0"]),
    "dayTimeDuration": (["P1D", "-PT1M", "P1DT2H3M4.5S"], ["P1M", "P1Y", "P1Y1D", "P1DT", "P"]),
    "decimal": (["1", "-1.5", ".5", "5.", "+0"], ["1e3", "", ".", "abc", "NaN"]),
    "double": (["0.0", "1e-400", "-1.5E+3", "INF", "-INF", "+INF", "NaN"], ["inf", "nan", "1e", "", "0x1"]),
    "duration": (["P1Y2M3DT4H5M6.7S", "-P1M", "PT0S"], ["foo", "", "P", "PT", "P1YT", "P1S", "P1.5D", "P-1D", "+P1D"]),
    "float": (["0", "1e39", "NaN"], ["1f"]),
    "hexBinary": (["", "0fB7"], ["0", "zz", "0x1F"]),
    "int": (["2147483647"], ["2147483648"]),
    "integer": (["-0", "007", "9" * 40], ["1.0", "1_000", " 1", "\u0661"]),
    "language": (["en", "en-GB", "zh-Hans-CN"], ["", "en_GB", "englishlanguage"]),
    "long": (["-9223372036854775808"], ["9223372036854775808"]),
    "Name": (["a", ":a", "_1", "é"], ["1a", "-a", ""]),
    "NCName": (["a.b-c"], ["a:b", "1"]),
    "NMTOKEN": (["1:a", "-"], ["", "a b"]),
    "negativeInteger": (["-1"], ["0"]),
    "nonNegativeInteger": (["0", "-0"], ["-1"]),
    "nonPositiveInteger": (["0"], ["1"]),
    "normalizedString": (["  a  b"], ["a\tb", "a\nb"]),
    "positiveInteger": (["1"], ["0"]),
    "short": (["32767"], ["32768"]),
    "string": (["", " a\nb\t"], []),
    "token": (["", "a b", "a\u00a0b"], [" a", "a ", "a  b", "a\tb"]),
    "unsignedByte": (["255"], ["256", "-1"]),
    "unsignedInt": (["4294967295"], ["4294967296"]),
    "unsignedLong": (["18446744073709551615"], ["18446744073709551616"]),
    "unsignedShort": (["65535"], ["65536"]),
    "yearMonthDuration": (["P1Y", "-P14M", "P1Y2M"], ["P1D", "P1YT1M", "P"]),
    "XMLLiteral": (["", "text <b/> text", "&lt;"], ["<b>", "&undeclared;", "<!DOCTYPE a><a/>"]),
    "HTML": (["<b>"], []),
    "PlainLiteral": (["text@en", "a@b@", "@"], ["text", "text@e_n"]),
    "langString": ([], ["text"]),
}


def datatype(name: str):
    namespace = RDF if name in {"XMLLiteral", "HTML", "PlainLiteral", "langString"} else XSD
    return DATATYPES[NamedNode(namespace + name)]


@pytest.mark.parametrize(("name", "lexical"), [(name, form) for name, (right, _) in FORMS.items() for form in right])
def test_right_forms_have_a_value_that_the_datatype_has(name, lexical):
    value = datatype(name).read(lexical)
    assert value is not None
    assert datatype(name).has(value)


@pytest.mark.parametrize(("name", "lexical"), [(name, form) for name, (_, wrong) in FORMS.items() for form in wrong])
def test_wrong_forms_have_no_value(name, lexical):
    assert datatype(name).read(lexical) is None


def test_entities_cannot_be_declared_inside_an_xml_literal():
    bomb = '<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>'
    assert datatype("XMLLiteral").read(bomb) is None


def test_durations_are_equal_when_their_months_and_seconds_are():
    read = datatype("duration").read
    assert read("P1Y") == datatype("yearMonthDuration").read("P12M")
    assert read("P1DT0H") == datatype("dayTimeDuration").read("PT86400.0S")
    assert read("P1M") != read("P30D")
    assert not datatype("dayTimeDuration").has(read("P1M"))
    assert not datatype("yearMonthDuration").has(read("P1D"))
