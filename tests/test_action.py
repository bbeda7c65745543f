"""The action for GitHub: its steps are run as GitHub's runner would run them, in a workspace of their own."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

REPOSITORY = Path(__file__).parent.parent
ACTION: dict[str, Any] = yaml.safe_load((REPOSITORY / "action.yml").read_text("utf-8"))
BASE = REPOSITORY / "tests" / "shapes" / "base.trig"
BROKEN = REPOSITORY / "tests" / "shapes" / "TG203" / "invalid-two-states-made-one.trig"
BASH = ["bash", "--noprofile", "--norc", "-eo", "pipefail"]
"""The way in which GitHub's runner starts `shell: bash`."""

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def steps() -> list[dict[str, Any]]:
    """The steps with a script."""
    return [step for step in ACTION["runs"]["steps"] if "run" in step]


@cache
def python() -> str:
    """A Python with pip: environments that `make` fills may have none of their own."""
    candidates = [sys.executable, getattr(sys, "_base_executable", sys.executable)]
    with_pip = (each for each in candidates if not subprocess.run([each, "-c", "import pip"], check=False).returncode)
    return next(with_pip)


def evaluated(text: str, inputs: Mapping[str, str]) -> str:
    """The value of an expression of GitHub's."""
    values = {f"inputs.{name}": value for name, value in inputs.items()}
    values["steps.python.outputs.python-path"] = python()
    return re.sub(r"\$\{\{ *([^ }]+) *\}\}", lambda found: values[found[1]], text)


def run_step(step: dict[str, Any], folder: Path, inputs: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run the script of a step."""
    script = folder / "step.sh"
    script.write_text(step["run"], encoding="utf-8")
    given = {name: each.get("default", "") for name, each in ACTION["inputs"].items()} | dict(inputs)
    variables = {name: evaluated(value, given) for name, value in step["env"].items()}
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("TREATYGRAPH_", "PYTHON"))}
    return subprocess.run(
        [*BASH, str(script)],
        cwd=folder / "workspace",
        env=plain
        | variables
        | {
            "RUNNER_TEMP": str(folder / "temp"),
            "GITHUB_ACTION_PATH": str(folder / "action"),
            "GITHUB_OUTPUT": str(folder / "output"),
            "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
            "XDG_CACHE_HOME": str(folder / "cache"),
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A runner on which the action was installed from a checkout; the libraries are those of this environment."""
    folder = tmp_path_factory.mktemp("runner")
    libraries = folder / "temp" / "treatygraph"
    libraries.mkdir(parents=True)
    (folder / "workspace").mkdir()
    for entry in Path(sysconfig.get_path("purelib")).iterdir():
        if "treatygraph" not in entry.name:
            (libraries / entry.name).symlink_to(entry)
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    files = subprocess.run(listed, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    for name in filter(None, files.stdout.split("\0")):
        if (REPOSITORY / name).is_file():
            (folder / "action" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(REPOSITORY / name, folder / "action" / name)
    done = run_step(steps()[1], folder, {})
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def run(installed: Path) -> Run:
    """Run the check of the action with inputs, in an empty workspace."""
    for name in ("workspace", "output", "summary.md"):
        path = installed / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    (installed / "workspace").mkdir()
    return lambda **inputs: run_step(steps()[2], installed, {name.replace("_", "-"): inputs[name] for name in inputs})


def test_the_action_keeps_to_the_schema_of_actions() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-actions", "action.yml"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_input_is_a_part_of_a_script() -> None:
    assert [step["name"] for step in steps() if "${{" in step["run"]] == []


def test_each_input_is_described_and_used() -> None:
    text = (REPOSITORY / "action.yml").read_text("utf-8")
    for name, each in ACTION["inputs"].items():
        assert each["description"]
        assert f"inputs.{name} " in text


def test_the_libraries_are_those_that_are_pinned(tmp_path: Path) -> None:
    script = steps()[0]["run"]
    assert subprocess.run(["bash", "-n", "-c", script], check=False).returncode == 0
    words = script.replace("\\\n", "").split()
    assert {"--require-hashes", "--no-deps"} < set(words)
    assert words[-1] == '"$GITHUB_ACTION_PATH/constraints/run.txt"'


def test_a_clean_graph_passes(run: Run, installed: Path) -> None:
    done = run(paths=str(BASE))
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert (installed / "output").read_text() == "exit-code=0\n"
    assert "All checks passed: 1 file" in (installed / "summary.md").read_text()


def test_findings_are_told_as_commands_in_the_summary_and_as_sarif(run: Run, installed: Path) -> None:
    done = run(paths=f"{BASE}\r\n\n{BROKEN}\n", sarif="findings of the graph.sarif")
    assert done.returncode == 1
    assert done.stdout.startswith("::error title=treatygraph (TG203),file=")
    assert len(done.stdout.splitlines()) == 1
    assert (installed / "output").read_text() == "exit-code=1\n"
    summary = (installed / "summary.md").read_text().splitlines()
    assert (summary[0], summary[-1]) == ("~~~~~~~~ text", "~~~~~~~~")
    assert ":7:23: TG203 :arcadia: " in summary[1]
    sarif = json.loads((installed / "workspace" / "findings of the graph.sarif").read_text("utf-8"))
    assert [each["ruleId"] for each in sarif["runs"][0]["results"]] == ["TG203"]
    assert sarif["runs"][0]["invocations"][0]["exitCode"] == 1


@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ({"select": "TG4"}, 0),
        ({"select": "TG2,TG4"}, 1),
        ({"ignore": "TG203"}, 0),
        ({"args": "--quiet --exit-zero"}, 0),
    ],
)
def test_inputs_are_options_of_the_check(run: Run, inputs: dict[str, str], code: int) -> None:
    done = run(paths=f"{BASE}\n{BROKEN}", **inputs)
    assert done.returncode == code, done.stderr


def test_what_a_baseline_knows_is_not_told_again(run: Run) -> None:
    paths = f"{BASE}\n{BROKEN}"
    assert run(paths=paths, args="--write-baseline known.json").returncode == 0
    assert run(paths=paths, baseline="known.json").returncode == 0


def test_nothing_to_check_fails_with_a_message(run: Run, installed: Path) -> None:
    done = run(paths="missing.trig")
    assert (done.returncode, done.stdout) == (2, "")
    assert "missing.trig" in done.stderr
    assert (installed / "output").read_text() == "exit-code=2\n"


@pytest.mark.parametrize("names", [("paths",), ("args",), tuple(ACTION["inputs"])])
def test_no_input_is_run_by_the_shell(run: Run, installed: Path, names: tuple[str, ...]) -> None:
    hostile = '"; touch pwned; echo "\n$(touch pwned)\n`touch pwned`\n--output-file=pwned\n'
    done = run(**{"paths": str(BASE)} | dict.fromkeys(names, hostile))
    assert not (installed / "workspace" / "pwned").exists()
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_module_of_the_workspace_is_not_taken_for_a_library(run: Run, installed: Path) -> None:
    for name in ("click.py", "pip.py", "json.py"):
        (installed / "workspace" / name).write_text("raise SystemExit('taken')\n")
    assert run(paths=str(BASE)).returncode == 0
