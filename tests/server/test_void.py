"""What describes the dataset: true numbers, addresses that lead somewhere, queries that run."""

from __future__ import annotations

import json
from collections import Counter
from hashlib import sha256

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, QuerySolutions, RdfFormat, Store, parse

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.stored_queries import stored_queries
from treatygraph.graph.terms import PREFIXES, RDF_TYPE, tg
from treatygraph.server import create_app
from treatygraph.server.formats import DOCUMENTS, RDF_FORMATS

ROOT = "http://localhost/"
PROLOGUE = """PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX void: <http://rdfs.org/ns/void#> PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX spdx: <http://spdx.org/rdf/terms#>
PREFIX : <http://localhost/.well-known/void#> """


@pytest.fixture(scope="module")
def shipped(built: Dataset) -> FlaskClient:
    return create_app(built).test_client()


@pytest.fixture(scope="module")
def description(shipped: FlaskClient) -> Store:
    store = Store()
    store.extend(parse(shipped.get("/.well-known/void").data, format=RdfFormat.TURTLE))
    return store


def rows(store: Store, query: str) -> list[tuple[str, ...]]:
    answer = store.query(PROLOGUE + query)
    assert isinstance(answer, QuerySolutions)
    return [tuple(term.value for term in row if isinstance(term, NamedNode | Literal)) for row in answer]


@pytest.mark.parametrize("offer", DOCUMENTS, ids=lambda offer: offer.name)
def test_it_comes_in_each_format_and_says_the_same(client: FlaskClient, offer: object) -> None:
    name = getattr(offer, "name", "")
    response = client.get(f"/.well-known/void.{name}")
    assert response.status_code == 200, response.text
    said = {quad.triple for quad in parse(response.data, format=RDF_FORMATS[name])}
    assert said == {quad.triple for quad in parse(client.get("/.well-known/void.nt").data, format=RdfFormat.N_TRIPLES)}


def test_it_is_negotiated(client: FlaskClient) -> None:
    response = client.get("/.well-known/void", headers={"Accept": "application/ld+json"})
    assert response.content_type == "application/ld+json"
    assert response.headers["Content-Location"] == "/.well-known/void.jsonld"
    assert "Accept" in response.vary
    assert client.get("/.well-known/void", headers={"Accept": "image/png"}).status_code == 406


def test_numbers_are_those_of_the_union(built: Dataset, description: Store) -> None:
    triples = {quad.triple for quad in built.quads}
    ((count, subjects),) = rows(description, "SELECT ?t ?s { :dataset void:triples ?t ; void:distinctSubjects ?s }")
    assert (int(count), int(subjects)) == (len(triples), len({each.subject for each in triples}))
    properties = rows(
        description, "SELECT ?p ?n { :dataset void:propertyPartition [ void:property ?p ; void:triples ?n ] }"
    )
    assert sum(int(number) for _, number in properties) == len(triples)
    classes = dict(rows(description, "SELECT ?c ?n { [] void:class ?c ; void:entities ?n }"))
    assert classes["https://w3id.org/treatygraph/ns#Perspective"] == "5"


def test_each_class_has_its_properties(built: Dataset, description: Store) -> None:
    found = rows(
        description,
        "SELECT ?p ?n { [] void:class <https://w3id.org/treatygraph/ns#Perspective> ; "
        "void:propertyPartition [ void:property ?p ; void:triples ?n ] }",
    )
    perspectives = built.subjects(RDF_TYPE, tg("Perspective"))
    triples = {quad.triple for each in perspectives for quad in built.about(each)}
    assert {(name, int(number)) for name, number in found} == set(
        Counter(each.predicate.value for each in triples).items()
    )


def test_each_dump_is_what_is_said_of_it(shipped: FlaskClient, description: Store) -> None:
    dumps = rows(
        description,
        "SELECT ?url ?size ?sum { ?part void:dataDump ?url ; dcat:distribution ?url . "
        "?url dcat:byteSize ?size ; spdx:checksum/spdx:checksumValue ?sum }",
    )
    assert len(dumps) == 20
    for url, size, checksum in dumps:
        data = shipped.get(url.removeprefix(ROOT.rstrip("/"))).data
        assert (int(size), checksum) == (len(data), sha256(data).hexdigest())


def test_each_stored_query_is_described_and_runs_as_it_stands(shipped: FlaskClient, description: Store) -> None:
    found = rows(description, "SELECT ?query ?text { ?query a sh:SPARQLExecutable ; sh:select ?text }")
    assert {query.removeprefix(f"{ROOT}queries/") for query, _ in found} == set(stored_queries())
    for query, text in found:
        assert shipped.get("/sparql", query_string={"query": text}).status_code == 200, query


def test_prefixes_are_declared_for_editors(description: Store) -> None:
    found = rows(description, "SELECT ?prefix ?iri { :prefixes sh:declare [ sh:prefix ?prefix ; sh:namespace ?iri ] }")
    assert dict(found) == dict(PREFIXES)


def test_addresses_are_those_that_the_client_uses(client: FlaskClient) -> None:
    document = client.get("/.well-known/void", base_url="https://graph.example.org/tg").text
    assert "<https://graph.example.org/tg/sparql>" in document
    assert "localhost" not in document


def test_the_words_of_our_json_ld_are_there(client: FlaskClient) -> None:
    response = client.get("/context.jsonld")
    assert response.content_type == "application/ld+json"
    assert json.loads(response.data)["@context"]["State"] == "tg:State"
