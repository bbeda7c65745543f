from __future__ import annotations

import re

from flask.testing import FlaskClient

from treatygraph.server.pages.site import Site


def test_it_explains_what_readers_meet(reader: FlaskClient, site: Site) -> None:
    page = re.sub(r"\s+", " ", reader.get("/about").text)
    for words in (
        "is the second stretch (<em>b</em>) taken from block 9",
        "<em>unknown</em>: that is an answer",
        "The debtor has taken the commitment back",
        "The agency&#39;s own telling: the obligation was withdrawn",
        "inferred: the curators read it out of passages",
        'rel="license">CC BY 4.0</a>',
        f"state {site.digest[:12]}",
    ):
        assert words in page


def test_all_statuses_and_perspectives_are_there(reader: FlaskClient) -> None:
    page = reader.get("/about").text
    for name in ("not-made", "signed-not-binding", "conditional", "due", "withdrawn", "unknown", "disputed"):
        assert f'href="/page/concept/{name}"' in page
    for name in ("agreed-text", "japan", "memorandum", "narrator", "russia"):
        assert f'href="/page/perspective/{name}"' in page


def test_each_page_leads_to_it(reader: FlaskClient) -> None:
    for path in ("/", "/status", "/page/japan", "/query"):
        assert '<a href="/about">' in reader.get(path).text


def test_an_empty_graph_is_explained_too(lonely: FlaskClient) -> None:
    page = lonely.get("/about", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "One to look at" not in page.text
