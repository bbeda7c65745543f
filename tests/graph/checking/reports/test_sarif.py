from __future__ import annotations

import json
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft202012Validator

from treatygraph.graph.checking.findings import Finding, Report, Severity
from treatygraph.graph.checking.registry import all_rules
from treatygraph.graph.checking.reports.sarif import as_sarif

ANY_TEXT = st.text(st.characters(), min_size=1, max_size=40)
TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}, "markdown": {}}}
LEVEL = {"enum": ["none", "note", "warning", "error"]}


def closed(required: list[str], **properties: object) -> dict[str, object]:
    """An object with these properties and no other ones."""
    return {"type": "object", "required": required, "properties": properties, "additionalProperties": False}


REGION = closed(
    ["startLine"], **{name: {"minimum": 1} for name in ("startLine", "startColumn", "endLine", "endColumn")}
)
ARTIFACT = closed(["uri"], uri={"type": "string", "pattern": "^[!-~]+$"}, uriBaseId={"const": "SRCROOT"})
LOCATION = closed(
    [],
    physicalLocation=closed(["artifactLocation"], artifactLocation=ARTIFACT, region=REGION),
    logicalLocations={"type": "array", "items": closed([], fullyQualifiedName={"type": "string"}, kind={})},
)
RESULT = closed(
    ["ruleId", "message"],
    ruleId={"type": "string"},
    ruleIndex={"type": "integer", "minimum": 0},
    level=LEVEL,
    message=TEXT,
    locations={"type": "array", "items": LOCATION},
    partialFingerprints={"type": "object", "additionalProperties": {"type": "string"}},
    properties={"type": "object"},
)
RULE = closed(
    ["id"],
    id={"type": "string"},
    name={"type": "string"},
    helpUri={"type": "string", "format": "uri"},
    defaultConfiguration=closed([], level=LEVEL),
    shortDescription=TEXT,
    fullDescription=TEXT,
    help=TEXT,
    properties=closed([], tags={"type": "array", "uniqueItems": True}, **{"problem.severity": LEVEL}),
)
DRIVER = closed(
    ["name"],
    name={"const": "treatygraph"},
    version={"type": "string"},
    semanticVersion={"type": "string"},
    informationUri={"type": "string", "format": "uri"},
    rules={"type": "array", "uniqueItems": True, "items": RULE},
)
RUN = closed(
    ["tool"],
    tool=closed(
        ["driver"], driver=DRIVER, extensions={"type": "array", "items": closed(["name"], name={}, version={})}
    ),
    invocations={
        "items": closed(["executionSuccessful"], executionSuccessful={"type": "boolean"}, exitCode={"type": "integer"})
    },
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    originalUriBaseIds={"type": "object", "additionalProperties": closed([], description=TEXT)},
    results={"type": "array", "items": RESULT},
)
OWN_SCHEMA = closed(
    ["version", "runs"], **{"$schema": {"type": "string"}, "version": {"const": "2.1.0"}}, runs={"items": RUN}
)
"""What SARIF 2.1.0 demands of the objects that we write: sarifLog 3.13, run 3.14, artifactLocation 3.4, message 3.11,
toolComponent 3.19, invocation 3.20, result 3.27, location 3.28, physicalLocation 3.29, region 3.30, logicalLocation
3.33, reportingDescriptor 3.49."""


def run_of(report: Report, **options: int) -> dict[str, Any]:
    runs: list[dict[str, Any]] = json.loads(as_sarif(report, **options))["runs"]
    assert len(runs) == 1
    return runs[0]


def test_a_result_has_place_fingerprint_and_details(report: Report, error: Finding) -> None:
    assert run_of(report)["results"][1] == {
        "ruleId": "TG203",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": ":arcadia: Curated data never say it. Keep them apart."},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "data/a%20b.trig", "uriBaseId": "SRCROOT"},
                    "region": {"startLine": 3, "startColumn": 11, "endLine": 3, "endColumn": 14},
                },
                "logicalLocations": [
                    {"fullyQualifiedName": "https://w3id.org/treatygraph/id/arcadia", "kind": "resource"}
                ],
            }
        ],
        "partialFingerprints": {"treatygraph/v1": error.identity},
        "properties": {
            "focus": "https://w3id.org/treatygraph/id/arcadia",
            "graph": "https://w3id.org/treatygraph/id/graph/labels",
            "predicate": "https://w3id.org/treatygraph/ns#agent",
            "value": "<urn:x>",
            "repair": "Keep them apart.",
        },
    }


def test_a_result_without_a_place_is_one_of_the_folder(report: Report) -> None:
    first = run_of(report)["results"][0]
    assert (first["level"], first["ruleIndex"]) == ("warning", 1)
    assert first["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": ".", "uriBaseId": "SRCROOT"},
                "region": {"startLine": 1},
            }
        }
    ]


@pytest.mark.parametrize(
    ("line", "column", "region"),
    [
        (3, 11, {"startLine": 3, "startColumn": 11, "endLine": 3, "endColumn": 14}),
        (3, None, {"startLine": 3}),
        (None, None, {"startLine": 1}),
    ],
)
def test_what_is_not_known_of_a_place_is_left_out(
    error: Finding, line: int | None, column: int | None, region: dict[str, int]
) -> None:
    found = Report.of([replace(error, line=line, column=column)], files=1, graphs=1)
    assert run_of(found)["results"][0]["locations"][0]["physicalLocation"]["region"] == region


def test_the_tool_says_its_version_and_the_engine(report: Report) -> None:
    tool = run_of(report)["tool"]
    assert (tool["driver"]["name"], tool["driver"]["version"]) == ("treatygraph", version("treatygraph"))
    assert tool["extensions"] == [{"name": "pyshacl", "version": "0.40.0"}]


def test_each_rule_that_is_broken_is_explained_once(report: Report) -> None:
    rules = run_of(report)["tool"]["driver"]["rules"]
    assert [each["id"] for each in rules] == ["TG203", "TG422"]
    known = all_rules()["TG203"]
    assert rules[0]["help"]["text"].startswith(known.what)
    assert rules[0]["help"]["markdown"].startswith("## TG203 same-as-asserted\n\n### What it does\n")
    assert rules[0]["properties"] == {"tags": ["shapes of the model"], "problem.severity": "error"}
    assert rules[0]["helpUri"] == "https://w3id.org/treatygraph/rule/TG203"


def test_a_rule_that_is_not_known_is_named() -> None:
    found = Finding("TG199", "of-another-time", Severity.INFO, "m.", "r.", "")
    rules = run_of(Report.of([found], files=1, graphs=1))["tool"]["driver"]["rules"]
    assert [(each["id"], each["defaultConfiguration"]) for each in rules] == [("TG199", {"level": "note"})]


@pytest.mark.parametrize(("options", "code"), [({}, 1), ({"exit_code": 0}, 0)])
def test_the_invocation_has_the_exit_code(report: Report, options: dict[str, int], code: int) -> None:
    assert run_of(report, **options)["invocations"] == [{"executionSuccessful": True, "exitCode": code}]


def test_a_clean_run_has_no_results_and_exits_with_0(clean: Report) -> None:
    run = run_of(clean)
    assert (run["results"], run["tool"]["driver"]["rules"]) == ([], [])
    assert run["invocations"][0]["exitCode"] == 0


def test_columns_are_code_points(clean: Report) -> None:
    assert run_of(clean)["columnKind"] == "unicodeCodePoints"


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a:b.trig", {"uri": "a%3Ab.trig", "uriBaseId": "SRCROOT"}),
        ("日.trig", {"uri": "%E6%97%A5.trig", "uriBaseId": "SRCROOT"}),
        ("\udcff.trig", {"uri": "%FF.trig", "uriBaseId": "SRCROOT"}),
        ("/else where/b.trig", {"uri": "file:///else%20where/b.trig"}),
    ],
)
def test_files_are_named_by_uris(here: Path, path: str, uri: dict[str, str]) -> None:
    found = Finding("TG001", "syntax-error", Severity.ERROR, "m.", "r.", "", path=path, line=1, column=1)
    result = run_of(Report.of([found], files=1, graphs=1))["results"][0]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == uri


def test_reports_keep_to_the_schema(report: Report, clean: Report, public_sarif_schema: dict[str, Any] | None) -> None:
    for each in (report, clean):
        document = json.loads(as_sarif(each))
        assert list(Draft202012Validator(OWN_SCHEMA).iter_errors(document)) == []
        if public_sarif_schema is not None:
            assert list(Draft4Validator(public_sarif_schema).iter_errors(document)) == []


@given(ANY_TEXT)
def test_any_value_is_read_back_as_it_was(text: str) -> None:
    found = Finding("TG199", "of-another-time", Severity.INFO, "m.", "r.", "", value=text, path=f"a/{text}")
    document = json.loads(as_sarif(Report.of([found], files=1, graphs=1)))
    assert document["runs"][0]["results"][0]["properties"]["value"] == text
    assert list(Draft202012Validator(OWN_SCHEMA).iter_errors(document)) == []
