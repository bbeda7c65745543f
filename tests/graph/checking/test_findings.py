from __future__ import annotations

import re
from dataclasses import replace

import pytest

from treatygraph.graph.checking.findings import Finding, Report, Severity


def finding(code: str = "TG201", severity: Severity = Severity.ERROR, **other: str | int | None) -> Finding:
    return Finding(code, "a-name", severity, "It is wrong.", "Mend it.", **{"focus": "urn:x", **other})


def test_findings_are_sorted_by_place_then_code() -> None:
    later = finding(path="b.trig", line=2, column=1)
    first = finding(path="b.trig", line=1, column=9)
    other = finding("TG999", path="a.trig", line=7)
    nowhere = finding("TG998")
    assert sorted([later, first, other, nowhere]) == [nowhere, other, first, later]


def test_the_gravest_severity_comes_first() -> None:
    assert sorted(Severity, reverse=True)[-1] is Severity.ERROR
    assert Severity.ERROR < Severity.WARNING < Severity.INFO


def test_a_severity_is_not_compared_with_text() -> None:
    with pytest.raises(TypeError):
        assert Severity.ERROR < "error"


def test_a_finding_is_not_compared_with_text() -> None:
    with pytest.raises(TypeError):
        assert finding() < "TG999"


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ({}, ""),
        ({"path": "a.trig"}, "a.trig"),
        ({"path": "a.trig", "line": 3}, "a.trig:3"),
        ({"path": "a.trig", "line": 3, "column": 7}, "a.trig:3:7"),
        ({"path": "a.trig", "column": 7}, "a.trig"),
    ],
)
def test_a_position_has_the_parts_that_are_known(place: dict[str, str | int], shown: str) -> None:
    assert finding(**place).position == shown


def test_a_report_is_sorted_and_has_nothing_twice() -> None:
    report = Report.of([finding("TG202"), finding("TG201"), finding("TG202")], files=1, graphs=2)
    assert [each.code for each in report.findings] == ["TG201", "TG202"]


def test_a_report_counts_by_severity() -> None:
    warning = finding("TG422", Severity.WARNING)
    report = Report.of([finding(), warning], files=1, graphs=1)
    assert report.count(Severity.ERROR) == report.count(Severity.WARNING) == 1
    assert report.count(Severity.INFO) == 0
    assert report.errors == (finding(),)


def test_the_identity_of_a_finding_is_32_hexadecimal_digits() -> None:
    assert re.fullmatch("[0-9a-f]{32}", finding().identity)


@pytest.mark.parametrize(
    "moved",
    [
        finding(path="data/a.trig", line=7, column=9),
        finding(path="data/a.trig"),
        finding(path="/elsewhere/a.trig", line=3, column=1),
        replace(finding(path="data/a.trig", line=3, column=1), message="It is otherwise.", repair="Leave it."),
        replace(finding(path="data/a.trig", line=3, column=1), severity=Severity.INFO),
    ],
)
def test_what_is_the_same_but_for_its_place_and_wording_has_the_same_identity(moved: Finding) -> None:
    assert moved.identity == finding(path="data/a.trig", line=3, column=1).identity


def test_findings_that_differ_in_what_they_are_about_have_different_identities() -> None:
    others = [
        finding(),
        finding("TG202"),
        finding(focus="urn:y"),
        finding(focus=""),
        finding(graph="urn:x"),
        finding(predicate="urn:x"),
        finding(value="urn:x"),
        finding(value='"urn:x"'),
        finding(path="a.trig"),
        finding(path="b.trig"),
        finding(graph="urn:x", predicate="urn:y"),
        finding(graph="urn:y", predicate="urn:x"),
        finding(graph='urn:x", "urn:y'),
    ]
    assert len({each.identity for each in others}) == len(others)


def test_the_label_of_a_blank_node_is_no_part_of_the_identity() -> None:
    assert finding(focus="_:b0", value="_:b1").identity == finding(focus="_:4a", value="_:4b").identity
    assert finding(focus="_:b0").identity != finding(focus="urn:x").identity
