from __future__ import annotations

import json
import re
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


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("nmae=japan", "There is no parameter 'nmae' here. There is name."),
        ("name=japan&assume=x", "There is no parameter 'assume' here. There is"),
        ("name=japan&subject=japan", "This is a thing and a statement."),
        ("name=hand-over-1956&perspective=japan&perspective=narrator", "The parameter 'perspective' is there 2 times."),
        ("name=hand-over-1956&on=1960-06-01&on=1961-06-01", "The parameter 'on' is there 2 times. Give it once."),
        ("subject=japan&subject=russia", "The parameter 'subject' is there 2 times."),
    ],
)
def test_what_would_be_ignored_is_refused(reader: FlaskClient, query: str, told: str) -> None:
    response = reader.get(f"/explain.json?{query}")
    assert response.status_code == 400
    assert told in unescape(response.text)


def test_a_statement_that_nobody_makes_is_told(reader: FlaskClient) -> None:
    response = reader.get("/explain?subject=joint-declaration-1956&predicate=party&object=russia")
    assert response.status_code == 400
    assert "Nobody states that" in response.text


@pytest.mark.parametrize(
    ("query", "title"),
    [
        (
            "name=hand-over-1956&on=1960-06-01&perspective=narrator",
            "Promise of 1956 to hand over islands to Japan: why it is withdrawn on 1 June 1960 (narrator)",
        ),
        (
            "name=hand-over-1956&on=1960-06-01&perspective=japan",
            "Promise of 1956 to hand over islands to Japan: why its status is unknown on 1 June 1960 (Japan)",
        ),
        (
            "name=hand-over-1956&on=1960-06-01",
            "Promise of 1956 to hand over islands to Japan: why it has its status on 1 June 1960, according to whom",
        ),
        ("name=shikotan", "Shikotan: where it is spoken of"),
        ("subject=joint-declaration-1956&predicate=party&object=japan", "Who says so, and where"),
    ],
)
def test_the_title_says_what_is_explained(reader: FlaskClient, query: str, title: str) -> None:
    assert f"<h1>{title}</h1>" in reader.get(f"/explain?{query}").text


def test_steps_name_their_subject_and_say_once_that_they_are_inferred(reader: FlaskClient) -> None:
    page = reader.get("/explain?name=hand-over-1956&on=1960-06-01&perspective=narrator").text
    assert "signature of the Joint Declaration: kind signature; agent Japan and USSR; concerns " in page
    assert '<span class="inferred-word">inferred</span> by the curators (anaphora): The states' in page
    assert "the same read from the other side (rule prp-inv1 of OWL RL); from" in page
    words = " ".join(re.sub(r"<[^>]*>", " ", page).split())
    assert "inferred inferred" not in words
    assert "withdrawn, inferred" not in words
    assert " independent passages: those of one source that state nearly the same count once." in words
