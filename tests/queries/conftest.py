"""The graph that the stored queries are asked, for both engines."""

from __future__ import annotations

import pyoxigraph
import pytest
import rdflib

from treatygraph.graph.dataset import Dataset


@pytest.fixture(scope="session")
def in_rdflib(built: Dataset) -> rdflib.Dataset:
    """The same graph in rdflib, with the union of all graphs as its default graph."""
    dataset = rdflib.Dataset(default_union=True)
    data = pyoxigraph.serialize(built.quads, format=pyoxigraph.RdfFormat.N_QUADS)
    assert data is not None
    dataset.parse(data=data.decode(), format="nquads")
    return dataset
