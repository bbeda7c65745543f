from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Dataset as Quads
from pyoxigraph import Quad, RdfFormat, parse

ID = "https://w3id.org/treatygraph/id/"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
FORMATS = {
    "ttl": ("text/turtle; charset=utf-8", RdfFormat.TURTLE),
    "trig": ("application/trig", RdfFormat.TRIG),
    "nt": ("application/n-triples", RdfFormat.N_TRIPLES),
    "nq": ("application/n-quads", RdfFormat.N_QUADS),
    "jsonld": ("application/ld+json", RdfFormat.JSON_LD),
    "rdf": ("application/rdf+xml; charset=utf-8", RdfFormat.RDF_XML),
}
WRITTEN = [
    '"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>',
    '"1"^^<http://www.w3.org/2001/XMLSchema#boolean>',
    '"01"^^<http://www.w3.org/2001/XMLSchema#integer>',
    '"7"^^<http://www.w3.org/2001/XMLSchema#byte>',
    '"0"^^<http://www.w3.org/2001/XMLSchema#integer>',
    '"false"^^<http://www.w3.org/2001/XMLSchema#boolean>',
    '"INF"^^<http://www.w3.org/2001/XMLSchema#double>',
    '"salut"@fr-ch',
    '"tab\\there"',
]

REDIRECTS = [
    ("/id/lutha", None, "/data/lutha.ttl"),
    ("/id/lutha", "*/*", "/data/lutha.ttl"),
    ("/id/lutha", BROWSER, "/page/lutha"),
    ("/id/lutha", "text/turtle", "/data/lutha.ttl"),
    ("/id/lutha", "application/trig", "/data/lutha.trig"),
    ("/id/lutha", "application/n-triples", "/data/lutha.nt"),
    ("/id/lutha", "application/n-quads", "/data/lutha.nq"),
    ("/id/lutha", "application/ld+json", "/data/lutha.jsonld"),
    ("/id/lutha", "application/json", "/data/lutha.jsonld"),
    ("/id/lutha", "application/rdf+xml", "/data/lutha.rdf"),
    ("/id/lutha", "text/html;q=0.1, application/ld+json;q=0.9", "/data/lutha.jsonld"),
    ("/id/lutha.nt", BROWSER, "/data/lutha.nt"),
    ("/id/lutha.html", "text/turtle", "/page/lutha"),
    ("/id/passage/gazette-1901/p1", BROWSER, "/page/passage/gazette-1901/p1"),
    ("/id/graph/gazette-1901/p1", "application/trig", "/data/graph/gazette-1901/p1.trig"),
    ("/id/%C3%AEle", "text/turtle", "/data/%C3%AEle.ttl"),
    ("/id/v1.5", "text/turtle", "/data/v1.5.ttl"),
    ("/id/v1.5.nt", None, "/data/v1.5.nt"),
    ("/concept/hand-over", "text/turtle", "/data/concept/hand-over.ttl"),
    ("/concept/scheme/force", BROWSER, "/page/concept/scheme/force"),
]


@pytest.mark.parametrize(("path", "accept", "location"), REDIRECTS)
def test_a_thing_leads_to_a_document(client: FlaskClient, path: str, accept: str | None, location: str) -> None:
    response = client.get(path, headers={} if accept is None else {"Accept": accept})
    assert response.status_code == 303, response.text
    assert response.headers["Location"] == location
    assert "Accept" in response.vary
    assert client.get(location).status_code == 200


@pytest.mark.parametrize("name", FORMATS)
def test_the_data_come_in_each_format(client: FlaskClient, name: str) -> None:
    content_type, form = FORMATS[name]
    response = client.get(f"/data/lutha.{name}", headers={"Accept": "text/html"})
    assert (response.status_code, response.content_type) == (200, content_type)
    triples = {str(quad.triple) for quad in parse(response.data, format=form)}
    assert f'<{ID}lutha> <http://www.w3.org/2000/01/rdf-schema#label> "Luthien"@de' in triples
    assert any(f"<{ID}pontoon-treaty>" in triple for triple in triples), "what points at it"


def test_flat_formats_say_the_same(client: FlaskClient) -> None:
    flat = {
        name: Quads(Quad(*quad.triple) for quad in parse(client.get(f"/data/lutha.{name}").data, format=form))
        for name, (_, form) in FORMATS.items()
        if name in {"ttl", "nt", "jsonld", "rdf"}
    }
    assert len(flat["nt"]) == 5
    assert all(quads == flat["nt"] for quads in flat.values())


def test_trig_says_who_says_so(client: FlaskClient) -> None:
    quads = set(parse(client.get("/data/lutha.trig").data, format=RdfFormat.TRIG))
    graphs = {quad.graph_name.value for quad in quads if quad.subject.value == f"{ID}lutha"}
    assert graphs == {f"{ID}graph/labels", f"{ID}graph/gazette-1901/p1", f"{ID}graph/gazette-1901/p2"}
    assert any(quad.predicate.value.endswith("#supportedBy") for quad in quads)
    assert set(parse(client.get("/data/lutha.nq").data, format=RdfFormat.N_QUADS)) == quads


def test_the_data_of_a_graph_are_what_it_states(client: FlaskClient) -> None:
    triples = {
        quad.triple for quad in parse(client.get("/data/graph/gazette-1901/p1.nt").data, format=RdfFormat.N_TRIPLES)
    }
    assert any(triple.subject.value == f"{ID}lease-gull-rock" for triple in triples)


@pytest.mark.parametrize("name", FORMATS)
def test_literals_come_back_as_they_were_written(client: FlaskClient, name: str) -> None:
    quads = parse(client.get(f"/data/measure.{name}").data, format=FORMATS[name][1])
    assert {str(quad.object) for quad in quads if quad.subject.value == f"{ID}measure"} == set(WRITTEN)


def test_without_a_suffix_the_data_are_negotiated(client: FlaskClient) -> None:
    response = client.get("/data/lutha", headers={"Accept": "application/n-triples"})
    assert (response.status_code, response.content_type) == (200, "application/n-triples")
    assert response.headers["Content-Location"] == "/data/lutha.nt"
    assert "Accept" in response.vary


def test_documents_name_each_other(client: FlaskClient) -> None:
    for path in ("/data/lutha.ttl", "/page/lutha"):
        links = client.get(path).headers["Link"]
        assert '</data/lutha.jsonld>; rel="alternate"; type="application/ld+json"' in links
        assert '</page/lutha>; rel="alternate"; type="text/html"' in links
        assert f'<{path}>; rel="canonical"' in links
        assert f'<{ID}lutha>; rel="cite-as"' in links
        assert '</.well-known/void>; rel="describedby"' in links
        assert 'rel="license"' not in links


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/page/lutha.ttl", "/data/lutha.ttl"),
        ("/page/lutha.jsonld", "/data/lutha.jsonld"),
        ("/page/lutha.html", "/page/lutha"),
    ],
)
def test_a_suffix_wins_at_pages_too(client: FlaskClient, path: str, place: str) -> None:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers.get("Location")) == (303, place)
    assert client.get("/page/lutha.none").status_code == 406


def test_a_thing_names_what_describes_it(client: FlaskClient) -> None:
    links = client.get("/id/lutha").headers["Link"]
    assert '</data/lutha.trig>; rel="describedby"; type="application/trig"' in links
    assert '</page/lutha>; rel="describedby"; type="text/html"' in links


def test_the_header_link_holds_nothing_but_ascii(client: FlaskClient) -> None:
    assert f'<{ID}%C3%AEle>; rel="cite-as"' in client.get("/data/%C3%AEle.ttl").headers["Link"]


def test_json_ld_reads_like_json(client: FlaskClient) -> None:
    document = client.get("/data/pontoon-treaty.jsonld").get_json(force=True)
    context = document.pop("@context")
    assert document == {
        "id": f"{ID}pontoon-treaty",
        "type": "Treaty",
        "label": "Treaty of the Pontoon",
        "party": [f"{ID}arcadia", f"{ID}lutha"],
    }
    words = client.get("/context.jsonld").get_json(force=True)["@context"]
    assert context.items() <= words.items()


def test_a_group_of_graphs_has_documents_too(client: FlaskClient) -> None:
    response = client.get("/id/graphs/voice/gazette", headers={"Accept": "text/turtle"}, follow_redirects=True)
    assert response.status_code == 200
    assert "what gazette says" in response.text


NEAR = [
    ("/id/luta", "/id/lutha"),
    ("/id/LUTHA", "/id/lutha"),
    ("/id/p1", "/id/passage/gazette-1901/p1"),
    ("/page/gull-rok", "/id/gull-rock"),
    ("/data/gul-rock.ttl", "/id/gull-rock"),
    ("/concept/handover", "/concept/hand-over"),
]


@pytest.mark.parametrize(("path", "near"), NEAR)
def test_404_names_what_is_near(client: FlaskClient, path: str, near: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.content_type) == (404, "text/plain; charset=utf-8")
    assert f"  {near}\n" in response.text
    assert f'href="{near}"' in client.get(path, headers={"Accept": "text/html"}).text
    assert near in client.get(path, headers={"Accept": "application/json"}).get_json()["choices"]


@pytest.mark.parametrize("path", ["/id/nothing-like-it-xyzzy", "/id/a%20b", "/id/%3Cscript%3E", "/page/..", "/id/"])
def test_404_for_what_is_nowhere(client: FlaskClient, path: str) -> None:
    response = client.get(path, headers={"Accept": "text/html"})
    assert response.status_code == 404
    assert "<script>" not in response.text


@pytest.mark.parametrize(
    ("path", "accept"), [("/id/lutha", "image/png"), ("/data/lutha", "text/csv"), ("/data/lutha.csv", "*/*")]
)
def test_406_lists_what_exists(client: FlaskClient, path: str, accept: str) -> None:
    response = client.get(path, headers={"Accept": accept})
    assert response.status_code == 406
    assert "  ttl: text/turtle (Turtle) /data/lutha.ttl\n" in response.text


def test_below_a_prefix_links_stay_below_it(client: FlaskClient) -> None:
    below = {"SCRIPT_NAME": "/graph"}
    assert client.get("/id/lutha", environ_overrides=below).headers["Location"] == "/graph/data/lutha.ttl"
    assert 'href="/graph/page/lutha"' in client.get("/page/pontoon-treaty", environ_overrides=below).text


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/data/lutha?format=nt", "application/n-triples"),
        ("/data/lutha?format=", "text/turtle"),
        ("/data/lutha.ttl?format=nt", "text/turtle"),
        ("/data/v1.5?format=nt", "application/n-triples"),
        ("/ns?format=nt", "application/n-triples"),
        ("/ns.ttl?format=nt", "text/turtle"),
    ],
)
def test_a_suffix_wins_over_format_which_wins_over_accept(client: FlaskClient, path: str, media_type: str) -> None:
    response = client.get(path, headers={"Accept": "text/turtle"})
    assert (response.status_code, response.mimetype) == (200, media_type)


@pytest.mark.parametrize("path", ["/id/lutha", "/concept/hand-over"])
def test_a_thing_leads_to_the_document_in_the_format_that_is_asked_for(client: FlaskClient, path: str) -> None:
    location = client.get(f"{path}?format=nt", headers={"Accept": BROWSER}).headers["Location"]
    assert location == f"/data{path.removeprefix('/id')}.nt"


@pytest.mark.parametrize("path", ["/id/lutha", "/concept/hand-over", "/data/lutha", "/ns"])
def test_a_format_that_does_not_exist_is_not_acceptable(client: FlaskClient, path: str) -> None:
    response = client.get(f"{path}?format=bogus")
    assert response.status_code == 406
    assert "The format 'bogus' does not exist for this." in response.text
