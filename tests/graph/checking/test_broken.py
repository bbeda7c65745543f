"""Graphs with one defect each that curators really make, and exactly what the whole check finds in them, and where."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from treatygraph.graph.checking import Finding, check

FOLDER = Path(__file__).with_name("broken")
BROKEN = sorted(path for path in FOLDER.iterdir() if path.suffix != ".toml")
EXPECTED: dict[str, list[str]] = tomllib.loads((FOLDER / "expected.toml").read_text("utf-8"))


def told(finding: Finding, path: Path) -> str:
    """Write a finding as the table does: line, column and code, after the name of another file."""
    assert finding.path is not None
    file = "" if finding.path == str(path) else f"{Path(finding.path).name}:"
    place = "" if finding.line is None else f"{finding.line}:{finding.column} "
    return f"{file}{place}{finding.code}"


def test_every_file_is_in_the_table_and_there_are_many() -> None:
    assert sorted(EXPECTED) == [path.name for path in BROKEN]
    assert len(BROKEN) > 100
    assert {path.suffix for path in BROKEN} == {".jsonld", ".nq", ".nt", ".rdf", ".rq", ".trig", ".ttl"}


def test_every_file_is_broken() -> None:
    assert all(EXPECTED.values())


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.name)
def test_the_whole_check_finds_exactly_this_defect_at_its_place(path: Path, base: Path) -> None:
    assert [told(finding, path) for finding in check([base, path]).findings] == EXPECTED[path.name]
