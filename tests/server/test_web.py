"""The parts for programs together: what they import, and what they add to the graph for documents."""

from __future__ import annotations

import subprocess
import sys

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
