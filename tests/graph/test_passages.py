"""Passages of a source, and copies of its text."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatygraph.graph import load
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import InputError
from treatygraph.graph.passages import Passage, SourceCopy, passages_of, read_copy, sources

SECOND = Path(__file__).parents[1] / "second_article"
SOURCE = "https://w3id.org/treatygraph/id/source/nna-2024-05-14"


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load([SECOND / "nna-2024-05-14.trig"])


@pytest.mark.parametrize("name", ["missing.txt", "folder", "binary.txt"])
def test_a_copy_that_cannot_be_read_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "binary.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match=r"The copy (does not exist|is a folder|is not UTF-8)"):
        read_copy(tmp_path / name)


def test_a_passage_without_digest_is_refused(tmp_path: Path) -> None:
    text = (SECOND / "nna-2024-05-14.trig").read_text()
    start = text.index("schema:sha256", text.index("p:p04b a tg:Passage"))
    broken = tmp_path / "broken.trig"
    broken.write_text(text[:start] + text[start:].replace("schema:sha256", "rdfs:comment", 1))
    with pytest.raises(InputError, match="p04b> lacks schema:sha256"):
        passages_of(load([broken]), SOURCE)


def test_passages_come_in_the_order_of_the_text(dataset: Dataset) -> None:
    assert sources(dataset) == (SOURCE,)
    names = [passage.iri.rpartition("/")[2] for passage in passages_of(dataset, SOURCE)]
    assert names == ["p01", "p02", "p03a", "p03b", "p04a", "p04b", "p04c", "p05"]


@given(st.text(), st.text(min_size=1), st.text(), st.text(min_size=1))
def test_words_are_shown_only_where_the_digest_matches(before: str, words: str, after: str, other: str) -> None:
    digest = sha256(words.encode("utf-8", "surrogatepass")).hexdigest()
    passage = Passage("urn:p", len(before), len(before) + len(words), 1, digest)
    assert SourceCopy("a", before + words + after, "").words(passage) == words
    shown = SourceCopy("a", before + other + after, "").words(passage)
    assert shown in (None, words)
