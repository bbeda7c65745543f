from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

FIRST = [
    ("habomai", "islets-of-the-lesser-kuril-chain"),
    ("HABOMAI", "islets-of-the-lesser-kuril-chain"),
    ("Tokyo", "japan"),
    ("shinzo abe", "shinzo-abe"),
    ("joint declaration", "joint-declaration-1956"),
    ("kuril", "lesser-kuril-chain"),
]


@pytest.mark.parametrize(("text", "name"), FIRST)
def test_things_are_found_by_any_name(reader: FlaskClient, text: str, name: str) -> None:
    found = reader.get("/search.json", query_string={"q": text}).get_json()
    assert name in [hit["page"].removeprefix("/page/") for hit in found][:4]


@pytest.mark.parametrize(
    ("text", "label"), [("Lavrov", "Sergey Lavrov"), ("kuril", "islets of the Lesser Kuril Chain covered by Article 9")]
)
def test_who_and_what_there_is_comes_before_what_was_said(reader: FlaskClient, text: str, label: str) -> None:
    assert reader.get("/search.json", query_string={"q": text}).get_json()[0]["label"] == label


def test_it_says_whose_name_it_is_and_where(reader: FlaskClient) -> None:
    page = re.sub(r"\s+", " ", reader.get("/search?q=Habomai").text)
    assert '<q lang="en">Habomai</q> is the name that <strong>Japan</strong> uses <a class="siglum" ' in page
    assert 'href="/page/passage/tass-2018-12-07/p09b"' in page
    assert "is what the curators call it" in reader.get("/search?q=japan").text


def test_a_name_that_curators_read_as_that_of_a_thing_is_told_as_inferred(reader: FlaskClient) -> None:
    found = reader.get("/search.json?q=Habomai").get_json()
    readings = {hit["label"]: each["inferred_in"] for hit in found for each in hit["names"] if each["used_by"]}
    assert readings["islets of the Lesser Kuril Chain covered by Article 9"] is None
    assert readings["Lesser Kuril Chain"].startswith("https://w3id.org/treatygraph/id/inference/tass-2018-12-07/")
    page = re.sub(r"\s+", " ", reader.get("/search?q=Habomai").text)
    assert page.count("as the curators read it</a>") == 1
    assert "Second reading: the relative clause" in page.partition(">Lesser Kuril Chain</a>")[2]


def test_accents_and_spaces_make_no_difference(client: FlaskClient) -> None:
    assert [hit["label"] for hit in client.get("/search.json?q=ile").get_json()] == ["île"]
    assert client.get("/search.json", query_string={"q": "  gull   ROCK "}).get_json()[0]["label"] == "Gull Rock"


def test_a_name_that_is_not_there_leads_to_near_ones(reader: FlaskClient) -> None:
    page = reader.get("/search?q=Shikotn").text
    assert "0 things found" in page
    assert 'href="/search?q=Shikotan"' in page


@pytest.mark.parametrize("text", ["", "   ", "<script>", "(", "x" * 5000])
def test_anything_can_be_looked_for(reader: FlaskClient, text: str) -> None:
    response = reader.get("/search", query_string={"q": text})
    assert response.status_code == 200
    assert "<script>" not in response.text


def test_terms_of_the_ontology_are_found_too(reader: FlaskClient) -> None:
    assert "https://w3id.org/treatygraph/ns#Treaty" in [
        hit["thing"] for hit in reader.get("/search.json?q=treaty").get_json()
    ]
