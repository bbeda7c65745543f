from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from treatygraph.graph.dataset import Dataset
from treatygraph.server import create_app


def test_what_is_not_found_leads_on(reader: FlaskClient) -> None:
    response = reader.get("/page/hand-over-1955")
    assert response.status_code == 404
    assert '<a href="/id/hand-over-1956">promise of 1956 to hand over islands to Japan</a>' in response.text
    assert 'name="q" type="search" value="hand over 1955"' in response.text
    assert '<a href="/">Home</a>' in response.text


def test_an_error_says_its_number(reader: FlaskClient) -> None:
    page = reader.get("/status.pdf").text
    assert "Error 406" in page
    assert 'action="/search" role="search" aria-label="All names"' not in page, "a name would not help"


def test_an_empty_graph_has_errors_too(lonely: FlaskClient) -> None:
    assert "Error 404" in lonely.get("/page/x", headers={"Accept": "text/html"}).text


@pytest.mark.parametrize(
    ("path", "mark"),
    [
        ("/status", '<a href="/status" aria-current="page">'),
        ("/status/hand-over-1956", '<a href="/status" aria-current="true">'),
        ("/queries/islands-named", '<a href="/queries" aria-current="true">'),
        ("/sources/tass-2018-12-07", '<a href="/sources/" aria-current="true">'),
        ("/ns/Treaty", '<a href="/ns" aria-current="true">'),
        ("/rules/TG203", '<a href="/rules" aria-current="true">'),
        ("/page/japan", ""),
    ],
)
def test_it_says_in_which_part_of_the_site_a_page_is(reader: FlaskClient, path: str, mark: str) -> None:
    navigation = reader.get(path).text.partition('<nav aria-label="Site">')[2].partition("</nav>")[0]
    assert mark in navigation
    assert navigation.count("aria-current") == bool(mark)


def test_licences_of_others_are_reached_where_their_code_is(built: Dataset, tmp_path: Path) -> None:
    text = tmp_path / "licences.txt"
    text.write_text("Licences of others.\n")
    told = {"files": {text.name: {"sha256": "0" * 64}}}
    (tmp_path / "manifest.json").write_text(json.dumps(told))
    pages = create_app(built, {"TESTING": True, "FRONTEND": str(tmp_path)}).test_client()
    found = re.search(r'with <a href="([^"]*)">parts by others</a>', pages.get("/").text)
    assert found
    assert pages.get(found[1]).text == "Licences of others.\n"
    plain = create_app(built, {"TESTING": True, "FRONTEND": str(tmp_path / "none")}).test_client()
    assert "parts by others" not in plain.get("/").text


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/map/", "/map"),
        ("/query/?query=ASK%7B%7D", "/query?query=ASK%7B%7D"),
        ("/page/japan/", "/page/japan"),
        ("/queries/islands-named/", "/queries/islands-named"),
    ],
)
def test_a_slash_too_many_leads_to_the_page(reader: FlaskClient, path: str, place: str) -> None:
    response = reader.get(path)
    assert (response.status_code, response.headers["Location"]) == (308, place)
    assert reader.get(place).status_code == 200


def test_a_slash_leads_to_no_other_host_and_not_to_nothing(reader: FlaskClient) -> None:
    for path in ("//example.org/", "///example.org/map/", "/\\\\example.org/", "/page/\n/", "//map/"):
        response = reader.get("/", environ_overrides={"PATH_INFO": path})
        assert response.status_code in {308, 404}, path
        place = response.headers.get("Location", "/page/")
        assert place.startswith(("/page/", "/map", "http://localhost/")), place
    assert reader.get("/nothing/").status_code == 404


@pytest.mark.parametrize(
    ("path", "links"),
    [
        (
            "/status.pdf?on=1960-06-01",
            ["/status.json?on=1960-06-01", "/status.csv?on=1960-06-01", "/status?on=1960-06-01"],
        ),
        ("/data/japan.pdf", ["/data/japan.ttl", "/data/japan.jsonld"]),
    ],
)
def test_a_form_that_does_not_exist_leads_to_those_that_do(reader: FlaskClient, path: str, links: list[str]) -> None:
    response = reader.get(path)
    assert response.status_code == 406
    for link in links:
        assert f'<li><a href="{link}">' in response.text
        assert reader.get(link).status_code == 200


@pytest.mark.parametrize("path", ["/rules/TG999", "/sources/none", "/things?class=Oficial"])
def test_what_is_near_is_named_once(reader: FlaskClient, path: str) -> None:
    near = re.findall(r'<li><a href="([^"]*)">(.*?)</li>', reader.get(path).text)
    assert near
    assert all(words.count(address) <= 1 for address, words in near)


def test_an_unknown_tag_leads_to_those_that_there_are(reader: FlaskClient) -> None:
    response = reader.get("/queries?tag=nothing")
    assert response.status_code == 404
    assert "No stored query has the tag &#39;nothing&#39;. These are there:" in response.text
    assert '<a href="/queries?tag=promise">' in response.text
    assert reader.get("/queries?tag=promise").status_code == 200
