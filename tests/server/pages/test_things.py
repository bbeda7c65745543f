from __future__ import annotations

import csv

import pytest
from flask.testing import FlaskClient

from treatygraph.graph.querying import run
from treatygraph.graph.terms import TG
from treatygraph.server.pages.site import Site
from treatygraph.server.pages.things import PER_PAGE, listing_query


def counted(reader: FlaskClient) -> dict[str, int]:
    return {each["name"]: each["things"] for each in reader.get("/things.json").get_json()}


def test_a_class_is_listed_with_kinds_and_passages(reader: FlaskClient) -> None:
    page = reader.get("/things?class=Official").text
    assert "<h1>Official</h1>" in page
    assert "4 things." in page
    assert '<th scope="row"><a href="/page/shinzo-abe">' in page
    assert '<a class="siglum" href="/page/passage/tass-2018-12-07/p05a"' in page
    assert "<script" not in page.partition("<main")[2]


def test_all_classes_are_counted(reader: FlaskClient) -> None:
    page = reader.get("/things").text
    assert '<a href="/things?class=Official" title=' in page
    assert '<a href="/things?class=prov:Entity"' in page.replace("%3A", ":")
    told = counted(reader)
    assert told["Official"] == 4
    rows = list(csv.DictReader(reader.get("/things.csv").text.splitlines()))
    assert {row["name"]: int(row["things"]) for row in rows} == told


def test_a_class_is_there_as_data_page_by_page(reader: FlaskClient) -> None:
    found = reader.get("/things.json?class=Official").get_json()
    assert (found["total"], found["page"], found["pages"]) == (4, 1, 1)
    abe = next(each for each in found["things"] if each["thing"].endswith("/shinzo-abe"))
    assert abe["label"] == "Shinzo Abe"
    assert abe["types"] == [TG + "Official"]
    assert any(each.endswith("/p05a") for each in abe["passages"])
    rows = list(csv.DictReader(reader.get("/things.csv?class=Official").text.splitlines()))
    assert [row["thing"] for row in rows] == [each["thing"] for each in found["things"]]


def test_what_is_more_than_a_page_goes_on(reader: FlaskClient) -> None:
    name, count = next((name, count) for name, count in counted(reader).items() if PER_PAGE < count < 4 * PER_PAGE)
    first = reader.get("/things", query_string={"class": name})
    assert f"{count:,} things; {PER_PAGE} on this page." in first.text
    assert "page=2" in first.text
    seen: list[str] = []
    for number in range(1, -(-count // PER_PAGE) + 1):
        found = reader.get("/things.json", query_string={"class": name, "page": number}).get_json()
        seen += [each["thing"] for each in found["things"]]
    assert len(set(seen)) == len(seen) == count
    last = reader.get("/things", query_string={"class": name, "page": number + 1})
    assert last.status_code == 404
    assert f"There is no page {number + 1} of these things. The last one is {number}." in last.text


@pytest.mark.parametrize("name", ["Official", "tg:Official", TG + "Official"])
def test_a_class_has_several_names(reader: FlaskClient, name: str) -> None:
    assert reader.get("/things.json", query_string={"class": name}).get_json()["total"] == 4


def test_several_classes_are_one_list(reader: FlaskClient, site: Site) -> None:
    found = reader.get("/things.json?class=Island&class=IslandGroup").get_json()
    query = listing_query([TG + each for each in ("Island", "IslandGroup")])
    rows = run(site.dataset, query).bindings()
    assert found["total"] == len({row["thing"] for row in rows}) > 1
    assert counted(reader)["Island"] < found["total"]


def test_an_unknown_class_is_told_with_those_that_sound_alike(reader: FlaskClient) -> None:
    response = reader.get("/things?class=Oficial")
    assert response.status_code == 404
    assert "There is no class &#39;Oficial&#39;. /things lists the classes" in response.text
    assert '<a href="/things?class=Official"><code>/things?class=Official</code></a>' in response.text


@pytest.mark.parametrize("name", ["a b", "<x>", "../..", "%00", "tg:", "https://example.org/x y"])
def test_what_is_no_name_is_no_class(reader: FlaskClient, name: str) -> None:
    assert reader.get("/things", query_string={"class": name}).status_code == 404


def test_a_class_without_things_is_an_empty_list(lonely: FlaskClient) -> None:
    assert "0 things." in lonely.get("/things?class=Treaty", headers={"Accept": "text/html"}).text
    assert lonely.get("/things.json?class=Treaty").get_json()["total"] == 0
    assert lonely.get("/things.json").get_json() == []


def test_another_form_is_refused(reader: FlaskClient) -> None:
    assert reader.get("/things.pdf").status_code == 406
