from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from treatygraph.graph import load
from treatygraph.graph.dataset import Dataset
from treatygraph.server import create_app
from treatygraph.server.home import HOLDINGS, holdings
from treatygraph.server.wording import Wording

PAGES = ["/", "/sparql", "/exports/", "/ns", "/page/lutha", "/page/concept/hand-over", "/page/graph/gazette-1901/p1"]


def test_it_says_how_many_there_are(client: FlaskClient) -> None:
    page = re.sub(r"\s+", " ", client.get("/").text)
    for words in (
        "<strong>1</strong> treaty<",
        "<strong>2</strong> states<",
        "<strong>1</strong> island or group of islands<",
        "<strong>0</strong> officials<",
        "<strong>1</strong> promise<",
        "<strong>2</strong> passages<",
    ):
        assert words in page


def test_each_count_leads_to_as_many_things(client: FlaskClient) -> None:
    page = client.get("/").text
    found = re.findall(r'href="(/things\?class=[^"]*)"><strong>(\d+)</strong>', page)
    assert len(found) == len(HOLDINGS)
    for address, count in found:
        listed = client.get(unescape(address).replace("/things?", "/things.json?")).get_json()
        assert str(listed["total"]) == count, address


def test_the_shipped_graph_has_something_of_everything(app: Flask) -> None:
    graph = load()
    with app.test_request_context():
        assert all(holding.count for holding in holdings(graph, Wording(graph)))


def test_it_names_sources(client: FlaskClient) -> None:
    page = client.get("/").text
    assert 'href="/page/gazette-1901"' in page
    assert "1901-03-04" in page


def test_health(client: FlaskClient, dataset: Dataset) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.text) == (200, f"ok {len(dataset.quads)} statements\n")


def local_links(page: str) -> set[str]:
    found = {unescape(link) for link in re.findall(r'(?:href|src|action)="([^"]*)"', page)}
    return {link.partition("#")[0] for link in found if link.startswith("/")}


def test_every_link_of_the_site_leads_somewhere(client: FlaskClient) -> None:
    pending, seen = ["/"], {"/"}
    while pending:
        path = pending.pop()
        with client.get(path, headers={"Accept": "text/html"}) as response:
            assert response.status_code == 200, path
            page = response.text if response.mimetype == "text/html" else ""
        # A query page leads to further queries without end; their links are those of the pages they are on.
        if "/sparql?" not in path:
            fresh = local_links(page) - seen
            pending += fresh
            seen |= fresh
    assert len(seen) > 50


@pytest.mark.parametrize("path", PAGES)
def test_pages_ask_nobody_else_and_have_no_script_of_their_own(client: FlaskClient, path: str) -> None:
    page = client.get(path, headers={"Accept": "text/html"}).text
    assert set(re.findall(r"<script[^>]*>", page)) <= {
        '<script src="/static/pages.js" defer>',
        '<script src="/static/promise.js" defer>',
        '<script type="application/ld+json">',
    }
    assert not re.search(r'(?:src|srcset)="(?!/)', page)
    assert not re.search(r'<link[^>]*href="(?!/)', page)
    assert " style=" not in page


@pytest.mark.parametrize("path", PAGES)
def test_pages_have_the_parts_that_readers_need(client: FlaskClient, path: str) -> None:
    page = client.get(path, headers={"Accept": "text/html"}).text
    assert page.startswith('<!doctype html>\n<html lang="en">')
    assert page.count("<h1>") == page.count("<main ") == 1
    assert re.search(r"<title>[^<]+ · treatygraph</title>", page)
    ids = re.findall(r' id="([^"]*)"', page)
    assert len(ids) == len(set(ids))


def test_an_empty_graph_has_a_home_page() -> None:
    assert create_app(Dataset(())).test_client().get("/").status_code == 200
