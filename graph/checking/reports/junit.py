"""The format of JUnit, as Apache Ant's tasks write it and as CI services read it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from treatygraph.graph.checking.findings import Finding, Report
from treatygraph.graph.checking.reports.wording import NO_FILE, about, by_file, message_of, place_of, rule_page
from treatygraph.graph.printable import printable

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["as_junit"]

_NAME = "treatygraph"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SUITE = {"package": _NAME, "hostname": "localhost", "errors": "0", "time": "0"}
"""What the schema demands of every suite and what a check does not know."""
_KEPT = "\n\t"


def as_junit(report: Report) -> str:
    """Write a suite of tests for each file with findings, each of them a test that failed.

    :param report: the report.
    :returns: an XML document; where nothing was found, it has one suite with one test that passed. Its time is that of
        ``SOURCE_DATE_EPOCH`` where this is set.
    """
    from xml.etree.ElementTree import Element, indent, tostring

    root = Element("testsuites")
    for path, findings in by_file(report).items():
        name = NO_FILE if path is None else printable(path)
        _add_suite(root, name, report, [_Case(name, finding) for finding in findings])
    if not report.findings:
        _add_suite(root, _NAME, report, [_Case(_NAME, None)])
    indent(root)
    return _DECLARATION + tostring(root, encoding="unicode")


class _Case:
    """A test: a finding, or the whole check where there is none."""

    def __init__(self, suite: str, finding: Finding | None) -> None:
        self.suite = suite
        self.finding = finding

    @property
    def name(self) -> str:
        """A name that stays when lines move."""
        if self.finding is None:
            return "check"
        return f"{self.finding.code} {self.finding.name} {about(self.finding)}".rstrip(": ")

    def add_to(self, suite: Element) -> None:
        """Write the test into its suite."""
        from xml.etree.ElementTree import SubElement

        case = SubElement(suite, "testcase", {"name": self.name, "classname": self.suite, "time": "0"})
        if self.finding is not None:
            message = printable(self.finding.message, keep=_KEPT)
            failure = SubElement(case, "failure", {"type": self.finding.severity.value, "message": message})
            failure.text = "\n".join(_lines(self.finding))


def _lines(finding: Finding) -> Iterable[str]:
    """Write all that is known of a finding."""
    if place := place_of(finding):
        yield place
    yield f"{finding.code} {finding.name}: {message_of(finding)}"
    for name, text in {"graph": finding.graph, "value": finding.value, "help": finding.repair}.items():
        if text:
            yield f"{name}: {printable(text, keep=_KEPT)}"
    yield rule_page(finding.code)


def _add_suite(root: Element, name: str, report: Report, cases: list[_Case]) -> None:
    """Add the suite of one file."""
    from xml.etree.ElementTree import SubElement

    failures = sum(case.finding is not None for case in cases)
    counts = {"id": str(len(root)), "tests": str(len(cases)), "failures": str(failures), "timestamp": _timestamp()}
    suite = SubElement(root, "testsuite", {"name": name, **_SUITE, **counts})
    properties = SubElement(suite, "properties")
    if report.engine:
        SubElement(properties, "property", {"name": "engine", "value": printable(report.engine)})
    for case in cases:
        case.add_to(suite)
    SubElement(suite, "system-out")
    SubElement(suite, "system-err")


def _timestamp() -> str:
    """Return the time of the report, in UTC and without saying so, as the schema demands."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    time = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else datetime.now(UTC)
    return time.strftime("%Y-%m-%dT%H:%M:%S")
