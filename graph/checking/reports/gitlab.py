"""The format for GitLab: a report of Code Quality.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from treatygraph.graph.checking.findings import Finding, Report, Severity
from treatygraph.graph.checking.reports.wording import message_of, shown_path
from treatygraph.graph.printable import one_line

__all__ = ["as_gitlab"]

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}
_WHOLE_FOLDER = "."
_FIRST_LINE = 1


def as_gitlab(report: Report) -> str:
    """Write the findings as GitLab reads them.

    :param report: the report.
    :returns: a JSON list, in ASCII and without a byte order mark. The fingerprint of a finding is its identity; since
        GitLab shows but one finding of a fingerprint, the next ones that differ in the line alone have a number added.
    """
    seen: Counter[str] = Counter()
    entries = []
    for finding in report.findings:
        seen[finding.identity] += 1
        number = seen[finding.identity]
        entries.append(_entry(finding, finding.identity if number == 1 else f"{finding.identity}-{number}"))
    return json.dumps(entries, indent=2)


def _entry(finding: Finding, fingerprint: str) -> dict[str, object]:
    """Describe one finding; GitLab demands a file and a line of each."""
    line = finding.line or _FIRST_LINE
    location: dict[str, Any] = {
        "path": _WHOLE_FOLDER if finding.path is None else shown_path(finding.path),
        "lines": {"begin": line},
    }
    if finding.path is not None and finding.column is not None:
        location["positions"] = {"begin": {"line": line, "column": finding.column}}
        if finding.end_line is not None:
            location["lines"] = {"begin": line, "end": finding.end_line}
            location["positions"]["end"] = {"line": finding.end_line, "column": finding.end_column}
    return {
        "check_name": finding.code,
        "description": f"{finding.code}: {message_of(finding)} {one_line(finding.repair)}".rstrip(),
        "severity": _SEVERITIES[finding.severity],
        "fingerprint": fingerprint,
        "location": location,
    }
