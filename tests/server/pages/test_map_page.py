from __future__ import annotations

import pytest
from flask.testing import FlaskClient


def test_the_page_draws_the_islands_close_and_all_places_from_afar(reader: FlaskClient) -> None:
    page = reader.get("/map").text
    assert page.count("<svg ") == 2
    assert "Map of islets of the Lesser Kuril Chain covered by Article 9, Shikotan</title>" in page
    assert ">2 Shikotan<tspan" in page
    assert ">“Shikotan Island” (TASS)</tspan>" in page
    assert page.count(">1 “Habomai” (Japan)</text>") == 1, "a name that is used for a label that is too long"
    assert ">1, 2</text>" in page
    assert ">4 Singapore</text>" in page


def test_the_list_says_the_same_in_words(reader: FlaskClient) -> None:
    page = reader.get("/map").text
    for words in [
        "43.79° N, 146.77° E",
        "Natural Earth 4.1.0, vector map data",
        'Habomai</span> by <a href="/page/japan">',
    ]:
        assert words in page
    assert "No source in this graph says who claims or administers" in page


def test_the_page_is_short_and_needs_no_script(reader: FlaskClient) -> None:
    response = reader.get("/map")
    assert len(response.data) < 100_000
    assert "built/query.js" not in response.text
    assert "style=" not in response.text


def test_an_empty_graph_has_a_map_too(lonely: FlaskClient) -> None:
    assert "The graph gives the position of no place." in lonely.get("/map").text
    assert lonely.get("/map/places.json").get_json() == {"places": []}


def test_the_geometries_are_there_as_data(reader: FlaskClient) -> None:
    found = {each["iri"].rpartition("/")[2]: each for each in reader.get("/map/places.json").get_json()["places"]}
    assert sorted(found) == ["islets-of-the-lesser-kuril-chain", "moscow", "shikotan", "singapore"]
    assert found["moscow"] == {
        "iri": "https://w3id.org/treatygraph/id/moscow",
        "label": "Moscow",
        "wkt": "POINT (37.613577 55.75411)",
        "locators": ["cultural vectors, populated places, ne_id 1159151585"],
    }


def test_a_window_is_an_answer_of_its_own(reader: FlaskClient) -> None:
    found = reader.get("/map/frame.json?box=146,43.5,146.5,43.7").get_json()
    assert sorted(found) == ["credit", "land", "stretch", "view"]
    assert found["stretch"] == pytest.approx(0.725, abs=0.001)


@pytest.mark.parametrize("box", ["", "1,2,3", "a,b,c,d", "1,2,3,nan", "3,2,1,4", "-181,0,0,0", "0,0,0,91"])
def test_a_box_that_is_none_is_refused(reader: FlaskClient, box: str) -> None:
    response = reader.get("/map/frame.json", query_string={"box": box}, headers={"Accept": "application/json"})
    assert response.status_code == 400
    assert response.get_json()["repair"] == (
        "Send ?box=WEST,SOUTH,EAST,NORTH in degrees, for instance ?box=145,43,147,44."
    )


def test_red_is_explained_where_nobody_is_said_to_hold_anything(reader: FlaskClient) -> None:
    page = " ".join(reader.get("/map").text.split())
    assert "none has the colour of a holder: red marks what the graph names." in page
    assert "none has a colour" not in page
