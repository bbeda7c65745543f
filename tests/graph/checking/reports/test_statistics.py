from __future__ import annotations

import json
from dataclasses import replace

from treatygraph.graph.checking.findings import Finding, Report, Severity
from treatygraph.graph.checking.registry import all_rules
from treatygraph.graph.checking.reports.statistics import statistics, statistics_as_json


def many(error: Finding, warning: Finding) -> Report:
    fixable = next(rule for rule in all_rules().values() if rule.fixable)
    other = Finding(fixable.code, fixable.name, Severity.WARNING, "m.", "r.", "")
    return Report.of([*(replace(error, line=line) for line in range(10)), warning, other], files=1, graphs=1)


def test_the_commonest_rule_comes_first(error: Finding, warning: Finding) -> None:
    fixable = next(rule for rule in all_rules().values() if rule.fixable)
    rare = sorted([f" 1\t{fixable.code}\t[*] {fixable.name}", " 1\tTG422\t[ ] graph-without-statements"])
    assert statistics(many(error, warning)).splitlines() == [
        "10\tTG203\t[ ] same-as-asserted",
        *rare,
        "Found 10 errors, 2 warnings.",
        "[*] 1 fixable with `--fix`.",
    ]


def test_programs_get_the_same_counts(error: Finding, warning: Finding) -> None:
    counts = json.loads(statistics_as_json(many(error, warning)))
    assert counts[0] == {"code": "TG203", "name": "same-as-asserted", "count": 10, "fixable": False}
    assert [(each["count"], each["fixable"]) for each in counts if each["code"] not in ("TG203", "TG422")] == [
        (1, True)
    ]


def test_a_clean_report_has_no_counts(clean: Report) -> None:
    assert statistics(clean) == "All checks passed: 1 file, 2 graphs."
    assert json.loads(statistics_as_json(clean)) == []
