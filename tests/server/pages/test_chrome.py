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
