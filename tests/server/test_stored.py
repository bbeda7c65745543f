"""Stored queries as a REST interface: the answers of the command line, page by page, and values that stay values."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from flask.testing import FlaskClient
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import Literal, QueryResultsFormat, QuerySolutions, parse_query_results
from rdflib.plugins.sparql import prepareQuery

from tests.examples import examples
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.querying import prepare, run
from treatygraph.graph.results import write
from treatygraph.graph.sparql_text import tokens
from treatygraph.graph.stored_queries import find_query, stored_queries
from treatygraph.graph.stores import limits
from treatygraph.graph.stores.disk import Disk
from treatygraph.graph.stores.folder import write_store
from treatygraph.server import create_app
from treatygraph.server.stored import PAGE_EXTENSION, RESERVED

NAMES = sorted(stored_queries())
EVENTS = "/queries/events-on-a-timeline"


@pytest.fixture(scope="module")
def shipped(built: Dataset) -> FlaskClient:
    return create_app(built).test_client()


def links(header: str) -> dict[str, str]:
    found = re.findall(r'<([^>]*)>; rel="(\w+)"(?!; type)', header)
    return {relation: url for url, relation in found}


def table(data: bytes) -> list[dict[str, str]]:
    answer = parse_query_results(data, QueryResultsFormat.JSON)
    assert isinstance(answer, QuerySolutions)
    names = [variable.value for variable in answer.variables]
    return [{name: str(row[name]) for name in names} for row in answer]


@pytest.mark.parametrize("name", NAMES)
def test_each_gives_the_answer_of_the_command_line(shipped: FlaskClient, built: Dataset, name: str) -> None:
    response = shipped.get(f"/queries/{name}.json")
    assert (response.status_code, response.content_type) == (200, "application/sparql-results+json"), response.text
    assert table(response.data) == table(write(run(built, find_query(name)), "json"))


@pytest.mark.parametrize(
    ("value", "near"),
    [
        (":hand-over-1957", " Did you mean 'hand-over-1956'"),
        ("https://w3id.org/treatygraph/id/hand-over-1957", " Did you mean 'hand-over-1956'"),
        ("tg:State", ""),
        ("foo:State", ""),
    ],
)
def test_a_thing_of_another_class_is_refused_however_it_is_written(shipped: FlaskClient, value: str, near: str) -> None:
    response = shipped.get("/queries/status-on-a-day.csv", query_string={"commitment": value})
    assert response.status_code == 400, response.text
    assert f"There is no commitment named '{value}'.{near}" in response.text


def test_no_query_has_a_parameter_of_ours() -> None:
    assert not {each.name for stored in stored_queries().values() for each in stored.parameters} & set(RESERVED)


@pytest.mark.parametrize(
    ("suffix", "content_type"),
    [
        ("json", "application/sparql-results+json"),
        ("xml", "application/sparql-results+xml; charset=utf-8"),
        ("csv", "text/csv; charset=utf-8"),
        ("tsv", "text/tab-separated-values; charset=utf-8"),
    ],
)
def test_the_suffix_names_the_format_and_accept_does_without(
    shipped: FlaskClient, suffix: str, content_type: str
) -> None:
    by_suffix = shipped.get(f"{EVENTS}.{suffix}", headers={"Accept": "image/png"})
    by_format = shipped.get(EVENTS, query_string={"format": suffix})
    by_accept = shipped.get(EVENTS, headers={"Accept": content_type.partition(";")[0]})
    for response in (by_suffix, by_format, by_accept):
        assert (response.status_code, response.content_type, response.data) == (200, content_type, by_suffix.data)
    assert f'<{EVENTS}.csv>; rel="alternate"; type="text/csv"' in by_suffix.headers["Link"]
    assert "Accept" in by_accept.vary
    assert by_accept.headers["Content-Location"] == f"{EVENTS}.{suffix}"
    assert "Content-Location" not in by_suffix.headers


def test_a_value_is_given_by_the_name_of_its_parameter(shipped: FlaskClient) -> None:
    rows = table(shipped.get("/queries/who-uses-a-name.json?name=Habomai").data)
    assert {row["name"] for row in rows} == {'"Habomai"@en'}
    day = shipped.get("/queries/status-on-a-day.json?on=1957-01-01&commitment=hand-over-1956&timeout=5000")
    assert day.status_code == 200
    assert shipped.get("/queries/status-on-a-day.json?on=&commitment=").status_code == 200, "empty: the default"


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/queries/status-on-a-dya.json", 404, "/queries/status-on-a-day"),
        ("/queries/nothing-like-it", 404, "There is no stored query"),
        (f"{EVENTS}.xlsx", 406, "csv: text/csv"),
        (f"{EVENTS}.ttl", 406, "csv: text/csv"),
        ("/queries/status-on-a-day.json?on=yesterday", 400, "a day such as 1956-10-19"),
        ("/queries/status-on-a-day.json?on=1956-02-31", 400, "a day such as 1956-10-19"),
        ("/queries/status-on-a-day.json?commitment=hand-over-1965", 400, "hand-over-1956"),
        ("/queries/status-on-a-day.json?comitment=a", 400, "It has commitment"),
        ("/queries/status-on-a-day.json?on=1956-10-19&on=1957-10-19", 400, "2 times"),
        ("/queries/status-on-a-day.json?on=%FF", 400, "not UTF-8"),
        (f"{EVENTS}.json?page=0", 400, "a whole number from 1"),
        (f"{EVENTS}.json?page=two", 400, "a whole number from 1"),
        (f"{EVENTS}.json?per_page=10001", 400, "to 10,000"),
        (f"{EVENTS}.json?page=999", 404, "There is no page 999: the last one is 1."),
        (f"{EVENTS}.json?page=1&page=2", 400, "2 times"),
        (f"{EVENTS}.json?timeout=soon", 400, "milliseconds"),
    ],
)
def test_what_is_wrong_is_told(shipped: FlaskClient, path: str, status: int, words: str) -> None:
    response = shipped.get(path)
    assert response.status_code == status
    assert words in response.text
    assert "--param" not in response.text


def test_pages_make_up_the_whole_and_link_to_each_other(shipped: FlaskClient) -> None:
    whole = table(shipped.get(f"{EVENTS}.json").data)
    url, pages = f"{EVENTS}.json?per_page=4", []
    while url:
        response = shipped.get(url)
        assert response.status_code == 200
        assert response.headers["Treatygraph-Total"] == str(len(whole))
        pages.append(table(response.data))
        url = links(response.headers["Link"]).get("next", "")
    assert len(pages) == -(-len(whole) // 4) > 2
    assert [row for page in pages for row in page] == whole
    around = links(shipped.get(f"{EVENTS}.json?per_page=4&page=2").headers["Link"])
    assert around["prev"] == around["first"] == f"{EVENTS}.json?per_page=4&page=1"
    assert around["last"] == f"{EVENTS}.json?per_page=4&page={len(pages)}"


@pytest.mark.parametrize("suffix", ["csv", "tsv", "xml"])
def test_pages_come_in_each_format(shipped: FlaskClient, suffix: str) -> None:
    response = shipped.get(f"{EVENTS}.{suffix}?page=2&per_page=3")
    assert response.status_code == 200
    assert f"{EVENTS}.{suffix}?page=3" in links(response.headers["Link"])["next"]


def test_a_last_page_that_is_full_has_no_next_one(shipped: FlaskClient) -> None:
    total = len(table(shipped.get(f"{EVENTS}.json").data))
    found = links(shipped.get(f"{EVENTS}.json?per_page={total}").headers["Link"])
    assert set(found) == {"first", "last"}


def test_links_keep_the_values(shipped: FlaskClient) -> None:
    path = "/queries/status-on-a-day.json?on=1960-02-01&per_page=1"
    following = links(shipped.get(path).headers["Link"])["next"]
    assert following == "/queries/status-on-a-day.json?on=1960-02-01&per_page=1&page=2"


def test_an_answer_without_rows_is_one_empty_page(shipped: FlaskClient) -> None:
    response = shipped.get("/queries/who-uses-a-name.json?name=xyzzy&page=1")
    assert (response.status_code, table(response.data)) == (200, [])
    assert shipped.get("/queries/who-uses-a-name.json?name=xyzzy&page=2").status_code == 404


def test_people_are_led_to_a_page(built: Dataset) -> None:
    app = create_app(built)
    app.extensions.pop(PAGE_EXTENSION, None)
    response = app.test_client().get(EVENTS, headers={"Accept": "text/html"})
    assert response.status_code == 303
    assert response.headers["Location"].startswith("/sparql?query=PREFIX")
    app.extensions[PAGE_EXTENSION] = "a page about {}".format
    assert app.test_client().get(EVENTS, headers={"Accept": "text/html"}).text == "a page about events-on-a-timeline"


def test_the_list_tells_all_that_a_program_needs(shipped: FlaskClient) -> None:
    listed = shipped.get("/queries.json").get_json()["queries"]
    assert [each["name"] for each in listed] == NAMES
    one = next(each for each in listed if each["name"] == "status-on-a-day")
    assert one["path"] == "/queries/status-on-a-day"
    assert [each["name"] for each in one["parameters"]] == ["commitment", "on"]
    assert one["parameters"][1] == {
        "name": "on",
        "type": "date",
        "takes": "a day such as 1956-10-19",
        "required": False,
        "default": "1960-02-01",
        "choices": [],
    }


HOSTILE = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.text("\"'\\{}<>#?$_;.| \n\r\tuU0041nameselectfrom", max_size=30),
)


def algebra(text: str) -> str:
    return str(prepareQuery(text).algebra)


@examples(80)
@given(HOSTILE.filter(str))
@example('" } DROP ALL #')
@example('\\" . ?s ?p ?o } #')
@example("\\u0022 } #")
@example('"""')
def test_a_value_never_changes_the_query(value: str) -> None:
    stored = find_query("who-uses-a-name")
    dataset = Dataset(())
    mild, wild = (prepare(dataset, stored, {"name": each}) for each in ("mild", value))
    assert [token.kind for token in tokens(wild)] == [token.kind for token in tokens(mild)]
    marker = repr(Literal("mild"))
    assert marker.count("mild") == 1
    replaced = algebra(wild).replace(repr_of(value), "VALUE")
    assert replaced == algebra(mild).replace(repr_of("mild"), "VALUE")


def repr_of(value: str) -> str:
    from rdflib import Literal as Other

    return repr(Other(value))


@examples(40)
@given(value=HOSTILE.filter(str))
def test_a_value_comes_back_as_it_was_sent(value: str) -> None:
    answer = run(Dataset(()), "SELECT ?x { BIND(?_name_string AS ?x) }", {"name": value})
    assert answer.rows[0][0] == Literal(value)


@pytest.mark.parametrize("value", ['" } #', "\\", "é漢𝒳", "a&b=c", "50%", "{{7*7}}", "<script>"])
def test_values_survive_the_way_over_http(shipped: FlaskClient, value: str) -> None:
    response = shipped.get(f"/queries/who-uses-a-name.json?{urlencode({'name': value}, quote_via=quote)}")
    assert response.status_code == 200
    assert json.loads(response.data)["results"]["bindings"] == []


def test_names_are_not_looked_for_in_a_store_that_is_too_large(
    dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_store(dataset, tmp_path)
    client = create_app(Disk(tmp_path)).test_client()
    monkeypatch.setattr(limits, "MOST_IN_MEMORY", 3)
    answer = client.get(
        "/queries/declaration-signature.csv?instrument=nothing-of-this-name", headers={"Accept": "text/plain"}
    )
    assert answer.status_code == 403
    assert "Give an IRI, or the whole name after /id/." in answer.text


def test_a_long_address_is_not_repeated_for_each_format(shipped: FlaskClient) -> None:
    for length, linked in ((1000, True), (20_000, False)):
        reply = shipped.get(f"/queries/who-uses-a-name?name={'a' * length}", headers={"Accept": "text/csv"})
        assert reply.status_code == 200
        assert ("Link" in reply.headers, "Content-Location" in reply.headers) == (linked, linked)
