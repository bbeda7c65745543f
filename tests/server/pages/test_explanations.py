from __future__ import annotations

import json
from html import unescape

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from treatygraph.graph.commands.explain import command
from treatygraph.server.pages.site import Site

CASES = [
    ("subject=joint-declaration-1956&predicate=party&object=japan", ["joint-declaration-1956", "party", "japan"]),
    ("subject=:joint-declaration-1956&predicate=tg:party&object=:ussr", ["joint-declaration-1956", "party", "ussr"]),
    (
        "name=hand-over-1956&on=1960-02-01&perspective=narrator",
        ["hand-over-1956", "--on", "1960-02-01", "--perspective", "narrator"],
    ),
]


@pytest.mark.parametrize(("query", "names"), CASES)
def test_it_tells_what_the_command_tells(reader: FlaskClient, site: Site, query: str, names: list[str]) -> None:
    result = CliRunner().invoke(command, [*names, "--format", "json"], catch_exceptions=False)
    told = json.loads(result.output)
    found = reader.get(f"/explain.json?{query}").get_json()
    assert [each["tree"]["text"] for each in found] == [each["tree"]["text"] for each in told]
    assert [each["supports"] for each in found] == [each["supports"] for each in told]
    page = unescape(reader.get(f"/explain?{query}").text)
    assert site.wording.prose(told[0]["tree"]["text"]) in page
    assert 'href="/page/passage/tass-2018-12-07/' in page


@pytest.mark.parametrize(
    ("query", "status"),
    [("", 400), ("subject=japan", 200), ("subject=japan&predicate=party", 400), ("name=nobody", 404)],
)
def test_what_is_wrong_is_told(reader: FlaskClient, query: str, status: int) -> None:
    assert reader.get(f"/explain?{query}").status_code == status


def test_a_statement_that_nobody_makes_is_told(reader: FlaskClient) -> None:
    response = reader.get("/explain?subject=joint-declaration-1956&predicate=party&object=russia")
    assert response.status_code == 400
    assert "Nobody states that" in response.text
