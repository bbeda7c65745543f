"""Results of comparisons that every validator finds.

SHACL wants ``sh:lessThan`` and ``sh:lessThanOrEquals`` to be violated by values that cannot be compared; pyshacl orders
all literals of rdflib, by their datatypes if nothing else. Values that are no proper dates or numbers are the business
of other rules, so a comparison counts only where all that it compares is of one kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial

from pyoxigraph import Literal, NamedNode, Triple

from treatygraph.graph.checking.rdflib_graph import comparable
from treatygraph.graph.checking.validator import Result
from treatygraph.graph.dataset import Resource, Term
from treatygraph.graph.reasoning.values import value_of
from treatygraph.graph.terms import SH

__all__ = ["only_of_one_kind"]

_ORDERS = {
    SH + "LessThanConstraintComponent": NamedNode(SH + "lessThan"),
    SH + "LessThanOrEqualsConstraintComponent": NamedNode(SH + "lessThanOrEquals"),
}
_ZONE = re.compile(r"(?:Z|[+-][0-9]{2}:[0-9]{2})?$")
_Shapes = Callable[[Resource, NamedNode], tuple[Term, ...]]
"""Looks up the values of a property of a shape."""


def only_of_one_kind(results: Iterable[Result], data: Iterable[Triple], shapes: _Shapes) -> tuple[Result, ...]:
    """Leave out the comparisons of values of different kinds.

    :param results: results of a validation.
    :param data: the data that were validated; looked at only where a comparison is among the results.
    :param shapes: looks up the values of a property of a shape.
    :returns: the other results.
    """
    found = tuple(results)
    ordered = [each for each in found if each.component in _ORDERS]
    if not ordered:
        return found
    wanted = {each.focus for each in ordered}
    values: dict[tuple[Term, NamedNode], list[Term]] = {}
    for triple in comparable(each for each in data if each.subject in wanted):
        values.setdefault((triple.subject, triple.predicate), []).append(triple.object)
    keep = partial(_is_of_one_kind, values, shapes)
    return tuple(each for each in found if each.component not in _ORDERS or keep(each))


def _is_of_one_kind(values: dict[tuple[Term, NamedNode], list[Term]], shapes: _Shapes, result: Result) -> bool:
    """Tell whether all values that one comparison looks at are of one kind."""
    if not isinstance(result.shape, Resource) or result.focus is None or not isinstance(result.path, NamedNode):
        return True
    others = [each for each in shapes(result.shape, _ORDERS[result.component]) if isinstance(each, NamedNode)]
    compared = [term for each in (result.path, *others) for term in values.get((result.focus, each), ())]
    kinds = {_kind(term) for term in compared}
    return len(kinds) == 1 and None not in kinds


def _kind(term: Term) -> tuple[str, str] | None:
    """Name the kind of a value: its family of datatypes and its time zone; None for what is no value."""
    value = value_of(term) if isinstance(term, Literal) else None
    if value is None or not isinstance(term, Literal):
        return None
    family, content = value
    zone = _ZONE.search(content) if isinstance(content, str) and family != "string" else None
    return family, zone.group() if zone else ""
