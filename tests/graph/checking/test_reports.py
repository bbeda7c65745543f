from __future__ import annotations

import json
from pathlib import Path

import pytest

from treatygraph.graph.checking.findings import Finding, Report, Severity
from treatygraph.graph.checking.reports import FORMATTERS, as_concise, as_full, as_json
from treatygraph.graph.terms import GRAPH, ID

ERROR = Finding(
    "TG203",
    "same-as-asserted",
    Severity.ERROR,
    "Curated data never say it.",
    "Keep them apart.",
    ID + "arcadia",
    graph=GRAPH + "labels",
    path="data/a.trig",
    line=3,
    column=7,
    value="<urn:x>",
)
WARNING = Finding("TG422", "graph-without-statements", Severity.WARNING, "It holds one.", "Add it.", "")
REPORT = Report.of([ERROR, WARNING], files=1, graphs=2)
CLEAN = Report.of([], files=1, graphs=2)


def test_concise_is_one_line_for_each_finding() -> None:
    assert as_concise(REPORT).splitlines() == [
        "TG422 It holds one. Add it.",
        "data/a.trig:3:7: TG203 :arcadia: Curated data never say it. Keep them apart.",
        "Found 1 error, 1 warning.",
    ]


def test_full_has_all_that_is_known() -> None:
    assert as_full(REPORT).splitlines() == [
        "TG422 graph-without-statements",
        "  It holds one.",
        "  repair: Add it.",
        "data/a.trig:3:7: TG203 same-as-asserted",
        "  :arcadia: Curated data never say it.",
        "  value: <urn:x>",
        "  graph: <https://w3id.org/treatygraph/id/graph/labels>",
        "  repair: Keep them apart.",
        "Found 1 error, 1 warning.",
    ]


def test_json_has_the_fields_of_a_finding() -> None:
    written = json.loads(as_json(REPORT))
    assert written[1]["code"] == "TG203"
    assert written[1]["severity"] == "error"
    assert set(written[1]) == set(Finding.__slots__)


@pytest.mark.parametrize("form", ["full", "concise"])
def test_a_clean_report_says_how_much_was_looked_at(form: str) -> None:
    assert FORMATTERS[form](CLEAN) == "All checks passed: 1 file, 2 graphs."


def test_a_clean_report_is_an_empty_list_for_programs() -> None:
    assert json.loads(as_json(CLEAN)) == []


def test_a_file_below_the_current_folder_is_named_from_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    inside = Finding("TG001", "syntax-error", Severity.ERROR, "m.", "r.", "", path=str(tmp_path / "a.trig"), line=2)
    outside = Finding("TG001", "syntax-error", Severity.ERROR, "m.", "r.", "", path="/elsewhere/b.trig")
    assert as_concise(Report.of([inside, outside], files=2, graphs=0)).splitlines()[:2] == [
        "/elsewhere/b.trig: TG001 m. r.",
        "a.trig:2: TG001 m. r.",
    ]
