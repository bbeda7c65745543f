"""The documentation tells the truth: its commands are run, its outputs compared, its links followed.

A block marked ``console`` is a session: lines that begin with ``$ `` are typed, and go on in lines that begin with
``> ``; the others are what comes back, in which ``…`` stands for any text. A command ends well unless ``$ echo $?`` and
a number follow it. The blocks of one page share a folder that looks like a fresh clone. A line that ends in ``&``
starts a server, and ``curl`` asks it.
"""

from __future__ import annotations

import argparse
import doctest
import os
import re
import shlex
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent
PAGES = sorted(
    str(file.relative_to(REPOSITORY)) for file in [*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")]
)
SHOWN_PORT = "127.0.0.1:8000"
SECONDS_TO_START = 60
RUN_BY_HAND = (". ", "cd ", "git ", "make ", "pip ", "python")
"""What a page may show and what is not run here: the set-up of a machine, and other programs."""


@dataclass(frozen=True, slots=True)
class Step:
    """One command of a page, with what it should answer."""

    line: int
    command: str
    output: str
    code: int = 0


def steps_of(page: str) -> list[Step]:
    """The commands of all console blocks of a page."""
    text = (REPOSITORY / page).read_text("utf-8")
    steps: list[Step] = []
    for block in re.finditer(r"^```console\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        first = text[: block.start()].count("\n") + 2
        for part in re.finditer(r"^\$ (.*(?:\n> .*)*)\n((?:(?!\$ ).*\n)*)", block[1], re.MULTILINE):
            command = part[1].replace("\n> ", "\n")
            if command == "echo $?":
                last = steps.pop()
                steps.append(Step(last.line, last.command, last.output, int(part[2])))
            else:
                steps.append(Step(first + block[1][: part.start()].count("\n"), command, part[2]))
    return steps


class Session:
    """A folder like a fresh clone, in which the commands of one page are run one after the other."""

    def __init__(self, folder: Path, program: Path) -> None:
        self.folder = folder
        self.environment = os.environ | {
            "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
            "COLUMNS": "120",
            "NO_COLOR": "1",
        }
        self.servers: list[subprocess.Popen[bytes]] = []
        self.address = SHOWN_PORT
        tracked = subprocess.run(["git", "ls-files"], cwd=REPOSITORY, capture_output=True, text=True, check=True)
        for name in {line.partition("/")[0] for line in tracked.stdout.splitlines()}:
            (folder / name).symlink_to(REPOSITORY / name)

    def run(self, step: Step) -> tuple[int, str]:
        """Run one command; the exit code and everything that the terminal would show."""
        if step.command.startswith("curl "):
            return 0, ask(shlex.split(step.command.replace(SHOWN_PORT, self.address))[1:])
        if step.command.endswith(" &"):
            return self.start(step.command.removesuffix(" &"))
        done = subprocess.run(
            ["sh", "-c", step.command],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout

    def start(self, command: str) -> tuple[int, str]:
        """Start a server on a free port and wait until it answers."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"127.0.0.1:{port}"
        server = subprocess.Popen(
            [*shlex.split(command), "--port", str(port)],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.servers.append(server)
        end = time.monotonic() + SECONDS_TO_START
        while server.poll() is None and time.monotonic() < end:
            try:
                ask([f"http://{self.address}/healthz"])
            except urllib.error.URLError:
                time.sleep(0.1)
            else:
                return 0, ""
        return 1, f"{command} did not answer"

    def end(self) -> None:
        """Stop the servers."""
        for server in self.servers:
            server.terminate()
            server.wait()


def ask(arguments: list[str]) -> str:
    """Ask a server as curl would, with those options of it that the pages use."""
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("-H", "--header", action="append", default=[])
    parser.add_argument("--data-urlencode", action="append", default=[])
    parser.add_argument("-s", "--silent", action="store_true")
    parser.add_argument("-L", "--location", action="store_true")
    options = parser.parse_args(arguments)
    fields = dict(field.split("=", 1) for field in options.data_urlencode)
    headers = dict(re.split(r":\s*", header, maxsplit=1) for header in options.header)
    data = urllib.parse.urlencode(fields).encode() if fields else None
    request = urllib.request.Request(options.url, data, headers)
    with urllib.request.urlopen(request, timeout=SECONDS_TO_START) as answer:
        return str(answer.read().decode()).replace("\r\n", "\n")


@pytest.fixture
def session(tmp_path: Path, program: Path) -> Iterator[Session]:
    running = Session(tmp_path, program)
    yield running
    running.end()


def pattern_of(output: str) -> str:
    """The expected output as a regular expression, in which … stands for any text."""
    return ".*?".join(re.escape(part) for part in output.rstrip().split("…")) + r"\s*"


def test_the_readme_shows_commands_that_can_be_run() -> None:
    assert any(step.command.startswith("treatygraph ") and step.output for step in steps_of("README.md"))


@pytest.mark.parametrize("page", [page for page in PAGES if steps_of(page)])
def test_the_commands_of_a_page_do_what_the_page_shows(page: str, session: Session) -> None:
    for step in steps_of(page):
        if step.command.startswith(RUN_BY_HAND):
            continue
        code, output = session.run(step)
        place = f"{page}:{step.line}: {step.command}"
        assert code == step.code, f"{place}\n{output}"
        shown = output.replace(session.address, SHOWN_PORT)
        assert not step.output or re.fullmatch(pattern_of(step.output), shown, re.DOTALL), f"{place}\n{shown}"


@pytest.mark.parametrize("page", PAGES)
def test_the_examples_in_python_hold(page: str) -> None:
    result = doctest.testfile(str(REPOSITORY / page), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert result.failed == 0


@pytest.mark.parametrize("page", PAGES)
def test_the_links_of_a_page_lead_to_files(page: str) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", (REPOSITORY / page).read_text("utf-8"))
    files = [target for target in targets if not re.match(r"[a-z]+:", target)]
    assert [target for target in files if not ((REPOSITORY / page).parent / target).exists()] == []


@pytest.mark.parametrize("page", [page for page in PAGES if page.startswith("docs/") and page != "docs/README.md"])
def test_every_page_is_in_the_index(page: str) -> None:
    index = (REPOSITORY / "docs" / "README.md").read_text("utf-8")
    assert f"]({page.removeprefix('docs/')})" in index
