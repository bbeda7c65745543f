"""What the files that are served call their namespaces is understood, and written."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode

from treatygraph.graph.builder import build
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import QueryError
from treatygraph.graph.loader import load
from treatygraph.graph.parameters import as_terms
from treatygraph.graph.stored_queries import Parameter
from treatygraph.graph.stores.memory import Memory
from treatygraph.server import create_app

FOAF = "http://xmlns.com/foaf/0.1/"
PEOPLE = f"""@prefix : <https://example.org/people#> .
@prefix foaf: <{FOAF}> .
@prefix tg: <https://example.org/mine#> .
@prefix x: <https://example.org/one/> .
:anna a foaf:Person ; foaf:knows x:bert .
"""
OTHERS = f"@prefix foaf: <{FOAF}> . @prefix x: <https://example.org/two/> . x:carl a foaf:Person .\n"


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    folder = tmp_path_factory.mktemp("people")
    for name, text in (("people.ttl", PEOPLE), ("others.ttl", OTHERS)):
        (folder / name).write_text(text, "utf-8")
    return load([folder])


@pytest.fixture
def client(people: Dataset) -> FlaskClient:
    return create_app(Memory(people), {"TESTING": True}).test_client()


def test_those_that_all_files_agree_on_are_known(people: Dataset) -> None:
    assert people.prefixes == (("", "https://example.org/people#"), ("foaf", FOAF), ("tg", "https://example.org/mine#"))
    assert people.extended(()).prefixes == Memory(people).prefixes == people.prefixes
    assert build(people, check=False).prefixes == ()


def test_a_class_can_be_named_by_them(client: FlaskClient) -> None:
    found = client.get("/things.json?class=foaf:Person").get_json()
    assert found["total"] == 2
    assert client.get("/things.json?class=x:Person").status_code == 404


def test_the_store_is_written_with_them(client: FlaskClient) -> None:
    text = client.get("/store?default", headers={"Accept": "text/turtle"}).text
    assert f"@prefix foaf: <{FOAF}> .\n" in text
    assert ":anna a foaf:Person" in text
    assert client.get("/store?default", headers={"Accept": "application/rdf+xml"}).status_code == 200


def test_values_of_queries_can_have_them_but_ours_stay_ours(people: Dataset) -> None:
    def value(text: str) -> object:
        return as_terms(people, (Parameter("p", "_p_iri", "iri"),), {"p": text})["_p_iri"]

    assert value("foaf:Person") == NamedNode(FOAF + "Person")
    assert value("tg:State") == NamedNode("https://w3id.org/treatygraph/ns#State")
    with pytest.raises(QueryError, match="no prefix 'x' is known"):
        value("x:carl")
