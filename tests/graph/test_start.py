"""The first moments of the program."""

from __future__ import annotations

import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"
INTERRUPTED = """
import os, signal, sys

class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupting())
{before}
from treatygraph.graph.start import main
sys.argv = ["treatygraph", "rule", "TG203"]
main()
"""


HEARD = "signal.signal(signal.SIGINT, signal.default_int_handler)"
"""As for a program in the foreground, however the tests were started."""


def run(module: str, before: str = HEARD) -> subprocess.CompletedProcess[str]:
    code = INTERRUPTED.format(module=module, before=before)
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    ("module", "status"),
    [("click", -signal.SIGINT), ("treatygraph.graph.commands.rule", 128 + signal.SIGINT)],
    ids=["while the command line is imported", "while a command is"],
)
def test_an_interrupt_shows_no_traceback(module: str, status: int) -> None:
    answer = run(module)
    assert (answer.returncode, answer.stdout, answer.stderr.strip()) == (status, "", "")


def test_who_starts_it_in_the_background_without_interrupts_gets_none() -> None:
    answer = run("click", before="signal.signal(signal.SIGINT, signal.SIG_IGN)")
    assert answer.returncode == 0
    assert answer.stdout.startswith("## TG203 same-as-asserted\n")


def test_the_program_begins_here() -> None:
    scripts = tomllib.loads(PYPROJECT.read_text("utf-8"))["project"]["scripts"]
    assert scripts["treatygraph"] == "treatygraph.graph.start:main"
