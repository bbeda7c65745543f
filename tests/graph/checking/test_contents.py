"""A file without statements is told where others have some."""

from __future__ import annotations

from pathlib import Path

import pytest

from treatygraph.graph.checking import check


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.ttl", ""),
        ("a.trig", "# a comment\n"),
        ("a.nq", "\n\n"),
        ("a.jsonld", '{"name": "words without a context"}'),
    ],
)
def test_a_file_without_statements_is_found(base: Path, tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text)
    findings = check([base, path]).findings
    assert [(each.code, each.path, each.line, each.column) for each in findings] == [("TG008", str(path), 1, 1)]
