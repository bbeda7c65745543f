from __future__ import annotations

import re
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

BASE = "https://example.org"


def listed(client: FlaskClient, base: str = BASE) -> list[str]:
    """Read the addresses of the site map."""
    response = client.get("/sitemap.xml", base_url=base)
    assert response.mimetype == "text/xml"
    return [each.text or "" for each in ElementTree.fromstring(response.data).iter() if each.tag.endswith("loc")]


def test_the_site_map_lists_the_parts_of_the_site_and_the_things(reader: FlaskClient) -> None:
    found = listed(reader)
    for path in ("/", "/status", "/status/hand-over-1956", "/sources/tass-2018-12-07", "/page/japan", "/rules"):
        assert BASE + path in found
    assert len(found) == len(set(found)) > 100
    for address in found[::20]:
        assert reader.get(address.removeprefix(BASE)).status_code == 200, address


def test_below_a_prefix_the_site_map_stays_below_it(reader: FlaskClient) -> None:
    found = listed(reader, f"{BASE}/graph")
    assert f"{BASE}/graph/page/japan" in found
    assert all(each.startswith(f"{BASE}/graph/") for each in found)
    robots = reader.get("/robots.txt", base_url=f"{BASE}/graph").text
    assert f"Sitemap: {BASE}/graph/sitemap.xml" in robots
    assert "Disallow: /graph/sparql" in robots


@pytest.mark.parametrize(
    ("path", "read"), [("/page/japan", True), ("/status/hand-over-1956", True), ("/sparql?query=x", False), ("/", True)]
)
def test_robots_read_pages_and_ask_no_questions(reader: FlaskClient, path: str, read: bool) -> None:
    response = reader.get("/robots.txt", base_url=BASE)
    assert response.mimetype == "text/plain"
    parser = RobotFileParser()
    parser.parse(response.text.splitlines())
    assert parser.can_fetch("anybody", BASE + path) is read
    assert parser.site_maps() == [f"{BASE}/sitemap.xml"]


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("/page/japan", "/page/japan"),
        ("/page/japan?page=1", "/page/japan"),
        ("/page/japan.html", "/page/japan"),
        ("/page/graph/status?page=2", "/page/graph/status?page=2"),
    ],
)
def test_a_page_names_its_own_address_however_it_was_asked_for(reader: FlaskClient, asked: str, canonical: str) -> None:
    response = reader.get(asked, follow_redirects=True)
    assert re.findall(r'<link rel="canonical" href="([^"]*)">', response.text) == [canonical]
    assert f'<{canonical}>; rel="canonical"' in response.headers["Link"]
