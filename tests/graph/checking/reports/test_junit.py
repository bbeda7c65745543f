from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xmlschema import XMLSchema10

from treatygraph.graph.checking.findings import Finding, Report, Severity
from treatygraph.graph.checking.reports.junit import as_junit
from treatygraph.graph.printable import printable

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=40)
SUITE = {"name", "package", "id", "timestamp", "hostname", "tests", "failures", "errors", "time"}
"""What a suite must say according to the schema of Apache Ant's JUnit tasks; the same holds of cases and failures."""


@pytest.fixture(autouse=True)
def fixed_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1544140800")


def assert_has_the_form_of_junit(text: str) -> None:
    """Our own description: order of elements, demanded attributes, counts that agree."""
    root = ElementTree.fromstring(text.encode())
    assert (root.tag, root.attrib) == ("testsuites", {})
    assert [suite.get("id") for suite in root] == [str(number) for number in range(len(root))]
    for suite in root:
        assert (suite.tag, set(suite.attrib)) == ("testsuite", SUITE)
        cases = suite.findall("testcase")
        tags = ["properties", *("testcase" for _ in cases), "system-out", "system-err"]
        assert [each.tag for each in suite] == tags
        assert all(set(each.attrib) == {"name", "classname", "time"} for each in cases)
        failures = suite.findall("testcase/failure")
        assert all(set(each.attrib) == {"type", "message"} for each in failures)
        assert (suite.get("tests"), suite.get("failures")) == (str(len(cases)), str(len(failures)))
        assert all(set(each.attrib) == {"name", "value"} for each in suite.findall("properties/property"))


def test_a_report_is_written_exactly(report: Report) -> None:
    assert as_junit(report).split("\n")[14:] == [
        '  <testsuite name="data/a b.trig" package="treatygraph" hostname="localhost" errors="0" time="0" id="1" '
        'tests="1" failures="1" timestamp="2018-12-07T00:00:00">',
        "    <properties>",
        '      <property name="engine" value="pyshacl 0.40.0" />',
        "    </properties>",
        '    <testcase name="TG203 same-as-asserted :arcadia" classname="data/a b.trig" time="0">',
        '      <failure type="error" message="Curated data never say it.">data/a b.trig:3:11',
        "TG203 same-as-asserted: :arcadia: Curated data never say it.",
        "graph: https://w3id.org/treatygraph/id/graph/labels",
        "value: &lt;urn:x&gt;",
        "help: Keep them apart.",
        "https://w3id.org/treatygraph/rule/TG203</failure>",
        "    </testcase>",
        "    <system-out />",
        "    <system-err />",
        "  </testsuite>",
        "</testsuites>",
    ]


def test_a_file_is_one_suite_however_it_is_named(report: Report, error: Finding) -> None:
    found = [*report.findings, replace(error, line=4), replace(error, path="data/a b.trig", line=5)]
    root = ElementTree.fromstring(as_junit(Report.of(found, files=1, graphs=1)))
    assert [(suite.get("name"), suite.get("tests")) for suite in root] == [("(no file)", "1"), ("data/a b.trig", "3")]


def test_a_clean_report_is_a_test_that_passed(clean: Report) -> None:
    root = ElementTree.fromstring(as_junit(clean))
    assert [(suite.get("tests"), suite.get("failures")) for suite in root] == [("1", "0")]
    assert [case.get("name") for case in root.iter("testcase")] == ["check"]
    assert list(root.iter("failure")) == []


def test_reports_keep_to_the_schema(report: Report, clean: Report, public_junit_schema: str | None) -> None:
    for each in (report, clean):
        text = as_junit(each)
        assert_has_the_form_of_junit(text)
        if public_junit_schema is not None:
            XMLSchema10(public_junit_schema).validate(text.partition("\n")[2])


@given(ANY_TEXT)
def test_any_text_is_read_back_as_it_was_but_for_controls(text: str) -> None:
    found = Finding("TG001", "syntax-error", Severity.ERROR, text, text, "", value=text, path=f"a{text}", line=1)
    written = as_junit(Report.of([found], files=1, graphs=1))
    assert_has_the_form_of_junit(written)
    failure = next(ElementTree.fromstring(written.encode()).iter("failure"))
    expected = printable(text, keep="\n\t")
    assert failure.get("message") == expected
    assert failure.text is not None
    assert not text or f"\nhelp: {expected}\n" in failure.text
