"""The parts for programs together: what they import, and what they add to the graph for documents."""

from __future__ import annotations

import subprocess
import sys

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.graph_groups import GROUPS
from treatygraph.graph.terms import ONTOLOGY_IRI, RDFS_LABEL
from treatygraph.server.web import with_words


def test_serving_imports_no_heavy_library_of_rdf() -> None:
    code = "import sys, treatygraph.server; print({'networkx', 'owlrl', 'pyshacl', 'rdflib'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_documents_know_the_ontology_and_the_groups_of_graphs(dataset: Dataset) -> None:
    described = with_words(dataset)
    assert set(dataset.quads) < set(described.quads)
    assert described.graph(NamedNode(ONTOLOGY_IRI))
    labels = {iri: described.value(NamedNode(iri), RDFS_LABEL) for iri in dataset.groups}
    assert labels.keys() == {group.iri for group in dataset.groups.values()}
    assert str(labels[f"{GROUPS}voice/gazette"]) == '"what gazette says"@en'
    assert dataset.groups == described.groups or GROUPS + "kind/ontology" in described.groups


def test_the_graph_itself_stays_as_it_is(dataset: Dataset) -> None:
    assert with_words(dataset) is not dataset
    assert not dataset.about(NamedNode(f"{GROUPS}stated"))


@pytest.mark.parametrize(
    ("path", "twin"),
    [
        ("/queries", "/queries.json"),
        ("/rules", "/rules.json"),
        ("/search?q=lutha%20x", "/search.json?q=lutha%20x"),
        ("/explain?name=lease-gull-rock", "/explain.json?name=lease-gull-rock"),
    ],
)
def test_programs_are_led_from_pages_to_json(client: FlaskClient, path: str, twin: str) -> None:
    response = client.get(path, headers={"Accept": "application/json"})
    assert (response.status_code, response.headers["Location"]) == (303, twin)
    assert client.get(twin).content_type == "application/json"
    for accept in ({}, {"Accept": "text/html,*/*;q=0.8"}, {"Accept": "*/*"}):
        page = client.get(path, headers=accept)
        assert (page.status_code, page.mimetype) == (200, "text/html")
        assert "Accept" in page.vary
