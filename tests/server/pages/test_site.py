"""The whole site: every internal link answers, no page is too large, each page has what readers need."""

from __future__ import annotations

import re
import time
from html import unescape
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

LARGEST = 100_000
LONGEST = 1.0
"""Seconds that the processor works on one page; the first ones read the templates."""
KINDS = {
    "home": "/",
    "entity": "/page/japan",
    "claim": "/page/proposition/tass-2018-12-07/treaty-before-any-talks",
    "graph": "/page/graph/status",
    "passage": "/page/passage/tass-2018-12-07/p09b",
    "promise": "/status/hand-over-1956?on=1960-06-01",
    "promises": "/status",
    "explanation": "/explain?name=japan",
    "search": "/search?q=japan",
    "sources": "/sources/",
    "source": "/sources/tass-2018-12-07",
    "ontology": "/ns",
    "term": "/ns/Treaty",
    "rules": "/rules",
    "rule": "/rules/TG203",
    "queries": "/queries",
    "query": "/queries/status-on-a-day",
    "exports": "/exports/",
    "problem": "/page/nothing-at-all",
}


def links(page: str) -> set[str]:
    """Find the addresses on this server that a page leads to or needs."""
    found = {unescape(link) for link in re.findall(r'(?:href|src|action)="([^"]*)"', page)}
    return {link for link in found if link.startswith("/") and not link.startswith("//")}


@pytest.fixture(scope="module")
def crawled(shipped: Flask) -> dict[str, tuple[int, str, int, float]]:
    """All pages that can be reached, with status, media type, size and time."""
    client = shipped.test_client()
    client.environ_base["HTTP_ACCEPT"] = "text/html"
    pending, found = ["/"], {}
    while pending:
        address = pending.pop()
        plain = address.partition("#")[0]
        if plain in found:
            continue
        begin = time.thread_time()
        with client.get(plain, follow_redirects=True) as response:
            found[plain] = (response.status_code, response.mimetype, len(response.data), time.thread_time() - begin)
            # Queries lead to queries without end, and data have links of their own.
            if response.mimetype == "text/html" and not plain.startswith(("/sparql?", "/query?", "/explain?")):
                pending += links(response.text) - found.keys()
    return found


def test_every_link_answers(crawled: dict[str, tuple[int, str, int, float]]) -> None:
    assert len(crawled) > 800
    assert {address: told for address, told in crawled.items() if told[0] != 200} == {}


def test_no_page_is_too_large(crawled: dict[str, tuple[int, str, int, float]]) -> None:
    large = {address: size for address, (_, kind, size, _) in crawled.items() if kind == "text/html" and size > LARGEST}
    assert large == {}


def test_every_page_comes_soon(crawled: dict[str, tuple[int, str, int, float]]) -> None:
    times = sorted(seconds for _, kind, _, seconds in crawled.values() if kind == "text/html")
    assert times[-1] < LONGEST
    assert times[len(times) * 95 // 100] < 0.1


def test_places_within_pages_exist(reader: FlaskClient) -> None:
    for address in KINDS.values():
        page = reader.get(address).text
        ids = set(re.findall(r' id="([^"]+)"', page))
        for link in re.findall(r'href="#([^"]+)"', page):
            assert link in ids, (address, link)


@pytest.mark.parametrize("kind", list(KINDS))
def test_each_kind_of_page_has_what_readers_need(reader: FlaskClient, kind: str) -> None:
    page = reader.get(KINDS[kind]).text
    assert page.startswith('<!doctype html>\n<html lang="en">')
    assert '<a class="skip" href="#main-content">' in page
    assert len(re.findall(r"<h1[ >]", page)) == 1
    assert page.count("<main ") == 1
    assert re.search(r'<meta name="description" content="[^"]{20,}"', page)
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", page)]
    assert all(b <= a + 1 for a, b in pairwise(levels)), levels
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert " style=" not in page
    assert not re.search(r" on[a-z]+=", page), "no handlers in the page"
    for table in re.findall(r"<table.*?</table>", page, re.DOTALL):
        assert "<caption" in table
        assert 'scope="col"' in table


def test_each_kind_of_page_is_described_in_its_own_words(reader: FlaskClient) -> None:
    found = {}
    for kind, address in KINDS.items():
        page = reader.get(address).text
        found[kind] = re.findall(r'<meta name="description" content="([^"]*)"', page)[0]
    assert len(set(found.values())) == len(found), found
    assert "with the passage that supports it" not in " ".join(found.values())
    assert [each for each in found.values() if "\n" in each] == []


@pytest.mark.parametrize("kind", list(KINDS))
def test_below_a_prefix_links_stay_below_it(reader: FlaskClient, kind: str) -> None:
    page = reader.get(KINDS[kind], environ_overrides={"SCRIPT_NAME": "/graph"}).text
    found = links(page)
    assert len(found) > 10
    assert [link for link in found if not link.startswith("/graph/")] == []


@pytest.mark.parametrize("kind", list(KINDS))
def test_nothing_is_asked_of_other_hosts(reader: FlaskClient, kind: str) -> None:
    page = reader.get(KINDS[kind]).text
    asked = re.findall(r'<(?:script|img|link|iframe|source)[^>]*(?:src|href)="([^"]+)"', page)
    assert all(urlsplit(unescape(each)).netloc == "" for each in asked), asked


def test_the_home_page_describes_the_data_for_search_engines(reader: FlaskClient) -> None:
    page = reader.get("/").text
    assert '"@type": "Dataset"' in page
    assert '"encodingFormat": "text/turtle"' in page


def test_the_home_page_draws_the_promises_and_leads_three_ways_in(reader: FlaskClient) -> None:
    page = reader.get("/").text
    assert 'class="timeline"' in page
    for words in ("I write SPARQL", "I fetch data", "I check graphs in CI"):
        assert f">{words}</a>" in page
