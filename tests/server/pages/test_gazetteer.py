from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.loader import load
from treatygraph.server import create_app
from treatygraph.server.pages.gazetteer import places_of
from treatygraph.server.pages.places import Place, clusters
from treatygraph.server.pages.site import Site

ISLES = """
@prefix : <https://w3id.org/treatygraph/id/> .
@prefix g: <https://w3id.org/treatygraph/id/graph/atlas/> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
@prefix graph: <https://w3id.org/treatygraph/id/graph/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skosxl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix tg: <https://w3id.org/treatygraph/ns#> .
graph:provenance {
  g:plate-7 a tg:ReferenceGraph ; prov:hadPrimarySource :old-atlas ; tg:locator "plate 7" ; tg:voice :cartographer .
  g:notes a tg:PassageGraph ; tg:voice :gazette .
  g:guess a tg:InferenceGraph ; prov:wasDerivedFrom g:plate-7 ; rdfs:comment "The only rock on the plate."@en .
}
g:plate-7 {
  :outline geo:asWKT "POLYGON ((10 50, 11 50, 11 51, 10 50))"^^geo:wktLiteral .
  :moon geo:asWKT "POINT (50 500)"^^geo:wktLiteral .
  :port a tg:Place ; geo:hasGeometry :port-point . :port-point geo:asWKT "POINT (-70.5 -33.25)"^^geo:wktLiteral .
}
g:guess { :gull-rock geo:hasGeometry :outline , :moon . :name-2 tg:denotes :gull-rock . }
g:notes {
  :gull-rock a tg:Island ; geo:sfWithin :gull-chain ; tg:administeredBy :arcadia . :gull-chain a tg:IslandGroup .
  :claim-of-lutha a tg:TerritorialClaim ; tg:claimant :lutha ; tg:claimedTerritory :gull-rock .
  :name-1 tg:denotes :gull-rock ; tg:usedBy :lutha ; skosxl:literalForm "Möwenfels"@de .
  :name-2 tg:usedBy :arcadia ; skosxl:literalForm "Gull Rock"@en .
}
graph:labels {
  graph:labels a tg:EditorialGraph .
  :gull-rock rdfs:label "the rock"@en . :port rdfs:label "Port"@en . :old-atlas rdfs:label "Old Atlas"@en .
  :lutha rdfs:label "Lutha"@en . :arcadia rdfs:label "Arcadia"@en . :gull-chain rdfs:label "the chain"@en .
}
"""


@pytest.fixture(scope="module")
def isles(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    file = tmp_path_factory.mktemp("isles") / "isles.trig"
    file.write_text(ISLES, "utf-8")
    return create_app(load([Path(file)]), {"TESTING": True})


@pytest.fixture(scope="module")
def places(isles: Flask) -> tuple[Place, ...]:
    site = isles.extensions["treatygraph.site"]
    assert isinstance(site, Site)
    with isles.test_request_context("/map"):
        return places_of(site.dataset, site.vocabulary)


def test_land_comes_first_and_each_place_once(places: tuple[Place, ...]) -> None:
    assert [(place.link.text, place.is_land) for place in places] == [
        ("the chain", True),
        ("the rock", True),
        ("Port", False),
    ]


def test_an_outline_says_its_work_its_place_there_and_who_inferred_whose_it_is(places: tuple[Place, ...]) -> None:
    (outline,) = places[1].outlines
    assert outline.wkt == "POLYGON ((10 50, 11 50, 11 51, 10 50))", "the other one lies beyond the globe"
    assert outline.position == "50.50° N, 10.50° E"
    assert [source.text for source in outline.sources] == ["Old Atlas"]
    assert outline.locators == ("plate 7",)
    assert [inference.hint for inference in outline.inferences] == ["The only rock on the plate."]
    (point,) = places[2].outlines
    assert (point.position, point.inferences) == ("33.25° S, 70.50° W", ())


def test_names_come_with_whose_they_are(places: tuple[Place, ...]) -> None:
    found = {(name.text, name.language, name.users[0].text, name.inferred) for name in places[1].names}
    assert found == {("Möwenfels", "de", "Lutha", False), ("Gull Rock", "en", "Arcadia", True)}


def test_holders_come_with_the_graphs_that_say_so(places: tuple[Place, ...]) -> None:
    found = [(holding.word, holding.who.text, holding.graphs[0].text) for holding in places[1].holdings]
    assert found == [("claimed by", "Lutha", "graph/atlas/notes"), ("administered by", "Arcadia", "graph/atlas/notes")]


def test_parts_and_wholes_are_told(places: tuple[Place, ...]) -> None:
    assert [link.text for link in places[1].within] == ["the chain"]
    assert [link.text for link in places[0].contains] == ["the rock"]


def test_what_lies_far_apart_is_drawn_apart(places: tuple[Place, ...]) -> None:
    assert [[place.link.text for place in group] for group in clusters(places)] == [["the rock"], ["Port"]]


def test_the_page_gives_holders_colours_that_it_names(isles: Flask) -> None:
    page = isles.test_client().get("/map").text
    assert '<span class="swatch holder-1"></span> Arcadia' in page
    assert '<span class="swatch holder-2"></span> Lutha' in page
    assert '<path class="place holder-1 also-2"' in page
    assert "so none has a colour" not in page


def test_the_shipped_graph_has_a_geometry_for_each_island_of_the_promise(built: Dataset, shipped: Flask) -> None:
    with shipped.test_request_context("/map"):
        found = {place.link.text: len(place.outlines) for place in places_of(built, built)}
    assert found == {
        "islets of the Lesser Kuril Chain covered by Article 9": 1,
        "Lesser Kuril Chain": 0,
        "Milan": 0,
        "Moscow": 1,
        "Shikotan": 1,
        "Singapore": 1,
        "territory of Japan": 0,
    }
