"""Which statement causes a finding that a shape tells of a thing as a whole, or at another property of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode

from treatygraph.graph.checking.findings import Finding
from treatygraph.graph.checking.material import Document
from treatygraph.graph.terms import OA, TG, XSD

__all__ = ["CAUSES", "cause_of"]

CAUSES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "TG241": (TG + "when",),
        "TG409": (OA + "start", OA + "end"),
        "TG423": (TG + "mayBeSameAs",),
    }
)
"""The properties whose values cause the findings of a rule, by its code."""
_INTEGER = NamedNode(XSD + "integer")


def cause_of(finding: Finding, documents: Sequence[Document]) -> Finding:
    """Say what a finding is to be placed as.

    :param finding: a finding without a place.
    :param documents: the files.
    :returns: a finding of the property that causes it, with the value if it is one alone; else the same finding.
    """
    for predicate in CAUSES.get(finding.code, ()):
        values = _values(finding, predicate, documents)
        if len(values) > 1 or any(_is_wrong(value) for value in values):
            return replace(finding, predicate=predicate, value=str(values[0]) if len(values) == 1 else None)
    return finding


def _values(finding: Finding, predicate: str, documents: Iterable[Document]) -> list[object]:
    """Return the values of a property of the thing that a finding is about, in its graph if it names one."""
    return list(
        dict.fromkeys(
            quad.object
            for document in documents
            for quad in document.quads
            if quad.predicate.value == predicate
            and getattr(quad.subject, "value", "") == finding.focus
            and finding.graph in (None, getattr(quad.graph_name, "value", ""))
        )
    )


def _is_wrong(value: object) -> bool:
    """Tell whether a value may be the cause; an offset that is one is not."""
    return not (isinstance(value, Literal) and value.datatype == _INTEGER and value.value.lstrip("+").isdecimal())
