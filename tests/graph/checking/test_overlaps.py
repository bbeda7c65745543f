"""One defect is told once."""

from __future__ import annotations

from pathlib import Path

import pytest

from treatygraph.graph.checking import all_rules, check
from treatygraph.graph.checking.findings import Finding
from treatygraph.graph.checking.overlaps import without_consequences

A, B = "urn:a", "urn:b"


def found(
    code: str, focus: str = A, predicate: str | None = None, value: str | None = None, path: str = "x"
) -> Finding:
    return all_rules()[code].finding(focus, predicate=predicate, value=value, path=path)


@pytest.mark.parametrize(
    ("cause", "consequence"),
    [
        (found("TG290", A, "urn:p", "<urn:b>"), found("TG206", B)),
        (found("TG290", A, "urn:p", "<urn:b>"), found("TG287", A, "urn:p", "<urn:b>")),
        (found("TG101", A, "urn:type", "<urn:T>"), found("TG206", A)),
        (found("TG107", A, "urn:p", "'x'"), found("TG433", A, None, "'x'")),
        (found("TG283", A), found("TG105", A, "urn:p")),
        (found("TG218", A, "urn:p"), found("TG108", A, "urn:p", "'x'")),
        (found("TG206", B), found("TG106", A, "urn:p", "<urn:b>")),
        (found("TG508", ""), found("TG501", "")),
    ],
)
def test_what_follows_from_another_finding_is_left_out(cause: Finding, consequence: Finding) -> None:
    assert without_consequences([consequence, cause]) == [cause]
    assert without_consequences([consequence]) == [consequence]


@pytest.mark.parametrize(
    "findings",
    [
        [found("TG290", A, "urn:p", "<urn:b>"), found("TG201", A)],
        [found("TG101", A, "urn:p"), found("TG206", A)],
        [found("TG101", A, "urn:type", "<urn:T>"), found("TG201", A)],
        [found("TG107", A, "urn:p", "'x'"), found("TG433", A, None, "'y'")],
        [found("TG201", A, "urn:label"), found("TG105", A, "urn:p")],
        [found("TG508", ""), found("TG501", "", path="y")],
        [found("TG109", A, "urn:p", "'x'@x"), found("TG299", A, "urn:p")],
        [found("TG107", A, "urn:p", "'x'"), found("TG299", A, "urn:p", "'x'")],
        [found("TG299", A), found("TG106", A, "urn:p", "'x'")],
        [found("TG109", A, "urn:p", "'x'@x"), found("TG201", A, "urn:p")],
        [],
    ],
)
def test_other_findings_are_kept_in_their_order(findings: list[Finding]) -> None:
    assert without_consequences(findings) == findings


def test_a_misspelt_agent_is_one_finding_at_its_place(base: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.trig"
    path.write_text(
        "@prefix : <https://w3id.org/treatygraph/id/> .\n@prefix tg: <https://w3id.org/treatygraph/ns#> .\n"
        "<https://w3id.org/treatygraph/id/graph/gazette/p01> { :promise tg:creditor :bordurai . }\n"
    )
    [finding] = check([base, path]).findings
    assert (finding.code, finding.line, finding.column) == ("TG290", 3, 76)
    assert finding.repair == "Did you mean :borduria?"


def test_nothing_is_left_out_because_of_an_ignored_finding(base: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.trig"
    path.write_text(
        "@prefix : <https://w3id.org/treatygraph/id/> .\n@prefix tg: <https://w3id.org/treatygraph/ns#> .\n"
        "<https://w3id.org/treatygraph/id/graph/gazette/p01> { :promise tg:creditor :bordurai . "
        "} # treatygraph: ignore[TG290] It is described elsewhere.\n"
    )
    report = check([base, path])
    assert report.ignored == 1
    assert {each.code for each in report.findings} >= {"TG206"}
