"""The Static Analysis Results Interchange Format, version 2.1.0, which code scanning services read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os.html
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from urllib.parse import quote

from treatygraph.graph.checking.findings import Finding, Report, Severity
from treatygraph.graph.checking.reports.wording import message_of, rule_page, shown_path
from treatygraph.graph.checking.rules import Rule
from treatygraph.graph.printable import one_line
from treatygraph.graph.version import VERSION

__all__ = ["as_sarif"]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_HOME = "https://w3id.org/treatygraph/ns"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_BASE = "SRCROOT"
_FINGERPRINT = "treatygraph/v1"
_WHOLE_FOLDER = "."
_FIRST_LINE = 1


def as_sarif(report: Report, *, exit_code: int | None = None) -> str:
    """Write the findings for code scanning.

    :param report: the report.
    :param exit_code: the exit code that the command will have; None for 1 where anything was found, else 0.
    :returns: a JSON document with one run: the rules that are broken, with their explanations, and the findings.
    """
    rules = {finding.code: finding for finding in report.findings}
    codes = sorted(rules)
    code = int(bool(report.findings)) if exit_code is None else exit_code
    tool: dict[str, object] = {
        "driver": {
            "name": "treatygraph",
            "version": VERSION,
            "semanticVersion": VERSION,
            "informationUri": _HOME,
            "rules": [_rule(rules[each]) for each in codes],
        }
    }
    if report.engine:
        name, _, number = report.engine.partition(" ")
        tool["extensions"] = [{"name": name} | ({"version": number} if number else {})]
    run = {
        "tool": tool,
        "invocations": [{"executionSuccessful": True, "exitCode": code}],
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_BASE: {"description": {"text": "The folder in which the check was run."}}},
        "results": [_result(each, codes.index(each.code)) for each in report.findings],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _rule(finding: Finding) -> dict[str, object]:
    """Describe the rule that a finding breaks (section 3.49 of the specification)."""
    from treatygraph.graph.checking.registry import all_rules

    rule = all_rules().get(finding.code)
    described: dict[str, object] = {
        "id": finding.code,
        "name": finding.name,
        "helpUri": rule_page(finding.code),
        "defaultConfiguration": {"level": _LEVELS[finding.severity if rule is None else rule.severity]},
    }
    return described if rule is None else described | _explanation(rule)


def _explanation(rule: Rule) -> dict[str, object]:
    """Explain a rule in short, in full, and with examples."""
    from treatygraph.graph.checking.explanation import explain_rule

    text = " ".join([rule.what, rule.why, rule.message, rule.repair])
    return {
        "shortDescription": {"text": rule.message},
        "fullDescription": {"text": f"{rule.what} {rule.why}"},
        "help": {"text": text, "markdown": explain_rule(rule)},
        "properties": {"tags": [rule.family], "problem.severity": rule.severity.value},
    }


def _result(finding: Finding, index: int) -> dict[str, object]:
    """Describe one finding (section 3.27)."""
    details = {
        "focus": finding.focus,
        "graph": finding.graph,
        "predicate": finding.predicate,
        "value": finding.value,
        "repair": finding.repair,
    }
    return {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{message_of(finding)} {one_line(finding.repair)}".rstrip()},
        "locations": [_location(finding)],
        "partialFingerprints": {_FINGERPRINT: finding.identity},
        "properties": {name: text for name, text in details.items() if text},
    }


def _location(finding: Finding) -> dict[str, object]:
    """Describe where a finding is: in a file, and in the graph (sections 3.28 to 3.33).

    GitHub refuses reports in which a result has no file or no line, so the folder and the first line stand for what is
    not known.
    """
    line = finding.line if finding.path is not None else None
    column: dict[str, int | None] = {}
    if line is not None and finding.column is not None:
        column = {"startColumn": finding.column}
        if finding.end_line is not None:
            column |= {"endLine": finding.end_line, "endColumn": finding.end_column}
    location: dict[str, object] = {
        "physicalLocation": {
            "artifactLocation": _artifact(finding.path or _WHOLE_FOLDER),
            "region": {"startLine": line or _FIRST_LINE} | column,
        }
    }
    if finding.focus:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.focus, "kind": "resource"}]
    return location


def _artifact(path: str) -> dict[str, str]:
    """Name a file by a relative URI; one that is not below the current folder, by an absolute one (section 3.4)."""
    shown = shown_path(path)
    if Path(shown).is_absolute():
        return {"uri": Path(shown).as_uri()}
    return {"uri": quote(os.fsencode(shown)), "uriBaseId": _BASE}
