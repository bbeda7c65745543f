from __future__ import annotations

import pytest
from flask import Flask
from pyoxigraph import NamedNode, Quad

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.terms import ID
from treatygraph.server import addresses
from treatygraph.server.addresses import address_of, document_name, iri_of, known_iris

BASE = "https://w3id.org/treatygraph/"
ADDRESSES = [
    (BASE + "id/japan", "/page/japan"),
    (BASE + "id/passage/x-1/p09b", "/page/passage/x-1/p09b"),
    (BASE + "concept/force", "/page/concept/force"),
    (BASE + "concept/scheme/force", "/page/concept/scheme/force"),
    (BASE + "ns", "/ns"),
    (BASE + "ns#State", "/ns#State"),
    (BASE + "id/a%2Fb", "/page/a%252Fb"),
    (BASE + "id/", None),
    (BASE + "id/concept/x", None),
    ("http://www.w3.org/ns/prov#Entity", "/ns#prov-Entity"),
    ("http://www.w3.org/ns/prov#Bundle", None),
]


@pytest.mark.parametrize(("iri", "address"), ADDRESSES)
def test_iris_of_ours_have_an_address(app: Flask, iri: str, address: str | None) -> None:
    with app.test_request_context():
        assert address_of(iri) == address


@pytest.mark.parametrize("name", ["japan", "passage/x-1/p09b", "concept/force", "concept/scheme/force", "île"])
def test_names_of_documents_and_iris_are_one_to_one(name: str) -> None:
    node = iri_of(name)
    assert node is not None
    assert document_name(node.value) == name


def test_what_makes_no_iri_has_none() -> None:
    assert iri_of("a b") is None


def test_known_are_subjects_objects_and_graphs_that_have_documents() -> None:
    a, b, graph, other = (NamedNode(ID + name) for name in ("a", "b", "g", "p"))
    known = known_iris(Dataset((Quad(a, other, b, graph), Quad(a, other, NamedNode("urn:x"), graph))))
    assert list(known) == [a.value, b.value, graph.value]
    assert [iri in known for iri in (a.value, b.value, graph.value)] == [True, True, True]
    assert [iri in known for iri in (other.value, "urn:x", f"{ID}c", f"{ID}no iri")] == [False] * 4


def test_of_a_large_graph_nothing_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    a = NamedNode(ID + "a")
    known = known_iris(Dataset((Quad(a, a, a),)))
    monkeypatch.setattr(addresses, "MOST_LISTED", 0)
    assert list(known) == []
    assert a.value in known
