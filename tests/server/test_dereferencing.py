"""Every IRI of ours that the exports hold leads to documents: 303, then 200, in each format."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from treatygraph.graph.dataset import Dataset
from treatygraph.server import create_app
from treatygraph.server.formats import DOCUMENTS, ENTITIES, RDF_FORMATS

OURS = "https://w3id.org/treatygraph"


@pytest.fixture(scope="module")
def shipped(built: Dataset) -> FlaskClient:
    return create_app(built).test_client()


@pytest.fixture(scope="module")
def iris(shipped: FlaskClient) -> list[str]:
    data = shipped.get("/exports/treatygraph-with-derived.nq").data
    found = {iri for quad in parse(data, format=RdfFormat.N_QUADS) for term in quad for iri in iris_of(term)}
    return sorted(iri for iri in found if iri.startswith(OURS))


def iris_of(term: object) -> Iterator[str]:
    if isinstance(term, NamedNode):
        yield term.value
    elif isinstance(term, Literal):
        yield term.datatype.value
    elif isinstance(term, Triple):
        yield from (iri for part in term for iri in iris_of(part))


def test_each_iri_leads_to_a_document_that_speaks_of_it(shipped: FlaskClient, iris: list[str]) -> None:
    """All IRIs, in one format of data each; by turns, so that each format meets every kind of thing."""
    assert len(iris) > 400
    for number, iri in enumerate(iris):
        offer = DOCUMENTS[number % len(DOCUMENTS)]
        response = shipped.get(iri.removeprefix(OURS).partition("#")[0], headers={"Accept": offer.media_type})
        assert response.status_code == (200 if "#" in iri or iri == f"{OURS}/ns" else 303), (iri, response.text)
        if response.status_code == 303:
            response = shipped.get(response.headers["Location"], headers={"Accept": offer.media_type})
        assert (response.status_code, response.mimetype) == (200, offer.media_type), iri
        if "/ns" not in iri:
            said = {each for quad in parse(response.data, format=RDF_FORMATS[offer.name]) for each in quad}
            assert NamedNode(iri) in said, (iri, offer.name)


def test_a_sample_of_iris_leads_to_every_format_and_the_page(shipped: FlaskClient, iris: list[str]) -> None:
    for iri in iris[::40]:
        for offer in ENTITIES:
            response = shipped.get(
                iri.removeprefix(OURS).partition("#")[0], headers={"Accept": offer.media_type}, follow_redirects=True
            )
            assert (response.status_code, response.mimetype) == (200, offer.media_type), (iri, offer.name)
