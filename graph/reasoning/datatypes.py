"""Lexical forms and value spaces of the datatypes that the rules know.

They are those of OWL 2 RL and the date, time and duration types of XML Schema. Datatypes whose values can be equal
form a *family*: every type derived from xsd:decimal belongs to one. White space around a lexical form is an
error, as in RDF.

Source: XML Schema Definition Language 1.1 Part 2: Datatypes, section 3; OWL 2 Profiles, section 4.2.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable, Hashable, Mapping
from ctypes import c_float
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import partial
from types import MappingProxyType
from xml.parsers.expat import ExpatError, ParserCreate

from pyoxigraph import NamedNode

from treatygraph.graph.reasoning.temporal_forms import TEMPORAL_FORMS, is_temporal_form
from treatygraph.graph.terms import RDF, RDFS, XSD

__all__ = ["DATATYPES", "TAGGED_TEXT", "Datatype"]

TAGGED_TEXT = "tagged text"
"""The family of texts with a language tag."""


@dataclass(frozen=True, slots=True)
class Datatype:
    """A datatype.

    :param family: the name of its family.
    :param read: the value of a lexical form, None where it has no such form.
    :param has: tells which values of the family it has.
    """

    family: str
    read: Callable[[str], Hashable | None]
    has: Callable[[Hashable], bool] = lambda _: True


def _form(pattern: str) -> Callable[[str], str | None]:
    expression = re.compile(pattern, re.DOTALL)
    return lambda lexical: lexical if expression.fullmatch(lexical) else None


def _text(pattern: str) -> Datatype:
    """Describe the strings that match a pattern."""
    read = _form(pattern)
    return Datatype("string", read, lambda value: isinstance(value, str) and read(value) is not None)


def _whole(lowest: int | None = None, highest: int | None = None) -> Datatype:
    """Describe the integers between two bounds."""

    def has(value: Hashable) -> bool:
        return (
            isinstance(value, Decimal)
            and value == value.to_integral_value()
            and (lowest is None or value >= lowest)
            and (highest is None or value <= highest)
        )

    def read(lexical: str) -> Decimal | None:
        number = Decimal(lexical) if re.fullmatch(r"[+-]?[0-9]+", lexical) else None
        return number if number is not None and has(number) else None

    return Datatype("decimal", read, has)


def _decimal(lexical: str) -> Decimal | None:
    return Decimal(lexical) if re.fullmatch(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)", lexical) else None


def _double(lexical: str) -> Hashable | None:
    if lexical in ("INF", "+INF", "-INF", "NaN"):
        return lexical.removeprefix("+")
    form = re.fullmatch(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?", lexical)
    return float(lexical) if form else None


def _float(lexical: str) -> Hashable | None:
    number = _double(lexical)
    return c_float(number).value if isinstance(number, float) else number


def _boolean(lexical: str) -> bool | None:
    return {"true": True, "1": True, "false": False, "0": False}.get(lexical)


def _hexadecimal(lexical: str) -> bytes | None:
    return bytes.fromhex(lexical) if re.fullmatch(r"([0-9A-Fa-f]{2})*", lexical) else None


def _base64(lexical: str) -> bytes | None:
    digits = lexical.replace(" ", "")
    quads = re.fullmatch(r"([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?", digits)
    return b64decode(digits) if quads else None


def _xml(lexical: str) -> str | None:
    """Read a piece of XML content; inside an element no document type, and so no entity, can be declared."""
    try:
        ParserCreate().Parse(f"<content>{lexical}</content>", True)
    except ExpatError:
        return None
    return lexical


def _temporal(name: str, lexical: str) -> str | None:
    return lexical if is_temporal_form(name, lexical) else None


def _is_time_stamp(content: Hashable) -> bool:
    return isinstance(content, str) and is_temporal_form("dateTimeStamp", content)


def _duration(lexical: str) -> tuple[Fraction, Fraction] | None:
    """Read months and seconds: how many days a month has is left open."""
    form = _DURATION.fullmatch(lexical)
    if form is None:
        return None
    parts = {name: Fraction(Decimal(text or 0)) for name, text in form.groupdict().items()}
    sign = -1 if lexical.startswith("-") else 1
    hours = parts["days"] * 24 + parts["hours"]
    seconds = (hours * 60 + parts["minutes"]) * 60 + parts["seconds"]
    return sign * (parts["years"] * 12 + parts["months"]), sign * seconds


def _duration_without(part: int, pattern: str) -> Datatype:
    """Describe the durations without months (0) or seconds (1), whose forms match a pattern besides."""
    form = _form(pattern)
    return Datatype(
        "duration",
        lambda lexical: _duration(lexical) if form(lexical) is not None else None,
        lambda value: isinstance(value, tuple) and value[part] == 0,
    )


_DURATION = re.compile(
    r"-?P(?=[0-9T])(?:(?P<years>[0-9]+)Y)?(?:(?P<months>[0-9]+)M)?(?:(?P<days>[0-9]+)D)?"
    r"(?:T(?=[0-9])(?:(?P<hours>[0-9]+)H)?(?:(?P<minutes>[0-9]+)M)?(?:(?P<seconds>[0-9]+(?:\.[0-9]+)?)S)?)?"
)
_NAME_START = r"[^\W\d]"
_XSD_TYPES: dict[str, Datatype] = {
    "anyURI": Datatype("anyURI", _form(r".*")),
    "base64Binary": Datatype("base64Binary", _base64),
    "boolean": Datatype("boolean", _boolean),
    "decimal": Datatype("decimal", _decimal),
    "double": Datatype("double", _double),
    "float": Datatype("float", _float),
    "hexBinary": Datatype("hexBinary", _hexadecimal),
    "string": _text(r".*"),
    "normalizedString": _text(r"[^\n\r\t]*"),
    "token": _text(r"([^ \t\n\r]+( [^ \t\n\r]+)*)?"),
    "language": _text(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*"),
    "Name": _text(rf"({_NAME_START}|:)[\w:.\-]*"),
    "NCName": _text(rf"{_NAME_START}[\w.\-]*"),
    "NMTOKEN": _text(r"[\w:.\-]+"),
    "integer": _whole(),
    "nonNegativeInteger": _whole(0),
    "positiveInteger": _whole(1),
    "nonPositiveInteger": _whole(None, 0),
    "negativeInteger": _whole(None, -1),
    "long": _whole(-(2**63), 2**63 - 1),
    "int": _whole(-(2**31), 2**31 - 1),
    "short": _whole(-(2**15), 2**15 - 1),
    "byte": _whole(-(2**7), 2**7 - 1),
    "unsignedLong": _whole(0, 2**64 - 1),
    "unsignedInt": _whole(0, 2**32 - 1),
    "unsignedShort": _whole(0, 2**16 - 1),
    "unsignedByte": _whole(0, 2**8 - 1),
    "duration": Datatype("duration", _duration),
    "dayTimeDuration": _duration_without(0, r"[^YM]*(T.*)?"),
    "yearMonthDuration": _duration_without(1, r"[^DT]*"),
    **{name: Datatype(name, partial(_temporal, name)) for name in TEMPORAL_FORMS},
}
_XSD_TYPES["dateTimeStamp"] = Datatype("dateTime", partial(_temporal, "dateTimeStamp"), _is_time_stamp)

DATATYPES: Mapping[NamedNode, Datatype] = MappingProxyType(
    {
        **{NamedNode(XSD + name): datatype for name, datatype in _XSD_TYPES.items()},
        NamedNode(RDF + "HTML"): Datatype("HTML", _form(r".*")),
        NamedNode(RDFS + "Literal"): Datatype("literal", _form(r".*")),
        NamedNode(RDF + "PlainLiteral"): Datatype("plain text", _form(r".*@([a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*)?")),
        NamedNode(RDF + "XMLLiteral"): Datatype("XML", _xml),
        NamedNode(RDF + "langString"): Datatype(TAGGED_TEXT, lambda _: None),
    }
)
"""The datatypes that the rules know."""
