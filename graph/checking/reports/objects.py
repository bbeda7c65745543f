"""The formats for programs: a JSON list, and JSON Lines.

The fields of each object are stable: code, name, severity, message, repair, filename, location and end_location
(objects with row and column, both counted from 1; the end is the column after the last character), url, focus, graph,
predicate, value, identity. What is not known is null.
"""

from __future__ import annotations

import json

from treatygraph.graph.checking.findings import Finding, Report
from treatygraph.graph.checking.reports.wording import rule_page, shown_path

__all__ = ["as_json", "as_json_lines", "fields_of"]


def as_json(report: Report) -> str:
    """Write the findings as one JSON document.

    :param report: the report.
    :returns: a list of objects, in ASCII.
    """
    return json.dumps([fields_of(each) for each in report.findings], indent=2)


def as_json_lines(report: Report) -> str:
    """Write each finding as a JSON document on a line of its own.

    :param report: the report.
    :returns: the lines, in ASCII; the empty text where nothing was found.
    """
    return "\n".join(json.dumps(fields_of(each)) for each in report.findings)


def fields_of(finding: Finding) -> dict[str, object]:
    """Describe a finding for programs.

    :param finding: the finding.
    :returns: the fields that this module names.
    """
    located = finding.path is not None and finding.line is not None
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": finding.message,
        "repair": finding.repair,
        "filename": None if finding.path is None else shown_path(finding.path),
        "location": {"row": finding.line, "column": finding.column} if located else None,
        "end_location": _end(finding) if located else None,
        "url": rule_page(finding.code),
        "focus": finding.focus or None,
        "graph": finding.graph,
        "predicate": finding.predicate,
        "value": finding.value,
        "identity": finding.identity,
    }


def _end(finding: Finding) -> dict[str, int | None] | None:
    """Describe where what a finding points at ends."""
    return None if finding.end_line is None else {"row": finding.end_line, "column": finding.end_column}
