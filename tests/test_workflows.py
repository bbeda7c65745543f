"""What CI services read, here and in the documentation: it keeps to their schemas, and its scripts do what they say."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

REPOSITORY = Path(__file__).parent.parent
WORKFLOW = REPOSITORY / ".github" / "workflows" / "ci.yml"
PAGE = (REPOSITORY / "docs" / "how-to" / "check-in-ci.md").read_text("utf-8")
EXAMPLES = [yaml.safe_load(block) for block in re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)]
ACTION: dict[str, Any] = yaml.safe_load((REPOSITORY / "action.yml").read_text("utf-8"))
BROKEN = REPOSITORY / "tests" / "shapes" / "TG203" / "invalid-two-states-made-one.trig"


def validated(schema: str, document: object, folder: Path) -> subprocess.CompletedProcess[str]:
    """Hold a document against a schema that check-jsonschema brings."""
    file = folder / "document.json"
    file.write_text(json.dumps(document))
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def in_json(text: str) -> Any:
    """A workflow as GitHub reads it: for YAML 1.1 the key `on` is a truth value."""
    document = yaml.safe_load(text)
    return {("on" if key is True else key): value for key, value in document.items()}


def run_script(script: str, folder: Path, program: Path) -> subprocess.CompletedProcess[str]:
    """Run a script as a runner does, with treatygraph at hand."""
    environment = os.environ | {"PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}"}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def example(key: str) -> dict[str, Any]:
    """The first example of the page that has a key."""
    return next(each for each in EXAMPLES if key in each)


def test_the_workflow_keeps_to_the_schema_of_workflows(tmp_path: Path) -> None:
    done = validated("github-workflows", in_json(WORKFLOW.read_text("utf-8")), tmp_path)
    assert done.returncode == 0, done.stdout


def test_the_workflow_checks_our_own_graph_and_its_layout(program: Path) -> None:
    steps = yaml.safe_load(WORKFLOW.read_text("utf-8"))["jobs"]["graph"]["steps"]
    script = next(step["run"] for step in steps if "treatygraph check" in step.get("run", ""))
    assert script.splitlines() == [
        "treatygraph check --output-format github",
        "treatygraph format --check graph/data",
    ]
    done = run_script(script, REPOSITORY, program)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


def test_the_workflow_gives_the_action_inputs_that_it_has() -> None:
    steps = yaml.safe_load(WORKFLOW.read_text("utf-8"))["jobs"]["graph"]["steps"]
    (own,) = [step for step in steps if step.get("uses") == "./"]
    assert set(own["with"]) <= set(ACTION["inputs"])


def test_the_page_has_examples_for_github_gitlab_and_pre_commit() -> None:
    assert len([each for each in EXAMPLES if "jobs" in each]) == 2
    assert len([each for each in EXAMPLES if "treatygraph" in each]) == 1
    assert len([each for each in EXAMPLES if "repos" in each]) == 1


@pytest.mark.parametrize("workflow", [each for each in EXAMPLES if "jobs" in each])
def test_examples_for_github_are_workflows_that_use_the_action(workflow: dict[Any, Any], tmp_path: Path) -> None:
    done = validated("github-workflows", {("on" if key is True else key): workflow[key] for key in workflow}, tmp_path)
    assert done.returncode == 0, done.stdout
    steps = workflow["jobs"]["check"]["steps"]
    (action,) = [step for step in steps if step["uses"].startswith("OWNER/treatygraph@")]
    assert set(action.get("with", {})) <= set(ACTION["inputs"])


def test_the_page_names_every_input_of_the_action() -> None:
    table = PAGE[PAGE.index("| input |") :].partition("\n\n")[0]
    assert set(re.findall(r"`([a-z-]+)`", table)) >= set(ACTION["inputs"])


def test_the_example_for_gitlab_keeps_to_the_schema_of_pipelines(tmp_path: Path) -> None:
    done = validated("gitlab-ci", example("treatygraph"), tmp_path)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(("broken", "codes"), [(True, ["TG203"]), (False, [])])
def test_the_example_for_gitlab_leaves_the_report_that_it_names(
    tmp_path: Path, program: Path, broken: bool, codes: list[str]
) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.treatygraph]\npaths = ["data"]\n')
    (tmp_path / "data").mkdir()
    shutil.copy(REPOSITORY / "tests" / "shapes" / "base.trig", tmp_path / "data")
    if broken:
        shutil.copy(BROKEN, tmp_path / "data")
    job = example("treatygraph")["treatygraph"]
    done = run_script("\n".join(job["script"]), tmp_path, program)
    assert done.returncode == (1 if broken else 0), done.stderr
    assert ("Found 1 error" if broken else "All checks passed") in done.stdout
    report = json.loads((tmp_path / job["artifacts"]["reports"]["codequality"]).read_text("utf-8"))
    assert [each["check_name"] for each in report] == codes


def test_the_example_for_pre_commit_names_our_hooks(tmp_path: Path) -> None:
    configuration = tmp_path / ".pre-commit-config.yaml"
    configuration.write_text(yaml.safe_dump(example("repos")))
    command = [sys.executable, "-m", "pre_commit", "validate-config", str(configuration)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    hooks = {hook["id"] for hook in yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    assert {hook["id"] for hook in example("repos")["repos"][0]["hooks"]} == hooks
