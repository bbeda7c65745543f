"""Names that people type."""

from __future__ import annotations

from difflib import SequenceMatcher
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

from treatygraph.graph import load, names
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import TreatyGraphError, UnknownNameError
from treatygraph.graph.names import LEAST_LIKENESS, MOST_NEAR, near_names, resolve, short_name
from treatygraph.graph.terms import ID, RDF_TYPE, local_name, tg

SECOND = Path(__file__).parents[1] / "second_article" / "nna-2024-05-14.trig"


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load([SECOND])


@pytest.mark.parametrize(
    "name",
    ["veska", ":veska", "https://w3id.org/treatygraph/id/veska", "<https://w3id.org/treatygraph/id/veska>", " veska "],
)
def test_iri_curie_and_local_name_mean_the_same(dataset: Dataset, name: str) -> None:
    assert resolve(dataset, name).value == ID + "veska"


def test_a_kind_narrows_a_name(dataset: Dataset) -> None:
    assert resolve(dataset, "lease-text", tg("Perspective")).value == ID + "perspective/lease-text"
    with pytest.raises(UnknownNameError, match="no state named 'lease-text'"):
        resolve(dataset, "lease-text", tg("State"))


def test_a_passage_is_meant_rather_than_its_graph_or_selector(dataset: Dataset) -> None:
    assert resolve(dataset, "p04c").value == ID + "passage/nna-2024-05-14/p04c"


def test_an_ambiguous_name_lists_what_it_could_mean(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    file.write_text(f"<{ID}x/same> a <urn:a> . <{ID}y/same> a <urn:a> .")
    with pytest.raises(TreatyGraphError, match="several things: x/same, y/same"):
        resolve(load([file]), "same")
    assert resolve(load([file]), "x/same").value == ID + "x/same"


def test_an_unknown_name_comes_with_those_most_like_it(dataset: Dataset) -> None:
    with pytest.raises(UnknownNameError, match=r"no state named 'vesca'\. Did you mean 'veska'"):
        resolve(dataset, "vesca", tg("State"))


def test_near_names_are_at_most_three_and_the_likest_comes_first() -> None:
    known = ["hand-over-islands", "hand-over-1956", "ratification", "hand-over", "hand-back"]
    assert near_names("hand-over-1965", known)[0] == "hand-over-1956"
    assert len(near_names("hand", known)) == 3
    assert near_names("zzz", known) == []


def test_every_short_name_leads_back_to_its_thing(dataset: Dataset) -> None:
    for iri in sorted(dataset.iris):
        if iri.startswith(ID) and "/graph/" not in iri and "/selector/" not in iri:
            assert resolve(dataset, short_name(dataset, iri)).value == iri


@pytest.mark.parametrize("name", ["hand-over", "treaty", "JAPAN", "x", "", "1956", "yap", "perspective/japan"])
def test_what_is_left_out_by_its_letters_is_not_near(dataset: Dataset, name: str) -> None:
    known = [local_name(iri) for iri in dataset.iris]
    near = near_names(name, known)
    likeness = {each: SequenceMatcher(None, name.lower(), each.lower()).ratio() for each in known if each not in near}
    assert len(near) == MOST_NEAR or max(likeness.values()) < LEAST_LIKENESS


def test_among_very_many_names_none_is_like_another(monkeypatch: pytest.MonkeyPatch) -> None:
    dataset = Dataset((Quad(NamedNode(ID + "crown"), RDF_TYPE, NamedNode(ID + "Thing")),))
    assert near_names("crowm", ["crown"]) == ["crown"]
    monkeypatch.setattr(names, "MOST_SEARCHED", 0)
    assert near_names("crowm", ["crown"]) == []
    assert resolve(dataset, "crown") == NamedNode(ID + "crown")
    with pytest.raises(UnknownNameError) as raised:
        resolve(dataset, "crowm")
    assert str(raised.value) == "There is no thing named 'crowm'."
