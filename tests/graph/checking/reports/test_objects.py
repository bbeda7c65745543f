from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from treatygraph.graph.checking.findings import Finding, Report, Severity
from treatygraph.graph.checking.reports.objects import as_json, as_json_lines

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=40)


def test_json_has_the_documented_fields(report: Report, error: Finding, warning: Finding) -> None:
    assert json.loads(as_json(report)) == [
        {
            "code": "TG422",
            "name": "graph-without-statements",
            "severity": "warning",
            "message": "It holds one.",
            "repair": "Add it.",
            "filename": None,
            "location": None,
            "end_location": None,
            "url": "https://w3id.org/treatygraph/rule/TG422",
            "focus": None,
            "graph": None,
            "predicate": None,
            "value": None,
            "identity": warning.identity,
        },
        {
            "code": "TG203",
            "name": "same-as-asserted",
            "severity": "error",
            "message": "Curated data never say it.",
            "repair": "Keep them apart.",
            "filename": "data/a b.trig",
            "location": {"row": 3, "column": 11},
            "end_location": {"row": 3, "column": 14},
            "url": "https://w3id.org/treatygraph/rule/TG203",
            "focus": "https://w3id.org/treatygraph/id/arcadia",
            "graph": "https://w3id.org/treatygraph/id/graph/labels",
            "predicate": "https://w3id.org/treatygraph/ns#agent",
            "value": "<urn:x>",
            "identity": error.identity,
        },
    ]


def test_a_line_without_a_column_has_a_place(error: Finding) -> None:
    found = Report.of([replace(error, column=None)], files=1, graphs=1)
    assert json.loads(as_json(found))[0]["location"] == {"row": 3, "column": None}


def test_json_lines_have_the_same_objects_one_a_line(report: Report) -> None:
    lines = as_json_lines(report).split("\n")
    assert [json.loads(line) for line in lines] == json.loads(as_json(report))


def test_a_clean_report_is_an_empty_list_or_no_line(clean: Report) -> None:
    assert json.loads(as_json(clean)) == []
    assert as_json_lines(clean) == ""


@given(ANY_TEXT)
def test_any_text_is_read_back_as_it_was(text: str) -> None:
    found = Finding("TG001", "syntax-error", Severity.ERROR, text, text, text, value=text)
    line = as_json_lines(Report.of([found], files=1, graphs=1))
    assert line.isascii()
    assert len(line.splitlines()) == 1
    read = json.loads(line)
    for field in ("message", "repair", "value"):
        assert read[field].encode("utf-16", "surrogatepass") == text.encode("utf-16", "surrogatepass")
