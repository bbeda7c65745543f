"""Builds that are remembered: found again as long as nothing has changed, and never in the way."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from treatygraph.graph.build_cache import MOST_BUILDS, remembered_build
from treatygraph.graph.build_parts import MANIFEST
from treatygraph.graph.builder import build
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.loader import load

PONTOON = Path(__file__).parents[1] / "server" / "data" / "pontoon.trig"


class Builder:
    """Builds, and counts how often."""

    def __init__(self, curated: Dataset) -> None:
        self.curated = curated
        self.times = 0

    def __call__(self) -> Dataset:
        self.times += 1
        return build(self.curated, check=False)


@pytest.fixture
def curated(tmp_path: Path) -> Dataset:
    return load([shutil.copy(PONTOON, tmp_path)])


def test_what_was_built_is_found_again(tmp_path: Path, curated: Dataset) -> None:
    builder = Builder(curated)
    first, second = (remembered_build(tmp_path / "cache", curated.sources, "builtin", builder) for _ in range(2))
    assert builder.times == 1
    assert (set(second.quads), second.derivations) == (set(first.quads), first.derivations)
    assert second.sources == curated.sources


def test_another_reasoner_or_content_is_built_anew(tmp_path: Path, curated: Dataset) -> None:
    builder = Builder(curated)
    for reasoner in ("builtin", "owlrl"):
        remembered_build(tmp_path / "cache", curated.sources, reasoner, builder)
    with curated.sources[0].open("a", encoding="utf-8") as file:
        file.write("# one more line")
    remembered_build(tmp_path / "cache", curated.sources, "builtin", builder)
    assert builder.times == 3


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-9])


@pytest.mark.parametrize("harm", [Path.unlink, cut, lambda file: file.write_bytes(b"\0")], ids=["lost", "cut", "junk"])
@pytest.mark.parametrize("part", [MANIFEST, "dataset-*.nq", "derivations-*.jsonl", "contents-*.json"])
def test_what_is_damaged_is_built_anew_and_mended(
    tmp_path: Path, curated: Dataset, part: str, harm: Callable[[Path], object]
) -> None:
    builder = Builder(curated)
    first = remembered_build(tmp_path / "cache", curated.sources, "builtin", builder)
    (file,) = (tmp_path / "cache").glob(f"build-*/{part}")
    harm(file)
    for _ in range(2):
        assert set(remembered_build(tmp_path / "cache", curated.sources, "builtin", builder).quads) == set(first.quads)
    assert builder.times == 2


def test_a_cache_that_cannot_be_written_does_not_matter(tmp_path: Path, curated: Dataset) -> None:
    (tmp_path / "cache").write_text("no folder", "utf-8")
    builder = Builder(curated)
    for cache in (tmp_path / "cache", None):
        assert remembered_build(cache, curated.sources, "builtin", builder).size > curated.size
    assert builder.times == 2


def test_the_oldest_are_forgotten(tmp_path: Path, curated: Dataset) -> None:
    for number in range(MOST_BUILDS + 2):
        remembered_build(tmp_path, curated.sources, f"reasoner {number}", lambda: curated)
    assert len(list(tmp_path.glob("build-*"))) == MOST_BUILDS
