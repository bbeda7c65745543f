from __future__ import annotations

import json
from dataclasses import replace

from treatygraph.graph.checking.findings import Finding, Report, Severity
from treatygraph.graph.checking.reports.gitlab import as_gitlab

REQUIRED = {"description", "check_name", "fingerprint", "severity", "location"}
"""The fields of https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format."""


def test_a_finding_has_what_gitlab_reads(report: Report, error: Finding) -> None:
    assert json.loads(as_gitlab(report))[1] == {
        "check_name": "TG203",
        "description": "TG203: :arcadia: Curated data never say it. Keep them apart.",
        "severity": "major",
        "fingerprint": error.identity,
        "location": {
            "path": "data/a b.trig",
            "lines": {"begin": 3, "end": 3},
            "positions": {"begin": {"line": 3, "column": 11}, "end": {"line": 3, "column": 14}},
        },
    }


def test_a_finding_without_a_place_still_has_a_path_and_a_line(report: Report) -> None:
    first = json.loads(as_gitlab(report))[0]
    assert set(first) == REQUIRED
    assert first["location"] == {"path": ".", "lines": {"begin": 1}}
    assert first["severity"] == "minor"


def test_findings_that_differ_in_the_line_alone_have_fingerprints_of_their_own(error: Finding) -> None:
    found = [replace(error, line=line) for line in (3, 5, 9)]
    entries = json.loads(as_gitlab(Report.of(found, files=1, graphs=1)))
    assert [each["fingerprint"] for each in entries] == [
        error.identity,
        f"{error.identity}-2",
        f"{error.identity}-3",
    ]


def test_a_hint_is_an_info(error: Finding) -> None:
    hint = Report.of([replace(error, severity=Severity.INFO)], files=1, graphs=1)
    assert json.loads(as_gitlab(hint))[0]["severity"] == "info"


def test_there_is_no_byte_order_mark_and_no_relative_prefix(report: Report, clean: Report) -> None:
    assert as_gitlab(report).startswith("[")
    assert as_gitlab(report).isascii()
    assert as_gitlab(clean) == "[]"
