"""Versions: files, folders, builds."""

from __future__ import annotations

from pathlib import Path

import pytest

from treatygraph.graph import build, load, write_build
from treatygraph.graph.comparison import compare, read_version
from treatygraph.graph.errors import InputError, NothingToCheckError
from treatygraph.graph.terms import STATUS_GRAPH

REPOSITORY = Path(__file__).parents[3]
SECOND = REPOSITORY / "tests" / "second_article" / "nna-2024-05-14.trig"


def test_a_folder_is_all_its_files(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:p> 1 .")
    (tmp_path / "b.nt").write_text("<urn:b> <urn:p> <urn:c> .\n")
    assert len(read_version(tmp_path).quads) == 2


def test_files_of_one_name_and_content_keep_their_own_blank_nodes(tmp_path: Path) -> None:
    for folder in ("one", "other"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.ttl").write_text("<urn:a> <urn:p> [ <urn:q> 1 ] .")
    assert len(read_version(tmp_path).quads) == 4
    assert len(read_version(tmp_path / "one").quads) == 2


def test_the_ontology_beside_the_data_is_no_part_of_what_was_curated(tmp_path: Path) -> None:
    (tmp_path / "data.trig").write_bytes(SECOND.read_bytes())
    for file in (REPOSITORY / "ontology").glob("*.ttl"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    version = read_version(tmp_path)
    assert version.vocabulary
    assert set(version.curated.quads) >= set(load([SECOND]).quads)
    assert not version.vocabulary & set(version.curated.quads)
    assert set(version.written) == set(version.quads)


def test_a_build_is_asked_as_it_is_and_compared_by_what_was_curated(tmp_path: Path) -> None:
    write_build(build(load([SECOND]), check=False), tmp_path / "build")
    built, written = read_version(tmp_path / "build"), read_version(SECOND)
    assert set(built.curated.quads) == set(written.quads)
    assert STATUS_GRAPH in {getattr(quad.graph_name, "value", "") for quad in built.quads}
    assert set(built.built.quads) == set(built.quads)
    assert not compare(built, written, ["statuses", "queries"])
    assert compare(built, written, ["statements"])


def test_a_folder_with_a_manifest_of_another_kind_is_a_folder_of_files(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{}")
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:p> 1 .")
    assert len(read_version(tmp_path).quads) == 1


def test_a_file_may_be_empty_but_not_both(tmp_path: Path) -> None:
    (tmp_path / "empty.ttl").write_text("")
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:p> 1 .")
    empty, full = read_version(tmp_path / "empty.ttl"), read_version(tmp_path / "a.ttl")
    assert compare(empty, full).counts()["statements"] == 1
    with pytest.raises(NothingToCheckError, match=r"There is no statement in .*empty\.ttl, and none in"):
        compare(empty, empty)


def test_what_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        read_version(tmp_path / "nothing.ttl")
    with pytest.raises(NothingToCheckError):
        read_version(tmp_path)
