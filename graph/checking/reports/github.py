"""The format for GitHub Actions: workflow commands, which annotate the lines of a change.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from treatygraph.graph.checking.findings import Finding, Report, Severity
from treatygraph.graph.checking.reports.wording import message_of, place_of, shown_path
from treatygraph.graph.printable import one_line, printable

__all__ = ["as_github"]

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_IN_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTIES = _IN_DATA | str.maketrans({":": "%3A", ",": "%2C"})
"""How the characters that have a meaning in commands are written."""


def as_github(report: Report) -> str:
    """Write each finding as a workflow command.

    :param report: the report.
    :returns: the commands, the gravest first, since GitHub shows but the first ten of a step; empty where nothing
        was found.
    """
    return "\n".join(_command(each) for each in sorted(report.findings, key=lambda each: each.severity))


def _command(finding: Finding) -> str:
    """Write one finding as a command."""
    properties: dict[str, object] = {"title": f"treatygraph ({finding.code})"}
    if finding.path is not None:
        properties["file"] = printable(shown_path(finding.path), keep="\r\n")
        properties |= {"line": finding.line, "col": finding.column}
        properties |= {"endLine": finding.end_line, "endColumn": finding.end_column}
    named = ",".join(f"{name}={str(value).translate(_IN_PROPERTIES)}" for name, value in properties.items() if value)
    place = f"{place}: " if (place := place_of(finding)) else ""
    lines = [f"{place}{finding.code} {message_of(finding)}"]
    if finding.repair:
        lines.append(f"  help: {one_line(finding.repair)}")
    text = "\n".join(lines).translate(_IN_DATA)
    return f"::{_COMMANDS[finding.severity]} {named}::{text}"
