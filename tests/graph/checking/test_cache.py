"""A result is remembered as long as nothing that it depends on has changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from treatygraph.graph import check
from treatygraph.graph.checking import cache as module
from treatygraph.graph.checking.cache import Cache
from treatygraph.graph.checking.findings import Finding, Report, Severity
from treatygraph.graph.checking.options import Options
from treatygraph.graph.checking.selection import Selection

Write = Callable[..., Path]
FOUND = Finding("TG203", "a-name", Severity.ERROR, "m", "r", "urn:a", path="x/a.trig", line=3, column=1)
REPORT = Report((FOUND,), 2, 3, "pyshacl 0", 4, 5)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.ttl"
    path.write_text("<urn:a> <urn:b> <urn:c> .")
    return path


def test_a_report_comes_back_as_it_was(tmp_path: Path, path: Path) -> None:
    Cache(tmp_path / "cache", [path], Options()).write(REPORT)
    assert Cache(tmp_path / "cache", [path], Options()).read() == REPORT


def test_another_content_name_or_choice_is_another_result(tmp_path: Path, path: Path) -> None:
    folder = tmp_path / "cache"
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text("")
    chosen = Options(shapes=(shapes,))
    Cache(folder, [path], chosen).write(REPORT)
    assert Cache(folder, [path], Options()).read() is None
    assert Cache(folder, [path], Options(shapes=(shapes,), selection=Selection(ignore=("TG2",)))).read() is None
    other = tmp_path / "b.ttl"
    other.write_bytes(path.read_bytes())
    assert Cache(folder, [other], chosen).read() is None
    shapes.write_text("#")
    assert Cache(folder, [path], chosen).read() is None
    shapes.write_text("")
    assert Cache(folder, [path], chosen).read() == REPORT
    path.write_text("")
    assert Cache(folder, [path], chosen).read() is None


def test_a_query_that_changes_or_comes_to_a_folder_is_another_result(tmp_path: Path, path: Path) -> None:
    folder = tmp_path / "checks"
    folder.mkdir()
    (folder / "a.rq").write_text("ASK {}")
    cache = tmp_path / "cache"
    chosen = Options(violations=(folder,))
    Cache(cache, [path], chosen).write(REPORT)
    assert Cache(cache, [path], chosen).read() == REPORT
    (folder / "b.rq").write_text("ASK {}")
    assert Cache(cache, [path], chosen).read() is None
    (folder / "b.rq").unlink()
    (folder / "a.rq").write_text("ASK { ?s ?p 1 }")
    assert Cache(cache, [path], chosen).read() is None


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"findings": [{}], "files": 1, "graphs": 1}', '{"findings": 3}'])
def test_a_broken_entry_counts_as_none(tmp_path: Path, path: Path, content: str) -> None:
    cache = Cache(tmp_path / "cache", [path], Options())
    cache.write(REPORT)
    [entry] = (tmp_path / "cache").iterdir()
    entry.write_text(content)
    assert Cache(tmp_path / "cache", [path], Options()).read() is None


def test_a_cache_that_cannot_be_written_is_none(tmp_path: Path, path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder would be")
    cache = Cache(tmp_path / "cache", [path], Options())
    cache.write(REPORT)
    assert cache.read() is None


def test_the_cache_does_not_grow_without_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_ENTRIES", 3)
    for number in range(6):
        path = tmp_path / "a.ttl"
        path.write_text(f"<urn:a> <urn:b> {number} .")
        Cache(tmp_path / "cache", [path], Options()).write(REPORT)
    assert len(list((tmp_path / "cache").iterdir())) == 3


def test_the_check_finds_the_same_with_and_without(tmp_path: Path, base: Path, write: Write) -> None:
    paths = [base, write("g:p01 { :arcadia owl:sameAs :borduria . }")]
    steps: list[str] = []
    first = check(paths, cache=tmp_path / "cache")
    second = check(paths, cache=tmp_path / "cache", progress=steps.append)
    assert first == second == check(paths)
    assert steps == []
