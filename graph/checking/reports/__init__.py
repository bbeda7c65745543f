"""Writing reports: one function for each output format, named as ruff names them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from treatygraph.graph.checking.findings import Report
from treatygraph.graph.checking.reports.github import as_github
from treatygraph.graph.checking.reports.gitlab import as_gitlab
from treatygraph.graph.checking.reports.junit import as_junit
from treatygraph.graph.checking.reports.objects import as_json, as_json_lines
from treatygraph.graph.checking.reports.sarif import as_sarif
from treatygraph.graph.checking.reports.statistics import statistics, statistics_as_json
from treatygraph.graph.checking.reports.text import as_concise, as_full, as_grouped

__all__ = [
    "FORMATTERS",
    "as_concise",
    "as_full",
    "as_github",
    "as_gitlab",
    "as_grouped",
    "as_json",
    "as_json_lines",
    "as_junit",
    "as_sarif",
    "statistics",
    "statistics_as_json",
    "write_report",
]

FORMATTERS: Mapping[str, Callable[[Report], str]] = MappingProxyType(
    {
        "full": as_full,
        "concise": as_concise,
        "grouped": as_grouped,
        "json": as_json,
        "json-lines": as_json_lines,
        "junit": as_junit,
        "github": as_github,
        "gitlab": as_gitlab,
        "sarif": as_sarif,
    }
)
"""The output formats by the names that ruff gives them."""

_COLOURED: Mapping[str, Callable[..., str]] = MappingProxyType(
    {"full": as_full, "concise": as_concise, "grouped": as_grouped}
)


def write_report(report: Report, form: str, *, colour: bool = False, exit_code: int | None = None) -> str:
    """Write a report as a command prints it.

    :param report: the report.
    :param form: the name of the format, a key of :data:`FORMATTERS`.
    :param colour: write for a terminal that shows colours, in the formats for people.
    :param exit_code: the exit code that the command will have, for SARIF; None for 1 where anything was found.
    :returns: the text, ended by a line feed unless it is empty.

    >>> write_report(Report.of([], files=1, graphs=2), "json-lines")
    ''
    """
    formatter = FORMATTERS[form]
    if form in _COLOURED:
        formatter = partial(_COLOURED[form], colour=colour)
    elif form == "sarif":
        formatter = partial(as_sarif, exit_code=exit_code)
    text = formatter(report)
    return f"{text}\n" if text else ""
