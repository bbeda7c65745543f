"""Writing RDF exactly as it was curated: from the quads themselves, sorted, every literal as its source has it.

A store would rewrite some literals (``"1.50"^^xsd:decimal``); what is handed out never comes from one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING
from xml.parsers import expat

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from treatygraph.graph.errors import InputError
from treatygraph.graph.terms import PREFIXES

if TYPE_CHECKING:
    from treatygraph.graph.dataset import Dataset

__all__ = ["FORMATS", "describe", "serialise"]

FORMATS: Mapping[str, RdfFormat] = MappingProxyType(
    {
        "turtle": RdfFormat.TURTLE,
        "trig": RdfFormat.TRIG,
        "nt": RdfFormat.N_TRIPLES,
        "nq": RdfFormat.N_QUADS,
        "jsonld": RdfFormat.JSON_LD,
        "rdf": RdfFormat.RDF_XML,
    }
)
"""The formats by the names that users know them by."""
_PREFIXES = dict(PREFIXES)
# XML has no empty prefix for names of properties and no use for one that none of them has.
_PREFIXES_IN_XML = {prefix: iri for prefix, iri in PREFIXES.items() if prefix}
_DECLARING = (RdfFormat.TURTLE, RdfFormat.TRIG)
_XML_NAME_END = re.compile(r"[^\W\d][\w.-]*$")
# The few characters that are none, rather than all that are, which take long to compile.
_NOT_XML = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ud800-\\udfff\\ufffe\\uffff]")
_ROOT = re.compile(rb"<rdf:RDF((?: xmlns:?[^=]*=\"[^\"]*\")*)>")


def serialise(quads: Iterable[Quad], form: RdfFormat, further: Mapping[str, str] | None = None) -> bytes:
    """Write quads in a format.

    :param quads: the quads; blank nodes keep their names.
    :param form: the format; one without named graphs gets the union of all graphs.
    :param further: prefixes to use besides ours.
    :returns: the text in UTF-8: the same bytes for the same quads, whatever their order.
    :raises InputError: if RDF/XML cannot say it.
    """
    wanted: list[Quad] | list[Triple]
    if form.supports_datasets:
        wanted = sorted(set(quads), key=_order)
    else:
        wanted = sorted({quad.triple for quad in quads}, key=str)
    if form == RdfFormat.RDF_XML:
        _refuse_what_xml_cannot_say(wanted)
    output = BytesIO()
    try:
        serialize(wanted, output, format=form, prefixes=_prefixes(form, further))
        if form == RdfFormat.RDF_XML:
            # pyoxigraph writes names of XML 1.0's fifth edition, which many parsers do not know.
            expat.ParserCreate().Parse(output.getvalue(), True)
    except (OSError, expat.ExpatError) as error:
        raise InputError(f"The format cannot say this: {error}.", repair="Use another format.") from None
    if further is None and form in _DECLARING and wanted:
        # How long they are does not depend on their order.
        declared = _own_declarations(form)
        return declared + output.getvalue()[len(declared) :]
    return _with_sorted_prefixes(output.getvalue(), form)


def describe(dataset: Dataset, iri: str) -> tuple[Quad, ...]:
    """Collect what is said about a thing, who is behind it, and what points at it.

    :param dataset: the graph.
    :param iri: the thing.
    :returns: the quads that have it as subject or object, and those that describe the graphs they stand in;
        none for a thing that nothing is said of.
    """
    node = NamedNode(iri)
    own = dict.fromkeys((*dataset.about(node), *dataset.mentioning(node), *dataset.graph(node)))
    graphs = dict.fromkeys(quad.graph_name for quad in own if not isinstance(quad.graph_name, DefaultGraph))
    return tuple(dict.fromkeys((*own, *(quad for graph in graphs for quad in dataset.about(graph)))))


def _refuse_what_xml_cannot_say(quads: Iterable[Quad | Triple]) -> None:
    """Refuse predicates that end in no XML name, and characters that XML 1.0 does not have."""
    for quad in quads:
        if not _XML_NAME_END.search(quad.predicate.value):
            raise InputError(
                f"RDF/XML has no name for the predicate <{quad.predicate.value}>.", repair="Use another format."
            )
        if isinstance(quad.object, Literal) and _NOT_XML.search(quad.object.value):
            raise InputError(
                f"A value of <{quad.predicate.value}> has a character that XML does not have.",
                repair="Use another format.",
            )


def _prefixes(form: RdfFormat, further: Mapping[str, str] | None) -> dict[str, str] | None:
    """Choose the prefixes that a format can use."""
    if form in (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS):
        return None
    if form == RdfFormat.RDF_XML:
        return _PREFIXES_IN_XML | {prefix: iri for prefix, iri in (further or {}).items() if prefix}
    return _PREFIXES | dict(further or {})


@cache
def _own_declarations(form: RdfFormat) -> bytes:
    """Write the declarations of our prefixes, sorted; the serialiser writes them where a statement follows."""
    output = BytesIO()
    name = NamedNode("urn:x")
    serialize((Triple(name, name, name),), output, format=form, prefixes=_prefixes(form, None))
    lines = _with_sorted_prefixes(output.getvalue(), form).splitlines(keepends=True)
    return b"".join(line for line in lines if line.startswith(b"@prefix "))


def _with_sorted_prefixes(text: bytes, form: RdfFormat) -> bytes:
    """Sort the declarations of prefixes, which the serialiser writes in an order that changes from run to run."""
    if form in _DECLARING:
        end = 0
        while text.startswith(b"@prefix ", end):
            end = text.index(b"\n", end) + 1
        return b"".join((*sorted(text[:end].splitlines(keepends=True)), text[end:]))
    if form == RdfFormat.RDF_XML:
        return _ROOT.sub(lambda match: b" ".join((b"<rdf:RDF", *sorted(match[1].split()))) + b">", text, count=1)
    return text


def _order(quad: Quad) -> tuple[str, str]:
    """Sort by graph, subject, predicate, object; rdf:type is not special."""
    return "" if isinstance(quad.graph_name, DefaultGraph) else str(quad.graph_name), str(quad.triple)
