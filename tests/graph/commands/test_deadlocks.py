"""``treatygraph deadlocks``."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from treatygraph.graph.commands import main

ISLANDS_FIRST = ["--demand", "japan:conclude-peace-treaty=hand-over-islands"]


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["deadlocks", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_the_article_has_none_and_the_readings_are_named() -> None:
    code, out, _ = run()
    assert code == 0
    assert "No deadlock." in out
    assert "Readings taken: none." in out


def test_a_supposed_demand_is_marked_as_supposed_and_dissolves_again() -> None:
    _, out, _ = run(*ISLANDS_FIRST)
    assert "conclude-peace-treaty only after hand-over-islands (supposed of japan)" in out
    assert "Deadlocks: 1." in out
    assert "No deadlock." in run(*ISLANDS_FIRST, "--assume", "conclude-peace-treaty=2020-01-01")[1]
    assert "No deadlock." in run(*ISLANDS_FIRST, "--without", "hand-over-1956")[1]


def test_json_tells_cores_demands_and_ways_out() -> None:
    result = json.loads(run(*ISLANDS_FIRST, "--format", "json")[1])
    (core,) = result["cores"]
    assert {"conclude-peace-treaty", "hand-over-islands"} <= set(core["events"])
    assert ["tass-2018-12-07/p09b"] in [demand["where"] for demand in core["demands"]]
    assert {"hand-over-1956"} in [{each["origin"] for each in way["drop"]} for way in result["relaxations"]]


def test_only_the_demands_of_the_named_perspectives_count() -> None:
    _, out, _ = run("--perspective", "japan")
    assert "Demands that count: 2." in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--perspective", "jpan"], "Did you mean 'japan'"),
        (["--assume", "conclude-peace-traety"], "Did you mean 'conclude-peace-treaty'"),
        (["--demand", "nonsense"], "is no demand"),
        (["--reading", "literally"], "no inference graph named 'literally'"),
    ],
)
def test_what_is_not_understood_is_exit_code_2(arguments: list[str], message: str) -> None:
    code, _, err = run(*arguments)
    assert (code, message in err) == (2, True)
