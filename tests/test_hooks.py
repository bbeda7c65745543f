"""The hooks for pre-commit are run by pre-commit, in a git repository of their own.

pre-commit would install treatygraph from the network into an environment of its own; here the hooks use the program of
the environment that runs the tests. All else is as their users have it.
"""

from __future__ import annotations

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
MANIFEST = REPOSITORY / ".pre-commit-hooks.yaml"
HOOKS: list[dict[str, Any]] = yaml.safe_load(MANIFEST.read_text("utf-8"))
BROKEN = REPOSITORY / "tests" / "shapes" / "TG203" / "invalid-two-states-made-one.trig"
SETTINGS = '[tool.treatygraph]\npaths = ["data"]\n'


class Clone:
    """A git repository with the hooks."""

    def __init__(self, folder: Path, program: Path) -> None:
        self.folder = folder / "clone"
        (self.folder / "data").mkdir(parents=True)
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "TREATYGRAPH_"))}
        self.environment = plain | {
            "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
            "PRE_COMMIT_HOME": str(folder / "home"),
            "GIT_CONFIG_GLOBAL": os.devnull,
        }
        self.git("init", "--quiet")
        local = [hook | {"language": "system"} for hook in HOOKS]
        configuration = {"repos": [{"repo": "local", "hooks": local}]}
        (self.folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(configuration))
        (self.folder / "pyproject.toml").write_text(SETTINGS)
        shutil.copy(REPOSITORY / "tests" / "shapes" / "base.trig", self.folder / "data" / "base.trig")

    def git(self, *arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=self.folder, env=self.environment, check=True)

    def run(self, hook: str) -> tuple[int, str]:
        """Run one hook on all files that git knows; exit code and output."""
        self.git("add", "--all")
        command = [sys.executable, "-m", "pre_commit", "run", hook, "--all-files", "--color", "never", "--verbose"]
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr


@pytest.fixture
def clone(tmp_path: Path, program: Path) -> Clone:
    return Clone(tmp_path, program)


def test_pre_commit_accepts_the_hooks() -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", str(MANIFEST)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_check_looks_at_the_graph_as_a_whole(clone: Clone) -> None:
    code, output = clone.run("treatygraph-check")
    assert code == 0, output
    assert "All checks passed: 1 file" in output


def test_the_check_stops_a_commit_of_a_broken_graph(clone: Clone) -> None:
    shutil.copy(BROKEN, clone.folder / "data" / "more.trig")
    code, output = clone.run("treatygraph-check")
    assert code == 1
    assert "--> data/more.trig:7:23\n" in output


def test_the_check_is_not_run_when_no_graph_is_touched(clone: Clone) -> None:
    for file in (clone.folder / "data").iterdir():
        file.unlink()
    code, output = clone.run("treatygraph-check")
    assert code == 0
    assert "(no files to check)" in output


def test_the_layout_is_mended_once(clone: Clone) -> None:
    (clone.folder / "data" / "base.trig").unlink()
    file = clone.folder / "data" / "a.ttl"
    file.write_text("@prefix : <urn:> .\n:b :c :d.\n:a :c :d.\n")
    code, output = clone.run("treatygraph-format")
    assert code == 1
    assert "files were modified by this hook" in output
    assert file.read_text() == "@prefix : <urn:> .\n\n:a :c :d .\n:b :c :d .\n"
    assert clone.run("treatygraph-format")[0] == 0


@pytest.mark.parametrize(
    ("name", "hooks"),
    [
        ("a.ttl", ["treatygraph-check", "treatygraph-format"]),
        ("a.trig", ["treatygraph-check", "treatygraph-format"]),
        ("a.nq", ["treatygraph-check", "treatygraph-format"]),
        ("a.rdf", ["treatygraph-check"]),
        ("a.jsonld", ["treatygraph-check"]),
        ("a.rq", ["treatygraph-check"]),
        ("a.ttl.txt", []),
    ],
)
def test_the_hooks_apply_to_the_files_that_the_commands_read(name: str, hooks: list[str]) -> None:
    assert [hook["id"] for hook in HOOKS if re.search(hook["files"], name)] == hooks
