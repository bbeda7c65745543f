from __future__ import annotations

import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.querying import run
from treatygraph.graph.stored_queries import StoredQuery
from treatygraph.server.pages.query_page import FIRST_QUERY, Example, examples


def text_of(page: str) -> str:
    """What stands in the text field; a browser drops the first line feed."""
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert found is not None
    return html.unescape(found[1])


def test_it_begins_with_a_query_that_can_be_run(reader: FlaskClient, built: Dataset) -> None:
    assert text_of(reader.get("/query").text) == FIRST_QUERY
    assert run(built, StoredQuery("", FIRST_QUERY, "")).rows


def test_a_query_in_the_address_is_in_the_field(reader: FlaskClient) -> None:
    query = 'ASK { ?a ?b "</textarea><script>" }'
    page = reader.get("/query", query_string={"query": query}).text
    assert text_of(page) == query
    assert "<script>" not in page


def test_an_example_is_chosen_by_name_with_its_view(reader: FlaskClient) -> None:
    text = text_of(reader.get("/query?example=events-on-a-timeline").text)
    assert text.splitlines()[:2] == [
        "# Which events, other than mere speech, have which place in time?",
        "#defaultView:Timeline",
    ]


def test_an_unknown_example_is_told_with_those_like_it(reader: FlaskClient) -> None:
    response = reader.get("/query?example=island-named", headers={"Accept": "application/json"})
    assert response.status_code == 404
    assert "/query?example=islands-named" in response.get_json()["choices"]


def test_a_query_that_is_too_long_is_refused(reader: FlaskClient) -> None:
    assert reader.get("/query", query_string={"query": "#" * 70_000}).status_code == 414


def test_every_example_answers(built: Dataset, shipped: Flask) -> None:
    found = examples(built)
    assert len(found) > 25
    assert all(isinstance(each, Example) and each.summary for each in found)
    empty = [
        each.name for each in found if not (r := run(built, StoredQuery("", each.text, ""))).rows and not r.boolean
    ]
    assert set(empty) <= {"promises-due-on-a-day"}, "an example without an answer shows nothing"


def test_the_page_is_short(reader: FlaskClient) -> None:
    assert len(reader.get("/query").data) < 40_000


def test_the_terms_come_with_prefixes_and_the_places_of_their_pages(reader: FlaskClient) -> None:
    document = reader.get("/query/terms.json").get_json()
    assert document["prefixes"]["tg"] == "https://w3id.org/treatygraph/ns#"
    assert document["pages"][1:] == [
        ["https://w3id.org/treatygraph/concept/", "/page/concept/"],
        ["https://w3id.org/treatygraph/id/", "/page/"],
    ]
    terms = {each["iri"]: each for each in document["terms"]}
    assert terms["https://w3id.org/treatygraph/id/shikotan"] == {
        "iri": "https://w3id.org/treatygraph/id/shikotan",
        "kind": "individual",
        "label": "Shikotan",
        "definition": "island",
    }


@pytest.mark.parametrize("prefix", ["", "/graph"])
def test_addresses_stay_below_a_prefix(shipped: Flask, prefix: str) -> None:
    client, mounted = shipped.test_client(), {"SCRIPT_NAME": prefix}
    assert f'data-endpoint="{prefix}/sparql"' in client.get("/query", environ_overrides=mounted).text
    terms = client.get("/query/terms.json", environ_overrides=mounted).get_json()
    assert terms["pages"][2][1] == f"{prefix}/page/"
