"""Print the reference page of the command line, made from the help of the commands."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from treatygraph.graph.commands import COMMANDS

__all__ = ["page"]

COLUMNS = "120"
HEAD = """<!-- Made by `make docs` from the help of the commands. Do not edit. -->

# Command line

Results go to stdout, messages to stderr. Exit codes: 0 clean; 1 findings; 2 wrong usage, unreadable input, nothing to
check, or an internal error. Things are named by IRI, by CURIE or by local name. Settings that every call would repeat
stand in [a file](settings.md).
"""


def page() -> str:
    """Write the page.

    :returns: the page in Markdown; its console blocks are run by the tests.
    """
    calls = [["--help"], *([name, "--help"] for name in sorted(COMMANDS))]
    return HEAD + "".join(_section(call) for call in calls)


def _section(arguments: list[str]) -> str:
    """Write what one command says of itself."""
    program = Path(sys.executable).parent / "treatygraph"
    words = [program.name, *arguments]
    shown = subprocess.run(
        [program, *arguments], env=os.environ | {"COLUMNS": COLUMNS}, stdout=subprocess.PIPE, text=True, check=True
    )
    return f"\n## {' '.join(words[:-1])}\n\n```console\n$ {' '.join(words)}\n{shown.stdout}```\n"


if __name__ == "__main__":
    sys.stdout.write(page())
