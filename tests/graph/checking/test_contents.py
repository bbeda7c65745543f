"""Files hold statements, and those stand in named graphs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from treatygraph.graph.checking import check
from treatygraph.graph.checking.contents import check_contents
from treatygraph.graph.checking.material import Material
from treatygraph.graph.dataset import Dataset

Find = Callable[..., list[tuple[str, int, int]]]


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


def test_things_that_are_described_outside_graphs_are_told_once_where_that_happens(find: Find) -> None:
    text = "g:p01 { :a a tg:Island . }\n:a rdfs:label 'a' ; ex:p 1 .\n{ :b a tg:Island . } :a ex:p 2 ."
    assert find(check_contents, text) == [("TG424", 3, 1), ("TG424", 4, 3)]
    assert find(check_contents, text, builtin=False) == []


def test_a_dataset_without_files_is_looked_at_too(read: Callable[[str], Dataset]) -> None:
    dataset = Dataset(read(":a a tg:Island . g:p01 { :b a tg:Island }").quads)
    assert [each.focus.rpartition("/")[2] for each in check_contents(Material(dataset))] == ["a"]
