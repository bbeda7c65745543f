"""Queries of the caller that are not run: that they cannot be is told, whatever is selected."""

from __future__ import annotations

from pathlib import Path

import pytest

from treatygraph.graph.checking import Finding, check
from treatygraph.graph.checking.options import Options
from treatygraph.graph.checking.selection import Selection


def found(folder: Path, query: str, selection: Selection) -> list[Finding]:
    """Run one query over a file."""
    data, asked = folder / "data.ttl", folder / "asked.rq"
    data.write_text("@prefix : <https://example.org/> . :a :p 1 .")
    asked.write_text(f"PREFIX : <https://example.org/>\n{query}")
    return list(check([data], options=Options(builtin=False, violations=(asked,), selection=selection)).findings)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("SELECT ?x { ?x foo:a 1 }", "TG501"),
        ("INSERT DATA { :a :p 1 }", "TG501"),
        ("DESCRIBE :a", "TG501"),
        ("SELECT ?x { ?x :p ?_value_integer }", "TG501"),
        ("SELECT ?x { ?x :p ?y FILTER :f(?y) }", "TG501"),
        ("# treatygraph: ignore-file[TG501] it is not ready\nSELECT ?x {", "TG501"),
        ("ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "TG503"),
        ("# treatygraph: ignore-file[TG503] it calls others\nASK { SERVICE <http://127.0.0.1:9/> {} }", "TG503"),
    ],
)
@pytest.mark.parametrize(
    "selection",
    [
        Selection(select=("TG511",)),
        Selection(select=("TG2",)),
        Selection(ignore=("TG5", "TG0")),
        Selection(select=("TG511",), per_file_ignores={"asked.rq": ("TG5",)}),
    ],
    ids=["one", "others", "ignored", "in-file"],
)
def test_a_query_that_is_not_run_is_told_whatever_is_selected(
    tmp_path: Path, query: str, code: str, selection: Selection
) -> None:
    assert [each.code for each in found(tmp_path, query, selection)] == [code]


def test_a_query_that_nobody_would_hear_is_not_run(tmp_path: Path) -> None:
    assert found(tmp_path, "SELECT ?entity { ?entity :p 1 }", Selection(ignore=("TG511", "TG0"))) == []
