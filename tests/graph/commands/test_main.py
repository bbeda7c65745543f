"""The command line as a whole: help, wrong usage, errors, pipes and interrupts."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from treatygraph.graph.commands import COMMANDS, LazyGroup, main
from treatygraph.graph.errors import TreatyGraphError

Program = Callable[..., "subprocess.CompletedProcess[str]"]

HEAVY = {"rdflib", "pyshacl", "owlrl", "networkx", "flask", "waitress"}


def raising(error: BaseException) -> LazyGroup:
    """A group whose callback raises an error."""

    def callback() -> None:
        raise error

    return LazyGroup("treatygraph", callback=callback, invoke_without_command=True)


def test_there_are_commands() -> None:
    assert COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_answers_help(name: str, program: Path) -> None:
    answer = subprocess.run([program, name, "--help"], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.startswith(f"Usage: treatygraph {name}")
    assert answer.stderr == ""


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_the_short_help_option_and_a_text(name: str) -> None:
    command = import_module(f"treatygraph.graph.commands.{name}").command
    assert isinstance(command, click.Command)
    assert command.help
    assert CliRunner().invoke(main, [name, "-h"]).exit_code == 0


def test_every_module_of_the_package_is_registered(repository: Path) -> None:
    modules = {
        file.stem
        for file in (repository / "graph" / "commands").glob("*.py")
        if not file.stem.startswith("_") and has_command(file)
    }
    assert modules == set(COMMANDS)


def has_command(file: Path) -> bool:
    """Whether a module defines the click command that the group looks for."""
    return "def command(" in file.read_text("utf-8")


def test_the_help_of_the_group_lists_every_command_with_its_summary() -> None:
    answer = CliRunner().invoke(main, ["--help"])
    assert answer.exit_code == 0
    lines = [line.split(maxsplit=1) for line in answer.stdout.split("Commands:\n")[1].splitlines()]
    assert lines == [[name, COMMANDS[name]] for name in sorted(COMMANDS)]


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["qurey"], *([name, "--help"] for name in COMMANDS)], ids=" ".join
)
def test_help_and_wrong_usage_import_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import json, sys\n"
        "from treatygraph.graph.commands import main\n"
        "try:\n"
        f"    main({arguments!r})\n"
        "except SystemExit:\n"
        "    print(json.dumps(sorted(sys.modules)))\n"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(json.loads(answer.stdout.splitlines()[-1]))
    assert loaded & HEAVY == set()


@pytest.mark.parametrize("option", ["-V", "--version"])
def test_the_version_is_that_of_the_package(option: str) -> None:
    answer = CliRunner().invoke(main, [option])
    assert (answer.exit_code, answer.stdout) == (0, f"treatygraph {version('treatygraph')}\n")


def test_without_arguments_the_help_is_shown_as_wrong_usage() -> None:
    answer = CliRunner().invoke(main, [])
    assert answer.exit_code == 2
    assert "Commands:" in answer.output


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("qurey", "Error: No such command 'qurey'. Did you mean 'query'?"),
        ("xyz", "Error: No such command 'xyz'."),
    ],
)
def test_an_unknown_command_is_answered_with_near_matches(name: str, line: str, treatygraph: Program) -> None:
    answer = treatygraph(name)
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert answer.stderr.splitlines()[-1] == line


def test_an_unknown_option_is_wrong_usage() -> None:
    answer = CliRunner().invoke(main, ["--versoin"])
    assert answer.exit_code == 2
    assert answer.stdout == ""
    assert "No such option" in answer.stderr
    assert "--version" in answer.stderr


def test_an_error_of_the_user_becomes_one_line_without_traceback() -> None:
    answer = CliRunner().invoke(raising(TreatyGraphError("It is wrong.", repair="Mend it.")), [])
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert answer.stderr == "Error: It is wrong. Mend it.\n"


def test_an_error_may_choose_its_exit_code() -> None:
    class FoundError(TreatyGraphError):
        exit_code = 1

    assert CliRunner().invoke(raising(FoundError("Found.")), []).exit_code == 1


def test_a_library_that_is_missing_is_told_with_what_to_do() -> None:
    error = ModuleNotFoundError("No module named 'uvicorn.main'", name="uvicorn.main")
    answer = CliRunner().invoke(raising(error), [])
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert answer.stderr == (
        "Error: The library 'uvicorn' is not installed. "
        "Run `make setup` in a clone of treatygraph, elsewhere `pip install --upgrade treatygraph`.\n"
    )


def test_a_module_of_our_own_that_is_missing_is_an_internal_error() -> None:
    name = "treatygraph.graph.none"
    answer = CliRunner().invoke(raising(ModuleNotFoundError(f"No module named {name!r}", name=name)), [])
    assert answer.stderr.startswith("Internal error: ModuleNotFoundError: ")


def test_an_internal_error_becomes_one_line_that_asks_for_a_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TREATYGRAPH_DEBUG", raising=False)
    answer = CliRunner().invoke(raising(ValueError("two\nlines")), [])
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert answer.stderr == (
        "Internal error: ValueError: two lines. Please report it; TREATYGRAPH_DEBUG=1 shows where it happened.\n"
    )


def test_the_traceback_of_an_internal_error_is_shown_on_demand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TREATYGRAPH_DEBUG", "1")
    answer = CliRunner().invoke(raising(ValueError("wrong")), [])
    assert answer.exit_code == 2
    assert answer.stderr.startswith("Traceback (most recent call last):")


def test_an_error_of_the_user_has_no_traceback_on_demand_either(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TREATYGRAPH_DEBUG", "1")
    answer = CliRunner().invoke(raising(TreatyGraphError("It is wrong.")), [])
    assert answer.stderr == "Error: It is wrong.\n"


def test_an_interrupt_is_quiet() -> None:
    answer = CliRunner().invoke(raising(KeyboardInterrupt()), [])
    assert answer.exit_code == 128 + signal.SIGINT
    assert answer.output.strip() == ""


def test_the_exit_code_that_a_command_sets_is_kept() -> None:
    assert CliRunner().invoke(raising(SystemExit(1)), []).exit_code == 1
    assert CliRunner().invoke(raising(click.exceptions.Exit(1)), []).exit_code == 1


def test_a_caller_can_have_the_errors_themselves() -> None:
    with pytest.raises(TreatyGraphError):
        raising(TreatyGraphError("It is wrong.")).main([], standalone_mode=False)


def test_a_reader_that_goes_away_is_no_error_and_no_success(program: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    answer = subprocess.run([program, "--help"], stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writer)
    assert (answer.returncode, answer.stderr) == (128 + signal.SIGPIPE, "")


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--no-builtin", "a.ttl", "-o", "a.ttl"),
        ("check", "--no-builtin", "--fix", "a.ttl", "-o", "a.ttl"),
        ("check", "--no-builtin", ".", "--write-baseline", "a.ttl"),
        ("check", "--no-builtin", "a.ttl", "--ontology", "b.ttl", "-o", "b.ttl"),
        ("check", "--no-builtin", "a.ttl", "--baseline", "known.json", "-o", "known.json"),
        ("check", "--no-builtin", "q.rq", "-o", "q.rq"),
        ("check", "--no-builtin", "a.ttl", "-o", "pyproject.toml"),
        ("export", "--data", "a.ttl", "-o", "a.ttl"),
        ("diff", "a.ttl", "b.ttl", "-o", "b.ttl"),
        ("query", "q.rq", "--data", "a.ttl", "-f", "turtle", "-o", "a.ttl"),
    ],
)
def test_no_command_writes_its_result_to_what_it_reads(
    treatygraph: Program, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:p> <urn:b> , <urn:c> .")
    (tmp_path / "b.ttl").write_text("<urn:a> <urn:p> <urn:c> .")
    (tmp_path / "q.rq").write_text("CONSTRUCT WHERE { ?s ?p ?o }")
    (tmp_path / "known.json").write_text('{"version": 1, "findings": []}')
    (tmp_path / "pyproject.toml").write_text("[tool.treatygraph]\n")
    before = {path.name: path.read_text() for path in tmp_path.iterdir()}
    answer = treatygraph(*arguments)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr == (
        f"Error: {arguments[-1]}: This file is read, so the result cannot be written to it. Name another file.\n"
    )
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == before


def test_a_known_baseline_may_be_written_anew(treatygraph: Program, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:p> <urn:b> .\n")
    (tmp_path / "known.json").write_text('{"version": 1, "findings": []}')
    again = ("--baseline", "known.json", "--write-baseline", "known.json")
    assert treatygraph("check", "--no-builtin", "a.ttl", *again).returncode == 0
