"""Whose the graph is and under which licence: what the data say, and nothing else."""

from __future__ import annotations

import json
import re
from html import unescape
from importlib.metadata import version
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from treatygraph.graph.builder import build
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.loader import load
from treatygraph.server import create_app
from treatygraph.server.description import Description, description_of

OURS = "https://creativecommons.org/licenses/by/4.0/"
THEIRS = "https://creativecommons.org/publicdomain/zero/1.0/"
PREFIXES = """@prefix : <https://w3id.org/treatygraph/id/> . @prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix void: <http://rdfs.org/ns/void#> .
:lutha rdfs:label "Lutha"@en .
"""
SAID = f"""<https://example.org/ports> a void:Dataset , dcat:Dataset ; dcterms:title "Häfen"@de , "Ports"@en ;
  dcterms:license <{THEIRS}> ; dcterms:creator <https://example.org/anna> ; owl:versionInfo "7" .
<https://example.org/anna> foaf:name "Anna Port" .
"""
PLACES = ("/", "/about", "/page/lutha", "/.well-known/void", "/openapi.json", "/sparql", "/exports/", "/data/lutha.ttl")


def served(folder: Path, text: str) -> FlaskClient:
    file = folder / "own.ttl"
    file.write_text(PREFIXES + text, "utf-8")
    return create_app(load([file]), {"TESTING": True}).test_client()


def values(client: FlaskClient, name: str) -> set[str]:
    found = parse(client.get("/.well-known/void.nt").data, format=RdfFormat.N_TRIPLES)
    return {
        each.object.value
        for each in found
        if each.predicate.value.rpartition("/")[2].rpartition("#")[2] == name
        and isinstance(each.object, NamedNode | Literal)
    }


def dataset_block(client: FlaskClient) -> dict[str, object]:
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', client.get("/").text)
    assert block is not None
    found = json.loads(block[1])
    assert isinstance(found, dict)
    return found


def citation(client: FlaskClient, path: str) -> str:
    found = re.search(r'<span id="citation">(.*?)</span>', client.get(path, headers={"Accept": "text/html"}).text)
    assert found is not None
    return unescape(found[1])


def test_files_of_others_are_under_no_licence_of_ours(tmp_path: Path) -> None:
    client = served(tmp_path, "")
    for path in PLACES:
        for accept in ("text/html", "text/turtle", "*/*"):
            answer = client.get(path, headers={"Accept": accept})
            assert OURS not in answer.text, path
            assert 'rel="license"' not in answer.text + answer.headers.get("Link", ""), path
    assert values(client, "license") == set()


def test_they_are_called_by_their_names(tmp_path: Path) -> None:
    client = served(tmp_path, "")
    assert "own.ttl" in values(client, "title")
    assert "treatygraph" not in values(client, "title")
    assert values(client, "versionInfo") == set()
    block = dataset_block(client)
    assert block["name"] == "own.ttl"
    assert not {"license", "creator", "version", "description"} & set(block)
    assert re.fullmatch(r"“own\.ttl”\. own\.ttl, state [0-9a-f]{12}\. http://localhost/", citation(client, "/about"))
    here = "https://w3id.org/treatygraph/id/lutha"
    assert re.fullmatch(rf"“Lutha”\. own\.ttl, state [0-9a-f]{{12}}\. {here}", citation(client, "/page/lutha"))
    assert "The graph does not say under which licence its data are" in client.get("/about").text


def test_what_they_say_of_themselves_is_told(tmp_path: Path) -> None:
    client = served(tmp_path, SAID)
    assert f'<{THEIRS}>; rel="license"' in client.get("/data/lutha.ttl").headers["Link"]
    assert f'<{THEIRS}>; rel="license"' in client.get("/page/lutha").headers["Link"]
    assert (
        f'<a href="{THEIRS}" rel="license">CC0 1.0</a>' in client.get("/sparql", headers={"Accept": "text/html"}).text
    )
    assert (values(client, "license"), values(client, "versionInfo")) == ({THEIRS}, {"7"})
    assert "Ports" in values(client, "title")
    assert "Anna Port" in values(client, "name")
    assert client.get("/openapi.json").get_json()["info"]["license"] == {"name": "CC0 1.0", "url": THEIRS}
    block = dataset_block(client)
    assert (block["name"], block["license"], block["version"]) == ("Ports", [THEIRS], "7")
    assert block["creator"] == [{"@type": "Thing", "name": "Anna Port"}]
    start = "“Ports”. Anna Port, Ports, version 7, state "
    assert citation(client, "/").startswith(start)
    assert citation(client, "/").endswith(". https://example.org/ports")
    assert "author = {{Anna Port}}," in client.get("/page/lutha").text


def test_of_two_data_sets_none_is_the_graph(tmp_path: Path) -> None:
    client = served(tmp_path, SAID + '<https://example.org/other> a owl:Ontology ; dcterms:title "Other" .')
    assert values(client, "license") == set()
    assert "own.ttl" in values(client, "title")


@pytest.mark.parametrize("licence", ["<javascript:alert(1)>", '"free"', "<urn:x:licence>"])
def test_a_licence_is_an_address(tmp_path: Path, licence: str) -> None:
    client = served(tmp_path, f"<https://example.org/ports> a void:Dataset ; dcterms:license {licence} .")
    assert 'rel="license"' not in client.get("/").text


def test_our_ontology_in_a_build_is_not_the_graph(tmp_path: Path) -> None:
    file = tmp_path / "own.ttl"
    file.write_text(PREFIXES, "utf-8")
    assert description_of(build(load([file]), check=False)) == Description("own.ttl")


def test_our_graph_says_whose_it_is(built: Dataset) -> None:
    said = description_of(built)
    assert (said.title, said.iri) == ("treatygraph", "https://w3id.org/treatygraph/id/dataset")
    assert (said.licences, said.creators, said.version) == ((OURS,), ("treatygraph",), version("treatygraph"))
    assert "on whose word" in said.text


def test_many_files_have_no_title() -> None:
    assert description_of(Dataset((), sources=tuple(map(Path, "abcd")))).title == "RDF dataset"
    assert description_of(Dataset((), sources=(Path("x/a.ttl"), Path("b.nt")))).title == "a.ttl, b.nt"


def test_no_language_is_claimed_for_a_title(tmp_path: Path) -> None:
    found = parse(served(tmp_path, "").get("/.well-known/void.nt").data, format=RdfFormat.N_TRIPLES)
    assert [each.object for each in found if str(each.object).startswith('"own.ttl')] == [Literal("own.ttl")] * 2
