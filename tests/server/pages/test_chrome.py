from __future__ import annotations

from flask.testing import FlaskClient


def test_what_is_not_found_leads_on(reader: FlaskClient) -> None:
    response = reader.get("/page/hand-over-1955")
    assert response.status_code == 404
    assert '<a href="/id/hand-over-1956">promise of 1956 to hand over islands to Japan</a>' in response.text
    assert 'name="q" type="search" value="hand over 1955"' in response.text
    assert '<a href="/">Home</a>' in response.text


def test_an_error_says_its_number(reader: FlaskClient) -> None:
    page = reader.get("/status.pdf").text
    assert "Error 406" in page
    assert 'action="/search" role="search" aria-label="All names"' not in page, "a name would not help"


def test_an_empty_graph_has_errors_too(lonely: FlaskClient) -> None:
    assert "Error 404" in lonely.get("/page/x", headers={"Accept": "text/html"}).text
