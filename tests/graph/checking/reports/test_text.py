from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click
import pytest

from treatygraph.graph.checking.findings import Finding, Report, Severity
from treatygraph.graph.checking.registry import all_rules
from treatygraph.graph.checking.reports.text import as_concise, as_full, as_grouped

UNPRINTABLE = "It\n says \x1b[2J\u202ethis.\x07"
PRINTABLE = "It says \\u001B[2J\\u202Ethis.\\u0007"


def test_full_shows_the_line_with_a_caret_and_all_that_is_known(report: Report) -> None:
    assert as_full(report).splitlines() == [
        "TG422 graph-without-statements (warning): It holds one.",
        "help: Add it.",
        "",
        "TG203 same-as-asserted: :arcadia: Curated data never say it.",
        " --> data/a b.trig:3:11",
        "  |",
        "3 | :arcadia  :is <urn:x> .",
        "  |           ^^^",
        "  |",
        "  = graph: <https://w3id.org/treatygraph/id/graph/labels>",
        "  = value: <urn:x>",
        "help: Keep them apart.",
        "",
        "Found 1 error, 1 warning (pyshacl 0.40.0).",
    ]


def test_the_gutter_is_as_wide_as_the_number_of_the_line(here: Path, error: Finding) -> None:
    (here / "long.ttl").write_text("\n" * 1199 + ":a :b :c .\n")
    found = replace(
        error, path="long.ttl", line=1200, column=7, end_line=1200, end_column=9, graph=None, value="<urn:c>"
    )
    assert as_full(Report.of([found], files=1, graphs=1)).splitlines()[1:7] == [
        "    --> long.ttl:1200:7",
        "     |",
        "1200 | :a :b :c .",
        "     |       ^^",
        "     |",
        "     = value: <urn:c>",
    ]


@pytest.mark.parametrize("gone", ["gone.trig", "data"])
def test_a_file_that_cannot_be_shown_is_named(error: Finding, gone: str) -> None:
    shown = as_full(Report.of([replace(error, path=gone, graph=None, value=None)], files=1, graphs=1))
    assert shown.splitlines()[1:] == [f" --> {gone}:3:11", "help: Keep them apart.", "", "Found 1 error."]


def test_a_finding_without_a_column_has_no_caret(error: Finding) -> None:
    shown = as_full(Report.of([replace(error, column=None)], files=1, graphs=1))
    assert shown.splitlines()[1:5] == [" --> data/a b.trig:3", "  |", "3 | :arcadia  :is <urn:x> .", "  |"]


def test_concise_is_one_line_for_each_finding(report: Report) -> None:
    assert as_concise(report).splitlines() == [
        "TG422 It holds one. Add it.",
        "data/a b.trig:3:11: TG203 :arcadia: Curated data never say it. Keep them apart.",
        "Found 1 error, 1 warning (pyshacl 0.40.0).",
    ]


def test_grouped_names_each_file_once(report: Report, error: Finding) -> None:
    others = [replace(error, line=12, column=None), replace(error, path="data/a b.trig", line=100)]
    assert as_grouped(Report.of([*report.findings, *others], files=1, graphs=2)).splitlines() == [
        "(no file):",
        "  - TG422 It holds one. Add it.",
        "",
        "data/a b.trig:",
        "  3:11   TG203 :arcadia: Curated data never say it. Keep them apart.",
        "  12     TG203 :arcadia: Curated data never say it. Keep them apart.",
        "  100:11 TG203 :arcadia: Curated data never say it. Keep them apart.",
        "",
        "Found 3 errors, 1 warning.",
    ]


@pytest.mark.parametrize("write", [as_full, as_concise, as_grouped])
def test_a_clean_report_says_how_much_was_looked_at(write: Callable[..., str], clean: Report) -> None:
    assert write(clean) == "All checks passed: 1 file, 2 graphs."


def test_the_last_line_tells_what_was_left_out(clean: Report) -> None:
    left_out = replace(clean, engine="pyshacl 0.40.0", ignored=2, known=3)
    assert as_concise(left_out) == "All checks passed: 1 file, 2 graphs (pyshacl 0.40.0; 2 ignored; 3 known)."


@pytest.mark.parametrize("write", [as_full, as_concise, as_grouped])
def test_nothing_in_a_message_moves_the_cursor(write: Callable[..., str], error: Finding) -> None:
    hostile = replace(error, message=UNPRINTABLE, repair=UNPRINTABLE, value=UNPRINTABLE, path=f"a{UNPRINTABLE}.trig")
    shown = write(Report.of([hostile], files=1, graphs=1))
    assert PRINTABLE in shown
    assert shown.replace("\n", "").isprintable()


@pytest.mark.parametrize("write", [as_full, as_concise, as_grouped])
def test_colours_change_nothing_but_colours(write: Callable[..., str], report: Report, clean: Report) -> None:
    for each in (report, clean):
        coloured = write(each, colour=True)
        assert "\x1b[" in coloured
        assert click.unstyle(coloured) == write(each)


def test_what_can_be_fixed_is_marked_and_counted(error: Finding) -> None:
    rule = next(rule for rule in all_rules().values() if rule.fixable)
    found = Finding(rule.code, rule.name, Severity.WARNING, "m.", "r.", "")
    report = Report.of([error, found], files=1, graphs=1)
    assert f"{rule.code} [*] m. r." in as_concise(report)
    assert f"{rule.code} [*] {rule.name} (warning): m." in as_full(report)
    assert as_full(report).endswith("Found 1 error, 1 warning.\n[*] 1 fixable with `--fix`.")


def test_what_is_left_alone_has_no_mark_though_its_rule_can_be_fixed(error: Finding) -> None:
    rule = next(rule for rule in all_rules().values() if rule.fixable)
    found = Finding(rule.code, rule.name, Severity.WARNING, "m.", "r.", "", mendable=False)
    report = Report.of([error, found], files=1, graphs=1)
    assert f"{rule.code} m. r." in as_concise(report)
    assert as_full(report).endswith("Found 1 error, 1 warning.")
