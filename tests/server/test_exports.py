from __future__ import annotations

import gzip
from hashlib import sha256
from importlib.metadata import version

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse

from treatygraph.graph.builder import build
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.stores import limits
from treatygraph.server import create_app, export_files
from treatygraph.server.export_files import CURATED, ExportFiles
from treatygraph.server.formats import DATASETS
from treatygraph.server.problems import Problem

FORMATS = {
    "ttl": ("text/turtle; charset=utf-8", RdfFormat.TURTLE),
    "trig": ("application/trig", RdfFormat.TRIG),
    "nt": ("application/n-triples", RdfFormat.N_TRIPLES),
    "nq": ("application/n-quads", RdfFormat.N_QUADS),
    "jsonld": ("application/ld+json", RdfFormat.JSON_LD),
}


@pytest.mark.parametrize("name", ["trig", "nq"])
def test_formats_with_graphs_have_every_quad_as_written(client: FlaskClient, dataset: Dataset, name: str) -> None:
    content_type, form = FORMATS[name]
    response = client.get(f"/exports/treatygraph.{name}")
    assert (response.status_code, response.content_type) == (200, content_type)
    assert set(map(str, parse(response.data, format=form))) == set(map(str, dataset.quads))


@pytest.mark.parametrize("name", ["ttl", "nt"])
def test_formats_without_graphs_have_every_triple_once(client: FlaskClient, dataset: Dataset, name: str) -> None:
    content_type, form = FORMATS[name]
    response = client.get(f"/exports/treatygraph.{name}")
    assert (response.status_code, response.content_type) == (200, content_type)
    triples = sorted(str(quad.triple) for quad in parse(response.data, format=form))
    assert triples == sorted({str(quad.triple) for quad in dataset.quads})


def test_json_ld_has_the_graphs(client: FlaskClient, dataset: Dataset) -> None:
    response = client.get("/exports/treatygraph.jsonld")
    assert response.content_type == FORMATS["jsonld"][0]
    graphs = {quad.graph_name for quad in parse(response.data, format=RdfFormat.JSON_LD)}
    assert graphs == set(dataset.graph_names)


def test_a_store_would_have_rewritten_what_the_export_keeps(client: FlaskClient, dataset: Dataset) -> None:
    export = client.get("/exports/treatygraph.nq").text
    stored = "\n".join(str(quad) for quad in dataset.store)
    for literal in ('"1.50"^^', '"1"^^<http://www.w3.org/2001/XMLSchema#boolean>', '"01"^^'):
        assert literal in export
        assert literal not in stored


def test_an_export_is_the_same_each_time(client: FlaskClient, dataset: Dataset) -> None:
    again = create_app(Dataset(tuple(reversed(dataset.quads)))).test_client()
    for name in FORMATS:
        assert client.get(f"/exports/treatygraph.{name}").data == again.get(f"/exports/treatygraph.{name}").data


def test_without_a_suffix_it_is_negotiated(client: FlaskClient) -> None:
    response = client.get("/exports/treatygraph", headers={"Accept": "application/n-quads"})
    assert response.content_type == "application/n-quads"
    assert response.headers["Content-Location"] == "/exports/treatygraph.nq"


def test_406_for_a_suffix_that_does_not_exist(client: FlaskClient) -> None:
    response = client.get("/exports/treatygraph.rdf")
    assert response.status_code == 406
    assert "trig: application/trig" in response.text


def test_404_for_another_name(client: FlaskClient) -> None:
    assert client.get("/exports/other.ttl").status_code == 404


def test_the_index_links_to_every_file(client: FlaskClient) -> None:
    page = client.get("/exports/").text
    for name in FORMATS:
        assert f'href="/exports/treatygraph.{name}"' in page
    assert "treatygraph-with-derived" not in page, "nothing is derived in files served as they are"


def test_of_a_build_what_people_curated_is_a_file_of_its_own(dataset: Dataset) -> None:
    built = build(dataset, check=False, status=False)
    client = create_app(built).test_client()
    assert "treatygraph-with-derived.trig" in client.get("/exports/").text
    curated = set(parse(client.get("/exports/treatygraph.nq").data, format=RdfFormat.N_QUADS))
    assert curated == set(dataset.quads)
    everything = parse(client.get("/exports/treatygraph-with-derived.nq").data, format=RdfFormat.N_QUADS)
    assert set(everything) == set(built.quads)


def test_the_list_for_programs_tells_sizes_and_digests_that_are_true(client: FlaskClient) -> None:
    listing = client.get("/exports/", headers={"Accept": "application/json"}).get_json()
    assert listing == client.get("/exports/index.json").get_json()
    assert listing["version"] == version("treatygraph")
    for described in (each for one in listing["datasets"] for each in one["files"]):
        for kind, file in (("plain", described), ("gzip", described["gzip"])):
            data = client.get(file["path"]).data
            assert (file["bytes"], file["sha256"]) == (len(data), sha256(data).hexdigest()), (kind, file["path"])
        assert gzip.decompress(data) == client.get(described["path"]).data


def test_the_digest_of_the_statements_is_that_of_their_canonical_form(client: FlaskClient, dataset: Dataset) -> None:
    (described,) = client.get("/exports/index.json").get_json()["datasets"]
    assert described["rdfc10Sha256"] == dataset.digest
    assert described["statements"] == len(dataset.quads) == sum(described["statementsByKind"].values())
    assert dataset.digest in client.get("/exports/").text


def test_sha256sum_can_check_the_files(client: FlaskClient) -> None:
    lines = client.get("/exports/SHA256SUMS").text.splitlines()
    assert len(lines) == 2 * len(FORMATS)
    for line in lines:
        digest, name = line.split("  ")
        assert sha256(client.get(f"/exports/{name}").data).hexdigest() == digest


def test_a_compressed_file_is_the_same_each_time_and_says_what_it_is(client: FlaskClient, dataset: Dataset) -> None:
    response = client.get("/exports/treatygraph.trig.gz")
    assert response.content_type == "application/gzip"
    assert response.data == create_app(dataset).test_client().get("/exports/treatygraph.trig.gz").data
    assert '</exports/treatygraph.nq>; rel="alternate"; type="application/n-quads"' in response.headers["Link"]
    assert client.get("/exports/treatygraph.rdf.gz").status_code == 406


def test_files_of_a_large_graph_are_listed_once_they_are_made(
    client: FlaskClient, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_files, "MAX_LISTED", 1)
    files = ExportFiles(dataset)
    assert files.listed() == ()
    files.file(CURATED, DATASETS[0])
    assert [file.offer for file in files.listed()] == [DATASETS[0]]


def test_who_comes_while_a_large_file_is_made_is_asked_to_come_again(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_files, "MAX_LISTED", 1)
    files = ExportFiles(dataset)
    made = files.file(CURATED, DATASETS[0])
    with files._lock:
        assert files.file(CURATED, DATASETS[0]) is made, "what is made is there all the time"
        with pytest.raises(Problem, match="being made") as caught:
            files.file(CURATED, DATASETS[1])
    assert (caught.value.code, caught.value.further_headers) == (503, (("Retry-After", "10"),))
    assert files.file(CURATED, DATASETS[1]).size > 0


def test_a_large_file_comes_piece_by_piece(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_files, "_CHUNK", 100)
    file = ExportFiles(dataset).file(CURATED, DATASETS[0])
    pieces = list(file.chunks())
    assert len(pieces) > 20
    assert max(map(len, pieces)) <= 100
    assert sha256(b"".join(pieces)).hexdigest() == file.sha256


@pytest.mark.parametrize(
    "path",
    [
        "/exports/treatygraph.nq",
        "/store",
        "/store?default",
        "/store?graph=https://w3id.org/treatygraph/id/graphs/stated",
    ],
)
def test_more_than_there_is_room_for_is_not_written(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(limits, "MOST_IN_MEMORY", 3)
    answer = create_app(dataset).test_client().get(path)
    assert answer.status_code == 403
    assert "more than the 3 that are read into memory" in answer.text


@pytest.mark.parametrize("prefix", ["", "/graph"])
@pytest.mark.parametrize("path", ["/exports?a=b", "/exports//?a=b"])
def test_the_way_to_the_right_slashes_holds_no_host(client: FlaskClient, prefix: str, path: str) -> None:
    reply = client.get(path, base_url=f"http://proxy.internal{prefix}", headers={"Accept": "text/plain"})
    assert (reply.status_code, reply.headers["Location"]) == (308, f"{prefix}/exports/?a=b")
