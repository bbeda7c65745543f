"""``treatygraph build``."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from treatygraph.graph.build_folder import read_build
from treatygraph.graph.build_parts import MANIFEST

Program = Callable[..., "subprocess.CompletedProcess[str]"]
SECOND = Path(__file__).parents[2] / "second_article" / "nna-2024-05-14.trig"
WRONG = """
@prefix tg: <https://w3id.org/treatygraph/ns#> .
<https://w3id.org/treatygraph/id/nobody-owes-this> a tg:Commitment .
"""


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_it_writes_the_build_and_prints_the_counts(treatygraph: Program, tmp_path: Path) -> None:
    answer = treatygraph("build", str(SECOND), "-o", "out")
    assert answer.returncode == 0, answer.stderr
    built = read_build(tmp_path / "out")
    *rows, digest = answer.stdout.splitlines()
    printed = {kind: int(count.replace(",", "")) for kind, count in map(str.split, rows)}
    assert printed == built.counts() | {"all": len(built.quads)}
    assert digest == f"RDFC-1.0 SHA-256 {built.digest}"
    assert answer.stderr == "Written to out.\n"
    assert {"inferred", "ontology", "status"} <= built.counts().keys()


def test_the_shipped_graph_goes_into_build_and_twice_gives_the_same_bytes(
    treatygraph: Program, started: Program, tmp_path: Path
) -> None:
    assert treatygraph("build").returncode == 0
    first = contents(tmp_path / "build")
    assert started("build", "-o", "again").returncode == 0
    assert contents(tmp_path / "again") == first
    assert "tass-2018-12-07.trig" in json.loads(first[MANIFEST])["inputs"]


def test_quiet_says_nothing(treatygraph: Program) -> None:
    answer = treatygraph("build", str(SECOND), "-q", "--no-check", "--no-status", "--no-closure")
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("option", "absent"), [("--no-closure", {"inferred", "ontology"}), ("--no-status", {"status"})]
)
def test_steps_can_be_left_out(treatygraph: Program, tmp_path: Path, option: str, absent: set[str]) -> None:
    assert treatygraph("build", str(SECOND), "--no-check", option).returncode == 0
    counts = json.loads((tmp_path / "build" / MANIFEST).read_text())["counts"]
    assert not absent & counts.keys()
    assert counts["passage"]


def test_errors_refuse_the_build_with_findings_on_stderr_and_leave_the_former_one(
    treatygraph: Program, tmp_path: Path
) -> None:
    assert treatygraph("build", str(SECOND), "--no-check").returncode == 0
    former = contents(tmp_path / "build")
    (tmp_path / "wrong.ttl").write_text(WRONG)
    answer = treatygraph("build", str(SECOND), "wrong.ttl")
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert "wrong.ttl" in answer.stderr
    assert "TG252" in answer.stderr
    assert "--no-check" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert contents(tmp_path / "build") == former
    assert treatygraph("build", "wrong.ttl", "--no-check").returncode == 0


def test_the_settings_name_the_graph_and_the_folder(treatygraph: Program, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "mine.trig").write_bytes(SECOND.read_bytes())
    (tmp_path / "pyproject.toml").write_text('[tool.treatygraph]\npaths = ["data"]\noutput = "made"\n')
    assert treatygraph("build", "--no-check", "--no-status").returncode == 0
    inputs = json.loads((tmp_path / "made" / MANIFEST).read_text())["inputs"]
    assert "mine.trig" in inputs
    assert "tass-2018-12-07.trig" not in inputs


def test_the_settings_choose_the_rules_that_refuse_a_build(treatygraph: Program, tmp_path: Path) -> None:
    (tmp_path / "people.ttl").write_text("<urn:ada> a <http://xmlns.com/foaf/0.1/Person> .\n")
    assert "TG424" in treatygraph("build", "people.ttl", "--no-status", "--no-closure").stderr
    (tmp_path / "pyproject.toml").write_text('[tool.treatygraph]\npaths = ["people.ttl"]\nbuiltin = false\n')
    assert treatygraph("build", "--no-status", "--no-closure").returncode == 0


def test_a_build_inside_its_own_input_is_not_built_into_the_next(treatygraph: Program, tmp_path: Path) -> None:
    (tmp_path / "mine.trig").write_bytes(SECOND.read_bytes())
    first, second = (treatygraph("build", ".", "--no-check", "--no-status").stdout for _ in range(2))
    assert first == second != ""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.trig"], "nowhere.trig: The file cannot be opened"),
        (["broken.ttl"], "broken.ttl:1:"),
        (["empty.ttl"], "no statement"),
        (["--reasoner", "guess"], "Invalid value for '--reasoner'"),
        ([str(SECOND), "--no-check", "-o", "broken.ttl"], "no folder"),
        ([str(SECOND), "--no-check", "-o", "."], "holds no build"),
    ],
)
def test_what_cannot_be_built_is_exit_code_2(
    treatygraph: Program, tmp_path: Path, arguments: list[str], message: str
) -> None:
    (tmp_path / "broken.ttl").write_text("<urn:a> <urn:b>")
    (tmp_path / "empty.ttl").write_text("")
    answer = treatygraph("build", *arguments)
    assert answer.returncode == 2
    assert message in answer.stderr
    assert "Traceback" not in answer.stderr
    assert answer.stdout == ""


def test_progress_is_shown_on_a_terminal_and_wiped_away(program: Path, tmp_path: Path) -> None:
    master, slave = pty.openpty()
    arguments = [program, "build", SECOND, "--no-check", "--no-status"]
    done = subprocess.run(arguments, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=slave, check=False)
    os.close(slave)
    shown = os.read(master, 10_000).decode()
    os.close(master)
    assert done.returncode == 0
    assert [step in shown for step in ("load …", "close …", "write …")] == [True] * 3
    assert shown.count("load") == 1
