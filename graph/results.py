"""Answers as text: a table for people, and the formats of SPARQL results and of RDF for programs."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    Triple,
    parse_query_results,
)

from treatygraph.graph.errors import QueryError
from treatygraph.graph.tables import text_table
from treatygraph.graph.terms import PREFIXES, XSD

if TYPE_CHECKING:
    from treatygraph.graph.dataset import Term
    from treatygraph.graph.querying import Result

__all__ = ["ENDINGS", "FORMATS", "formats_of", "table", "write"]

_RESULT_FORMATS: Mapping[str, QueryResultsFormat] = MappingProxyType(
    {
        "csv": QueryResultsFormat.CSV,
        "tsv": QueryResultsFormat.TSV,
        "json": QueryResultsFormat.JSON,
        "xml": QueryResultsFormat.XML,
    }
)
_GRAPH_FORMATS = ("turtle", "trig", "nt", "nq", "jsonld", "rdf")
FORMATS = ("table", *_RESULT_FORMATS, *_GRAPH_FORMATS)
"""The names of all formats; the first that fits an answer is the one it is shown in."""
ENDINGS: Mapping[str, str] = MappingProxyType(
    {
        ".txt": "table",
        ".csv": "csv",
        ".tsv": "tsv",
        ".json": "json",
        ".srj": "json",
        ".xml": "xml",
        ".srx": "xml",
        ".ttl": "turtle",
        ".trig": "trig",
        ".nt": "nt",
        ".nq": "nq",
        ".jsonld": "jsonld",
        ".rdf": "rdf",
    }
)
"""The formats that endings of file names stand for."""

_NAMES = {"select": "rows (of SELECT)", "ask": "true or false (of ASK)", "graph": "a graph (of CONSTRUCT or DESCRIBE)"}
_NOT_XML = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ud800-\\udfff\\ufffe\\uffff]")
_NUMBERS = frozenset(XSD + name for name in ("integer", "decimal", "double", "float"))


def formats_of(result: Result) -> tuple[str, ...]:
    """Name the formats in which an answer can be written.

    :param result: the answer.
    :returns: the names, the one for people first.
    """
    return _GRAPH_FORMATS if result.form == "graph" else ("table", *_RESULT_FORMATS)


def write(result: Result, form: str) -> bytes:
    """Write an answer.

    :param result: the answer.
    :param form: one of :data:`FORMATS`.
    :returns: the text in UTF-8; a graph is sorted.
    :raises QueryError: if the format cannot say such an answer.
    """
    if form not in formats_of(result):
        possible = ", ".join(formats_of(result))
        raise QueryError(f"The answer is {_NAMES[result.form]}, which {form} cannot say.", repair=f"Use {possible}.")
    if form == "table":
        return table(result).encode()
    if form in _RESULT_FORMATS:
        return _as_results(result, form)
    from treatygraph.graph.export import FORMATS as RDF_FORMATS
    from treatygraph.graph.export import serialise

    return serialise((Quad(*triple) for triple in result.triples), RDF_FORMATS[form])


def table(result: Result) -> str:
    """Write an answer as a table for people.

    :param result: the answer to SELECT or ASK.
    :returns: the table; IRIs are shortened by our prefixes, what would move the cursor is escaped.
    """
    if result.form == "ask":
        return "true\n" if result.boolean else "false\n"
    rows = [[_cell(term) for term in row] for row in result.rows]
    columns = range(len(result.variables))
    numeric = [column for column in columns if _is_numeric([row[column] for row in result.rows])]
    return text_table(result.variables, rows, right=numeric)


def _as_results(result: Result, form: str) -> bytes:
    """Write rows, or true or false, in a format of SPARQL results.

    :param result: the answer.
    :param form: csv, tsv, json or xml.
    :returns: the text, as the engine's own writers make it.
    """
    if form == "xml":
        _refuse_what_xml_cannot_say(result)
    content: dict[str, object] = {"head": {"vars": list(result.variables)}}
    if result.form == "ask":
        content = {"head": {}, "boolean": result.boolean}
    else:
        rows = [{name: _as_json(term) for name, term in row.items()} for row in result.bindings()]
        content["results"] = {"bindings": rows}
    data = json.dumps(content, ensure_ascii=False).encode()
    output = BytesIO()
    parse_query_results(data, format=QueryResultsFormat.JSON).serialize(output, format=_RESULT_FORMATS[form])
    # A reader of XML takes a plain carriage return for a line feed (XML 1.0, section 2.11).
    text = output.getvalue().replace(b"\r", b"&#13;") if form == "xml" else output.getvalue()
    return text if text.endswith(b"\n") else text + b"\n"


def _as_json(term: Term) -> dict[str, object]:
    """Write a term as SPARQL 1.1 Query Results JSON does (section 3.2.2)."""
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        parts = zip(("subject", "predicate", "object"), term, strict=True)
        return {"type": "triple", "value": {name: _as_json(part) for name, part in parts}}
    written: dict[str, object] = {"type": "literal", "value": term.value}
    if term.language:
        return written | {"xml:lang": term.language}
    return written | {"datatype": term.datatype.value}


def _refuse_what_xml_cannot_say(result: Result) -> None:
    """Refuse characters that XML 1.0 does not have."""
    for row in result.rows:
        for term in row:
            if isinstance(term, Literal) and _NOT_XML.search(term.value):
                raise QueryError("A value has a character that XML does not have.", repair="Use another format.")


def _cell(term: Term | None) -> str:
    """Write a term for people: a name with its prefix, or the text of a literal."""
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        return _short(term.value)
    if isinstance(term, Literal):
        return term.value
    return str(term)


def _short(iri: str) -> str:
    """Shorten an IRI for the eye; unlike a CURIE of Turtle the result may hold slashes."""
    fitting = [prefix for prefix, namespace in PREFIXES.items() if iri.startswith(namespace) and iri != namespace]
    prefix = max(fitting, key=lambda each: len(PREFIXES[each]), default=None)
    return f"<{iri}>" if prefix is None else f"{prefix}:{iri[len(PREFIXES[prefix]) :]}"


def _is_numeric(column: list[Term | None]) -> bool:
    """Tell whether a column holds numbers alone."""
    present = [term for term in column if term is not None]
    return bool(present) and all(isinstance(term, Literal) and term.datatype.value in _NUMBERS for term in present)
