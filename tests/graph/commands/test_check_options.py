"""The options of ``treatygraph check``: which rules apply, what is known, what fails, how it is told."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from collections.abc import Callable
from pathlib import Path
from shutil import copy

import pytest

from .watching import watching

Program = Callable[..., "subprocess.CompletedProcess[str]"]

BROKEN = "TG203/invalid-two-states-made-one.trig"
IGNORED = "TG009/valid-ignored-finding.trig"
UNFORMATTED = "TG007/invalid-two-statements-on-one-line.trig"


@pytest.fixture
def folder(tmp_path: Path, repository: Path) -> Path:
    """The folder that the program runs in, with a sound graph and a broken one."""
    examples = repository / "tests" / "shapes"
    copy(examples / "base.trig", tmp_path)
    copy(examples / BROKEN, tmp_path / "broken.trig")
    return tmp_path


def settings(folder: Path, text: str) -> None:
    (folder / "pyproject.toml").write_text(f'[tool.treatygraph]\npaths = ["base.trig", "broken.trig"]\n{text}\n')


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        ("", [], 1),
        ('ignore = ["TG203"]', [], 0),
        ('select = ["TG4"]', [], 0),
        ('select = ["TG4"]\nextend-select = ["TG203"]', [], 1),
        ('select = ["TG4"]', ["--extend-select", "TG203"], 1),
        ('select = ["TG4"]', ["--select", "ALL", "--ignore", "TG007"], 1),
        ('per-file-ignores = {"broken.*" = ["TG203"]}', [], 0),
        ('per-file-ignores = {"base.*" = ["TG203"]}', [], 1),
    ],
)
def test_rules_are_chosen_in_the_settings_and_on_the_command_line(
    treatygraph: Program, folder: Path, text: str, options: list[str], code: int
) -> None:
    settings(folder, text)
    assert treatygraph("check", *options).returncode == code


@pytest.mark.parametrize(
    ("pattern", "code", "inside", "paths"),
    [
        ("old/*.trig", 0, "", []),
        ("old/*.trig", 0, "", ["."]),
        ("old/*.trig", 0, "", ["old"]),
        ("old/*.trig", 0, "old", ["."]),
        ("old/*.trig", 0, "old", []),
        ("./old/*", 0, "", []),
        ("**/old/*", 0, "", []),
        ("new/*.trig", 1, "", []),
        ("old", 1, "", []),
    ],
)
def test_patterns_of_files_are_relative_to_the_settings(
    treatygraph: Program, folder: Path, pattern: str, code: int, inside: str, paths: list[str]
) -> None:
    (folder / "old").mkdir()
    for name in ("base.trig", "broken.trig"):
        (folder / name).rename(folder / "old" / name)
    text = f'[tool.treatygraph]\npaths = ["old"]\nper-file-ignores = {{"{pattern}" = ["TG203"]}}\n'
    (folder / "pyproject.toml").write_text(text)
    assert treatygraph("check", *paths, inside=inside).returncode == code


@pytest.mark.parametrize(
    ("options", "code"),
    [([], 1), (["--fail-on", "error"], 0), (["--fail-on", "warning"], 1), (["--exit-zero"], 0)],
)
def test_what_fails_is_a_matter_of_severity(treatygraph: Program, folder: Path, options: list[str], code: int) -> None:
    (folder / "pyproject.toml").write_text('[tool.treatygraph]\npaths = ["base.trig", "broken.trig"]\n')
    (folder / "broken.trig").write_text("# treatygraph: ignore[TG203] nothing is wrong here\n")
    result = treatygraph("check", *options)
    assert "TG009 unused-ignore" in result.stdout
    assert result.returncode == code


def test_a_baseline_lets_old_findings_pass_and_new_ones_fail(treatygraph: Program, folder: Path) -> None:
    settings(folder, 'baseline = "known.json"')
    assert treatygraph("check").returncode == 2
    result = treatygraph("check", "--write-baseline", "known.json")
    assert (result.returncode, result.stderr) == (0, "Written to known.json: 1 known finding.\n")
    result = treatygraph("check")
    assert result.returncode == 0
    assert "1 " in result.stdout
    text = (folder / "broken.trig").read_text()
    (folder / "broken.trig").write_text(text.replace(":borduria .", ":borduria . :borduria owl:sameAs :arcadia ."))
    result = treatygraph("check", "--output-format", "json")
    assert result.returncode == 1
    assert [each["focus"] for each in json.loads(result.stdout)] == ["https://w3id.org/treatygraph/id/borduria"]


def test_statistics_count_by_rule(treatygraph: Program, folder: Path) -> None:
    settings(folder, "")
    result = treatygraph("check", "--statistics")
    assert result.returncode == 1
    assert result.stdout.split()[:5] == ["1", "TG203", "[", "]", "same-as-asserted"]
    result = treatygraph("check", "--statistics", "--output-format", "json")
    assert [(each["code"], each["count"]) for each in json.loads(result.stdout)] == [("TG203", 1)]


def test_quiet_says_nothing_of_success_alone(treatygraph: Program, folder: Path) -> None:
    settings(folder, "")
    assert "TG203" in treatygraph("check", "-q").stdout
    assert treatygraph("check", "-q", "base.trig").stdout == ""


def test_verbose_says_what_is_done_and_by_what(treatygraph: Program, folder: Path) -> None:
    settings(folder, "")
    said = treatygraph("check", "--verbose").stderr
    assert "s syntax" in said
    assert "Shapes by pyshacl" in said


def test_a_second_check_finds_the_same_without_looking_again(treatygraph: Program, folder: Path) -> None:
    settings(folder, "")
    cache = {"TREATYGRAPH_CACHE": str(folder / "cache")}
    first = treatygraph("check", environment=cache)
    second = treatygraph("check", "-v", environment=cache)
    assert (first.returncode, first.stdout) == (second.returncode, second.stdout)
    assert "s syntax" not in second.stderr
    assert "s syntax" in treatygraph("check", "-v", "--no-cache", environment=cache).stderr


def test_layout_is_shown_and_mended_where_it_is_wanted(treatygraph: Program, folder: Path, repository: Path) -> None:
    path = folder / "broken.trig"
    copy(repository / "tests" / "shapes" / UNFORMATTED, path)
    settings(folder, "")
    assert treatygraph("check").returncode == 0
    settings(folder, 'extend-select = ["TG007"]')
    before = path.read_text()
    assert "TG007 [*] unformatted-file" in treatygraph("check").stdout
    result = treatygraph("check", "--diff")
    assert (result.returncode, path.read_text()) == (1, before)
    assert "-g:p01 { :arcadia a tg:State . :borduria a tg:State . }" in result.stdout
    result = treatygraph("check", "--fix")
    assert (result.returncode, result.stderr) == (0, "1 file mended.\n")
    assert "  :arcadia a tg:State .\n  :borduria a tg:State .\n" in path.read_text()
    result = treatygraph("check", "--diff")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "No file would be mended.\n")


def test_an_ignored_finding_is_not_mended(treatygraph: Program, folder: Path, repository: Path) -> None:
    path = folder / "broken.trig"
    text = (repository / "tests" / "shapes" / UNFORMATTED).read_text()
    path.write_text(f"# treatygraph: ignore-file[TG007] aligned by hand\n{text}")
    settings(folder, 'extend-select = ["TG007"]')
    assert treatygraph("check", "--diff").stdout == ""


def test_watching_and_mending_exclude_each_other(treatygraph: Program, folder: Path) -> None:
    result = treatygraph("check", "--watch", "--fix")
    assert result.returncode == 2
    assert "--watch only looks" in result.stderr


def test_watch_checks_again_when_a_file_is_saved(program: Path, folder: Path) -> None:
    settings(folder, "")
    copy(folder / "broken.trig", folder.parent)
    with watching(program, folder) as seen:
        assert any("TG203" in line for line in seen)
        assert any("Watching" in line for line in seen)
        copy(folder / "base.trig", folder / "broken.trig")
        assert any("All checks passed" in line for line in seen)
        assert any("Watching" in line for line in seen)
        (folder / "report.txt").write_text("no input")
        copy(folder.parent / "broken.trig", folder / "broken.trig")
        assert any("TG203" in line for line in seen)


def test_a_terminal_gets_colours_unless_somebody_minds(program: Path, folder: Path) -> None:
    settings(folder, "")

    def shown(*options: str, **environment: str) -> bytes:
        master, slave = pty.openpty()
        clean = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
        known = {"TREATYGRAPH_CACHE": str(folder / ".cache"), "TERM": "xterm"}
        with subprocess.Popen([program, "check", *options], stdout=slave, cwd=folder, env=clean | known | environment):
            os.close(slave)
            output = b""
            while chunk := _read(master):
                output += chunk
        os.close(master)
        return output

    assert b"\x1b[" in shown()
    assert b"\x1b[" not in shown("--no-color")
    assert b"\x1b[" not in shown(NO_COLOR="1")


def _read(master: int) -> bytes:
    """Read from a terminal, whose end is an error on Linux."""
    try:
        return os.read(master, 4096)
    except OSError:
        return b""


@pytest.mark.parametrize(("option", "what"), [("--shapes", "shape"), ("--ontology", "class and no property")])
@pytest.mark.parametrize(("text", "more"), [("# nothing", ", in fact no statement"), ("<urn:a> a <urn:b> .", "")])
def test_shapes_and_ontologies_that_say_nothing_are_a_mistake(
    treatygraph: Program, folder: Path, option: str, what: str, text: str, more: str
) -> None:
    (folder / "wrong.ttl").write_text(text)
    result = treatygraph("check", option, "wrong.ttl", "base.trig")
    told = f"Error: wrong.ttl: The file holds no {what}{more}. Name the right file, or leave the option out.\n"
    assert (result.returncode, result.stdout, result.stderr) == (2, "", told)


def test_relative_iris_of_other_people_are_found_where_somebody_wants_it(treatygraph: Program, folder: Path) -> None:
    (folder / "relative.ttl").write_text("<urn:a> <urn:p>\n  <b> .")
    given = ("check", "--no-builtin", "--output-format", "concise", "relative.ttl")
    assert treatygraph(*given).returncode == 0
    for option in ("--select", "--extend-select"):
        assert treatygraph(*given, option, "TG011").stdout.startswith("relative.ttl:2:3: TG011 ")
