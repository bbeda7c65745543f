from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.querying import query
from treatygraph.graph.stored_queries import stored_queries
from treatygraph.server import create_app
from treatygraph.server.pool import Limits
from treatygraph.server.pool.local import LocalPool


def test_the_list_has_every_query_and_its_tags_narrow_it(reader: FlaskClient) -> None:
    page = reader.get("/queries").text
    for name in stored_queries():
        assert f'href="/queries/{name}"' in page
    tag = next(each for each in stored_queries().values() if each.tags).tags[0]
    narrowed = reader.get(f"/queries?tag={tag}").text
    for name, stored in stored_queries().items():
        assert (f'href="/queries/{name}"' in narrowed) == (tag in stored.tags)


@pytest.mark.parametrize("name", list(stored_queries()))
def test_each_page_shows_as_many_rows_as_the_query_has(reader: FlaskClient, built: Dataset, name: str) -> None:
    page = unescape(reader.get(f"/queries/{name}").text)
    stored = stored_queries()[name]
    assert f"<h1>{stored.summary}</h1>" in page
    for parameter in stored.parameters:
        assert f'name="{parameter.name}"' in page
    if not any(each.required for each in stored.parameters):
        result = query(built, name)
        if result.form != "ask":
            assert re.search(rf'role="status">{len(result)} (row|triple)', page)


def test_the_form_changes_the_answer_and_the_links_take_it_along(reader: FlaskClient) -> None:
    page = unescape(reader.get("/queries/status-on-a-day?on=1956-11-01&commitment=hand-over-1956").text)
    assert 'value="1956-11-01"' in page
    assert 'href="/page/concept/signed-not-binding"' in page
    assert 'href="/queries/status-on-a-day.csv?on=1956-11-01&commitment=hand-over-1956"' in page
    assert "treatygraph query status-on-a-day -p on=1956-11-01 -p commitment=hand-over-1956" in page
    csv = reader.get("/queries/status-on-a-day.csv?on=1956-11-01&commitment=hand-over-1956").text
    assert len(csv.splitlines()) == 1 + int(re.findall(r'role="status">(\d+) row', page)[0])


def test_a_wrong_value_is_told_beside_the_form(reader: FlaskClient) -> None:
    response = reader.get("/queries/status-on-a-day?on=yesterday")
    assert response.status_code == 400
    assert 'role="alert"' in response.text
    assert 'value="yesterday"' in response.text


def test_a_parameter_that_does_not_exist_is_told(reader: FlaskClient) -> None:
    response = reader.get("/queries/status-on-a-day?day=1956-11-01")
    assert response.status_code == 400
    assert "day" in response.text


def test_a_value_cannot_change_the_query(reader: FlaskClient) -> None:
    response = reader.get("/queries/status-on-a-day", query_string={"on": '1956-11-01" } #<script>'})
    assert response.status_code == 400
    assert "<script>" not in response.text


def test_the_query_can_be_taken_to_the_editor(reader: FlaskClient) -> None:
    page = reader.get("/queries/status-on-a-day?on=1956-11-01").text
    address = unescape(re.findall(r'href="([^"]+)">View and edit SPARQL', page)[0])
    assert "1956-11-01" in address
    assert reader.get(address).status_code == 200


def test_a_field_offers_the_things_that_it_may_be(reader: FlaskClient) -> None:
    page = reader.get("/queries/status-on-a-day").text
    assert 'list="o-1"' in page
    assert '<option value="hand-over-1956">promise of 1956 to hand over islands to Japan</option>' in page
    forces = reader.get("/queries/speech-acts-by-force").text
    assert '<option value="c:demand">demand</option>' in forces
    assert reader.get("/queries/speech-acts-by-force?force=c:demand").status_code == 200
    assert "an IRI, a CURIE" in reader.get("/queries/evidence-of-a-thing").text, "a thing may be anything"


def test_limits_that_were_met_are_told(built: Dataset) -> None:
    client = create_app(built, pool=LocalPool(built, Limits(timeout=7, max_rows=3))).test_client()
    reply = client.get("/queries/speech-acts-by-force?timeout=8000", headers={"Accept": "text/html"})
    assert (reply.headers["Treatygraph-Limit"], reply.headers["Treatygraph-Timeout"]) == ("max-rows=3", "7")
    assert "The server gives at most 3 rows: there are more. The server gives a query at most 7 s, less" in reply.text
