"""``treatygraph status``: tables for people, JSON and CSV for programs, errors with the way out."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from treatygraph.graph.commands import main

Run = Callable[..., Result]

EMPTY = "@prefix tg: <https://w3id.org/treatygraph/ns#> .\n<urn:g> { <urn:a> a tg:State . }\n"
NOBODYS = "@prefix tg: <https://w3id.org/treatygraph/ns#> .\n<urn:g> { <urn:x/p> a tg:Commitment . }\n"


@pytest.fixture
def run() -> Run:
    """Run the command as a user does, errors included."""

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["status", *arguments])

    return invoke


def records(result: Result) -> list[dict[str, object]]:
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert isinstance(found, list)
    return found


def test_json_has_an_object_for_each_perspective(run: Run) -> None:
    found = records(run("hand-over-1956", "--on", "1960-02-01", "--format", "json"))
    assert [each["perspective"] for each in found] == ["agreed-text", "japan", "memorandum", "narrator", "russia"]
    wanted = {
        "commitment",
        "perspective",
        "on",
        "status",
        "possible",
        "unmet",
        "holds",
        "because",
        "inferred",
        "assumed",
    }
    assert all(wanted <= set(each) for each in found)
    assert found[1]["status"] == "unknown"
    assert found[1]["possible"] == ["conditional", "withdrawn"]
    assert "not-due" in found[1]["holds"]


def test_perspectives_can_be_chosen(run: Run) -> None:
    options = ("--perspective", "japan", "--perspective", "narrator", "--on", "1957-01-01", "--format", "json")
    assert [each["perspective"] for each in records(run("hand-over-1956", *options))] == ["japan", "narrator"]


def test_without_a_promise_all_are_told_and_without_a_day_today_counts(run: Run) -> None:
    found = records(run("--format", "json"))
    assert {each["commitment"] for each in found} == {"hand-over-1956"}
    assert {each["on"] for each in found} == {date.today().isoformat()}


def test_the_table_is_for_people(run: Run) -> None:
    result = run("hand-over-1956", "--on", "1960-02-01")
    assert result.exit_code == 0
    for words in (
        "  narrator     withdrawn  ",
        "unknown: conditional or withdrawn",
        "foreign-troops-withdrawn, peace-treaty-concluded?",
        "without it conditional or withdrawn.\n",
        "tass-2018-12-07 p03, p09a, p09b, p09c\n",
        "disputed: conditional for agreed-text, conditional for memorandum, withdrawn for narrator.\n",
    ):
        assert words in result.stdout


def test_csv_has_one_row_each(run: Run) -> None:
    result = run("hand-over-1956", "--on", "1960-02-01", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [row["status"] for row in rows] == ["conditional", "unknown", "conditional", "withdrawn", "unknown"]
    assert rows[1]["possible"] == "conditional withdrawn"
    assert rows[0]["inferred"] == "true"
    assert rows[0]["without_inference"] == ""


def test_a_span_of_days_gives_one_row_for_each_span(run: Run) -> None:
    options = ("--from", "1956-11-01", "--until", "1960-02-01", "--perspective", "narrator", "--format", "json")
    found = records(run("hand-over-1956", *options))
    assert [(each["from"], each["until"], each["status"], each["on"]) for each in found] == [
        ("1956-11-01", "1956-12-07", "signed-not-binding", None),
        ("1956-12-08", "1960-01-26", "conditional", None),
        ("1960-01-27", "1960-02-01", "withdrawn", None),
    ]


def test_a_span_can_be_open(run: Run) -> None:
    found = records(run("--from", "1960-01-27", "--perspective", "narrator", "--format", "json"))
    assert [(each["from"], each["until"]) for each in found] == [("1960-01-27", None)]
    found = records(run("--until", "1956-10-18", "--perspective", "narrator", "--format", "json"))
    assert [(each["from"], each["until"]) for each in found] == [(None, "1956-10-18")]
    table = run("--from", "1956-01-01", "--perspective", "narrator").stdout
    assert "narrator     1960-01-27  …           withdrawn" in table


def test_what_if_tells_what_was_assumed_and_what_changed(run: Run) -> None:
    options = ("--on", "2020-01-01", "--assume", "conclude-peace-treaty=2019-06-01", "--perspective", "agreed-text")
    (found,) = records(run("hand-over-1956", *options, "--format", "json"))
    assert (found["status"], found["assumed"]) == ("due", ["conclude-peace-treaty=2019-06-01"])
    assert found["changed"] == {
        "status": "conditional",
        "possible": ["conditional"],
        "unmet": ["peace-treaty-concluded"],
        "possibly_unmet": [],
    }
    table = run("hand-over-1956", *options).stdout
    assert "Assumed: conclude-peace-treaty=2019-06-01.\n" in table
    assert "was conditional, unmet peace-treaty-concluded; is due.\n" in table
    unchanged = run("--on", "1957-01-01", "--assume", "conclude-peace-treaty=2019-06-01").stdout
    assert "That changes nothing on 1957-01-01." in unchanged


def test_a_status_that_stays_tells_what_may_have_been_unmet(run: Run) -> None:
    options = ("--on", "1960-06-01", "--assume", "conclude-peace-treaty=1956-12-20", "--perspective", "memorandum")
    assert (
        "was conditional, unmet foreign-troops-withdrawn, peace-treaty-concluded?; "
        "is conditional, unmet foreign-troops-withdrawn.\n"
    ) in run("hand-over-1956", *options).stdout


def test_acts_and_readings_can_be_left_out(run: Run) -> None:
    options = ("--without", "withdrawal-1960", "--without", "condition-replaced-1960", "--on", "1960-02-01")
    (found,) = records(run("--perspective", "japan", *options, "--format", "json"))
    assert (found["status"], found["unmet"]) == ("conditional", ["peace-treaty-concluded"])
    (found,) = records(
        run(
            "--perspective",
            "narrator",
            "--without",
            "withdrawal-is-memorandum",
            "--on",
            "1960-02-01",
            "--format",
            "json",
        )
    )
    assert found["possible"] == ["conditional", "withdrawn"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("hand-over-1957",), "Did you mean 'hand-over-1956'?"),
        (("--perspective", "jpan"), "Did you mean 'japan'?"),
        (("--on", "1956"), "no single day"),
        (("--on", "1956-10"), "no single day"),
        (("--on", "1956-02-30"), "There is no day 1956-02-30"),
        (("--on", "today"), "Write year, month and day"),
        (("--assume", "conclude-peace=2019-01-01"), "Did you mean"),
        (("--assume", "conclude-peace-treaty"), "EVENT_TYPE=1956-10-19"),
        (("--assume", "conclude-peace-treaty=soon"), "Write year, month and day"),
        (("--without", "withdrawal-1961"), "Did you mean 'withdrawal-1960'"),
        (("--from", "1960-01-01", "--until", "1950-01-01"), "1950-01-01 is before 1960-01-01"),
        (("--on", "1960-01-01", "--from", "1950-01-01"), "Use one or the other"),
        (("--format", "xml"), "Invalid value for '--format'"),
    ],
)
def test_what_cannot_be_answered_ends_with_2_and_the_way_out(run: Run, arguments: tuple[str, ...], told: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert told in " ".join(result.stderr.split())
    assert result.stdout == ""


@pytest.mark.parametrize(("text", "told"), [(EMPTY, "no promise"), (NOBODYS, "Name one with --perspective")])
def test_nothing_to_tell_is_an_error(run: Run, tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "graph.trig"
    file.write_text(text)
    result = run("--data", str(file))
    assert result.exit_code == 2
    assert told in result.stderr


def test_another_graph_can_be_asked(run: Run, repository: Path) -> None:
    options = ("--data", str(repository / "tests" / "second_article"), "--on", "2025-01-01", "--format", "json")
    (found,) = records(run(*options))
    assert (found["commitment"], found["status"], found["unmet"]) == (
        "return-of-port-alder",
        "conditional",
        ["quays-paid"],
    )
