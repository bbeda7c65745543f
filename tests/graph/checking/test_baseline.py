"""A baseline knows findings by their identity, not by their line."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from treatygraph.graph.checking.baseline import Baseline, write_baseline
from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.errors import InputError

KNOWN = Finding("TG203", "a-name", Severity.ERROR, "m", "r", "urn:a", path="x/a.trig", line=3, column=1)
OTHER = replace(KNOWN, focus="urn:b")


def test_known_findings_are_told_apart_wherever_they_have_moved(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    assert write_baseline([KNOWN], path) == 1
    moved = replace(KNOWN, line=7, path="y/a.trig")
    assert Baseline.read(path).new([moved, OTHER]) == ((OTHER,), 1)


def test_a_finding_that_comes_oftener_than_known_is_new(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    again = replace(KNOWN, line=9)
    write_baseline([KNOWN], path)
    assert Baseline.read(path).new([KNOWN, again]) == ((again,), 1)
    write_baseline([KNOWN, again], path)
    assert Baseline.read(path).new([KNOWN, again]) == ((), 2)


def test_the_file_is_the_same_for_the_same_findings_and_can_be_read(tmp_path: Path) -> None:
    one, two = tmp_path / "one.json", tmp_path / "two.json"
    write_baseline([KNOWN, OTHER], one)
    write_baseline([replace(OTHER, line=1), KNOWN], two)
    assert one.read_bytes() == two.read_bytes()
    entry = json.loads(one.read_text())["findings"][0]
    assert {name: entry[name] for name in ("code", "file", "about", "count")} == {
        "code": "TG203",
        "file": "a.trig",
        "about": "<urn:a>",
        "count": 1,
    }


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"version": 2, "findings": []}', '{"version": 1, "findings": [{"identity": 1}]}', "[" * 9999],
)
def test_what_is_no_baseline_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(content)
    with pytest.raises(InputError, match=r"no baseline|no JSON"):
        Baseline.read(path)


def test_a_baseline_that_is_missing_or_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        Baseline.read(tmp_path / "none.json")
    with pytest.raises(InputError, match="cannot be written"):
        write_baseline([KNOWN], tmp_path / "none" / "baseline.json")
