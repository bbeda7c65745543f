from __future__ import annotations

from html import unescape

import pytest
from flask.testing import FlaskClient

from treatygraph.graph.terms import TG
from treatygraph.server.pages.site import Site
from treatygraph.server.vocabulary_words import REUSED_TERMS


def test_a_class_has_definition_example_relations_and_uses(reader: FlaskClient) -> None:
    page = reader.get("/ns/State").text
    assert "<h1>state</h1>" in page
    assert f'<code id="iri">{TG}State</code>' in page
    assert "For example:" in page
    assert 'href="/page/japan"' in page
    assert "<dt>subclass of</dt>" in page


def test_a_property_has_its_values(reader: FlaskClient) -> None:
    page = reader.get("/ns/debtor").text
    assert 'href="/page/hand-over-1956"' in page
    assert 'href="/page/ussr"' in page
    assert 'href="/page/passage/tass-2018-12-07/p09b"' in page
    assert "<dt>applies to</dt>" in page


def test_what_several_passages_say_is_one_use(reader: FlaskClient) -> None:
    page = reader.get("/ns/Treaty").text
    assert "2 uses." in page
    table = page.partition("<tbody>")[2].partition("</tbody>")[0]
    assert table.count("joint-declaration-1956") == 1
    assert ">p03</a> <a" in table


def test_every_term_has_a_page(reader: FlaskClient, site: Site) -> None:
    names = [iri.removeprefix(TG) for iri in site.vocabulary.iris if iri.startswith(TG)]
    assert len(names) > 100
    for name in names:
        assert reader.get(f"/ns/{name}").status_code == 200, name


@pytest.mark.parametrize("name", ["Nothing", "a b", "%3Cscript%3E"])
def test_what_is_no_term_is_told(reader: FlaskClient, name: str) -> None:
    assert reader.get(f"/ns/{name}").status_code == 404


def test_code_lists_are_named(reader: FlaskClient) -> None:
    assert 'href="/page/concept/scheme/force"' in reader.get("/ns").text


def test_terms_of_other_vocabularies_are_told_beside_our_own(reader: FlaskClient) -> None:
    page = reader.get("/ns").text
    assert 'href="#reused"' in page
    for iri, term in REUSED_TERMS.items():
        entry = page.partition(f'<div id="{term.anchor}">')[2].partition("</div>")[0]
        assert f'href="{iri}" rel="external"' in entry, iri
        assert f"</a> {term.label}</dt>" in entry
        assert term.definition in unescape(entry)
    assert 'href="/ns#rdf-type"' in reader.get("/page/shikotan").text
    assert 'href="/ns#geo-Feature"' in reader.get("/page/shikotan").text
