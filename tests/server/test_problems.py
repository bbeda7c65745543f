from __future__ import annotations

import json
import re

import pytest
from flask.testing import FlaskClient

from treatygraph.server.problems import Problem

SHAPES = [
    (None, "text/plain; charset=utf-8"),
    ("*/*", "text/plain; charset=utf-8"),
    ("image/png", "text/plain; charset=utf-8"),
    ("application/json", "application/problem+json"),
    ("application/problem+json", "application/problem+json"),
    ("application/sparql-results+json, */*;q=0.1", "application/problem+json"),
    ("text/html,application/xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8"),
    ("text/turtle", "text/plain; charset=utf-8"),
]


@pytest.mark.parametrize(("accept", "content_type"), SHAPES)
def test_the_shape_follows_accept(client: FlaskClient, accept: str | None, content_type: str) -> None:
    response = client.get("/no/such/path", headers={} if accept is None else {"Accept": accept})
    assert (response.status_code, response.content_type) == (404, content_type)
    assert "Accept" in response.vary


@pytest.mark.parametrize("path", ["/search.json?q=%FF", "/search?q=a%FF", "/status?on=%FF", "/sparql?query=%FF"])
def test_parameters_are_utf_8(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers={"Accept": "text/plain"})
    assert answer.status_code == 400
    assert re.search(r"A parameter is not UTF-8 at its byte \d\.", answer.text)


def test_an_address_that_does_not_exist_leads_home(client: FlaskClient) -> None:
    text = client.get("/no/such/path").text
    assert text == "404 Not Found\nThere is nothing at this address. The home page leads to everything that there is.\n"


def test_json_has_the_members_of_rfc_9457_and_no_empty_ones() -> None:
    problem = Problem(400, "It is wrong.", query="ASK", line=1)
    assert json.loads(problem.as_json()) == {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": "It is wrong.",
        "line": 1,
        "query": "ASK",
    }


def test_text_repeats_place_and_query() -> None:
    text = Problem(400, "It is wrong.", repair="Mend it.", query="ASK {", line=1, column=5).as_text()
    assert text == "400 Bad Request\nline 1, column 5: It is wrong. Mend it.\n\nThe query was:\nASK {\n"
