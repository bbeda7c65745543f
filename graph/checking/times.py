"""Rules on a single time: its EDTF string, and whether that says what the bounds say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from pyoxigraph import Literal, NamedNode

from treatygraph.graph.checking.edtf import EdtfDays, read_edtf
from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.rules import Rule
from treatygraph.graph.dataset import Dataset, GraphName
from treatygraph.graph.printable import shortened
from treatygraph.graph.promises.fuzzy_time import Bounds, parse_xsd_date
from treatygraph.graph.terms import tg

__all__ = ["CONTRADICTORY_EDTF", "MALFORMED_EDTF", "check_edtf"]

_STANDARD = ("https://www.loc.gov/standards/datetime/",)

CONTRADICTORY_EDTF = Rule(
    code="TG435",
    name="edtf-contradicts-bounds",
    severity=Severity.ERROR,
    message="tg:edtf says the same days as tg:notBefore and tg:notAfter.",
    repair="Correct the one that is wrong.",
    what="Compares the days that the EDTF string of a time allows with its bounds. For an uncertain or approximate "
    "time the bounds may be wider.",
    why="Readers see the string, queries use the bounds: they would get different answers.",
    references=_STANDARD,
)
MALFORMED_EDTF = Rule(
    code="TG437",
    name="edtf-malformed",
    severity=Severity.ERROR,
    message="tg:edtf is a string of the Extended Date/Time Format.",
    repair='Write it so, for instance "1956-10-19", "1960-01", "[1960-01-01..1960-12-31]" or "[..2018-12-07]".',
    what="Finds times whose EDTF string cannot be read.",
    why="Other tools read times from it, and refuse or misread the rest.",
    references=_STANDARD,
)

MOST_TOLD = 200
_EDTF = tg("edtf")
_BOUNDS = (tg("notBefore"), tg("notAfter"))


def check_edtf(dataset: Dataset) -> Iterator[Finding]:
    """Compare the EDTF string of each time with its bounds, graph by graph.

    :param dataset: the dataset.
    :returns: a finding for each string that cannot be read or says other days.
    """
    for graph in dataset.graph_names:
        found: defaultdict[NamedNode, dict[NamedNode, Literal]] = defaultdict(dict)
        for quad in dataset.graph(graph):
            wanted = quad.predicate == _EDTF or quad.predicate in _BOUNDS
            if wanted and isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                found[quad.subject][quad.predicate] = quad.object
        for time, values in found.items():
            if _EDTF in values:
                yield from _compare(time, values, graph)


def _compare(time: NamedNode, values: dict[NamedNode, Literal], graph: GraphName) -> Iterator[Finding]:
    """Compare one string with the bounds beside it; bounds that are missing or no days are another rule's business."""
    text = values[_EDTF]
    name = graph.value if isinstance(graph, NamedNode) else None
    try:
        days = read_edtf(text.value)
    except ValueError as error:
        message = f"{shortened(text.value)!r} is no EDTF: {shortened(str(error), MOST_TOLD)}."
        yield MALFORMED_EDTF.finding(time.value, message=message, graph=name, value=str(text))
        return
    given = [values.get(each) for each in _BOUNDS]
    if not any(given):
        return
    read = [None if each is None else parse_xsd_date(each.value) for each in given]
    if days.bounds is None or any(a is not None and b is None for a, b in zip(given, read, strict=True)):
        return
    bounds = Bounds(*read)
    if not _agree(days, bounds):
        message = f"{text.value!r} means {_worded(days.bounds)}, the bounds say {_worded(bounds)}."
        yield CONTRADICTORY_EDTF.finding(time.value, message=message, graph=name, value=str(text))


def _agree(days: EdtfDays, bounds: Bounds) -> bool:
    """Tell whether bounds say what the string says, or more for one that is not exact."""
    return days.bounds == bounds or (not days.exact and days.bounds is not None and days.bounds | bounds == bounds)


def _worded(bounds: Bounds) -> str:
    """Write bounds for a reader."""
    first, last = bounds.first, bounds.last
    if first == last and first is not None:
        return _day(first)
    parts = [f"from {_day(first)}" if first else "", f"until {_day(last)}" if last else ""]
    return " ".join(part for part in parts if part) or "any day"


def _day(day: date) -> str:
    return day.isoformat()
