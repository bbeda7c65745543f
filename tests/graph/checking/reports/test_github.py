from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from treatygraph.graph.checking.findings import Finding, Report, Severity
from treatygraph.graph.checking.reports.github import as_github
from treatygraph.graph.printable import one_line, printable

ANY_TEXT = st.text(st.characters(exclude_categories=()), min_size=1, max_size=40)
ESCAPES = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}


def read(command: str) -> tuple[str, dict[str, str], str]:
    """A command as GitHub's runner reads it."""
    found = re.fullmatch("::([a-z]+) ([^:]*)::(.*)", command)
    assert found is not None
    properties = dict(part.split("=", 1) for part in found[2].split(","))
    return found[1], {name: unescaped(value) for name, value in properties.items()}, unescaped(found[3])


def unescaped(text: str) -> str:
    return re.sub("%(0D|0A|3A|2C|25)", lambda match: ESCAPES[match[0]], text)


def test_each_finding_is_a_command_the_gravest_first(report: Report) -> None:
    assert as_github(report).splitlines() == [
        "::error title=treatygraph (TG203),file=data/a b.trig,line=3,col=11,endLine=3,endColumn=14::"
        "data/a b.trig:3:11: TG203 :arcadia: "
        "Curated data never say it.%0A  help: Keep them apart.",
        "::warning title=treatygraph (TG422)::TG422 It holds one.%0A  help: Add it.",
    ]


def test_a_hint_is_a_notice(error: Finding) -> None:
    hint = replace(error, severity=Severity.INFO)
    assert as_github(Report.of([hint], files=1, graphs=1)).startswith("::notice ")


def test_a_clean_report_has_no_command(clean: Report) -> None:
    assert as_github(clean) == ""


def test_names_of_files_cannot_add_properties(error: Finding) -> None:
    found = replace(error, path="50%,line=1::x\n::error::y.trig", repair="")
    command = as_github(Report.of([found], files=1, graphs=1))
    assert command.startswith(
        "::error title=treatygraph (TG203),file=50%25%2Cline=1%3A%3Ax%0A%3A%3Aerror%3A%3Ay.trig,"
        "line=3,col=11,endLine=3,endColumn=14::"
    )


@given(ANY_TEXT, ANY_TEXT)
def test_whatever_the_message_a_command_is_one_line_and_is_read_back(message: str, path: str) -> None:
    found = Finding("TG001", "syntax-error", Severity.ERROR, message, "Mend it.", "", path=f"data/{path}/a", line=2)
    command = as_github(Report.of([found], files=1, graphs=1))
    assert len(command.splitlines()) == 1
    kind, properties, text = read(command)
    assert (kind, properties["line"]) == ("error", "2")
    name = (found.path or "").rstrip("/").replace("//", "/").replace("/./", "/")
    assert properties["file"] == printable(name, keep="\r\n")
    assert text.endswith(f":2: TG001 {one_line(message)}\n  help: Mend it.")
