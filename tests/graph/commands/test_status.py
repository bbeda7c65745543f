"""``treatygraph status``."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import Any

import pytest
from click.testing import CliRunner

from treatygraph.graph.commands import main

KEYS = {"commitment", "perspective", "on", "status", "possible", "unmet", "holds", "because", "inferred", "assumed"}


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["status", *arguments])
    return result.exit_code, result.stdout, result.stderr


def answers(*arguments: str) -> dict[str, dict[str, Any]]:
    code, out, err = run(*arguments, "--format", "json")
    assert (code, err) == (0, "")
    return {each["perspective"]: each for each in json.loads(out)}


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (
            "1956-11-01",
            dict.fromkeys(["agreed-text", "narrator", "memorandum", "russia", "japan"], "signed-not-binding"),
        ),
        ("1957-01-01", dict.fromkeys(["agreed-text", "narrator", "memorandum", "russia", "japan"], "conditional")),
        (
            "1960-02-01",
            {
                "agreed-text": "conditional",
                "memorandum": "conditional",
                "narrator": "withdrawn",
                "russia": "unknown",
                "japan": "unknown",
            },
        ),
    ],
)
def test_the_promise_of_the_article_on_three_days(on: str, expected: dict[str, str]) -> None:
    found = answers("hand-over-1956", "--on", on)
    assert {name: each["status"] for name, each in found.items()} == expected
    assert all("not-due" in each["holds"] for each in found.values())
    assert all(each.keys() >= KEYS for each in found.values())


def test_unknown_comes_with_the_exact_set_and_inferences_are_told() -> None:
    found = answers("hand-over-1956", "--on", "1960-02-01")
    assert found["japan"]["possible"] == ["conditional", "withdrawn"]
    assert found["memorandum"]["unmet"] == ["foreign-troops-withdrawn"]
    assert found["memorandum"]["possibly_unmet"] == ["peace-treaty-concluded"]
    assert found["narrator"]["inferred"] is True
    assert found["narrator"]["without_inference"] == ["conditional", "withdrawn"]
    assert "tass-2018-12-07/p10b" in found["narrator"]["because"]


def test_no_promise_was_due_on_any_day_up_to_the_article() -> None:
    code, out, _ = run("--from", "1956-01-01", "--until", "2018-12-07", "--format", "json")
    assert code == 0
    assert all("due" not in each["possible"] for each in json.loads(out))


def test_the_time_line_has_no_gap() -> None:
    _, out, _ = run("--from", "1956-01-01", "--until", "1961-01-01", "--perspective", "japan", "--format", "csv")
    rows = list(csv.DictReader(StringIO(out)))
    assert [(row["from"], row["status"]) for row in rows] == [
        ("1956-01-01", "not-made"),
        ("1956-10-19", "signed-not-binding"),
        ("1956-12-08", "conditional"),
        ("1960-01-01", "unknown"),
        ("1960-01-27", "unknown"),
    ]
    assert rows[-1]["until"] == "1961-01-01"


def test_a_what_if_tells_what_it_assumed_and_what_it_changed() -> None:
    found = answers("--on", "2019-06-01", "--assume", "conclude-peace-treaty=2019-05-01")
    assert found["agreed-text"]["status"] == "due"
    assert found["agreed-text"]["assumed"] == ["conclude-peace-treaty=2019-05-01"]
    assert found["agreed-text"]["changed"]["status"] == "conditional"
    assert found["narrator"]["changed"] is None
    _, out, _ = run("--on", "2019-06-01", "--assume", "conclude-peace-treaty=2019-05-01")
    assert "agreed-text, hand-over-1956: was conditional, unmet peace-treaty-concluded; is due." in out


def test_an_act_can_be_left_out() -> None:
    found = answers("--on", "1960-02-01", "--without", "withdrawal-1960")
    assert found["narrator"]["status"] == "conditional"
    assert found["narrator"]["assumed"] == ["without withdrawal-1960"]


def test_the_table_names_each_source_once() -> None:
    _, out, _ = run("--on", "1956-11-01", "--perspective", "japan")
    assert out.splitlines()[2].endswith("signed-not-binding         tass-2018-12-07 p03, p09a, p09b")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--on", "1956-13-01"], "There is no day 1956-13-01"),
        (["--on", "1956"], "no single day"),
        (["--on", "tomorrow"], "is no day"),
        (["hand-over-1965"], "Did you mean 'hand-over-1956'"),
        (["--perspective", "narator"], "Did you mean 'narrator'"),
        (["--assume", "conclude-peace-treaty"], "EVENT_TYPE="),
        (["--assume", "conclude-peace-traety=2019-01-01"], "Did you mean 'conclude-peace-treaty'"),
        (["--without", "withdrawal-1961"], "Did you mean 'withdrawal-1960'"),
        (["--from", "1960-01-01", "--until", "1959-01-01"], "is before"),
        (["--on", "1960-01-01", "--from", "1959-01-01"], "Use one or the other"),
    ],
)
def test_what_is_not_understood_is_exit_code_2(arguments: list[str], message: str) -> None:
    code, _, err = run(*arguments)
    assert (code, message in err) == (2, True), err
