from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest
from click import Command
from click.testing import CliRunner
from flask.testing import FlaskClient

from treatygraph.graph.commands.deadlocks import command as deadlocks_command
from treatygraph.graph.commands.status import command as status_command
from treatygraph.graph.loader import load
from treatygraph.server import create_app
from treatygraph.server.wording import status_words

HISTORIES = Path(__file__).parents[2] / "graph" / "promises" / "histories"
WHAT_IF = "conclude-peace-treaty=1956-12-20"
QUESTIONS = [
    ("on=1960-06-01", ["--on", "1960-06-01"]),
    ("on=1956-11-01&perspective=japan", ["--on", "1956-11-01", "--perspective", "japan"]),
    (f"on=1957-01-01&assume={WHAT_IF}", ["--on", "1957-01-01", "--assume", WHAT_IF]),
    (
        "on=1957-01-01&happened=conclude-peace-treaty&day-conclude-peace-treaty=1956-12-20",
        ["--on", "1957-01-01", "--assume", WHAT_IF],
    ),
    ("on=1961-01-01&without=withdrawal-1960", ["--on", "1961-01-01", "--without", "withdrawal-1960"]),
    ("from=1956-01-01&until=1961-01-01", ["--from", "1956-01-01", "--until", "1961-01-01"]),
]


def run(command: Command, *arguments: str) -> str:
    result = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def rows(page: str) -> dict[str, str]:
    """Read the table of statuses: perspective and status, with what it can be."""
    table = re.findall(r'<table class="statuses">.*?</table>', page, re.DOTALL)[0]
    found = {}
    for row in re.findall(r"<tr><th scope=\"row\">.*?</tr>", table, re.DOTALL):
        who, status = re.findall(r'<th scope="row"><a [^>]*>(.*?)</a></th>\s*<td>(.*?)</td>', row, re.DOTALL)[0]
        found[who] = " ".join(re.sub("<[^>]+>", " ", status).split())
    return found


@pytest.mark.parametrize(("query", "options"), QUESTIONS)
@pytest.mark.parametrize("form", ["json", "csv"])
def test_the_data_are_those_of_the_command(reader: FlaskClient, query: str, options: list[str], form: str) -> None:
    told = run(status_command, "hand-over-1956", *options, "--format", form)
    for address in (f"/status/hand-over-1956.{form}?{query}", f"/status.{form}?commitment=hand-over-1956&{query}"):
        response = reader.get(address)
        assert response.status_code == 200
        assert response.text.replace("\r\n", "\n") == told.replace("\r\n", "\n"), address


@pytest.mark.parametrize("day", ["1956-11-01", "1957-01-01", "1960-02-01", "2018-12-07"])
def test_the_page_shows_what_the_command_tells(reader: FlaskClient, day: str) -> None:
    records = json.loads(run(status_command, "hand-over-1956", "--on", day, "--format", "json"))
    shown = rows(reader.get(f"/status/hand-over-1956?on={day}").text)
    assert len(shown) == len(records) == 5
    words = {"agreed-text": "agreed text", "japan": "Japan", "memorandum": "Soviet memorandum", "russia": "Russia"}
    for record in records:
        possible, status = record["possible"], status_words(record["status"])
        told = f"{status} {' or '.join(map(status_words, possible))}" if len(possible) > 1 else status
        assert shown[words.get(record["perspective"], record["perspective"])] == told


def test_it_names_what_was_and_what_is_supposed(reader: FlaskClient) -> None:
    page = reader.get(f"/status/hand-over-1956?on=1957-01-01&assume={WHAT_IF}").text
    assert rows(page)["agreed text"] == "due was conditional"
    assert "supposing conclusion of a peace treaty on 20 December 1956" in page
    assert "--assume conclude-peace-treaty=1956-12-20</code>" in page
    assert 'value="conclude-peace-treaty" checked' in page
    assert 'name="day-conclude-peace-treaty" value="1956-12-20"' in page


def test_an_event_that_an_inference_dates_is_told_with_it(reader: FlaskClient) -> None:
    page = " ".join(reader.get("/status/hand-over-1956?on=1960-06-01").text.split())
    table = page.partition('<table class="events">')[2].partition("</table>")[0]
    assert "not before 1 January 1960, not after 7 December 2018" in table
    told = re.findall(r'<div class="quiet">(.*?)</div>', table)
    assert [re.sub("<[^>]+>", "", each) for each in told] == [
        "for narrator: 27 January 1960, dated by an inference (inference: withdrawal is memorandum)"
    ]
    marker = "4. withdrawal of the promise, as the agency tells it, 27 January 1960, dated by an inference"
    assert page.count(f"<title>{marker}: the perspective recognises it</title>") == 1


def test_a_status_that_stays_tells_what_it_no_longer_waits_for(reader: FlaskClient) -> None:
    page = reader.get("/status/hand-over-1956?on=1960-06-01&assume=conclude-peace-treaty=1960-05-01").text
    assert rows(page)["Soviet memorandum"] == (
        "conditional no longer waits for conclusion of a peace treaty as condition"
    )
    assert "was conditional" not in rows(page)["Soviet memorandum"]
    assert rows(page)["agreed text"] == "due was conditional"
    assert "That changes nothing" not in page
    later = reader.get("/status/hand-over-1956?on=1960-06-01&assume=conclude-peace-treaty=2026-11-30").text
    assert "That changes nothing on 1 June 1960." in later, "the chart goes on and does change"


def test_what_holds_in_every_case_is_told_in_words(reader: FlaskClient) -> None:
    page = " ".join(reader.get("/status/hand-over-1956?on=1960-06-01").text.split())
    more = re.findall(r"<summary>and (\d+) more</summary>(.*?)</details>", page)
    assert more
    assert all(len(re.sub("\u201c.*?\u201d", "", held).split(", ")) == int(count) for count, held in more)
    assert "not \u201csigned, not binding\u201d" in more[0][1]
    assert "signed-not-binding" not in more[0][1]


def test_the_answer_stands_beside_the_suppositions_in_brief(reader: FlaskClient) -> None:
    page = " ".join(reader.get("/status/hand-over-1956?on=1960-06-01").text.split())
    form = page.partition('<form id="question"')[2].partition("</form>")[0]
    brief = form.partition('<ul class="now glance"')[2].partition("</ul>")[0]
    assert re.sub("<[^>]+>", "", brief.partition(">")[2]).split()[:2] == ["agreed", "text"]
    assert form.index("glance") < form.index("What if?")
    readings = form.partition("<legend>Readings of the curators")[2]
    assert "The states that ratified are the two sides" in readings, "the reason is printed"
    assert re.search(r'<label for="i-\d+">the two states</label>', readings)
    assert "inference" not in form.partition("does not count</legend>")[2].partition("</fieldset>")[0]


def test_disputes_are_told(reader: FlaskClient) -> None:
    page = reader.get("/status/hand-over-1956?on=1961-01-01").text
    assert "<strong>Disputed:</strong> conditional for" in page


def test_the_picture_has_a_table_and_a_text_beside_it(reader: FlaskClient) -> None:
    page = reader.get("/status/hand-over-1956").text
    text = re.findall(r'<desc id="line-text">(.*?)</desc>', page, re.DOTALL)[0]
    assert "narrator: not made, until 18 October 1956; signed, not binding, from 19 October 1956" in text
    assert "withdrawn, from 27 January 1960" in text
    assert "The same as a table" in page
    assert re.search(r'<rect class="band withdrawn"[^>]*fill="url\(#p-withdrawn\)"', page), "a pattern, too"


def test_the_preconditions_are_those_of_the_command(reader: FlaskClient) -> None:
    assert reader.get("/deadlocks.json").text == run(deadlocks_command, "--format", "json")
    reading = "talks-about-anything-literally"
    told = run(deadlocks_command, "--reading", reading, "--format", "json")
    assert reader.get(f"/deadlocks.json?reading={reading}").text == told
    page = reader.get(f"/status/hand-over-1956?reading={reading}").text
    assert "<strong>Deadlock.</strong> These wait for each other:" in page
    assert 'class="box deadlocked"' in page
    assert 'class="demand kind' in page, "talks on the treaty are talks about anything, by that reading"
    assert re.search(rf'value="[^"]*{reading}" checked', page)
    plain = reader.get("/status/hand-over-1956").text
    assert "No deadlock: nothing waits for itself." in plain
    assert len(re.findall(r"<em>only after</em>", plain)) == 9
    assert re.search(
        r"<em>only after</em> withdrawal of all foreign troops\s+<span class=\"who\">demanded by .*Soviet gov", plain
    )


@pytest.mark.parametrize(
    "options",
    [
        {"demand": "russia:negotiate-peace-treaty=conclude-peace-treaty"},
        {"demand": "japan:conclude-peace-treaty=hand-over-islands"},
        {"demand": "japan:conclude-peace-treaty=hand-over-islands", "without": "hand-over-1956"},
        {"demand": "conclude-peace-treaty=hand-over-islands", "assume": "conclude-peace-treaty=2020-01-01"},
        {"perspective": "japan", "demand": "conclude-peace-treaty=hand-over-islands"},
    ],
)
def test_supposed_deadlocks_are_those_of_the_command(reader: FlaskClient, options: dict[str, str]) -> None:
    told = run(
        deadlocks_command, *(word for each in options.items() for word in (f"--{each[0]}", each[1])), "--format", "json"
    )
    assert reader.get("/deadlocks.json", query_string=options).text == told


def test_the_number_of_supposed_demands_is_bounded(reader: FlaskClient) -> None:
    query = "&".join(f"demand=a{number}=b" for number in range(25))
    response = reader.get(f"/deadlocks.json?{query}")
    assert response.status_code == 400
    assert "25 things are supposed at once; the most is 24." in response.text


def test_the_explanation_is_that_of_the_perspective_that_is_asked_for(reader: FlaskClient) -> None:
    page = unescape(reader.get("/status/hand-over-1956?on=1960-06-01&why=narrator").text)
    assert "promise of 1956 to hand over islands to Japan, on 1 June 1960, narrator: withdrawn" in page
    assert "recognises: withdrawal of the promise, as the agency tells it" in page


def test_all_promises_are_on_one_page(reader: FlaskClient) -> None:
    page = reader.get("/status?on=1956-11-01").text
    assert 'href="/status/hand-over-1956?on=1956-11-01"' in page
    assert page.count('<span class="badge">') >= 5


def test_many_promises_are_paged_and_none_is_lost() -> None:
    client = create_app(load([HISTORIES]), {"TESTING": True}).test_client()
    client.environ_base["HTTP_ACCEPT"] = "text/html"
    names: list[str] = []
    for number in range(1, 9):
        response = client.get(f"/status?on=1980-01-01&page={number}")
        if response.status_code == 404:
            break
        assert len(response.data) < 100_000
        names += re.findall(r'<h2 id="promise-\d+"><a href="/status/([^"?]+)', response.text)
    assert len(names) == len(set(names)) == 12
    assert "on=1980-01-01&amp;page=2" in client.get("/status?on=1980-01-01").text
    assert len(client.get("/").data) < 100_000


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/status/nothing", 404, "nothing"),
        ("/status/hand-over-1956?on=1956", 400, "1956 is no single day"),
        ("/status.json?on=1956", 400, "1956-01-01 for instance; from and until take a span."),
        ("/status/hand-over-1956?on=1956-02-30", 400, "There is no day"),
        ("/status/hand-over-1956?assume=x", 400, "no assumption"),
        ("/status/hand-over-1956?happened=conclude-peace-treaty", 400, "On which day"),
        ("/status/hand-over-1956?perspective=nobody", 404, "nobody"),
        ("/status/hand-over-1956?without=nothing", 404, "nothing"),
        ("/status/hand-over-1956?why=nobody", 404, "nobody"),
        ("/status.json?on=1956-01-01&from=1955-01-01", 400, "one day"),
        ("/status.json?from=1957-01-01&until=1956-01-01", 400, "before"),
        ("/status.json?date=1960-06-01", 400, "There is no parameter 'date' here. There is"),
        ("/status/hand-over-1956.csv?perspektive=japan", 400, "There is perspective."),
        ("/status.json?on=1960-06-01&on=1961-06-01", 400, "The parameter 'on' is there 2 times."),
        ("/deadlocks.json?witout=x", 400, "There is without."),
        ("/status.pdf", 406, "pdf"),
        ("/deadlocks.json?reading=none", 404, "none"),
        ("/deadlocks.json?demand=nonsense", 400, "'nonsense' is no demand. Write [WHO:]EVENT_TYPE=REQUIRED"),
        ("/deadlocks.json?without=nothing", 404, "nothing"),
    ],
)
def test_what_is_wrong_is_told(reader: FlaskClient, address: str, status: int, words: str) -> None:
    response = reader.get(address)
    assert response.status_code == status
    assert words in unescape(response.text)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_day_and_the_last_are_days_like_others(reader: FlaskClient, day: str) -> None:
    response = reader.get(f"/status/hand-over-1956?on={day}&assume=conclude-peace-treaty={day}")
    assert response.status_code == 200
    assert len(rows(response.text)) == 5


def test_a_promise_that_nobody_takes_a_stance_on_is_said_to_have_none(client: FlaskClient) -> None:
    page = client.get("/status/lease-gull-rock", headers={"Accept": "text/html"}).text
    assert "No perspective takes a stance" in page


def test_machines_get_json_by_accept(reader: FlaskClient) -> None:
    response = reader.get("/status/hand-over-1956?on=1956-11-01", headers={"Accept": "application/json"})
    assert response.mimetype == "application/json"
    assert "Accept" in response.vary
