"""The program in processes that need not start: forks of one that has read it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SERVER = Path(__file__).with_name("forking.py")


@dataclass(frozen=True)
class Done:
    """How a run of the program ended."""

    code: int
    stdout: str
    stderr: str


class Forks:
    """The program, run again and again in processes of their own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def run(
        self,
        *arguments: str,
        folder: Path,
        environment: Mapping[str, str],
        stdin: str = "",
        unprivileged: bool = False,
    ) -> Done:
        """Run it in a folder, with no settings but those that are given."""
        plain = {name: value for name, value in os.environ.items() if not name.startswith("TREATYGRAPH_")}
        request = {
            "arguments": arguments,
            "folder": str(folder),
            "environment": plain | dict(environment),
            "stdin": stdin,
            "unprivileged": unprivileged,
        }
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return Done(**json.loads(self.process.stdout.readline()))


@contextmanager
def forking() -> Iterator[Forks]:
    """Start the process that has read the program, and end it."""
    command = [sys.executable, "-P", SERVER]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Forks(process)
        assert process.stdin is not None
        process.stdin.close()
