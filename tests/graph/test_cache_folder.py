"""Where results are remembered, and under which key."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from treatygraph.graph.cache_folder import contents, default_folder, key_of, newest_first


def test_the_folder_is_where_the_system_keeps_caches(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("TREATYGRAPH_CACHE", raising=False)
    assert default_folder() == tmp_path / "treatygraph"
    monkeypatch.setenv("TREATYGRAPH_CACHE", str(tmp_path / "own"))
    assert default_folder() == tmp_path / "own"


def test_the_key_is_that_of_names_and_contents(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for file in (one, other):
        file.write_bytes(b"same")
    keys = [key_of(contents(paths)) for paths in ((one,), (other,), (one, other), (one,))]
    assert keys[0] == keys[3]
    assert len(set(keys)) == 3
    one.write_bytes(b"changed")
    assert key_of(contents((one,))) != keys[0]


def test_a_folder_has_another_key_each_time(tmp_path: Path) -> None:
    assert key_of(contents((tmp_path,))) != key_of(contents((tmp_path,)))


def test_another_version_of_a_library_makes_another_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = key_of(())
    monkeypatch.syspath_prepend(tmp_path)
    keys = [key_of(())]
    for name in ("rdflib-99.0.dist-info", "owlrl-99.0.egg-info", "somebody_elses-1.0.dist-info"):
        (tmp_path / name).mkdir()
        keys.append(key_of(()))
    assert keys[0] == before
    assert len(set(keys)) == 3
    assert keys[2] == keys[3]


def test_the_newest_comes_first_and_what_is_gone_last(tmp_path: Path) -> None:
    old, new, gone = (tmp_path / name for name in ("old", "new", "gone"))
    for time, file in enumerate((old, new), start=1):
        file.touch()
        os.utime(file, (time, time))
    assert newest_first((gone, old, new)) == [new, old, gone]
