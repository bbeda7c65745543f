from __future__ import annotations

from pathlib import Path

import pytest

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.loader import load
from treatygraph.server import create_app
from treatygraph.server.pages import completion
from treatygraph.server.pages.completion import Completion, completions
from treatygraph.server.pages.site import Site

PONTOON = Path(__file__).parents[1] / "data" / "pontoon.trig"
TG = "https://w3id.org/treatygraph/ns#"
ID = "https://w3id.org/treatygraph/id/"


@pytest.fixture(scope="module")
def site() -> Site:
    found = create_app(load([PONTOON]), {"TESTING": True}).extensions["treatygraph.site"]
    assert isinstance(found, Site)
    return found


@pytest.fixture(scope="module")
def found(site: Site) -> dict[str, Completion]:
    return {each.iri: each for each in completions(site.dataset, site.vocabulary)}


def test_terms_come_with_their_kind_words_and_definition(found: dict[str, Completion]) -> None:
    assert found[TG + "Island"] == Completion(
        TG + "Island", "class", "island", "A single piece of land surrounded by water."
    )
    assert found[TG + "claimant"].kind == "property"
    assert found["https://w3id.org/treatygraph/concept/hand-over"].kind == "concept"


def test_terms_of_others_are_there_when_they_are_used(found: dict[str, Completion]) -> None:
    assert found["http://www.w3.org/ns/oa#hasSource"].kind == "property"
    assert found["https://schema.org/NewsArticle"].kind == "class"
    assert found["http://www.opengis.net/ont/geosparql#sfWithin"].kind == "property"


def test_things_come_with_their_classes(found: dict[str, Completion]) -> None:
    assert found[ID + "gull-rock"] == Completion(ID + "gull-rock", "individual", "Gull Rock", "island")
    assert found[ID + "graph/gazette-1901/p1"].kind == "graph"


def test_no_iri_comes_twice_and_the_order_is_that_of_the_iris(site: Site) -> None:
    iris = [each.iri for each in completions(site.dataset, site.vocabulary)]
    assert len(iris) == len(set(iris))
    things = [each.iri for each in completions(site.dataset, site.vocabulary) if each.kind == "individual"]
    assert things == sorted(things)


def test_spans_of_statuses_are_left_out(built: Dataset) -> None:
    words = {each.definition for each in completions(built, built) if each.kind == "individual"}
    assert "island" in words
    assert "status span" not in words


def test_of_a_large_graph_terms_alone_are_listed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(completion, "MOST_LISTED", 1)
    found = completions(site.dataset, site.vocabulary)
    assert {each.kind for each in found} <= {"class", "property", "concept", "graph"}
    assert "class" in {each.kind for each in found}
