from __future__ import annotations

import pytest

from treatygraph.graph.checking.findings import Finding, Report, Severity
from treatygraph.graph.checking.reports import FORMATTERS, write_report
from treatygraph.graph.checking.reports.wording import shown_path

RUFF = ["full", "concise", "grouped", "json", "json-lines", "junit", "github", "gitlab", "sarif"]


def test_the_formats_are_those_of_ruff() -> None:
    assert list(FORMATTERS) == RUFF


@pytest.mark.parametrize("form", RUFF)
def test_a_report_is_written_in_every_format(form: str, report: Report) -> None:
    assert write_report(report, form, colour=False) == f"{FORMATTERS[form](report)}\n"


@pytest.mark.parametrize("form", ["json-lines", "github"])
def test_a_clean_report_is_no_line_for_programs_that_read_lines(form: str, clean: Report) -> None:
    assert write_report(clean, form) == ""


@pytest.mark.parametrize("form", RUFF)
def test_only_the_formats_for_people_have_colours(form: str, report: Report) -> None:
    assert ("\x1b[" in write_report(report, form, colour=True)) is (form in RUFF[:3])


def test_sarif_tells_the_exit_code_of_the_command(report: Report) -> None:
    assert '"exitCode": 0' in write_report(report, "sarif", exit_code=0)


@pytest.mark.parametrize("form", RUFF)
def test_names_of_files_that_are_no_text_can_be_written(form: str) -> None:
    found = Finding("TG001", "syntax-error", Severity.ERROR, "m.", "r.", "", path="\udcff.trig", line=1, column=1)
    assert write_report(Report.of([found], files=1, graphs=1), form).encode()


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("path", ["a.trig", "../a.trig", "/elsewhere/a.trig"])
def test_a_file_that_is_not_below_the_current_folder_is_named_as_it_was(path: str) -> None:
    assert shown_path(path) == path
