from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse

from treatygraph.graph.closure import ontology_quads

TG = "https://w3id.org/treatygraph/ns#"


def test_machines_get_the_whole_ontology_under_its_name(client: FlaskClient) -> None:
    response = client.get("/ns")
    assert (response.status_code, response.content_type) == (200, "text/turtle; charset=utf-8")
    assert {quad.triple for quad in parse(response.data, format=RdfFormat.TURTLE)} == {
        quad.triple for quad in ontology_quads()
    }


def test_people_get_every_term_with_its_definition(client: FlaskClient) -> None:
    page = client.get("/ns", headers={"Accept": "text/html"}).text
    for iri in {quad.subject.value for quad in ontology_quads() if quad.subject.value.startswith(TG)}:
        assert f'<div id="{iri.removeprefix(TG)}">' in page
    assert "<p></p>" not in page


@pytest.mark.parametrize("name", ["ttl", "trig", "nt", "nq", "jsonld", "rdf"])
def test_it_comes_in_every_format(client: FlaskClient, name: str) -> None:
    assert client.get(f"/ns.{name}").status_code == 200


@pytest.mark.parametrize(
    ("accept", "place"),
    [("text/turtle", "/ns.ttl"), ("application/ld+json", "/ns.jsonld"), ("text/html", None), ("*/*", None)],
)
def test_a_term_leads_programs_to_the_document_that_describes_it(
    client: FlaskClient, accept: str, place: str | None
) -> None:
    answer = client.get("/ns/Island", headers={"Accept": accept})
    assert (answer.status_code, answer.headers.get("Location")) == (303 if place else 200, place)
    assert "Accept" in answer.vary
    assert client.get("/ns/Island", headers={"Accept": "image/png"}).status_code == 406


def test_versions_and_parts_lead_to_it(client: FlaskClient) -> None:
    assert client.get("/ns/0.1.0").headers["Location"] == "/ns"
    assert client.get("/ns/norms").headers["Location"] == "/ns"
    assert client.get("/ns/none").status_code == 404
