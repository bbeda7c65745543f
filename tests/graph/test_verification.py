"""The check of passages against a copy of their source."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from treatygraph.graph import load
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import InputError, NothingToCheckError, UnknownNameError
from treatygraph.graph.verification import verify

SECOND = Path(__file__).parents[1] / "second_article"
TEXT = SECOND / "nna-2024-05-14.txt"
SOURCE = "https://w3id.org/treatygraph/id/source/nna-2024-05-14"
P04B = "https://w3id.org/treatygraph/id/passage/nna-2024-05-14/p04b"

Change = Callable[[str], str]


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load([SECOND / "nna-2024-05-14.trig"])


def found(dataset: Dataset, path: Path) -> set[tuple[str, str]]:
    return {(each.code, each.focus) for each in verify(dataset, path, source=SOURCE).findings}


def changed(tmp_path: Path, change: Change) -> Path:
    copy = tmp_path / TEXT.name
    copy.write_bytes(change(TEXT.read_bytes().decode()).encode())
    return copy


def test_a_true_copy_has_no_findings(dataset: Dataset) -> None:
    result = verify(dataset, TEXT)
    assert (result.source, result.passages, result.findings) == (SOURCE, 8, ())


def test_one_changed_character_breaks_its_passage_and_the_document_alone(dataset: Dataset, tmp_path: Path) -> None:
    copy = changed(tmp_path, lambda text: text.replace("June 1999", "July 1999"))
    assert found(dataset, copy) == {("TG461", SOURCE), ("TG462", P04B)}


def test_a_passage_that_moved_is_found_again(dataset: Dataset, tmp_path: Path) -> None:
    copy = changed(tmp_path, lambda text: text.replace("\nMay 14", "\n\n\nMay 14"))
    moved = [each for each in verify(dataset, copy).findings if each.focus == P04B]
    assert [each.repair for each in moved] == ["They stand 2 code points later: something before them was added."]


def test_a_copy_that_ends_too_early_names_what_lies_outside(dataset: Dataset, tmp_path: Path) -> None:
    copy = changed(tmp_path, lambda text: text[: text.index("Both states") + 5])
    assert {code for code, focus in found(dataset, copy) if focus == P04B} == {"TG463"}


def test_a_passage_in_another_block_is_told(dataset: Dataset, tmp_path: Path) -> None:
    copy = changed(tmp_path, lambda text: text.replace(" Both states", "\nBoth states"))
    assert found(dataset, copy) >= {("TG461", SOURCE), ("TG464", P04B)}


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        (lambda text: text.replace("\n", "\r\n"), "Windows line ends"),
        (lambda text: "\ufeff" + text, "byte order mark"),
        (lambda text: text + "\n", "ends with a line feed"),
        (lambda text: text.removesuffix("\n"), "lacks the line feed"),
    ],
)
def test_a_harmless_change_of_the_whole_is_named(dataset: Dataset, tmp_path: Path, change: Change, cause: str) -> None:
    findings = verify(dataset, changed(tmp_path, change)).findings
    assert cause in next(each.repair for each in findings if each.code == "TG461")


def test_a_finding_points_into_the_copy(dataset: Dataset, tmp_path: Path) -> None:
    copy = changed(tmp_path, lambda text: text.replace("June 1999", "July 1999"))
    finding = next(each for each in verify(dataset, copy).findings if each.focus == P04B)
    line = TEXT.read_text().splitlines()[(finding.line or 0) - 1]
    assert line[(finding.column or 0) - 1 :].startswith("Both states")


def test_without_a_copy_it_says_what_is_needed_and_where_to_get_it() -> None:
    with pytest.raises(InputError) as error:
        verify(load())
    text = str(error.value)
    assert all(part in text for part in ("tass-2018-12-07", "2018-12-07", "https://tass.com/", "4504dddac4c8"))


def test_a_copy_is_recognised_by_its_digest_whatever_its_name(tmp_path: Path) -> None:
    copy = tmp_path / "download.txt"
    copy.write_bytes(TEXT.read_bytes())
    both = load([SECOND / "nna-2024-05-14.trig", *_packaged()])
    assert verify(both, copy).source == SOURCE


def test_a_copy_of_no_known_source_is_refused_when_there_are_several(tmp_path: Path) -> None:
    copy = tmp_path / "download.txt"
    copy.write_text("Something else.")
    with pytest.raises(InputError, match="Say --source, one of nna-2024-05-14, tass-2018-12-07"):
        verify(load([SECOND / "nna-2024-05-14.trig", *_packaged()]), copy)


def test_an_unknown_source_is_told_with_those_there_are(dataset: Dataset) -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'nna-2024-05-14'"):
        verify(dataset, TEXT, source="nna-2024")


def test_a_graph_without_passages_verifies_nothing(tmp_path: Path) -> None:
    empty = tmp_path / "a.ttl"
    empty.write_text("<https://example.org/a> <https://example.org/b> 1 .")
    with pytest.raises(NothingToCheckError):
        verify(load([empty]), TEXT)


def _packaged() -> tuple[Path, ...]:
    from treatygraph.graph.rdf_files import default_paths

    return default_paths()
