"""How often each rule is broken, as ``ruff --statistics`` tells it."""

from __future__ import annotations

import json
from collections import Counter

from treatygraph.graph.checking.findings import Report
from treatygraph.graph.checking.reports.wording import fixable_codes, summary

__all__ = ["statistics", "statistics_as_json"]


def statistics(report: Report) -> str:
    """Count the findings of each rule.

    :param report: the report.
    :returns: a line for each rule that is broken, the commonest first: count, code, whether ``--fix`` can mend it,
        name; then the summary.
    """
    fixable = fixable_codes(report)
    counts = _counts(report)
    width = max((len(str(count)) for _, _, count in counts), default=0)
    lines = [f"{count:>{width}}\t{code}\t[{'*' if code in fixable else ' '}] {name}" for code, name, count in counts]
    return "\n".join([*lines, *summary(report, fixable)])


def statistics_as_json(report: Report) -> str:
    """Count the findings of each rule, for programs.

    :param report: the report.
    :returns: a JSON list of objects with ``code``, ``name``, ``count`` and ``fixable``, the commonest first.
    """
    fixable = fixable_codes(report)
    counts = [
        {"code": code, "name": name, "count": count, "fixable": code in fixable}
        for code, name, count in _counts(report)
    ]
    return json.dumps(counts, indent=2)


def _counts(report: Report) -> list[tuple[str, str, int]]:
    """Return code, name and count of each rule that is broken, the commonest first, then by code."""
    counts = Counter((finding.code, finding.name) for finding in report.findings)
    return sorted(((*rule, count) for rule, count in counts.items()), key=lambda row: (-row[2], row[:2]))
