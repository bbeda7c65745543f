"""Graphs by their IRIs (SPARQL 1.1 Graph Store HTTP Protocol): read in full, never written."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, parse

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.graph_groups import GROUPS

from .conftest import Wire

ID = "https://w3id.org/treatygraph/id/"
G1, G2 = f"{ID}graph/gazette-1901/p1", f"{ID}graph/gazette-1901/p2"


def triples(dataset: Dataset, *graphs: str) -> set[str]:
    return {str(quad.triple) for quad in dataset.quads if not graphs or getattr(quad.graph_name, "value", "") in graphs}


@pytest.mark.parametrize(
    ("query", "graphs"),
    [
        ({"graph": G1}, [G1]),
        ({"graph": f"{GROUPS}stated"}, [G1, G2]),
        ({"graph": f"{GROUPS}voice/gazette"}, [G1, G2]),
        ({"default": ""}, []),
    ],
)
@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("ttl", RdfFormat.TURTLE),
        ("nt", RdfFormat.N_TRIPLES),
        ("jsonld", RdfFormat.JSON_LD),
        ("trig", RdfFormat.TRIG),
        ("nq", RdfFormat.N_QUADS),
    ],
)
def test_a_graph_has_each_of_its_triples_once(
    client: Wire, dataset: Dataset, query: dict[str, str], graphs: list[str], name: str, form: RdfFormat
) -> None:
    response = client.get("/store", query_string={**query, "format": name})
    assert response.status_code == 200, response.text
    assert sorted(str(quad) for quad in parse(response.data, format=form)) == sorted(triples(dataset, *graphs))


def test_without_a_name_the_whole_store_comes_with_its_graphs(client: Wire, dataset: Dataset) -> None:
    response = client.get("/store")
    assert response.content_type == "application/trig"
    assert set(parse(response.data, format=RdfFormat.TRIG)) == set(dataset.quads)
    response = client.get("/store", headers={"Accept": "application/n-quads"})
    assert set(parse(response.data, format=RdfFormat.N_QUADS)) == set(dataset.quads)


def test_rdf_xml_is_there_for_what_it_can_say(client: Wire) -> None:
    response = client.get("/store", query_string={"graph": G1}, headers={"Accept": "application/rdf+xml"})
    assert (response.status_code, response.mimetype) == (200, "application/rdf+xml")


def test_head_tells_as_much_as_get(client: Wire) -> None:
    head, get = (client.open("/store", method=method, query_string={"graph": G1}) for method in ("HEAD", "GET"))
    assert head.data == b""
    assert head.status_code == get.status_code
    # They may be a second apart.
    assert {**dict(head.headers), "date": ""} == {**dict(get.headers), "date": ""}
    assert "Accept" in get.vary


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ({"graph": G1 + "x"}, 404, f"Did you mean <{G1}>"),
        ({"graph": "a b"}, 400, "no IRI"),
        ({"graph": ""}, 400, "no IRI"),
        ({"graph": [G1, G2]}, 400, "does not name one graph"),
        ({"graph": G1, "default": ""}, 400, "does not name one graph"),
        ({"default": "yes"}, 400, "does not name one graph"),
        ({"graph": G1, "format": "csv"}, 406, "ttl: text/turtle"),
        ({"graph": G1, "format": ["ttl", "nt"]}, 400, "more than once"),
        ({"format": "rdf"}, 406, "trig: application/trig"),
    ],
)
def test_what_is_no_graph_is_an_error_that_says_so(
    client: Wire, query: dict[str, object], status: int, words: str
) -> None:
    response = client.get("/store", query_string=query)
    assert response.status_code == status
    assert words in response.text


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
@pytest.mark.parametrize("query", [{"graph": G1}, {"default": ""}, {}])
def test_writing_is_refused_and_changes_nothing(
    client: Wire, dataset: Dataset, method: str, query: dict[str, str]
) -> None:
    response = client.open("/store", method=method, query_string=query, data="<a:a> <a:b> <a:c> .")
    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert "read-only" in response.text
    assert len(set(parse(client.get("/store").data, format=RdfFormat.TRIG))) == len(dataset.quads)
