from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Program = Callable[..., "subprocess.CompletedProcess[str]"]

BROKEN = "tests/shapes/TG203/invalid-two-states-made-one.trig"


@pytest.fixture
def paths(repository: Path) -> tuple[str, str]:
    return str(repository / "tests" / "shapes" / "base.trig"), str(repository / BROKEN)


def test_a_clean_graph_exits_with_0(treatygraph: Program) -> None:
    result = treatygraph("check", "-q")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_whoever_names_no_paths_is_told_that_the_own_files_are_not_looked_at(treatygraph: Program) -> None:
    result = treatygraph("check")
    told = "No PATHS are named, so the graph that comes with treatygraph is checked.\n"
    assert (result.returncode, result.stderr) == (0, told)
    assert result.stdout.startswith("All checks passed: ")


def test_findings_exit_with_1_and_say_what_to_do(treatygraph: Program, paths: tuple[str, str]) -> None:
    result = treatygraph("check", *paths)
    assert (result.returncode, result.stderr) == (1, "")
    assert "TG203 same-as-asserted: :arcadia: " in result.stdout
    assert f"{BROKEN}:7:23\n" in result.stdout
    assert "help: Keep the two things apart" in result.stdout
    assert re.search(r"\nFound 1 error \(pyshacl.* [0-9.]+\)\.\n$", result.stdout)


def test_json_for_programs(treatygraph: Program, paths: tuple[str, str]) -> None:
    result = treatygraph("check", "--output-format", "json", *paths)
    assert result.returncode == 1
    assert [each["code"] for each in json.loads(result.stdout)] == ["TG203"]


def test_findings_go_to_a_file(treatygraph: Program, paths: tuple[str, str], tmp_path: Path) -> None:
    output = tmp_path / "findings.txt"
    result = treatygraph("check", "--output-format", "concise", "-o", str(output), *paths)
    assert (result.returncode, result.stdout) == (1, "")
    assert "TG203 :arcadia: " in output.read_text("utf-8")


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--select", "TG4"], 0),
        (["--select", "TG2,TG4"], 1),
        (["--select", "tg203"], 1),
        (["--ignore", "TG203"], 0),
        (["--select", "TG2", "--ignore", "TG20"], 0),
        (["--ignore", "TG204"], 1),
    ],
)
def test_rules_are_chosen_by_the_beginnings_of_codes(
    treatygraph: Program, paths: tuple[str, str], options: list[str], code: int
) -> None:
    assert treatygraph("check", *options, *paths).returncode == code


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--select", "TG9"], "No rule's code begins with 'TG9'"),
        (["--output-format", "concize"], "concize"),
        (["missing.trig"], "missing.trig"),
        (["."], "There is no RDF file"),
        ([""], "The path is empty; . is the current folder."),
        (["--ignore", "ALL"], "No rule is left to apply: all are ignored. Ignore fewer rules."),
    ],
)
def test_wrong_usage_and_nothing_to_check_exit_with_2(treatygraph: Program, arguments: list[str], said: str) -> None:
    result = treatygraph("check", *arguments)
    assert (result.returncode, result.stdout) == (2, "")
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_the_graph_that_the_settings_name_is_checked(
    treatygraph: Program, paths: tuple[str, str], tmp_path: Path
) -> None:
    for path in paths:
        (tmp_path / Path(path).name).write_text(Path(path).read_text("utf-8"), encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text('[tool.treatygraph]\npaths = ["."]\n')
    result = treatygraph("check", "--output-format", "concise")
    assert result.returncode == 1
    assert result.stdout.startswith("invalid-two-states-made-one.trig:7:23: TG203 ")
