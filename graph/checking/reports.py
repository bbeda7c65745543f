"""Writing reports: one function for each output format."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType

from treatygraph.graph.checking.findings import Finding, Report, Severity
from treatygraph.graph.terms import compact

__all__ = ["FORMATTERS", "as_concise", "as_full", "as_json"]

_PLURALS = {Severity.ERROR: "errors", Severity.WARNING: "warnings", Severity.INFO: "hints"}


def as_full(report: Report) -> str:
    """Write each finding with all that is known about it.

    :param report: the report.
    :returns: a block of lines for each finding, and the summary.
    """
    return "\n".join([*("\n".join(_block(finding)) for finding in report.findings), _summary(report)])


def as_concise(report: Report) -> str:
    """Write each finding on one line.

    :param report: the report.
    :returns: the lines, and the summary.
    """
    return "\n".join([*(f"{_place(each)}{each}" for each in report.findings), _summary(report)])


def as_json(report: Report) -> str:
    """Write the findings for programs.

    :param report: the report.
    :returns: a JSON list of objects with the fields of :class:`Finding`.
    """
    return json.dumps([asdict(each) | {"severity": each.severity.value} for each in report.findings], indent=2)


FORMATTERS: Mapping[str, Callable[[Report], str]] = MappingProxyType(
    {"full": as_full, "concise": as_concise, "json": as_json}
)
"""The output formats by the names that ruff gives them."""


def _block(finding: Finding) -> list[str]:
    """Write one finding on several lines; what is not known has no line."""
    about = f"{compact(finding.focus)}: " if finding.focus else ""
    lines = [f"{_place(finding)}{finding.code} {finding.name}", f"  {about}{finding.message}"]
    details = {"value": finding.value, "graph": finding.graph and compact(finding.graph), "repair": finding.repair}
    return lines + [f"  {name}: {text}" for name, text in details.items() if text]


def _place(finding: Finding) -> str:
    """Write the place of a finding, the file relative to the current folder where it lies below it."""
    if not finding.path:
        return ""
    path, folder = Path(finding.path), Path.cwd()
    shown = path.relative_to(folder) if path.is_relative_to(folder) else path
    return f"{shown}{finding.position.removeprefix(finding.path)}: "


def _summary(report: Report) -> str:
    """Write the last line: what was found, or what was checked."""
    if not report.findings:
        return f"All checks passed: {_counted(report.files, 'files')}, {_counted(report.graphs, 'graphs')}."
    counts = {plural: report.count(severity) for severity, plural in _PLURALS.items()}
    return f"Found {', '.join(_counted(number, plural) for plural, number in counts.items() if number)}."


def _counted(number: int, plural: str) -> str:
    """Write a number with its noun."""
    return f"{number} {plural if number != 1 else plural.removesuffix('s')}"
